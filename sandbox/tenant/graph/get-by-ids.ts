// Graph's directoryObjects/getByIds. https://learn.microsoft.com/graph/api/directoryobject-getbyids
import type { Answer } from '../message.js';
import type { Group, User } from '../records.js';
import { badRequest } from './graph-error.js';
import { groupProperties, showGroup } from './groups.js';
import { isGuid } from './object-id.js';
import { option } from './query-options.js';
import { anyOf, type GraphCall, type GraphRoute, holds } from './route.js';
import { showUser, USER_PROPERTIES, type UserSight } from './user-properties.js';

const MOST = 1_000;
const TYPES = [
  'user',
  'group',
  'directoryObject',
  'application',
  'device',
  'servicePrincipal',
  'directoryRole',
  'orgContact',
];
const READERS = ['Directory.Read.All', 'Directory.ReadWrite.All'];

export const getByIds: GraphRoute = {
  method: 'POST',
  path: 'directoryObjects/getByIds',
  // The page names Directory.Read.All; what User.Read.All does is a switch.
  permissions: anyOf(...READERS),
  permissionsIn: ({ switches }) =>
    switches.getByIdsWithUserReadAll === 'denied'
      ? anyOf(...READERS)
      : anyOf(...READERS, 'User.Read.All', 'User.ReadWrite.All'),
  units: 5,
  query: ['$select'],
  answer: (call): Answer => {
    const { ids, types } = inputOf(call);
    const names = namesOf(call);
    const found = [...new Set(ids.map((id) => id.toLowerCase()))].flatMap((id) => show(call, id, types, names));
    return {
      status: 200,
      body: {
        '@odata.context': `${call.root}/$metadata#directoryObjects`,
        // Ids that are not found are silently absent, and the order is nobody's promise.
        value: call.world.random.shuffle(found),
      },
    };
  },
};

interface Input {
  readonly ids: readonly string[];
  readonly types: readonly string[];
}

function inputOf({ body }: GraphCall): Input {
  const { ids, types = ['directoryObject'] } = (body ?? {}) as { readonly ids?: unknown; readonly types?: unknown };
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
    throw badRequest("The 'ids' parameter must be a collection of strings.");
  }
  if (ids.length > MOST) throw badRequest(`Number of included identifiers cannot exceed '${MOST}'.`);
  const malformed = ids.find((id) => !isGuid(id));
  if (malformed !== undefined) throw badRequest(`Invalid object identifier '${malformed}'.`);
  if (!Array.isArray(types) || !types.every((type) => typeof type === 'string' && TYPES.includes(type))) {
    throw badRequest("The 'types' parameter names a type that does not exist.");
  }
  return { ids, types };
}

/** $select works here although the metadata does not list it; it may name properties of any of the types. */
function namesOf(call: GraphCall): readonly string[] | undefined {
  const names = option(call.query, '$select')
    ?.split(',')
    .map((name) => name.trim());
  const strange = names?.find((name) => !USER_PROPERTIES.includes(name) && !groupProperties.includes(name));
  if (strange === undefined) return names;
  throw badRequest(
    `Parsing OData Select and Expand failed: Could not find a property named '${strange}' on type 'microsoft.graph.directoryObject'.`,
    'BadRequest',
  );
}

function show(
  call: GraphCall,
  id: string,
  types: readonly string[],
  names: readonly string[] | undefined,
): readonly Readonly<Record<string, unknown>>[] {
  const wanted = (type: string): boolean => types.includes(type) || types.includes('directoryObject');
  const user = wanted('user') ? call.world.directory.user(id) : undefined;
  if (user !== undefined) return [showFoundUser(call, user, names)];
  const group = wanted('group') ? call.world.directory.groups.get(id) : undefined;
  return group === undefined ? [] : [showFoundGroup(call, group, names)];
}

function showFoundUser(call: GraphCall, user: User, names: readonly string[] | undefined) {
  const full = holds(call, ...READERS) || call.world.switches.getByIdsWithUserReadAll === 'full';
  const sight: UserSight = full ? 'all' : 'id';
  // signInActivity is not kept in the store that this call reads.
  const own = names?.filter((name) => USER_PROPERTIES.includes(name) && name !== 'signInActivity');
  const view = { world: call.world, lagMs: call.world.switches.listReadLagMs };
  return { '@odata.type': '#microsoft.graph.user', id: user.id, ...showUser(user, own, view, sight) };
}

function showFoundGroup(call: GraphCall, group: Group, names: readonly string[] | undefined) {
  const readable = holds(call, ...READERS, 'Group.Read.All');
  return { '@odata.type': '#microsoft.graph.group', id: group.id, ...showGroup(group, names, readable) };
}
