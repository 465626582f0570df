// Makes a preview: reads the mailboxes again, keeps those that the action can be asked for, and says why the others are left out.
import { Refused } from '../failure.js';
import type { AssessedMailbox } from '../mailboxes/mailbox.js';
import { type CreateDoors, type RequestSettings, unique } from './create-request.js';
import type { Draft } from './draft.js';
import { whyNot } from './eligible.js';
import type { Drafts } from './ports.js';
import { checkReason } from './reason.js';
import { checkTerm } from './term.js';

export interface DraftDoors extends CreateDoors {
  readonly drafts: Drafts;
}

/** What a person asks for, before it is checked. */
export type Wanted = Omit<Draft, 'id' | 'leftOut' | 'createdAt' | 'requestId'> & {
  readonly correlationId: string;
  /** Sentences about mailboxes that fell out before. */
  readonly leftOut?: readonly string[];
};

/**
 * Stores the preview; nothing is asked for yet.
 * @throws Refused watch-mode, mailbox-missing, reason-missing, reason-pattern, until-*, too-many-mailboxes, nothing-to-ask, upstream-*
 */
export async function draftRequest(wanted: Wanted, settings: RequestSettings, doors: DraftDoors): Promise<Draft> {
  const { action, mailboxes, correlationId, leftOut: before = [], ...rest } = wanted;
  if (settings.mode === 'watch' && action !== 'exempt') throw new Refused({ kind: 'watch-mode' });
  if (mailboxes.length === 0) throw new Refused({ kind: 'mailbox-missing' });
  if (mailboxes.length > settings.maxMailboxes) {
    throw new Refused({ kind: 'too-many-mailboxes', asked: mailboxes.length, limit: settings.maxMailboxes });
  }
  const reason = checkReason(wanted.reason, settings.reasonPattern);
  const now = doors.clock.now();
  const bounds = { longestMs: settings.longestExemptionMs, isSent: false };
  const until = checkTerm(action, wanted.until, now, bounds);
  const fresh = await doors.reread(unique(mailboxes), correlationId);
  const leftOut = [...before, ...fresh.map((one) => whyNot(action, one)).filter((sentence) => sentence !== null)];
  const fitting = fresh.filter((one) => whyNot(action, one) === null);
  if (fitting.length === 0) throw new Refused({ kind: 'nothing-to-ask', action, reasons: leftOut });
  const draft: Draft = {
    ...rest,
    action,
    reason,
    until,
    owner: action === 'block' ? null : (wanted.owner ?? wanted.by),
    mailboxes: inOrder(fitting),
    leftOut,
    id: doors.ids.draftId(),
    createdAt: now,
    requestId: null,
  };
  await doors.drafts.insert(draft);
  return draft;
}

/** By name, so that a person finds a mailbox in a long list. */
function inOrder(mailboxes: readonly AssessedMailbox[]): readonly AssessedMailbox[] {
  return [...mailboxes].sort((one, other) => one.mailbox.displayName.localeCompare(other.mailbox.displayName, 'en'));
}
