// Sends a finding or digest to the approvers' own chats: when nobody else hears of it, or nobody took care of it.
import type { Clock, Ledger } from '../approvals/ports.js';
import type { RecordEntry, RecordEvent } from '../audit/entry.js';
import type { Subject } from '../delivery/ports.js';
import type { Digest } from './digest.js';
import { type Finding, isClosed } from './finding.js';
import { aboutDigest, aboutFinding } from './narrate-finding.js';
import type { Findings } from './ports.js';

export interface TellApproversDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly findings: Pick<Findings, 'load' | 'digest'>;
  /** Conversation ids of the chats that approvers have with the bot. @throws Refused upstream-* */
  chatsOfApprovers(correlationId: string): Promise<readonly string[]>;
  /** Hears that nobody at all could be told. */
  untold(subject: Subject): void;
}

/** What there is to tell. */
type Told =
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'digest'; readonly digest: Digest; readonly open: number };

/** Somebody who can be reached meanwhile is told at once; somebody who was made an approver, with the next try. */
const AGAIN_MS = 300_000;

/**
 * Runs as a job, and again until somebody can be told: an unreachable Graph means again later, too. Told twice, nobody gets
 * a second card for the same ring.
 */
export async function tellApprovers(
  { subject, untoldSince: since = null }: { readonly subject: Subject; readonly untoldSince?: string | null },
  doors: TellApproversDoors,
): Promise<void> {
  const told = await newest(subject, doors);
  if (told === null || (since !== null && isTakenCareOf(told))) return;
  const chats = await doors.chatsOfApprovers(subject.id);
  const at = doors.clock.now();
  if (chats.length === 0) return tellLater(told, { subject, since, at }, doors);
  const { version, slot } = cardOf(told);
  const recipients = chats.map((conversationId) => ({ conversationId, audience: 'approver' as const, slot }));
  await doors.ledger.transaction(async (work) => {
    await work.deliveries.add(subject, version, recipients);
    if (since === null) return;
    await work.record.append(entryOf(told, 'finding.told-late', at, { since, told: chats.length }));
  });
}

/** Silence would look like an all-clear, so it is in the record and the log, once for each time that it should be told. */
async function tellLater(
  told: Told,
  { subject, since, at }: { readonly subject: Subject; readonly since: string | null; readonly at: string },
  { ledger, untold }: TellApproversDoors,
): Promise<void> {
  await ledger.transaction(async ({ record, jobs }) => {
    if (since === null) await record.append(entryOf(told, 'finding.untold', at, { told: 0, why: NO_CHAT }));
    const next = { name: 'tell-approvers', subject, untoldSince: since ?? at } as const;
    await jobs.enqueue(next, { afterMs: AGAIN_MS });
  });
  if (since === null) untold(subject);
}

const NO_CHAT = 'no approver has a chat with the bot';

function entryOf(told: Told, event: RecordEvent, at: string, more: RecordEntry['detail']): RecordEntry {
  if (told.kind === 'digest') return aboutDigest(told.digest, event, at, { alerts: told.open, ...more });
  return { ...aboutFinding(told.finding, event, undefined, more), at };
}

function cardOf(told: Told): { readonly version: number; readonly slot: number } {
  if (told.kind === 'digest') return { version: told.digest.version, slot: 0 };
  return { version: told.finding.version, slot: told.finding.rings - 1 };
}

/** By somebody who was not told, as in `alerts`. What is snoozed rings by itself afterwards. */
function isTakenCareOf(told: Told): boolean {
  return told.kind === 'finding' && ['acknowledged', 'snoozed'].includes(told.finding.state.kind);
}

/** Null when there is nothing left to tell. */
async function newest({ kind, id }: Subject, { findings }: TellApproversDoors): Promise<Told | null> {
  if (kind === 'digest') {
    const found = await findings.digest(id);
    return found === null || found.open === 0 ? null : { kind, digest: found.digest, open: found.open };
  }
  const finding = await findings.load(id);
  return finding === null || isClosed(finding) ? null : { kind: 'finding', finding };
}
