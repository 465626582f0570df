// What a Graph route is: its path, its permissions, its price, the query options it takes, and how it answers.
import type { Answer } from '../message.js';
import type { PageTokens } from '../odata/page-links.js';
import type { Bearer } from '../tokens.js';
import type { World } from '../world.js';
import type { GraphError } from './graph-error.js';

/** A request on its way through a route. */
export interface GraphCall {
  readonly world: World;
  readonly pages: PageTokens;
  /** https://localhost:port/v1.0 */
  readonly root: string;
  /** Path below the version, as sent. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The JSON body; undefined when there was none. */
  readonly body: unknown;
  readonly bearer: Bearer;
  readonly requestId: string;
  /** Carries out another request of the same client: an item of a $batch. */
  readonly inner: (item: InnerRequest) => Promise<Answer>;
}

export interface InnerRequest {
  readonly method: string;
  /** Path and query below the version. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

export interface GraphRoute {
  /** Method and path below the version: the route's name in the log and in faults. */
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  /** Alternatives; each names all the application permissions that it needs. None at all: any valid token. */
  readonly permissions: readonly (readonly string[])[];
  /** Other alternatives by how the tenant's switches stand. */
  readonly permissionsIn?: (world: World) => readonly (readonly string[])[];
  /** The 403 of the service behind the route; the directory's when left out. */
  readonly refuse?: (permissions: readonly (readonly string[])[]) => GraphError;
  /** Resource units before $select, $expand and $top change them. */
  readonly units: number;
  /** Which limit applies besides: the write quota, or the reporting service's requests per 10 s. */
  readonly quota?: 'write' | 'reporting' | 'none';
  /** System query options that the page documents. */
  readonly query: readonly string[];
  readonly answer: (call: GraphCall) => Answer | Promise<Answer>;
}

/** The name of a route, such as "GET /users/{id}". */
export function routeName(route: Pick<GraphRoute, 'method' | 'path'>): string {
  return `${route.method} /${route.path}`;
}

/** Whether the token holds one of these permissions. */
export function holds(call: GraphCall, ...permissions: readonly string[]): boolean {
  return permissions.some((permission) => call.bearer.roles.includes(permission));
}

/** Permissions that let an application read all properties of users. */
export const USER_READERS = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];

/** Permissions that let an application read groups and their members. */
export const GROUP_READERS = [
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

/** Each permission alone as an alternative. */
export function anyOf(...permissions: readonly string[]): readonly (readonly string[])[] {
  return permissions.map((permission) => [permission]);
}
