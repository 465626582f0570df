// Wakes snoozes that are over and escalates what nobody took care of.
import type { Clock, Ledger, Work } from '../approvals/ports.js';
import type { RecordEvent } from '../audit/entry.js';
import type { Finding } from './finding.js';
import { change } from './observe.js';
import { tell } from './tell.js';
import type { Told } from './told.js';
import { escalated, woken } from './transitions.js';

export interface TendDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly flood: number;
  /** Milliseconds until an open finding that nobody took care of is told to the approvers. */
  readonly escalationMs: number;
  newId(): string;
}

/** Findings dealt with in one transaction: each has a digest of its own, so that there are hardly ever more than that. */
const BATCH = 5_000;

/** Returns how many findings it dealt with; safe to run at any time, on any instance. */
export async function tendFindings(doors: TendDoors): Promise<number> {
  let tended = 0;
  // One after the other: within a transaction findings are changed before the digests that hold them, everywhere alike.
  for (const tend of [wake, escalate]) {
    for (;;) {
      const done = await doors.ledger.transaction(async (work) => {
        await work.watch.lock();
        return tend(doors, work);
      });
      tended += done;
      if (done < BATCH) break;
    }
  }
  return tended;
}

/** What is not so any more was closed while it was snoozed: what is left is so still. */
async function wake({ clock, flood, newId }: TendDoors, work: Work): Promise<number> {
  const at = clock.now();
  const told = await moveOn(await work.findings.dueSnoozes(BATCH), (one) => woken(one, at), 'finding.woken', work);
  await tell({ told, at, flood, reason: 'woken', newId }, work);
  return told.length;
}

async function escalate({ clock, flood, escalationMs, newId }: TendDoors, work: Work): Promise<number> {
  const at = clock.now();
  const due = await work.findings.dueEscalations(escalationMs, BATCH);
  const told = await moveOn(due, (one) => escalated(one, at), 'finding.escalated', work);
  const ids = told.map(({ finding }) => finding.id);
  // The cards that stand say so too; the bell rings for the approvers alone.
  await tell({ told: told.map(silently), at, flood, reason: 'escalation', newId }, work);
  if (ids.length > flood) {
    const { id } = await work.digests.insert(newId(), 'escalation', at, ids);
    await work.jobs.enqueue({ name: 'tell-approvers', subject: { kind: 'digest', id } });
  } else {
    for (const id of ids) await work.jobs.enqueue({ name: 'tell-approvers', subject: { kind: 'finding', id } });
  }
  return told.length;
}

function silently({ finding }: Told): Told {
  return { finding, how: 'edited' };
}

async function moveOn(
  due: readonly Finding[],
  moved: (finding: Finding) => Finding | null,
  event: RecordEvent,
  work: Work,
): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (const finding of due) {
    const next = moved(finding);
    if (next !== null) told.push(await change(next, finding, work, event));
  }
  return told;
}
