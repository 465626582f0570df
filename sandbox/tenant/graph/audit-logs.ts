// Graph's audit logs: who changed what, and who signed in how. Late, kept for a while only, five requests per ten seconds.
// https://learn.microsoft.com/graph/api/directoryaudit-list and signin-list (AuditLog.Read.All)
import type { Answer } from '../message.js';
import type { FilterFields } from '../odata/filter.js';
import { pageOf } from '../odata/page-links.js';
import type { AuditRecord, SignIn } from '../records.js';
import type { Switches } from '../switches.js';
import type { World } from '../world.js';
import { showAudit, showSignIn } from './audit-records.js';
import { badRequest, notPremium, permissionMissing } from './graph-error.js';
import { linkTo, readFilter, startOf } from './listing.js';
import { option, pageSize } from './query-options.js';
import { anyOf, type GraphCall, type GraphRoute } from './route.js';

const PAGE = 1_000;
const DAY_MS = 24 * 3_600_000;

const TIME = { operators: ['eq', 'ge', 'le'], time: true } as const;

const AUDIT_FIELDS: FilterFields<AuditRecord> = {
  fields: {
    activityDisplayName: { operators: ['eq', 'startswith'], get: (record) => record.activity },
    activityDateTime: { ...TIME, get: (record) => record.at },
    loggedByService: { operators: ['eq'], get: () => 'Core Directory' },
    category: { operators: ['eq'], get: () => 'UserManagement' },
    correlationId: { operators: ['eq'], get: (record) => record.correlationId },
    'initiatedBy/user/id': {
      operators: ['eq'],
      get: ({ initiator }) => (initiator.kind === 'user' ? initiator.user.id : null),
    },
    'initiatedBy/user/displayName': {
      operators: ['eq'],
      get: ({ initiator }) => (initiator.kind === 'user' ? initiator.user.displayName : null),
    },
    'initiatedBy/user/userPrincipalName': {
      operators: ['eq', 'startswith'],
      get: ({ initiator }) => (initiator.kind === 'user' ? initiator.user.userPrincipalName : null),
    },
    'initiatedBy/app/appId': {
      operators: ['eq'],
      get: ({ initiator }) => (initiator.kind === 'app' ? initiator.appId : null),
    },
    'initiatedBy/app/displayName': {
      operators: ['eq'],
      get: ({ initiator }) => (initiator.kind === 'app' ? initiator.displayName : null),
    },
  },
  collections: {
    targetResources: {
      fields: ['id', 'displayName', 'userPrincipalName'],
      get: ({ target }) => [
        { id: target.id, displayName: target.displayName, userPrincipalName: target.userPrincipalName },
      ],
    },
  },
};

export const listDirectoryAudits: GraphRoute = {
  method: 'GET',
  path: 'auditLogs/directoryAudits',
  permissions: anyOf('AuditLog.Read.All'),
  refuse: () => permissionMissing('AuditLog.Read.All'),
  units: 1,
  quota: 'reporting',
  query: ['$filter', '$top', '$orderby', '$select'],
  answer: (call) => listRecords(call, call.world.deeds.audits, AUDIT_FIELDS, showAudit, 'activityDateTime'),
};

const SIGN_IN_FIELDS: FilterFields<SignIn> = {
  fields: {
    id: { operators: ['eq'], get: (signIn) => signIn.id },
    userId: { operators: ['eq'], get: (signIn) => signIn.user.id },
    userPrincipalName: { operators: ['eq', 'startswith'], get: (signIn) => signIn.user.userPrincipalName },
    userDisplayName: { operators: ['eq', 'startswith'], get: (signIn) => signIn.user.displayName },
    createdDateTime: { ...TIME, get: (signIn) => signIn.at },
    appDisplayName: { operators: ['eq', 'startswith'], get: (signIn) => signIn.appDisplayName },
    appId: { operators: ['eq'], get: (signIn) => signIn.appId },
    clientAppUsed: { operators: ['eq'], get: (signIn) => signIn.clientAppUsed },
    ipAddress: { operators: ['eq', 'startswith'], get: (signIn) => signIn.ipAddress },
    'status/errorCode': { operators: ['eq'], get: (signIn) => signIn.errorCode },
  },
};

export const listSignIns: GraphRoute = {
  method: 'GET',
  path: 'auditLogs/signIns',
  permissions: anyOf('AuditLog.Read.All'),
  permissionsIn: ({ switches }) =>
    switches.signInsNeedDirectoryReadAll ? [['AuditLog.Read.All', 'Directory.Read.All']] : anyOf('AuditLog.Read.All'),
  refuse: (needed) => permissionMissing(needed.flat().join(',')),
  units: 1,
  quota: 'reporting',
  query: ['$filter', '$top', '$orderby', '$select'],
  answer: (call) => {
    if (!call.world.premium) throw notPremium();
    // v1.0 lists interactive sign-ins only.
    const interactive = call.world.deeds.signIns.filter((signIn) => signIn.interactive);
    return listRecords(call, interactive, SIGN_IN_FIELDS, showSignIn, 'createdDateTime');
  },
};

/** A page of records that have become readable and are still kept; newest first unless asked otherwise. */
function listRecords<T extends AuditRecord | SignIn>(
  call: GraphCall,
  records: readonly T[],
  fields: FilterFields<T>,
  show: (record: T, switches: Switches) => Readonly<Record<string, unknown>>,
  timeProperty: string,
): Answer {
  const now = call.world.clock.now();
  const filter = readFilter(option(call.query, '$filter'), fields);
  const names = option(call.query, '$select')
    ?.split(',')
    .map((name) => name.trim());
  const oldest = now - retentionDays(call.world) * DAY_MS;
  const passes = (record: T): boolean => record.readableAt <= now && record.at >= oldest && filter.test(record);
  const ordered = newestFirst(call, timeProperty) ? records.toReversed() : records;
  const size = pageSize(call.query, PAGE, PAGE);
  const { page, next } = pageOf(ordered, passes, startOf(call, call.path.toLowerCase()), size);
  return {
    status: 200,
    body: {
      '@odata.context': `${call.root}/$metadata#${call.path}`,
      ...(next === undefined ? {} : { '@odata.nextLink': linkTo(call, call.path.toLowerCase(), next) }),
      value: page.map((record) => narrowed(show(record, call.world.switches), names)),
    },
  };
}

/** Entra keeps the logs 7 days in its free edition and 30 with P1. */
function retentionDays(world: World): number {
  return world.premium ? 30 : 7;
}

function newestFirst(call: GraphCall, timeProperty: string): boolean {
  const [property, direction = 'asc'] = (option(call.query, '$orderby') ?? `${timeProperty} desc`).trim().split(/\s+/);
  if (property !== timeProperty || !['asc', 'desc'].includes(direction)) {
    throw badRequest(`Sorting is supported on '${timeProperty}' only.`, 'BadRequest');
  }
  return direction === 'desc';
}

function narrowed(record: Readonly<Record<string, unknown>>, names: readonly string[] | undefined) {
  if (names === undefined) return record;
  const strange = names.find((name) => !Object.hasOwn(record, name));
  if (strange === undefined) return Object.fromEntries(names.map((name) => [name, record[name]]));
  throw badRequest(`Could not find a property named '${strange}'.`, 'BadRequest');
}
