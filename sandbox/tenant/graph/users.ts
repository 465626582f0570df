// Graph's users: list and get. https://learn.microsoft.com/graph/api/user-list and user-get
import { enabledAt } from '../directory.js';
import type { Answer } from '../message.js';
import type { Filter, FilterFields } from '../odata/filter.js';
import { pageOf } from '../odata/page-links.js';
import type { User } from '../records.js';
import { badRequest, notFound, notPremium, permissionMissing } from './graph-error.js';
import { linkTo, readFilter, startOf } from './listing.js';
import { isGuid } from './object-id.js';
import { checkCount, demandAdvanced, isAdvanced, option, pageSize } from './query-options.js';
import { anyOf, type GraphCall, type GraphRoute, holds, USER_READERS } from './route.js';
import { selectedUserProperties, showUser, type UserSight, type UserView, userContext } from './user-properties.js';

/** User.ReadBasic.All shows a few properties only; accountEnabled is none of them. */
function sightOf(call: GraphCall): UserSight {
  return holds(call, ...USER_READERS) ? 'all' : 'basic';
}

/** The user that the path names by object id or user principal name. Throws a GraphError 404. */
export function userInPath(call: GraphCall): User {
  const name = call.params['id'] ?? '';
  const user = call.world.directory.user(name);
  if (user === undefined) throw notFound(name);
  return user;
}

export const listUsers: GraphRoute = {
  method: 'GET',
  path: 'users',
  permissions: anyOf(...USER_READERS, 'User.ReadBasic.All'),
  units: 2,
  query: ['$select', '$top', '$filter', '$count'],
  answer: (call) => {
    const names = selectedUserProperties(call.query);
    const activity = names?.includes('signInActivity') === true;
    if (activity) demandSignInActivity(call);
    const largest = activity ? call.world.switches.signInActivityPageSize : 999;
    const size = Math.min(pageSize(call.query, 100, 999), largest);
    checkCount(call.query);
    const lagMs = isAdvanced(call) ? call.world.switches.indexLagMs : call.world.switches.listReadLagMs;
    const filter = userFilter(call, lagMs);
    const passes = (user: User): boolean => user.deletedAt === null && filter.test(user);
    const { users } = call.world.directory;
    const { page, next } = pageOf(users, passes, startOf(call, 'users'), size);
    const view = { world: call.world, lagMs };
    return {
      status: 200,
      body: {
        '@odata.context': userContext(call, 'users'),
        ...(isAdvanced(call) ? { '@odata.count': users.filter(passes).length } : {}),
        ...(next === undefined ? {} : { '@odata.nextLink': linkTo(call, 'users', next) }),
        value: page.map((user) => showUser(user, names, view, sightOf(call))),
      },
    };
  },
};

export const getUser: GraphRoute = {
  method: 'GET',
  path: 'users/{id}',
  permissions: anyOf(...USER_READERS, 'User.ReadBasic.All'),
  units: 1,
  query: ['$select'],
  answer: (call): Answer => {
    const names = selectedUserProperties(call.query);
    if (names?.includes('signInActivity') === true) {
      demandSignInActivity(call);
      if (!isGuid(call.params['id'] ?? '')) {
        throw badRequest('Get By Key only supports UserId and the key has to be a valid Guid', 'BadRequest');
      }
    }
    const user = userInPath(call);
    const view: UserView = { world: call.world, lagMs: call.world.switches.singleReadLagMs };
    const context = userContext(call, 'users', true);
    return { status: 200, body: { '@odata.context': context, ...showUser(user, names, view, sightOf(call)) } };
  },
};

/** signInActivity needs AuditLog.Read.All and a premium tenant, or the entire request fails. Throws a GraphError 403. */
function demandSignInActivity(call: GraphCall): void {
  if (!call.world.premium) throw notPremium();
  if (!holds(call, 'AuditLog.Read.All')) throw permissionMissing('AuditLog.Read.All');
}

const TEXT = {
  operators: ['eq', 'in', 'startswith', 'ge', 'le'],
  advanced: ['ne', 'endswith'],
} as const;
const FLAG = { operators: ['eq', 'in'], advanced: ['ne'] } as const;

function userFilter(call: GraphCall, lagMs: number): Filter<User> {
  const filter = readFilter(option(call.query, '$filter'), userFields(call.world.clock.now(), lagMs));
  if (filter.advanced !== null) demandAdvanced(call, `Operator '${filter.advanced}'`);
  return filter;
}

/** The properties of users that can be filtered by, from the table of the user resource's page. */
function userFields(now: number, lagMs: number): FilterFields<User> {
  return {
    not: true,
    mostClauses: 15,
    fields: {
      id: { operators: ['eq', 'in'], advanced: ['ne'], get: (user) => user.id },
      userPrincipalName: { ...TEXT, get: (user) => user.userPrincipalName },
      displayName: { ...TEXT, get: (user) => user.displayName },
      mail: { ...TEXT, get: (user) => user.mail },
      jobTitle: { ...TEXT, get: (user) => user.jobTitle },
      department: { ...TEXT, get: (user) => user.department },
      userType: { ...FLAG, get: (user) => user.userType },
      accountEnabled: { ...FLAG, get: (user) => enabledAt(user, now, lagMs) },
      onPremisesSyncEnabled: { ...FLAG, get: (user) => user.onPremisesSyncEnabled },
      'assignedLicenses/$count': { operators: [], advanced: ['eq', 'ne'], get: (user) => user.licences.length },
      createdDateTime: {
        operators: ['eq', 'ge', 'le', 'in'],
        advanced: ['ne'],
        time: true,
        get: (user) => user.createdAt,
      },
    },
    collections: {
      assignedLicenses: { fields: ['skuId'], get: (user) => user.licences.map((skuId) => ({ skuId })) },
    },
  };
}
