// The heartbeat: says from time to time how the tenant stands, and says it when the bot's own checks fail.
import type { Clock, Ledger, Work } from '../approvals/ports.js';
import type { HeartbeatNotice } from '../delivery/notice.js';
import type { Exemption } from '../mailboxes/mailbox.js';
import { CHECKS } from './finding.js';
import type { Findings, WatchBook } from './ports.js';
import type { LastBeat, WatchState } from './watch-state.js';

export interface BeatDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly book: Pick<WatchBook, 'state'>;
  readonly findings: Pick<Findings, 'counts'>;
  /** Exemptions in force, the next to end first. */
  running(): Promise<readonly Exemption[]>;
  readonly everyMs: number;
  readonly scanEveryMs: number;
  /** Conversation ids of the chats that approvers have with the bot. @throws Refused upstream-* */
  chatsOfApprovers(correlationId: string): Promise<readonly string[]>;
}

/**
 * Sends one when it is due; safe to run at any time, on any instance: what was told last is kept in the transaction that
 * tells it. The first follows one interval after the bot was first started. Where nobody subscribed, the approvers hear of it
 * as they hear of alerts: silence would look like an all-clear. Returns whether it was due.
 * @throws Refused upstream-* where it is not known who they are; it is due still
 */
export async function beat(doors: BeatDoors): Promise<boolean> {
  const before = (await doors.book.state()).lastBeat;
  if (dueTime(before, doors.clock.now(), doors.everyMs) === null) return false;
  const isHeard = before === null || (await doors.ledger.transaction(isAnybodyTold));
  const chats = isHeard ? [] : await doors.chatsOfApprovers(`heartbeat ${doors.clock.now()}`);
  const [counts, [next]] = [await doors.findings.counts(), await doors.running()];
  return doors.ledger.transaction(async (work) => {
    const state = await work.watch.lock();
    const now = doors.clock.now();
    const dueAt = dueTime(state.lastBeat, now, doors.everyMs);
    if (dueAt === null) return false;
    const faults = await faultsIn(work);
    const open = await work.findings.openCount();
    const lastBeat = { ...figuresOf(state), open, at: dueAt, isTold: state.lastBeat !== null };
    await work.watch.save({ ...state, lastBeat });
    if (!lastBeat.isTold) return false;
    const notice: HeartbeatNotice = {
      ...{ kind: 'heartbeat', id: `heartbeat ${dueAt}`, at: now, faults, open },
      ...{ everyMs: doors.everyMs, scanEveryMs: doors.scanEveryMs },
      ...{ scan: scanOf(state), answeredAt: state.answeredAt, snoozed: counts.snoozed },
      before: state.lastBeat?.isTold === true ? state.lastBeat : null,
      nextExemptionEnd: next?.until ?? null,
    };
    await tellAll(notice, chats, work);
    return true;
  });
}

/** Null while none is due. After a long silence the beat begins anew. */
function dueTime(last: LastBeat | null, now: string, everyMs: number): string | null {
  if (last === null) return now;
  const late = Date.parse(now) - Date.parse(last.at);
  if (late < everyMs) return null;
  return late < 2 * everyMs ? new Date(Date.parse(last.at) + everyMs).toISOString() : now;
}

function scanOf({ lastCompleteScan }: WatchState): HeartbeatNotice['scan'] {
  if (lastCompleteScan === null) return null;
  const { endedAt, counts } = lastCompleteScan;
  return { endedAt, mailboxes: counts.targets, verdicts: counts.verdicts };
}

function figuresOf({ lastCompleteScan }: WatchState): Pick<LastBeat, 'blocked' | 'exposed'> {
  const verdicts = lastCompleteScan?.counts.verdicts;
  return { blocked: verdicts?.blocked ?? 0, exposed: verdicts?.exposed ?? 0 };
}

async function faultsIn(work: Work): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const check of CHECKS) faults.push(...((await work.findings.openCheck(check))?.problems ?? []));
  return faults;
}

async function isAnybodyTold(work: Work): Promise<boolean> {
  return (await work.subscriptions.reachable()).length > 0;
}

async function tellAll(notice: HeartbeatNotice, chats: readonly string[], work: Work): Promise<void> {
  const places = (await work.subscriptions.reachable()).map(({ conversationId }) => {
    return { conversationId, audience: 'place' } as const;
  });
  const approvers = chats.map((conversationId) => ({ conversationId, audience: 'approver' }) as const);
  const recipients = places.length > 0 ? places : approvers;
  if (recipients.length === 0) return;
  const version = await work.notices.put(notice);
  await work.deliveries.add({ kind: 'notice', id: notice.id }, version, recipients);
}
