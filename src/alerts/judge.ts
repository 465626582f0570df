// What one reading of a mailbox means for its finding, given what was known before. Pure; the caller writes it down.
import { beginningOf, enabledAfter, type Known, mayBeStale } from './beginning.js';
import type { Closing, MailboxFinding, MailboxKind, Turn } from './finding.js';
import { riskOf, type Seen, type Standing, standingOf } from './standing.js';
import { foundAs, type MailboxBeginning, type News, seenAgain } from './transitions.js';

export type Judgement =
  | { readonly kind: 'nothing' }
  /** The block that was agreed on is under way: what was known before stays known until that has come to something. */
  | { readonly kind: 'wait' }
  /** It says "allowed" and may be out of date: to be read once more. */
  | { readonly kind: 'doubtful' }
  | { readonly kind: 'open'; readonly beginning: Omit<MailboxBeginning, 'id' | 'episode' | 'at'> }
  /** Seen again: the finding's next version, null when it is as it was. */
  | { readonly kind: 'still'; readonly next: MailboxFinding | null }
  /** Null: it is blocked, and by whom is still to be found out. */
  | { readonly kind: 'close'; readonly how: Closing | null };

export interface Ground extends Known {
  readonly open: MailboxFinding | null;
  /** When the episode before this one ended. */
  readonly lastClosedAt: string | null;
  /** Whether it is certain that the reading is not out of date. */
  readonly isConfirmed: boolean;
  /** Whether an approved request is about to block it. */
  readonly isAboutToBeBlocked: boolean;
}

export function judge(seen: Seen, ground: Ground, at: string): Judgement {
  const standing = standingOf(seen);
  if (!ground.isConfirmed && mayBeStale(seen, ground.before)) return { kind: 'doubtful' };
  switch (standing.kind) {
    case 'unknown':
      return { kind: 'nothing' };
    case 'wrong':
      return ground.open === null ? opening(seen, ground) : stillWrong(seen, ground.open, at);
    case 'worse':
      return ground.open === null
        ? openingWorse(seen, standing, ground)
        : { kind: 'still', next: seenAgain(ground.open, newsOf(seen, 'exemption-worsened', standing.turns), at) };
    default:
      return ground.open === null ? { kind: 'nothing' } : { kind: 'close', how: howClosed(standing, ground.open) };
  }
}

function opening(seen: Seen, ground: Ground): Judgement {
  const kind = beginningOf(seen, ground);
  // The block at the end of an unblock is on its way: an exemption that ends in it has not ended in an exposure.
  if (kind === 'exemption-ended' && ground.isAboutToBeBlocked) return { kind: 'wait' };
  const { mailbox, risk } = newsOf(seen, kind, []);
  const isEnabledBySomebody = kind === 're-enabled' || kind === 'new';
  const since = enabledAfter(seen, ground, ground.lastClosedAt);
  return { kind: 'open', beginning: { kind, mailbox, risk, turns: [], isEnabledBySomebody, enabledAfter: since } };
}

function openingWorse(seen: Seen, { turns }: Extract<Standing, { kind: 'worse' }>, ground: Ground): Judgement {
  const { mailbox, risk } = newsOf(seen, 'exemption-worsened', turns);
  const since = enabledAfter(seen, ground, ground.lastClosedAt);
  const beginning = { kind: 'exemption-worsened', mailbox, risk, turns, isEnabledBySomebody: false } as const;
  return { kind: 'open', beginning: { ...beginning, enabledAfter: since } };
}

function stillWrong(seen: Seen, open: MailboxFinding, at: string): Judgement {
  const turns = turnsSince(seen, open);
  const hasEnded = open.kind === 'exemption-worsened';
  if (hasEnded) turns.push({ what: 'exemption-ended', at, to: null });
  const hasSignedIn = [...open.turns, ...turns].some(({ what }) => what === 'direct-sign-in');
  const kind = hasEnded ? 'exemption-ended' : hasSignedIn ? 'direct-sign-in' : open.kind;
  return { kind: 'still', next: seenAgain(open, newsOf(seen, kind, turns, open), at) };
}

/** What happened since the finding was opened, as the account itself and its listing tell. */
function turnsSince({ assessed, lastSignInAt, readAt }: Seen, open: MailboxFinding): Turn[] {
  const { mailbox, account, obstacle } = assessed;
  const turns: Turn[] = [];
  const isSince = (time: string | null | undefined): time is string =>
    typeof time === 'string' && Date.parse(time) > Date.parse(open.firstSeenAt);
  if (isSince(lastSignInAt)) turns.push({ what: 'direct-sign-in', at: lastSignInAt, to: null });
  if (isSince(account?.passwordChangedAt))
    turns.push({ what: 'password-set', at: account.passwordChangedAt, to: null });
  if (mailbox.type !== open.mailbox.type) turns.push({ what: 'type-changed', at: readAt, to: mailbox.type });
  if (mailbox.displayName !== open.mailbox.displayName) {
    turns.push({ what: 'renamed', at: readAt, to: mailbox.displayName });
  }
  if (obstacle !== null && obstacle !== open.mailbox.obstacle)
    turns.push({ what: 'obstacle', at: readAt, to: obstacle });
  return turns;
}

function newsOf(seen: Seen, kind: MailboxKind, turns: readonly Turn[], open: MailboxFinding | null = null): News {
  const wasConverted = kind === 'converted' || open?.began === 'converted';
  return { kind, mailbox: foundAs(seen.objectId, seen.assessed), risk: riskOf(seen, wasConverted), turns };
}

function howClosed(standing: Standing, open: MailboxFinding): Closing | null {
  switch (standing.kind) {
    case 'exempt': {
      if (open.kind === 'exemption-worsened') return { kind: 'as-agreed' };
      return { kind: 'exempted', requestId: standing.exemption.requestId };
    }
    case 'device':
      return { kind: 'device' };
    default:
      return null;
  }
}
