// Sends a finding or digest to the approvers' own chats: when nobody else hears of it, or nobody took care of it.
import type { Ledger } from '../approvals/ports.js';
import type { Subject } from '../delivery/ports.js';
import { isClosed } from './finding.js';
import type { Findings } from './ports.js';

export interface TellApproversDoors {
  readonly ledger: Ledger;
  readonly findings: Pick<Findings, 'load' | 'digest'>;
  /** Conversation ids of the chats that approvers have with the bot. @throws Refused upstream-* */
  chatsOfApprovers(correlationId: string): Promise<readonly string[]>;
}

/** Runs as a job: an unreachable Graph means again later. Told twice, nobody gets a second card for the same ring. */
export async function tellApprovers(subject: Subject, doors: TellApproversDoors): Promise<void> {
  const now = await newest(subject, doors);
  if (now === null) return;
  const chats = await doors.chatsOfApprovers(subject.id);
  const recipients = chats.map((conversationId) => ({ conversationId, audience: 'approver' as const, slot: now.slot }));
  await doors.ledger.transaction((work) => work.deliveries.add(subject, now.version, recipients));
}

/** Null when there is nothing left to tell. */
async function newest(
  { kind, id }: Subject,
  { findings }: TellApproversDoors,
): Promise<{ readonly version: number; readonly slot: number } | null> {
  if (kind === 'digest') {
    const found = await findings.digest(id);
    return found === null || found.open === 0 ? null : { version: found.digest.version, slot: 0 };
  }
  const finding = await findings.load(id);
  if (finding === null || isClosed(finding)) return null;
  return { version: finding.version, slot: finding.rings - 1 };
}
