// What may become of a finding: pure functions from one version to the next. Null means that nothing changed.
import type { Person } from '../approvals/request.js';
import type { AssessedMailbox } from '../mailboxes/mailbox.js';
import {
  type Check,
  type CheckFinding,
  type CheckKind,
  type Closing,
  type Finding,
  type FoundMailbox,
  isClosed,
  type MailboxFinding,
  type MailboxKind,
  type Risk,
  riskRank,
  type Turn,
  type Who,
} from './finding.js';

/** Lines of a finding's history that are kept. */
const MOST_TURNS = 10;

interface Beginning {
  readonly id: string;
  readonly episode: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface MailboxBeginning extends Beginning {
  readonly kind: MailboxKind;
  readonly mailbox: FoundMailbox;
  readonly risk: Risk;
  readonly turns: readonly Turn[];
  /** Whether somebody must have enabled it, and from when on that is looked for. */
  readonly isEnabledBySomebody: boolean;
  readonly enabledAfter: string;
}

function begun({ id, episode, at }: Beginning): Omit<CheckFinding, 'about' | 'kind' | 'check' | 'problems'> {
  const state = { kind: 'open', since: at } as const;
  const times = { firstSeenAt: at, lastSeenAt: at, changedAt: at, closedAt: null };
  return { id, episode, state, version: 1, rings: 1, ...times };
}

/** The first version of a mailbox's episode. */
export function openedMailbox(beginning: MailboxBeginning): MailboxFinding {
  const { kind, mailbox, risk, turns, isEnabledBySomebody, enabledAfter, at } = beginning;
  const who: Who = isEnabledBySomebody ? { state: 'looking-up', since: at } : { state: 'not-applicable' };
  return { ...begun(beginning), about: 'mailbox', kind, began: kind, mailbox, risk, turns, who, enabledAfter };
}

/** The first version of a check's episode. */
export function openedCheck(
  beginning: Beginning & { readonly kind: CheckKind; readonly check: Check; readonly problems: readonly string[] },
): CheckFinding {
  const { kind, check, problems } = beginning;
  return { ...begun(beginning), about: 'check', kind, check, problems };
}

/** What of a mailbox stands on its finding. */
export function foundAs(objectId: string, { mailbox, verdict, cause, obstacle }: AssessedMailbox): FoundMailbox {
  const { displayName, address, userPrincipalName, type } = mailbox;
  return { objectId, displayName, address, userPrincipalName, type, verdict, cause, obstacle };
}

export interface News {
  readonly kind: MailboxKind;
  readonly mailbox: FoundMailbox;
  readonly risk: Risk;
  /** What happened, as far as it is known; what is on the finding already is left out. */
  readonly turns: readonly Turn[];
}

/** Turns that are worth a message of their own. */
const RINGING: ReadonlySet<Turn['what']> = new Set(['direct-sign-in', 'exemption-ended']);

/**
 * The mailbox was seen again and still stands wrong. What got worse rings again, also through a snooze or an
 * acknowledgement: that was given to what was known then. That it only is known now to be more dangerous ends a snooze, for the
 * same reason; whoever has its card and did not ask for quiet sees it there.
 */
export function seenAgain(finding: MailboxFinding, news: News, at: string): MailboxFinding | null {
  const turns = news.turns.filter((turn) => !finding.turns.some((old) => old.what === turn.what && old.to === turn.to));
  // Not knowing any more how it was used makes nothing less dangerous.
  const risk = riskRank(news.risk) < riskRank(finding.risk) ? news.risk : finding.risk;
  const isSame = turns.length === 0 && risk === finding.risk && news.kind === finding.kind;
  if (isSame && isEqual(news.mailbox, finding.mailbox)) return null;
  const next = {
    ...changed(finding, at),
    ...{ kind: news.kind, mailbox: news.mailbox, risk },
    turns: [...finding.turns, ...turns].slice(-MOST_TURNS),
    lastSeenAt: at,
  };
  const wakes = finding.state.kind === 'snoozed' && isMoreDangerous(risk, finding.risk);
  return wakes || turns.some(({ what }) => RINGING.has(what)) ? rung(next, at) : next;
}

/** That it was never used is learnt, not grown worse. */
function isMoreDangerous(risk: Risk, than: Risk): boolean {
  return riskRank(risk) < riskRank(than) && risk !== 'never-used';
}

function isEqual(one: FoundMailbox, other: FoundMailbox): boolean {
  const names = Object.keys(one) as readonly (keyof FoundMailbox)[];
  return names.every((name) => one[name] === other[name]);
}

/** Worth one more message, and nobody takes care of what it says yet. */
function rung<F extends Finding>(finding: F, at: string): F {
  return { ...finding, rings: finding.rings + 1, state: { kind: 'open', since: at } };
}

function changed<F extends Finding>(finding: F, at: string): F {
  return { ...finding, version: finding.version + 1, changedAt: at };
}

export function closed<F extends Finding>(finding: F, how: Closing, at: string): F {
  return { ...changed(finding, at), state: { kind: 'closed', how, at }, closedAt: at };
}

/** The log tells, or does not tell, who enabled it. */
export function learnt(finding: MailboxFinding, who: Who, at: string): MailboxFinding | null {
  const isSame = JSON.stringify(who) === JSON.stringify(finding.who);
  return isSame ? null : { ...changed(finding, at), who };
}

/** A check fails in another way now; that it still fails is no news. */
export function stillFailing(
  finding: CheckFinding,
  kind: CheckKind,
  problems: readonly string[],
  at: string,
): CheckFinding | null {
  const isSame = kind === finding.kind && JSON.stringify(problems) === JSON.stringify(finding.problems);
  if (isSame) return null;
  const next = { ...changed(finding, at), kind, problems, lastSeenAt: at };
  // A check that gave something and now gives nothing has got worse.
  return finding.kind === 'check-partial' && kind === 'check-failed' ? rung(next, at) : next;
}

/** Quiet until then. Null when it is closed. */
export function snoozed<F extends Finding>(
  finding: F,
  snooze: { readonly until: string; readonly by: Person; readonly reason: string },
  at: string,
): F | null {
  return isClosed(finding) ? null : { ...changed(finding, at), state: { kind: 'snoozed', ...snooze, at } };
}

/** Its snooze is over and it still is so. Null when it is not snoozed any more. */
export function woken<F extends Finding>(finding: F, at: string): F | null {
  return finding.state.kind === 'snoozed' ? rung(changed(finding, at), at) : null;
}

/** Somebody ends its quiet before its time: it is open, and rings nobody's bell for that. Null when it is not snoozed. */
export function unsnoozed<F extends Finding>(finding: F, at: string): F | null {
  return finding.state.kind === 'snoozed' ? { ...changed(finding, at), state: { kind: 'open', since: at } } : null;
}

/** Null when it is closed or somebody has acknowledged it already. */
export function acknowledged<F extends Finding>(finding: F, by: Person, at: string): F | null {
  const isDone = isClosed(finding) || finding.state.kind === 'acknowledged';
  return isDone ? null : { ...changed(finding, at), state: { kind: 'acknowledged', by, at } };
}

/** Nobody took care of it in time. Null when somebody did, or it was escalated before. */
export function escalated<F extends Finding>(finding: F, at: string): F | null {
  if (finding.state.kind !== 'open') return null;
  return { ...changed(finding, at), rings: finding.rings + 1, state: { kind: 'escalated', at } };
}
