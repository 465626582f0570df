// Asks Entra whether an account's own password is in use, and by which programs on which devices.
import { Refused } from '../failure.js';
import type { SignInHistory } from '../mailboxes/mailbox.js';
import type { TenantDoors } from './doors.js';
import type { Graph } from './graph.js';
import { type JsonRecord, listAt, numberAt, recordOf, recordsIn, textAt } from './json.js';
import type { Haste, Pace } from './pace.js';
import { codeOf } from './upstream.js';

type Availability = SignInHistory['availability'];
type Reading<T> = { readonly availability: Availability; readonly value: T };

const DAY_MS = 86_400_000;
/** Entra keeps sign-in logs for 30 days with P1. */
const LOOK_BACK_MS = 30 * DAY_MS;
/** In one request, for the report is slow and allows few: enough that a busy program seldom hides a quiet one. */
const MOST_ROWS = 250;
const PERMISSION = 'AuditLog.Read.All';

/** The two reports are limited separately. */
export interface ReportPaces {
  readonly activity: Pace;
  readonly signIns: Pace;
}

/**
 * The last successful sign-in, and of the latest 250 of the last 30 days the client programs, applications
 * and devices. When one of the two cannot be read, `availability` says why and what was read stays.
 * GET /users/{id}?$select=signInActivity and GET /auditLogs/signIns; least permissions AuditLog.Read.All and User.Read.All,
 * and Entra ID P1. Never throws for what a tenant or an API does not tell.
 */
export async function readSignInHistory(
  graph: Graph,
  paces: ReportPaces,
  objectId: string,
  correlationId: string,
  doors: TenantDoors,
  haste: Haste = 'person',
): Promise<SignInHistory> {
  const turns = { activity: () => paces.activity.turn(haste), signIns: () => paces.signIns.turn(haste) };
  const activity = await tolerate(null, () => readActivity(graph, turns.activity, objectId, correlationId));
  // What the tenant's licence or our permission withholds from one report it withholds from the other.
  const isPointless = activity.availability === 'not-premium' || activity.availability === 'no-permission';
  const signIns = isPointless
    ? { availability: activity.availability, value: NO_WAYS }
    : await tolerate(NO_WAYS, () => readWays(graph, turns.signIns, objectId, correlationId, doors));
  const availability = activity.availability === 'known' ? signIns.availability : activity.availability;
  const { newestAt, ...ways } = signIns.value;
  return { lastSuccessAt: laterOf(activity.value, newestAt), availability, ...ways };
}

/** How the account was signed in to, each name once, newest first, and when that was last. */
type Ways = Pick<SignInHistory, 'clients' | 'apps' | 'devices'> & { readonly newestAt: string | null };
const NO_WAYS: Ways = { clients: [], apps: [], devices: [], newestAt: null };

/** The log tells a sign-in minutes later, the account itself up to a day later, and for longer. */
function laterOf(one: string | null, other: string | null): string | null {
  const newest = [one, other].filter((at) => at !== null).sort((a, b) => Date.parse(b) - Date.parse(a));
  return newest[0] ?? null;
}

async function readActivity(
  graph: Graph,
  turn: () => Promise<void>,
  objectId: string,
  correlationId: string,
): Promise<Reading<string | null>> {
  await turn();
  const answer = await graph.send({
    method: 'GET',
    path: `/users/${encodeURIComponent(objectId)}?$select=id,signInActivity`,
    permission: PERMISSION,
    correlationId,
    isUrgent: true,
    accept: [403],
  });
  if (answer.status === 403) return { availability: whyDenied(answer), value: null };
  // An account that never signed in has no signInActivity at all.
  const activity = recordOf(recordOf(answer.body)?.['signInActivity']);
  return { availability: 'known', value: textAt(activity, 'lastSuccessfulSignInDateTime') };
}

async function readWays(
  graph: Graph,
  turn: () => Promise<void>,
  objectId: string,
  correlationId: string,
  doors: TenantDoors,
): Promise<Reading<Ways>> {
  await turn();
  const since = new Date(doors.now() - LOOK_BACK_MS).toISOString();
  const filter = `userId eq '${objectId.replaceAll("'", "''")}' and createdDateTime ge ${since} and status/errorCode eq 0`;
  const answer = await graph.send({
    method: 'GET',
    path: `/auditLogs/signIns?$filter=${encodeURIComponent(filter)}&$top=${MOST_ROWS}`,
    permission: PERMISSION,
    correlationId,
    isUrgent: true,
    accept: [403],
  });
  if (answer.status === 403) return { availability: whyDenied(answer), value: NO_WAYS };
  const rows = recordsIn(listAt(recordOf(answer.body), 'value')).filter(succeeded);
  const newestFirst = [...rows].sort((a, b) => whenOf(b) - whenOf(a));
  const value = {
    clients: eachOnce(newestFirst, (row) => textAt(row, 'clientAppUsed')),
    apps: eachOnce(newestFirst, (row) => textAt(row, 'appDisplayName')),
    devices: eachOnce(newestFirst, deviceOf),
    newestAt: newestFirst.filter((row) => whenOf(row) > 0).map((row) => textAt(row, 'createdDateTime'))[0] ?? null,
  };
  return { availability: 'known', value };
}

function eachOnce(rows: readonly JsonRecord[], nameOf: (row: JsonRecord) => string | null): readonly string[] {
  return [...new Set(rows.map(nameOf).filter((name) => name !== null))];
}

/** A device has a name only where Entra knows it. */
function deviceOf(row: JsonRecord): string | null {
  const device = recordOf(row['deviceDetail']);
  return textAt(device, 'displayName') ?? textAt(device, 'operatingSystem');
}

/** The filter says so too; a failed guess of a password must never look like use. */
function succeeded(row: JsonRecord): boolean {
  return numberAt(recordOf(row['status']), 'errorCode') === 0;
}

function whenOf(row: JsonRecord): number {
  return Date.parse(textAt(row, 'createdDateTime') ?? '') || 0;
}

function whyDenied(answer: Parameters<typeof codeOf>[0]): Availability {
  const code = codeOf(answer) ?? '';
  return code.startsWith('Authentication_RequestFromNonPremiumTenant') ? 'not-premium' : 'no-permission';
}

async function tolerate<T>(nothing: T, read: () => Promise<Reading<T>>): Promise<Reading<T>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refused) return { availability: 'unavailable', value: nothing };
    throw error;
  }
}
