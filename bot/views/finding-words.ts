// What a finding says in words: its headline, who enabled the account, and how it stands or ended.
import type { Closing, Finding, FindingKind, FindingState, Risk, Turn, Who } from '../../src/alerts/finding.js';
import type { Enabler } from '../../src/mailboxes/enabling.js';
import { plain, plainName } from './plain.js';
import type { Reader } from './view.js';
import { moment, momentAndAge } from './when.js';
import { causeWord, type Sign, type Tone, typeWord } from './words.js';

/** Headlines while it lasts. */
export const FINDING_TITLE: Readonly<Record<FindingKind, string>> = {
  new: 'A new mailbox can sign in',
  're-enabled': 'Sign-in was allowed again',
  converted: 'A mailbox was converted and can sign in',
  'never-blocked': 'A mailbox can sign in',
  'exemption-worsened': 'An exempt mailbox is worse than agreed',
  'exemption-ended': 'An exemption has ended, and sign-in is still allowed',
  'direct-sign-in': 'Someone signed in with a mailbox’s own password',
  'check-failed': 'The bot cannot check the tenant',
  'check-partial': 'The last check of the tenant was partial',
};

/** The same with its state in front. */
export function findingHeadline({ kind, state }: Pick<Finding, 'kind' | 'state'>): string {
  const title = FINDING_TITLE[kind];
  switch (state.kind) {
    case 'closed':
      return `✓ ${title}: closed`;
    case 'snoozed':
      return `● ${title}: snoozed`;
    case 'escalated':
      return `⚠ ${title}: still open`;
    default:
      return `⚠ ${title}`;
  }
}

/** What it means, in one sentence; of a mailbox that is as it should be again, nothing. */
export function findingSentence({ kind, state }: Pick<Finding, 'kind' | 'state'>): string {
  return state.kind === 'closed' ? 'It is kept in the record.' : MEANING[kind];
}

const MEANING: Readonly<Record<FindingKind, string>> = {
  new: 'It was not there at the last complete scan. Whoever knows or resets its password can sign in as this mailbox.',
  're-enabled': 'It was blocked before. Whoever knows or resets its password can sign in as this mailbox now.',
  converted: 'It was a mailbox of another kind, often a person’s: who knew its password then can still sign in.',
  'never-blocked': 'Whoever knows or resets its password can sign in as this mailbox, and nothing shows who it was.',
  'exemption-worsened': 'It may sign in for now, but what happened since was not agreed to.',
  'exemption-ended': 'It was allowed to sign in for a time only, and that time is over.',
  'direct-sign-in': 'People who have access sign in as themselves, so somebody knows this password.',
  'check-failed': 'As long as this lasts, that there is no alert does not mean that all is well.',
  'check-partial':
    'What was not read may hold mailboxes that can sign in: that there is no alert about them means nothing.',
};

/** How dangerous a mailbox is, as a word. */
export const RISK_SIGN: Readonly<Record<Risk, Sign & { readonly word: string }>> = {
  'direct-sign-in': { mark: '▲▲', tone: 'attention', word: 'Highest risk' },
  'password-set': { mark: '▲', tone: 'attention', word: 'High risk' },
  converted: { mark: '▲', tone: 'attention', word: 'High risk' },
  'never-used': { mark: '▽', tone: 'default', word: 'Lower risk' },
  'not-known': { mark: '?', tone: 'default', word: 'Risk not known' },
};

export function stateSign({ kind }: FindingState): Sign {
  switch (kind) {
    case 'open':
    case 'escalated':
      return { mark: '●', tone: 'attention' };
    case 'snoozed':
      return { mark: '●', tone: 'default' };
    case 'acknowledged':
      return { mark: '●', tone: 'accent' };
    case 'closed':
      return { mark: '✓', tone: 'good' };
  }
}

/** Whether and by whom it is taken care of, or how it ended. */
export function stateSentence(state: FindingState, approversHeard: boolean, reader: Reader): string {
  switch (state.kind) {
    case 'open':
      return 'Nobody takes care of it yet.';
    case 'snoozed':
      return `Snoozed until ${momentAndAge(state.until, reader)} by ${plainName(state.by.name)}.`;
    case 'acknowledged':
      return `${plainName(state.by.name)} takes care of it since ${moment(state.at, reader)}.`;
    case 'escalated':
      return `Nobody took care of it by ${moment(state.at, reader)}. ${approversHeard ? HEARD : NOT_HEARD}`;
    case 'closed':
      return `${CLOSINGS[state.how.kind](state.how)}. Closed ${moment(state.at, reader)}.`;
  }
}

const HEARD = 'The approvers were told in their own chats.';
const NOT_HEARD =
  'No approver was told yet: I can write only to people who have a chat with me. One who writes “hello” to me is told at once.';

const CLOSINGS: { readonly [K in Closing['kind']]: (how: Closing) => string } = {
  blocked: (how) => `Sign-in was blocked by request ${'requestId' in how ? how.requestId : ''}`,
  'blocked-outside': () => 'Sign-in was blocked outside of the bot',
  exempted: (how) => `It was exempted by request ${'requestId' in how ? how.requestId : ''}`,
  deleted: () => 'The account was deleted',
  'type-changed': () => 'It became a mailbox of another type, which is not watched',
  'not-listed': () => 'Exchange no longer lists it as a watched mailbox',
  device: () => 'It has a Teams device licence now and has to sign in',
  'as-agreed': () => 'It is as agreed again',
  healthy: () => 'The check is whole again',
};

/** Null where nobody enabled it. */
export function whoSentence(who: Who, reader: Reader): string | null {
  switch (who.state) {
    case 'looking-up':
      return 'looking up who: the audit log tells minutes later';
    case 'known': {
      return `${enabler(who.by)}, ${momentAndAge(who.at, reader)}`;
    }
    case 'not-known':
      return `not known: ${WHY_NOT[who.why]}`;
    case 'not-applicable':
      return null;
  }
}

/** Who did it, as the audit log names them. */
export function enabler({ kind, name }: Enabler): string {
  const named = plain(name) || 'not named';
  switch (kind) {
    case 'person':
      return named;
    case 'app':
      return `the app ${named}`;
    case 'sync':
      return `${named}, which syncs from on premises: look there for the person`;
    case 'not-known':
      return 'not named in the audit log';
  }
}

/** Why the audit log does not tell. */
export const WHY_NOT = {
  'no-permission': 'the bot lacks AuditLog.Read.All',
  unavailable: 'the audit log did not answer',
  'no-record': 'the audit log names nobody',
} as const;

export function turnSentence({ what, at, to }: Turn, reader: Reader): string {
  const when = moment(at, reader);
  switch (what) {
    case 'direct-sign-in':
      return `someone signed in with its own password, ${when}`;
    case 'password-set':
      return `a password was set, ${when}`;
    case 'type-changed':
      return `became ${typeWord(to ?? '')}, ${when}`;
    case 'renamed':
      return `renamed to ${plainName(to ?? '')}, ${when}`;
    case 'obstacle':
      return `I cannot block it any more, ${causeWord(to)}, ${when}`;
    case 'exemption-ended':
      return `the exemption ended, ${when}`;
  }
}

export function findingTone({ state, about }: Finding): Tone {
  if (state.kind === 'closed') return 'good';
  if (state.kind === 'snoozed') return 'default';
  if (state.kind === 'acknowledged') return 'accent';
  return about === 'check' ? 'warning' : 'attention';
}
