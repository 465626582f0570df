// Questions that change nothing and are asked only to see whether they are answered: what doctor knows of the tenant.
import type { Account } from '../mailboxes/mailbox.js';
import type { TokenSource } from './credential.js';
import type { Exchange } from './exchange.js';
import type { Graph } from './graph.js';
import { flagAt, listAt, recordOf, recordsIn, textAt } from './json.js';
import { readAccountChanges } from './read-account-changes.js';
import { type GroupFacts, readGroup, readGroupOwners, readNestedGroups } from './read-group.js';
import type { GroupMember } from './read-group-members.js';
import { claimsOf, type TokenClaims } from './token-claims.js';
import { codeOf, refusalFor } from './upstream.js';

/** A directory role in force for the application itself. */
export interface OwnRole {
  readonly roleDefinitionId: string;
  /** `/`, or the administrative unit it is limited to. */
  readonly scope: string;
}

/** All of them throw Refused upstream-* for an answer that says no; only reading what they read needs their permission. */
export interface TenantProbes {
  /** @throws Refused upstream-* when the identity gives no token */
  token(resource: 'graph' | 'exchange'): Promise<TokenClaims>;
  /** Milliseconds since 1970 by Graph's clock, to the second; null when it did not say. */
  time(correlationId: string): Promise<number | null>;
  /** Whether users are shown with their accountEnabled (GET /users; User.Read.All). */
  showsAccountState(correlationId: string): Promise<boolean>;
  /** Whether up to a thousand accounts can be read in one call (POST /directoryObjects/getByIds). */
  showsByIds(objectId: string, correlationId: string): Promise<boolean>;
  /** Whether sign-in activity is told (GET /users with signInActivity; AuditLog.Read.All and Entra ID P1). */
  signInActivity(correlationId: string): Promise<'told' | 'not-premium'>;
  /** GET /auditLogs/directoryAudits; AuditLog.Read.All. */
  directoryAudits(correlationId: string): Promise<void>;
  /** Roles of this service principal (GET /roleManagement/directory/roleAssignments; RoleManagement.Read.Directory). */
  rolesOf(objectId: string, correlationId: string): Promise<readonly OwnRole[]>;
  /** Begins to follow changes of users, and leaves it (GET /users/delta; User.Read.All). */
  followChanges(correlationId: string): Promise<void>;
  /** One mailbox through this edition of Exchange's API, whichever is configured. */
  exchange(api: 'v2' | 'beta', correlationId: string): Promise<void>;
  group(groupId: string, correlationId: string): Promise<GroupFacts | null>;
  groupOwners(groupId: string, correlationId: string): Promise<readonly GroupMember[]>;
  nestedGroups(groupId: string, correlationId: string): Promise<readonly string[]>;
}

export interface ProbeDoors {
  readonly graph: Graph;
  readonly exchange: Exchange;
  readonly tokens: TokenSource;
  readonly scopes: { readonly graph: string; readonly exchange: string };
}

export function createProbes({ graph, exchange, tokens, scopes }: ProbeDoors): TenantProbes {
  return {
    token: async (resource) => claimsOf(await tokens(scopes[resource])),
    time: (id) => time(graph, id),
    showsAccountState: (id) => showsAccountState(graph, id),
    showsByIds: (objectId, id) => showsByIds(graph, objectId, id),
    signInActivity: (id) => signInActivity(graph, id),
    directoryAudits: async (correlationId) => {
      const path = '/auditLogs/directoryAudits?$top=1';
      await graph.send({ method: 'GET', path, permission: 'AuditLog.Read.All', correlationId });
    },
    rolesOf: (objectId, id) => rolesOf(graph, objectId, id),
    followChanges: async (id) => {
      await readAccountChanges(graph, null, id);
    },
    exchange: (api, id) => readOneMailbox(exchange, api, id),
    group: (groupId, id) => readGroup(graph, groupId, id),
    groupOwners: (groupId, id) => readGroupOwners(graph, groupId, id),
    nestedGroups: (groupId, id) => readNestedGroups(graph, groupId, id),
  };
}

/** Any answer tells the time, one that denies too. */
async function time(graph: Graph, correlationId: string): Promise<number | null> {
  const path = '/users?$top=1&$select=id';
  const answer = await graph.send({
    method: 'GET',
    path,
    permission: 'User.Read.All',
    correlationId,
    accept: [401, 403],
  });
  const at = Date.parse(answer.headers.get('date') ?? '');
  return Number.isNaN(at) ? null : at;
}

async function showsAccountState(graph: Graph, correlationId: string): Promise<boolean> {
  const path = '/users?$top=1&$select=id,accountEnabled';
  const { body } = await graph.send({ method: 'GET', path, permission: 'User.Read.All', correlationId });
  const [user] = recordsIn(listAt(recordOf(body), 'value'));
  return user !== undefined && flagAt(user, 'accountEnabled') !== null;
}

async function showsByIds(graph: Graph, objectId: Account['id'], correlationId: string): Promise<boolean> {
  const { status, body } = await graph.send({
    method: 'POST',
    path: '/directoryObjects/getByIds?$select=id,accountEnabled',
    body: { ids: [objectId], types: ['user'] },
    permission: 'Directory.Read.All',
    correlationId,
    isReplayable: true,
    accept: [403],
  });
  const [user] = status === 403 ? [] : recordsIn(listAt(recordOf(body), 'value'));
  return user !== undefined && flagAt(user, 'accountEnabled') !== null;
}

async function signInActivity(graph: Graph, correlationId: string): Promise<'told' | 'not-premium'> {
  const call = {
    path: '/users?$top=1&$select=id,signInActivity',
    permission: 'AuditLog.Read.All',
    correlationId,
  } as const;
  const answer = await graph.send({ ...call, method: 'GET', accept: [403] });
  if (answer.status !== 403) return 'told';
  if (codeOf(answer)?.startsWith('Authentication_RequestFromNonPremiumTenant') === true) return 'not-premium';
  throw refusalFor(answer, 'graph', call.permission);
}

async function rolesOf(graph: Graph, objectId: string, correlationId: string): Promise<readonly OwnRole[]> {
  const filter = encodeURIComponent(`principalId eq '${objectId.replaceAll("'", "''")}'`);
  const roles: OwnRole[] = [];
  const path = `/roleManagement/directory/roleAssignments?$filter=${filter}`;
  const pages = graph.pages({ method: 'GET', path, permission: 'RoleManagement.Read.Directory', correlationId });
  for await (const page of pages) {
    for (const assignment of recordsIn(page)) {
      const roleDefinitionId = textAt(assignment, 'roleDefinitionId');
      if (roleDefinitionId === null) continue;
      roles.push({ roleDefinitionId, scope: textAt(assignment, 'directoryScopeId') ?? '/' });
    }
  }
  return roles;
}

const EXCHANGE_PERMISSION = { v2: 'Exchange.ManageAsAppV2', beta: 'Exchange.ManageAsApp' } as const;

/** POST …/Mailbox (v2.0) or …/InvokeCommand (beta) with Get-Mailbox, which only reads; a view-only role group is enough. */
async function readOneMailbox(exchange: Exchange, api: 'v2' | 'beta', correlationId: string): Promise<void> {
  const { tenantId } = exchange;
  await exchange.read({
    cmdlet: 'Get-Mailbox',
    address: api === 'v2' ? `/adminapi/v2.0/${tenantId}/Mailbox` : `/adminapi/beta/${tenantId}/InvokeCommand`,
    parameters: { ResultSize: 1 },
    permission: EXCHANGE_PERMISSION[api],
    correlationId,
  });
}
