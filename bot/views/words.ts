// The words and marks for verdicts, causes, types and evidence, the same on every card.
import type { AssessedMailbox, Cause, Evidence, MailboxType, SignIn, Verdict } from '../../src/mailboxes/mailbox.js';

/** Colours by meaning, as Adaptive Cards name them for containers and text alike. */
export type Tone = 'default' | 'accent' | 'good' | 'warning' | 'attention';

/** A mark says the same as its tone, for those who do not see the colour. */
export interface Sign {
  readonly mark: string;
  readonly tone: Tone;
}

export const VERDICT_SIGN: Readonly<Record<Verdict, Sign>> = {
  exposed: { mark: '⚠', tone: 'attention' },
  unknown: { mark: '?', tone: 'warning' },
  protected: { mark: '●', tone: 'warning' },
  synced: { mark: '●', tone: 'warning' },
  exempt: { mark: '●', tone: 'accent' },
  blocked: { mark: '✓', tone: 'good' },
};

export const SIGN_IN_WORD: Readonly<Record<SignIn, string>> = {
  allowed: 'Sign-in allowed',
  blocked: 'Sign-in blocked',
  unknown: 'Sign-in not known',
};

const TYPE_WORD: Readonly<Record<MailboxType, string>> = {
  SharedMailbox: 'Shared',
  RoomMailbox: 'Room',
  EquipmentMailbox: 'Equipment',
  SchedulingMailbox: 'Scheduling (Bookings)',
};

/** The sign as it stands in text: Teams' yellow, made for containers, cannot be read on white. */
export function inText({ mark, tone }: Sign): Sign {
  return { mark, tone: tone === 'warning' ? 'default' : tone };
}

/** A mailbox type as people call it. */
export function typeWord(type: string): string {
  return (TYPE_WORD as Readonly<Record<string, string | undefined>>)[type] ?? type;
}

const CAUSE_PHRASE: Readonly<Record<Exclude<Cause, 'sign-in-allowed'>, string>> = {
  'sign-in-blocked': '',
  'no-object-id': 'Exchange names no Entra account',
  'no-account': 'its Entra account was not found',
  'state-not-returned': 'Entra did not return its state',
  exempt: 'exempt',
  'directory-synced': 'synced from on premises',
  'teams-rooms-licence': 'protected: a Teams device signs in with it',
  'directory-role': 'protected: it holds a directory role',
  'management-restricted': 'protected: restricted management',
  guest: 'protected: a guest account',
};

/** What keeps the bot from blocking, in the middle of a line. */
export function causeWord(cause: string | null): string {
  return (
    (CAUSE_PHRASE as Readonly<Record<string, string | undefined>>)[cause ?? ''] ?? 'for a reason that is not known'
  );
}

/** Why a mailbox got its verdict, in a few words; empty when there is nothing to explain. */
export function causePhrase({ cause, evidence }: AssessedMailbox): string {
  return cause === 'sign-in-allowed' ? `exposed: ${EVIDENCE_WORD[evidence]}` : CAUSE_PHRASE[cause];
}

/** How an account looks used, in the middle of a line. */
export const EVIDENCE_WORD: Readonly<Record<Evidence, string>> = {
  'direct-sign-in': 'its own password was used',
  'password-set': 'a password was set after creation',
  converted: 'it was a person’s mailbox',
  'never-used': 'no sign-in of its own on record',
  'not-known': 'use not known',
};
