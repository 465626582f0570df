// Makes a preview: reads the mailboxes again, keeps those that the action can be asked for, and says why the others are left out.
import { Refused } from '../failure.js';
import { byEvidence, type Selection } from '../mailboxes/selection.js';
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
export type Wanted = Omit<Draft, 'id' | 'stage' | 'selection' | 'ownerSaid' | 'leftOut' | 'createdAt' | 'requestId'> & {
  readonly correlationId: string;
  readonly selection?: Selection | null;
  readonly ownerSaid?: string;
  /** Sentences about mailboxes that fell out before. */
  readonly leftOut?: readonly string[];
};

/**
 * Stores the preview; nothing is asked for yet.
 * @throws Refused watch-mode, mailbox-missing, reason-missing, reason-pattern, until-*, too-many-mailboxes, nothing-to-ask, upstream-*
 */
export async function draftRequest(wanted: Wanted, settings: RequestSettings, doors: DraftDoors): Promise<Draft> {
  const { action, mailboxes, correlationId, leftOut: before = [] } = wanted;
  checkMode(wanted, settings);
  if (mailboxes.length === 0) throw new Refused({ kind: 'mailbox-missing' });
  if (mailboxes.length > settings.maxMailboxes) {
    throw new Refused({ kind: 'too-many-mailboxes', asked: mailboxes.length, limit: settings.maxMailboxes });
  }
  const reason = checkReason(wanted.reason, settings.reasonPattern);
  const bounds = { longestMs: settings.longestExemptionMs, isSent: false };
  const until = checkTerm(action, wanted.until, doors.clock.now(), bounds);
  const fresh = await doors.reread(unique(mailboxes), correlationId);
  const leftOut = [...before, ...fresh.map((one) => whyNot(action, one)).filter((sentence) => sentence !== null)];
  const fitting = fresh.filter((one) => whyNot(action, one) === null).sort(byEvidence);
  if (fitting.length === 0) throw new Refused({ kind: 'nothing-to-ask', action, reasons: leftOut });
  const owner = action === 'block' ? null : (wanted.owner ?? wanted.by);
  return keep({ ...wanted, reason, until, owner, mailboxes: fitting, leftOut }, 'preview', doors);
}

/**
 * Stores what was said so far of something that lacks its reason or its end. Nothing is read: by the time it is complete,
 * that would be old.
 * @param stage `choosing` where the person is to pick some of the mailboxes
 * @throws Refused watch-mode, mailbox-missing
 */
export async function keepAsking(
  wanted: Wanted,
  stage: 'asking' | 'choosing',
  settings: RequestSettings,
  doors: DraftDoors,
): Promise<Draft> {
  checkMode(wanted, settings);
  if (wanted.mailboxes.length === 0) throw new Refused({ kind: 'mailbox-missing' });
  return keep({ ...wanted, mailboxes: unique(wanted.mailboxes) }, stage, doors);
}

function checkMode({ action }: Pick<Wanted, 'action'>, { mode }: RequestSettings): void {
  if (mode === 'watch' && action !== 'exempt') throw new Refused({ kind: 'watch-mode' });
}

async function keep(wanted: Wanted, stage: Draft['stage'], { drafts, ids, clock }: DraftDoors): Promise<Draft> {
  const { correlationId: _, selection = null, ownerSaid = '', leftOut = [], ...said } = wanted;
  const draft: Draft = {
    ...said,
    ...{ selection, ownerSaid },
    leftOut,
    stage,
    id: ids.draftId(),
    createdAt: clock.now(),
    requestId: null,
  };
  await drafts.insert(draft);
  return draft;
}
