// Writes down what was seen of mailboxes and what it means: findings are opened, changed and closed, each with its entry of the record.
import type { Work } from '../approvals/ports.js';
import type { RecordEvent } from '../audit/entry.js';
import { Refused } from '../failure.js';
import type { Closing, Finding, Turn } from './finding.js';
import { type Ground, type Judgement, judge } from './judge.js';
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
  readonly state: Pick<WatchState, 'scope' | 'lastCompleteScan' | 'answeredAt' | 'gap'>;
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
  // Two mailboxes that share an account are one thing to watch.
  const seen = [...new Map(observation.seen.map((one) => [one.objectId, one])).values()];
  const groundOf = await groundFor(seen, observation, work);
  const told: Told[] = [];
  const recheck: string[] = [];
  const sightings: Sighting[] = [];
  const still: string[] = [];
  for (const one of seen) {
    const ground = groundOf(one.objectId);
    if (isOlder(one, ground.before)) {
      if (isOtherwise(one, ground.before)) recheck.push(one.objectId);
      continue;
    }
    const judgement = judge(one, ground, observation.at);
    if (judgement.kind === 'doubtful') recheck.push(one.objectId);
    if (judgement.kind === 'doubtful' || judgement.kind === 'wait') continue;
    told.push(...(await carryOut(judgement, ground, observation, work)));
    if (judgement.kind === 'still') still.push(one.objectId);
    sightings.push(...sightingOf(one, ground.before));
  }
  await work.sightings.put(sightings, observation.isScan ? 'changed' : 'each');
  await work.findings.seenStill(still, observation.at);
  return { told, recheck };
}

interface Past extends Ground {
  /** How many there have been. */
  readonly episodes: number;
  /** The request that blocked it, where one did. */
  readonly blockedBy: string | null;
}

async function groundFor(
  seen: readonly Seen[],
  { state, scope, confirmed }: Observation,
  work: Work,
): Promise<(objectId: string) => Past> {
  const ids = seen.map(({ objectId }) => objectId);
  const before = await work.sightings.of(ids);
  const open = await work.findings.openOf(ids);
  const history = await work.findings.episodes(ids);
  const blocking = await work.findings.aboutToBeBlocked(ids);
  const blocked = seen
    .filter(({ assessed }) => assessed.signIn === 'blocked')
    .flatMap(({ objectId }) => {
      const since = open.get(objectId)?.firstSeenAt;
      return since === undefined ? [] : [{ objectId, since }];
    });
  const blockers = await work.findings.blockedBy(blocked);
  return (id) => {
    const { episodes, lastClosedAt } = history.get(id) ?? { episodes: 0, lastClosedAt: null };
    return {
      ...{ before: before.get(id) ?? null, open: open.get(id) ?? null, state, scope, episodes, lastClosedAt },
      ...{ isConfirmed: confirmed.has(id), isAboutToBeBlocked: blocking.has(id) },
      blockedBy: blockers.get(id) ?? null,
    };
  };
}

function isOlder({ readAt }: Seen, before: Sighting | null): boolean {
  return before !== null && Date.parse(before.readAt) > Date.parse(readAt);
}

/** An older reading that says something else may be right all the same: readings take time, and two instances' clocks differ. */
function isOtherwise({ assessed }: Seen, before: Sighting | null): boolean {
  return assessed.signIn !== 'unknown' && assessed.signIn !== before?.assessed.signIn;
}

async function carryOut(
  judgement: Judgement,
  { open, episodes, blockedBy }: Past,
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
      return open === null ? [] : [await close(open, judgement.how ?? whoBlocked(blockedBy), at, work)];
    default:
      return [];
  }
}

function whoBlocked(requestId: string | null): Closing {
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

/** Nothing where nothing is known: that never takes the place of what is. */
function sightingOf({ objectId, assessed, readAt }: Seen, before: Sighting | null): readonly Sighting[] {
  if (assessed.signIn === 'unknown') return [];
  const blockedAt = assessed.signIn === 'blocked' ? readAt : (before?.blockedAt ?? null);
  const isSame = before?.goneAt === null && JSON.stringify(before.assessed) === JSON.stringify(assessed);
  const changedAt = isSame ? before.changedAt : readAt;
  const since = { firstSeenAt: before?.firstSeenAt ?? readAt, lastSignInAt: before?.lastSignInAt ?? null };
  return [{ objectId, assessed, ...since, readAt, changedAt, blockedAt, goneAt: null }];
}
