// Asks Entra whether an account's own password is in use, and by which kind of program.
import { Refused } from '../failure.js';
import type { SignInHistory } from '../mailboxes/mailbox.js';
import type { TenantDoors } from './doors.js';
import type { Graph } from './graph.js';
import { type JsonRecord, listAt, numberAt, recordOf, recordsIn, textAt } from './json.js';
import type { Pace } from './pace.js';
import { codeOf } from './upstream.js';

type Availability = SignInHistory['availability'];
type Reading<T> = { readonly availability: Availability; readonly value: T };

const DAY_MS = 86_400_000;
/** Entra keeps sign-in logs for 30 days with P1. */
const LOOK_BACK_MS = 30 * DAY_MS;
const PERMISSION = 'AuditLog.Read.All';

/** The two reports are limited separately. */
export interface ReportPaces {
  readonly activity: Pace;
  readonly signIns: Pace;
}

/**
 * The last successful sign-in (up to a day late) and the client programs of the last 30 days. When one of the two cannot
 * be read, `availability` says why and what was read stays.
 * GET /users/{id}?$select=signInActivity and GET /auditLogs/signIns; least permissions AuditLog.Read.All and User.Read.All,
 * and Entra ID P1. Never throws for what a tenant or an API does not tell.
 */
export async function readSignInHistory(
  graph: Graph,
  paces: ReportPaces,
  objectId: string,
  correlationId: string,
  doors: TenantDoors,
): Promise<SignInHistory> {
  const activity = await tolerate(null, () => readActivity(graph, paces.activity, objectId, correlationId));
  // What the tenant's licence or our permission withholds from one report it withholds from the other.
  const isPointless = activity.availability === 'not-premium' || activity.availability === 'no-permission';
  const clients = isPointless
    ? { availability: activity.availability, value: [] }
    : await tolerate([], () => readClients(graph, paces.signIns, objectId, correlationId, doors));
  const availability = activity.availability === 'known' ? clients.availability : activity.availability;
  return { lastSuccessAt: activity.value, availability, clients: clients.value };
}

async function readActivity(
  graph: Graph,
  pace: Pace,
  objectId: string,
  correlationId: string,
): Promise<Reading<string | null>> {
  await pace.turn();
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

async function readClients(
  graph: Graph,
  pace: Pace,
  objectId: string,
  correlationId: string,
  doors: TenantDoors,
): Promise<Reading<readonly string[]>> {
  await pace.turn();
  const since = new Date(doors.now() - LOOK_BACK_MS).toISOString();
  const filter = `userId eq '${objectId.replaceAll("'", "''")}' and createdDateTime ge ${since} and status/errorCode eq 0`;
  const answer = await graph.send({
    method: 'GET',
    path: `/auditLogs/signIns?$filter=${encodeURIComponent(filter)}&$top=50`,
    permission: PERMISSION,
    correlationId,
    isUrgent: true,
    accept: [403],
  });
  if (answer.status === 403) return { availability: whyDenied(answer), value: [] };
  const rows = recordsIn(listAt(recordOf(answer.body), 'value')).filter(succeeded);
  const newestFirst = [...rows].sort((a, b) => whenOf(b) - whenOf(a));
  const names = newestFirst.map((row) => textAt(row, 'clientAppUsed')).filter((name) => name !== null);
  return { availability: 'known', value: [...new Set(names)] };
}

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
