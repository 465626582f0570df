// Finds out who enabled accounts: one question to the directory's log for all findings that wait for it.
import type { Clock, Ledger, Work } from '../approvals/ports.js';
import type { Enabling, EnablingQuestion, EnablingsRead } from '../mailboxes/enabling.js';
import type { MailboxFinding, Who } from './finding.js';
import { change } from './observe.js';
import type { LookUp, WatchBook } from './ports.js';
import { tell } from './tell.js';
import type { Told } from './told.js';
import { learnt } from './transitions.js';

export interface LookUpDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly book: Pick<WatchBook, 'lookUps'>;
  readonly flood: number;
  newId(): string;
  /** Never throws for what the tenant does not tell. */
  enablings(question: EnablingQuestion, correlationId: string): Promise<EnablingsRead>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Pauses between looks; the last one goes on. Records come minutes late, sometimes hours. */
const PAUSES_MS = [0.5, 1, 2, 4, 8, 15, 30].map((minutes) => minutes * MINUTE_MS);
const LONGEST_PAUSE_MS = HOUR_MS;
/** A mailbox that is new was often never blocked: then nobody is on record. */
const PATIENCE_MS = { 're-enabled': 24 * HOUR_MS, other: 2 * HOUR_MS } as const;
/** Microsoft keeps the log for thirty days at most. */
const OLDEST_MS = 30 * 24 * HOUR_MS;

/** Costs no request while no look is due. Returns whether it asked. */
export async function lookUpWho(doors: LookUpDoors): Promise<boolean> {
  const { due, all } = await doors.book.lookUps();
  if (due === 0) return false;
  const now = doors.clock.now();
  const oldest = Math.min(...all.map(({ finding }) => Date.parse(finding.enabledAfter)));
  const [only] = all;
  const question = {
    since: new Date(Math.max(oldest, Date.parse(now) - OLDEST_MS)).toISOString(),
    objectId: all.length === 1 && only !== undefined ? only.finding.mailbox.objectId : null,
  };
  const read = await doors.enablings(question, `who ${now}`);
  await doors.ledger.transaction(async (work) => {
    await work.watch.lock();
    const at = doors.clock.now();
    const told: Told[] = [];
    for (const lookUp of all) told.push(...(await learn(lookUp, read, at, work)));
    await tell({ told, at, flood: doors.flood, reason: 'flood', newId: doors.newId }, work);
  });
  return true;
}

async function learn(
  { finding: { id }, tries }: LookUp,
  read: EnablingsRead,
  at: string,
  work: Work,
): Promise<readonly Told[]> {
  const finding = await work.findings.load(id);
  if (finding === null || finding.about !== 'mailbox') return [];
  const enabling = read.kind === 'read' ? enablingOf(finding, read.enablings) : undefined;
  const isOver = Date.parse(at) - Date.parse(finding.firstSeenAt) >= patienceFor(finding);
  if (enabling !== undefined || isOver) await work.lookUps.end(id);
  else await work.lookUps.again(id, PAUSES_MS[tries] ?? LONGEST_PAUSE_MS);
  const who = enabling === undefined ? withoutRecord(finding, read, isOver) : whoOf(enabling);
  const next = learnt(finding, who, at);
  return next === null ? [] : [await change(next, finding, work, 'finding.changed')];
}

function patienceFor({ began }: MailboxFinding): number {
  return began === 're-enabled' ? PATIENCE_MS['re-enabled'] : PATIENCE_MS.other;
}

/** How far Microsoft's clock may be ahead of ours. */
const SKEW_MS = 2 * MINUTE_MS;

/**
 * The last one before it was seen; where clocks differ, the first one right after. What came after that is about the next
 * finding, however late this one's own record shows. The bot's own never are what a finding is about: an exemption stands for
 * each of them.
 */
function enablingOf(finding: MailboxFinding, enablings: readonly Enabling[]): Enabling | undefined {
  const { mailbox, enabledAfter } = finding;
  const seenAt = Date.parse(finding.firstSeenAt);
  const closedAt = finding.closedAt === null ? Number.POSITIVE_INFINITY : Date.parse(finding.closedAt);
  const until = Math.min(seenAt + SKEW_MS, closedAt);
  const its = enablings
    .filter(({ objectId, isOwn }) => objectId === mailbox.objectId && !isOwn)
    .filter(({ at }) => Date.parse(at) >= Date.parse(enabledAfter))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const before = its.findLast(({ at }) => Date.parse(at) <= seenAt);
  return before ?? its.find(({ at }) => Date.parse(at) <= until);
}

function whoOf({ by, at }: Enabling): Who {
  return { state: 'known', by, at };
}

function withoutRecord({ who, firstSeenAt }: MailboxFinding, read: EnablingsRead, isOver: boolean): Who {
  if (read.kind === 'not-known' && read.why === 'no-permission') return { state: 'not-known', why: 'no-permission' };
  if (isOver) return { state: 'not-known', why: read.kind === 'read' ? 'no-record' : 'unavailable' };
  return who.state === 'not-known' && read.kind === 'read' ? { state: 'looking-up', since: firstSeenAt } : who;
}
