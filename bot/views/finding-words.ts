// What a finding says in words: its headline, who enabled the account, and how it stands or ended.
import type { Closing, Finding, FindingKind, FindingState, Turn, Who } from '../../src/alerts/finding.js';
import { plain, plainName } from './plain.js';
import type { Reader } from './view.js';
import { moment } from './when.js';
import { type Tone, typeWord } from './words.js';

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

/** Whether and by whom it is taken care of, or how it ended. */
export function stateSentence(state: FindingState, reader: Reader): string {
  switch (state.kind) {
    case 'open':
      return 'Nobody takes care of it yet.';
    case 'snoozed':
      return `Snoozed until ${moment(state.until, reader)} by ${plainName(state.by.name)}.`;
    case 'acknowledged':
      return `${plainName(state.by.name)} takes care of it.`;
    case 'escalated':
      return 'Nobody took care of it in time; the approvers were told.';
    case 'closed':
      return `${CLOSINGS[state.how.kind](state.how)} ${moment(state.at, reader)}.`;
  }
}

const CLOSINGS: { readonly [K in Closing['kind']]: (how: Closing) => string } = {
  blocked: (how) => `Sign-in was blocked by request ${'requestId' in how ? how.requestId : ''},`,
  'blocked-outside': () => 'Sign-in was blocked outside of the bot,',
  exempted: (how) => `It was exempted by request ${'requestId' in how ? how.requestId : ''},`,
  deleted: () => 'The account was deleted,',
  'type-changed': () => 'It is a mailbox of another type now,',
  'not-listed': () => 'Exchange no longer lists it as a watched mailbox,',
  device: () => 'It has a Teams device licence now and has to sign in,',
  'as-agreed': () => 'It is as it was agreed again,',
  healthy: () => 'The check is whole again,',
};

/** Null where nobody enabled it. */
export function whoSentence(who: Who, reader: Reader): string | null {
  switch (who.state) {
    case 'looking-up':
      return 'looking up who; the audit log tells minutes later';
    case 'known': {
      const name = plain(who.by.name) || 'not named';
      const by = who.by.kind === 'sync' ? `${name}, the account that syncs from on premises` : name;
      return `${who.by.kind === 'not-known' ? 'not named in the audit log' : by}, ${moment(who.at, reader)}`;
    }
    case 'not-known':
      return `not known: ${WHY_NOT[who.why]}`;
    case 'not-applicable':
      return null;
  }
}

const WHY_NOT = {
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
      return `was renamed, ${when}`;
    case 'obstacle':
      return `changed in what keeps the bot from blocking it, ${when}`;
    case 'exemption-ended':
      return `the exemption ended, ${when}`;
  }
}

export function findingTone({ state, about }: Finding): Tone {
  if (state.kind === 'closed') return 'good';
  if (state.kind === 'snoozed') return 'default';
  return about === 'check' ? 'warning' : 'attention';
}
