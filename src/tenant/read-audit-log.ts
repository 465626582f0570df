// Reads Entra's audit log for changes of sign-in: who made them, when, to which account; every page, or nothing.
import { Refused } from '../failure.js';
import type { Enabler, SignInChange, SignInChangesRead } from '../mailboxes/enabling.js';
import type { Graph } from './graph.js';
import { type JsonRecord, listAt, recordOf, recordsIn, textAt } from './json.js';
import type { OwnApp } from './own-app.js';
import type { Pace } from './pace.js';

/** The log allows few requests; a page holds up to a thousand records. */
const PAGE = 500;

/** What a record of each activity says of sign-in. */
export type Activities = ReadonlyMap<string, SignInChange['to']>;

/** Which records are asked for. */
export interface AuditQuestion {
  /** For the server; what it lets through is looked at all the same. */
  readonly filter: string;
  readonly activities: Activities;
  fits(change: SignInChange): boolean;
}

/**
 * Every record that can be read by now, newest first, or none at all: a page that is lost makes the answer `not-known`.
 * GET /auditLogs/directoryAudits; least permission AuditLog.Read.All, any edition of Entra ("List directoryAudits"). Kept for
 * 7 days without P1, 30 days with it. Never throws for what the tenant does not tell.
 * @param pace the one of the audit logs
 */
export async function readAuditLog(
  graph: Graph,
  pace: Pace,
  own: () => Promise<OwnApp>,
  { filter, activities, fits }: AuditQuestion,
  correlationId: string,
): Promise<SignInChangesRead> {
  const found = new Map<string, SignInChange>();
  try {
    const self = await own();
    const pages = graph.pages({
      method: 'GET',
      path: `/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}&$top=${PAGE}`,
      permission: 'AuditLog.Read.All',
      correlationId,
      pace,
    });
    for await (const page of pages) {
      // Pages overlap when records arrive between them.
      for (const one of recordsIn(page).flatMap((record) => changesIn(record, self, activities))) {
        if (fits(one)) found.set(`${one.recordId} ${one.objectId}`, one);
      }
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: 'not-known', why: whyNot(error) };
  }
  return { kind: 'read', changes: [...found.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)) };
}

/** Records of one account. */
export function aboutAccount(objectId: string): string {
  return `targetResources/any(t:t/id eq '${objectId.replaceAll("'", "''")}')`;
}

function whyNot({ failure }: Refused): 'no-permission' | 'unavailable' {
  const isDenied = failure.kind === 'upstream-denied';
  // A tenant of another kind (Azure AD B2C) keeps no such log; no permission would help.
  const isForeignKind = isDenied && failure.trace.code?.startsWith('Authentication_RequestFromNonPremiumTenant');
  return isDenied && isForeignKind !== true ? 'no-permission' : 'unavailable';
}

/** The accounts that one record says were changed: one as a rule; none when it failed, is another change, or is misshapen. */
function changesIn(record: JsonRecord, self: OwnApp, activities: Activities): readonly SignInChange[] {
  const recordId = textAt(record, 'id');
  const at = Date.parse(textAt(record, 'activityDateTime') ?? '');
  const to = activities.get(textAt(record, 'activityDisplayName') ?? '');
  if (recordId === null || Number.isNaN(at) || to === undefined || textAt(record, 'result') !== 'success') return [];
  const user = recordOf(recordOf(record['initiatedBy'])?.['user']);
  const app = recordOf(recordOf(record['initiatedBy'])?.['app']);
  const told = {
    recordId,
    to,
    at: new Date(at).toISOString(),
    by: enablerOf(user, app),
    isOwn: user === null && isSelf(app, self),
    correlationId: textAt(record, 'correlationId'),
  };
  return recordsIn(listAt(record, 'targetResources'))
    .map((target) => textAt(target, 'id')?.toLowerCase())
    .filter((objectId) => objectId !== undefined)
    .map((objectId) => ({ ...told, objectId }));
}

/** Often the log leaves the application id out and names the service principal alone. */
function isSelf(app: JsonRecord | null, self: OwnApp): boolean {
  const appId = textAt(app, 'appId')?.toLowerCase() ?? null;
  if (appId !== null && self.appId !== null) return appId === self.appId;
  const principal = textAt(app, 'servicePrincipalId')?.toLowerCase() ?? null;
  return principal !== null && principal === self.servicePrincipalId;
}

const SYNC_USER = /^Sync_/iu;
const SYNC_APP =
  /\b(?:Azure AD|Azure Active Directory|Entra(?: ID)?) (?:Connect|Cloud Sync)\b|^ConnectSyncProvisioning_/iu;

function enablerOf(user: JsonRecord | null, app: JsonRecord | null): Enabler {
  const [enabler, isSync] = user === null ? appAs(app) : personAs(user);
  if (enabler.name === '') return { kind: 'not-known', id: null, name: '' };
  return isSync ? { ...enabler, kind: 'sync' } : enabler;
}

function personAs(user: JsonRecord): readonly [Enabler, isSync: boolean] {
  const id = textAt(user, 'id')?.toLowerCase() ?? null;
  const upn = textAt(user, 'userPrincipalName');
  const name = textAt(user, 'displayName') ?? upn ?? id ?? '';
  return [{ kind: 'person', id, name }, SYNC_USER.test(upn ?? '')];
}

function appAs(app: JsonRecord | null): readonly [Enabler, isSync: boolean] {
  const id = (textAt(app, 'appId') ?? textAt(app, 'servicePrincipalId'))?.toLowerCase() ?? null;
  const name = textAt(app, 'displayName') ?? textAt(app, 'servicePrincipalName') ?? id ?? '';
  return [{ kind: 'app', id, name }, SYNC_APP.test(name)];
}
