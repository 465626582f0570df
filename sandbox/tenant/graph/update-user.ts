// Graph's writes to users: PATCH and revokeSignInSessions.
// https://learn.microsoft.com/graph/api/user-update and user-revokesigninsessions
import type { Answer } from '../message.js';
import type { Initiator, User } from '../records.js';
import type { World } from '../world.js';
import { badRequest, denied } from './graph-error.js';
import { anyOf, type GraphCall, type GraphRoute, holds } from './route.js';
import { USER_PROPERTIES } from './user-properties.js';
import { userInPath } from './users.js';

const WRITERS = ['User.ReadWrite.All', 'Directory.ReadWrite.All'];

/** Other properties that the sandbox lets a wide permission change. */
const WRITABLE = ['displayName', 'jobTitle', 'department', 'givenName', 'surname'] as const;

const SYNCED =
  'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.';

export const updateUser: GraphRoute = {
  method: 'PATCH',
  path: 'users/{id}',
  // The page's least privileged combination for accountEnabled, and the wide ones.
  permissions: [['User.EnableDisableAccount.All', 'User.Read.All'], ...anyOf(...WRITERS)],
  units: 1,
  quota: 'write',
  query: [],
  answer: (call): Answer => {
    const changes = changesOf(call);
    const user = userInPath(call);
    const wide = holds(call, ...WRITERS);
    if (!wide && Object.keys(changes).some((name) => name !== 'accountEnabled')) throw denied();
    if (changes['accountEnabled'] !== undefined && isOutOfReach(call.world, user)) throw denied();
    if (user.onPremisesSyncEnabled === true) throw badRequest(SYNCED);
    apply(call, user, changes);
    return { status: 204 };
  },
};

export const revokeSessions: GraphRoute = {
  method: 'POST',
  path: 'users/{id}/revokeSignInSessions',
  permissions: anyOf('User.RevokeSessions.All', ...WRITERS),
  units: 1,
  quota: 'write',
  query: [],
  answer: (call): Answer => {
    call.world.deeds.revokeSessions(userInPath(call), initiatorOf(call));
    // The page says 200 with a body; its known issue says that 204 is meant and that any 2xx is success.
    if (call.world.switches.revokeSessionsStatus === 204) return { status: 204 };
    return { status: 200, body: { '@odata.context': `${call.root}/$metadata#Edm.Boolean`, value: true } };
  },
};

/**
 * Whether an application without an Entra role of its own may not touch the account: it holds a directory role, directly or
 * through a group; it is a member of a role-assignable group; or it is in a restricted management administrative unit.
 */
function isOutOfReach({ directory }: World, user: User): boolean {
  const roleAssignable = [...directory.groupsOf(user.id)].some((id) => directory.groups.get(id)?.roleAssignable);
  return user.managementRestricted || roleAssignable || directory.rolesOf(user.id).length > 0;
}

function changesOf(call: GraphCall): Readonly<Record<string, unknown>> {
  const { body } = call;
  if (body === undefined) throw badRequest('Empty Payload. JSON content expected.', 'BadRequest');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('Unable to read JSON request payload. A JSON object is expected.', 'BadRequest');
  }
  const changes = body as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(changes)) checkChange(name, value);
  if (Object.keys(changes).length === 0) throw badRequest('No changes were specified in the request.');
  return changes;
}

function checkChange(name: string, value: unknown): void {
  if (!USER_PROPERTIES.includes(name)) {
    throw badRequest(`The property '${name}' does not exist on type 'microsoft.graph.user'.`);
  }
  if (name === 'accountEnabled') {
    if (typeof value !== 'boolean')
      throw badRequest(`Invalid value specified for property 'accountEnabled' of resource 'User'.`);
    return;
  }
  if (!(WRITABLE as readonly string[]).includes(name)) {
    throw badRequest(`Property '${name}' is read-only and cannot be set.`);
  }
  if (typeof value !== 'string') throw badRequest(`Invalid value specified for property '${name}' of resource 'User'.`);
}

function apply(call: GraphCall, user: User, changes: Readonly<Record<string, unknown>>): void {
  const others = WRITABLE.filter((name) => changes[name] !== undefined);
  if (others.length > 0) {
    call.world.deeds.changeUser(user, Object.fromEntries(others.map((name) => [name, changes[name]])));
  }
  const enabled = changes['accountEnabled'];
  if (typeof enabled === 'boolean') call.world.deeds.setAccountEnabled(user, enabled, initiatorOf(call));
}

function initiatorOf({ world, bearer }: GraphCall): Initiator {
  const identity = world.identities.find(({ clientId }) => clientId === bearer.appId);
  return { kind: 'app', appId: bearer.appId, objectId: bearer.objectId, displayName: identity?.displayName ?? '' };
}
