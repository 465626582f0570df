// What people do about a finding: snooze it, or take care of it. Compare-and-set, with its entry of the record.
import { person } from '../approvals/narrate.js';
import type { Clock, Ledger, Work } from '../approvals/ports.js';
import type { Person } from '../approvals/request.js';
import type { RecordEvent } from '../audit/entry.js';
import { Refused } from '../failure.js';
import type { Finding } from './finding.js';
import { aboutFinding } from './narrate-finding.js';
import { bringUpToDate } from './tell.js';
import { acknowledged, snoozed, unsnoozed } from './transitions.js';

export interface ActDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;
/** Less than this is over before anybody has read the card. */
const LEAST_SNOOZE_MS = 300_000;
/** Longer quiet needs an exemption, which somebody answers for and a second person approves. */
const LONGEST_SNOOZE_MS = 30 * DAY_MS;

/**
 * Quiet until then: it opens again by itself if it still is so, and at once if it gets worse. A snooze is keyed to the account
 * and survives a new name.
 * @param until ISO 8601, UTC
 * @throws Refused snooze-past, snooze-too-far, finding-not-found, finding-closed, busy
 */
export async function snoozeFinding(
  findingId: string,
  snooze: { readonly until: string; readonly by: Person; readonly reason: string },
  doors: ActDoors,
): Promise<Finding> {
  const { until, by, reason } = snooze;
  const lasts = Date.parse(until) - Date.parse(doors.clock.now());
  if (!(lasts >= LEAST_SNOOZE_MS)) throw new Refused({ kind: 'snooze-past', until });
  if (lasts > LONGEST_SNOOZE_MS) {
    throw new Refused({ kind: 'snooze-too-far', until, limitDays: LONGEST_SNOOZE_MS / DAY_MS });
  }
  const next = (finding: Finding, at: string): Finding => snoozed(finding, snooze, at) ?? refuse(finding);
  return actOn(findingId, by, { next, event: 'finding.snoozed', detail: { until, reason } }, doors);
}

/**
 * Somebody takes care of it: it is not escalated any more.
 * @throws Refused finding-not-found, finding-closed, already-acknowledged, busy
 */
export async function acknowledgeFinding(findingId: string, by: Person, doors: ActDoors): Promise<Finding> {
  const next = (finding: Finding, at: string): Finding => acknowledged(finding, by, at) ?? refuse(finding);
  return actOn(findingId, by, { next, event: 'finding.acknowledged', detail: {} }, doors);
}

/**
 * Ends the quiet before its time; from now on it may be escalated again.
 * @throws Refused finding-not-found, finding-closed, not-snoozed, busy
 */
export async function unsnoozeFinding(findingId: string, by: Person, doors: ActDoors): Promise<Finding> {
  const next = (finding: Finding, at: string): Finding => unsnoozed(finding, at) ?? refuseToWake(finding);
  return actOn(findingId, by, { next, event: 'finding.woken', detail: {} }, doors);
}

function refuseToWake({ id, state }: Finding): never {
  throw new Refused({ kind: state.kind === 'closed' ? 'finding-closed' : 'not-snoozed', findingId: id });
}

function refuse({ id, state }: Finding): never {
  if (state.kind !== 'acknowledged') throw new Refused({ kind: 'finding-closed', findingId: id });
  throw new Refused({ kind: 'already-acknowledged', findingId: id, by: state.by.name });
}

interface Deed {
  next(finding: Finding, at: string): Finding;
  readonly event: RecordEvent;
  readonly detail: Readonly<Record<string, string>>;
}

/** How often a deed is tried again when the finding changed in between. */
const ATTEMPTS = 5;

async function actOn(findingId: string, by: Person, deed: Deed, doors: ActDoors): Promise<Finding> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const done = await doors.ledger.transaction((work) => actOnce(findingId, by, deed, doors, work));
    if (done !== null) return done;
  }
  throw new Refused({ kind: 'busy' });
}

async function actOnce(
  findingId: string,
  by: Person,
  { next, event, detail }: Deed,
  { clock }: ActDoors,
  work: Work,
): Promise<Finding | null> {
  const finding = await work.findings.load(findingId);
  if (finding === null) throw new Refused({ kind: 'finding-not-found', said: findingId });
  const at = clock.now();
  const changed = next(finding, at);
  if (!(await work.findings.replace(changed))) return null;
  await work.record.append(aboutFinding(changed, event, person(by), detail));
  await bringUpToDate([{ finding: changed, how: 'edited' }], work);
  return changed;
}
