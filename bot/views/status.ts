// One mailbox in full: whether it can sign in, why, what is known of its use, and what to do.
import type { Request } from '../../src/approvals/request.js';
import type { AssessedMailbox, SignInHistory } from '../../src/mailboxes/mailbox.js';
import { adviceFor } from './advice.js';
import { evidenceOf, type Fact, impactOf } from './evidence.js';
import { plain, plainName } from './plain.js';
import { requestStateWord } from './request-state.js';
import type { Reader, View } from './view.js';
import { age, moment } from './when.js';
import { SIGN_IN_WORD, typeWord, VERDICT_SIGN } from './words.js';

export interface StatusFacts {
  readonly mailbox: AssessedMailbox;
  readonly history: SignInHistory | null;
  /** When Entra was asked; ISO 8601, UTC. */
  readonly readAt: string;
  /** The open request that names this mailbox, if there is one. */
  readonly openRequest: Request | null;
  readonly reader: Reader;
}

/** The status card. Request block is offered for exposed mailboxes that no open request names. */
export function statusView({ mailbox: assessed, history, readAt, openRequest, reader }: StatusFacts): View<'status'> {
  const { mailbox, signIn, verdict } = assessed;
  const { mark, tone } = VERDICT_SIGN[verdict];
  const qualified = verdict === 'blocked' || verdict === 'unknown' ? '' : `: ${verdict}`;
  const headline = `${mark} ${SIGN_IN_WORD[signIn]}${qualified}`;
  const name = plainName(mailbox.displayName);
  return {
    card: 'status',
    summary: `${name} (${plain(mailbox.address)}): ${SIGN_IN_WORD[signIn]}${qualified}`,
    data: {
      tone,
      headline,
      name,
      address: plain(mailbox.address),
      ...adviceFor(assessed, reader),
      warnings: signIn === 'blocked' ? [] : impactOf(history),
      facts: identityOf(assessed),
      evidence: evidenceOf(assessed, history, reader),
      open: openOf(openRequest),
      hasOpen: openRequest !== null,
      canRequest: verdict === 'exposed' && openRequest === null,
      mailbox: mailbox.objectId ?? mailbox.address,
      readAt: `Read from Entra ${age(readAt, reader)} (${moment(readAt, reader)}).`,
    },
  };
}

function identityOf({ mailbox, account }: AssessedMailbox): readonly Fact[] {
  const userPrincipalName = plain(account?.userPrincipalName ?? mailbox.userPrincipalName);
  const address = plain(mailbox.address);
  return [
    { label: 'Address', value: address },
    { label: 'UPN', value: userPrincipalName === '' ? 'not known' : userPrincipalName },
    { label: 'Object id', value: mailbox.objectId ?? 'Exchange names none' },
    { label: 'Type', value: typeWord(mailbox.type) },
  ];
}

function openOf(request: Request | null): {
  readonly text: string;
  readonly title: string;
  readonly requestId: string;
} {
  if (request === null) return { text: '', title: '', requestId: '' };
  const { id, state } = request;
  return { text: `Request ${id}: ${requestStateWord(state)}.`, title: `Open request ${id}`, requestId: id };
}
