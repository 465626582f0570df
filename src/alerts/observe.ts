// Writes down what was seen of mailboxes and what it means: findings are opened, changed and closed, each with its entry of the record.
import type { Work } from '../approvals/ports.js';
import type { RecordEvent } from '../audit/entry.js';
import { Refused } from '../failure.js';
import type { Closing, Finding, MailboxFinding, Turn } from './finding.js';
import { type Judgement, judge } from './judge.js';
import { aboutFinding, changeOf } from './narrate-finding.js';
import type { Sighting } from './sighting.js';
import type { Seen } from './standing.js';
import { type Told, toldOf } from './told.js';
import { closed, openedMailbox } from './transitions.js';
import type { WatchScope, WatchState } from './watch-state.js';

export interface Observation {
  readonly seen: readonly Seen[];
  /** ISO 8601, UTC: now. */
  readonly at: string;
  readonly state: Pick<WatchState, 'scope' | 'lastCompleteScan' | 'answeredAt'>;
  /** What is watched today. */
  readonly scope: WatchScope;
  /** Whether it is a scan: of thousands, only what changed is written. */
  readonly isScan: boolean;
  /** Accounts whose reading is certainly not out of date. */
  readonly confirmed: ReadonlySet<string>;
  newId(): string;
}

export interface Observed {
  readonly told: readonly Told[];
  /** Accounts to be read once more. */
  readonly recheck: readonly string[];
}

/** How long after being written down the first look into the log follows: records come minutes late. */
const FIRST_LOOK_UP_MS = 30_000;

/** Within the caller's transaction, which has locked watching. Seen twice, nothing happens twice. */
export async function observe(observation: Observation, work: Work): Promise<Observed> {
  const ids = observation.seen.map(({ objectId }) => objectId);
  const [before, open, history] = [
    await work.sightings.of(ids),
    await work.findings.openOf(ids),
    await work.findings.episodes(ids),
  ];
  const blocking = await work.findings.aboutToBeBlocked(ids);
  const told: Told[] = [];
  const recheck: string[] = [];
  const sightings: Sighting[] = [];
  const still: string[] = [];
  for (const seen of observation.seen) {
    const { objectId } = seen;
    const known = before.get(objectId) ?? null;
    if (known !== null && Date.parse(known.readAt) > Date.parse(seen.readAt)) continue;
    const past = history.get(objectId) ?? { episodes: 0, lastClosedAt: null };
    const ground = {
      ...{ before: known, state: observation.state, scope: observation.scope, lastClosedAt: past.lastClosedAt },
      open: open.get(objectId) ?? null,
      isConfirmed: observation.confirmed.has(objectId),
      isAboutToBeBlocked: blocking.has(objectId),
    };
    const judgement = judge(seen, ground, observation.at);
    if (judgement.kind === 'doubtful') {
      recheck.push(objectId);
      continue;
    }
    told.push(...(await carryOut(judgement, ground.open, past.episodes, observation, work)));
    if (judgement.kind === 'still') still.push(objectId);
    const next = sightingOf(seen, known);
    if (next !== null) sightings.push(next);
  }
  await work.sightings.put(sightings, observation.isScan ? 'changed' : 'each');
  await work.findings.seenStill(still, observation.at);
  return { told, recheck };
}

async function carryOut(
  judgement: Judgement,
  open: MailboxFinding | null,
  episodes: number,
  { at, newId }: Observation,
  work: Work,
): Promise<readonly Told[]> {
  switch (judgement.kind) {
    case 'open': {
      const finding = openedMailbox({ ...judgement.beginning, id: newId(), episode: episodes + 1, at });
      await work.findings.insert(finding);
      if (finding.who.state === 'looking-up') await work.lookUps.begin(finding.id, FIRST_LOOK_UP_MS);
      await work.record.append(aboutFinding(finding, 'finding.opened'));
      return [{ finding, how: 'opened' }];
    }
    case 'still': {
      if (judgement.next === null || open === null) return [];
      const turns = judgement.next.turns.filter((turn) => !open.turns.includes(turn));
      return [await change(judgement.next, open, work, 'finding.changed', turns)];
    }
    case 'close':
      return open === null ? [] : [await close(open, judgement.how ?? (await whoBlocked(open, work)), at, work)];
    default:
      return [];
  }
}

async function whoBlocked({ mailbox, firstSeenAt }: MailboxFinding, work: Work): Promise<Closing> {
  const requestId = await work.findings.blockedBy(mailbox.objectId, firstSeenAt);
  return requestId === null ? { kind: 'blocked-outside' } : { kind: 'blocked', requestId };
}

/** Ends an episode, with its entry. Who enabled the account is looked up to the end: that it was fixed explains nothing. */
export async function close(open: Finding, how: Closing, at: string, work: Work): Promise<Told> {
  return change(closed(open, how, at), open, work, 'finding.closed');
}

/** Writes the next version of a finding that this transaction has locked, with its entry of the record. */
export async function change(
  next: Finding,
  before: Finding,
  work: Work,
  event: RecordEvent,
  turns: readonly Turn[] = [],
): Promise<Told> {
  if (!(await work.findings.replace(next))) throw new Refused({ kind: 'busy' });
  await work.record.append(aboutFinding(next, event, undefined, changeOf(next, turns)));
  return toldOf(next, before);
}

/** Null where there is nothing new to keep: what is not known never takes the place of what is. */
function sightingOf({ objectId, assessed, readAt }: Seen, before: Sighting | null): Sighting | null {
  if (assessed.signIn === 'unknown') return null;
  const blockedAt = assessed.signIn === 'blocked' ? readAt : (before?.blockedAt ?? null);
  const isSame = before?.goneAt === null && JSON.stringify(before.assessed) === JSON.stringify(assessed);
  const changedAt = isSame ? before.changedAt : readAt;
  const since = { firstSeenAt: before?.firstSeenAt ?? readAt, lastSignInAt: before?.lastSignInAt ?? null };
  return { objectId, assessed, ...since, readAt, changedAt, blockedAt, goneAt: null };
}
