// One mailbox in full: whether it can sign in, why, what is known of its use, and what to do.
import type { Request } from '../../src/approvals/request.js';
import type { MailboxAccess } from '../../src/mailboxes/access.js';
import type { AssessedMailbox, SignInHistory } from '../../src/mailboxes/mailbox.js';
import { accessFacts } from './access.js';
import { type Advice, adviceFor } from './advice.js';
import { buttons, type Step } from './button.js';
import { evidenceOf, type Fact, impactOf } from './evidence.js';
import { exemptionFacts, exemptionSteps } from './exemption.js';
import { identity, keyOf, known } from './identity.js';
import { onCard, plain, plainName } from './plain.js';
import { requestStateWord } from './request-state.js';
import type { Reader, View } from './view.js';
import { age, moment } from './when.js';
import { SIGN_IN_WORD, typeWord, VERDICT_SIGN } from './words.js';

export interface StatusFacts {
  readonly mailbox: AssessedMailbox;
  readonly history: SignInHistory | null;
  /** Who may use it without its account; null where that was not asked. */
  readonly access?: MailboxAccess | null;
  /** When Entra was asked; ISO 8601, UTC. */
  readonly readAt: string;
  /** The open request that names this mailbox, if there is one. */
  readonly openRequest: Request | null;
  /** In watch mode no request can be made, so none is offered. */
  readonly mode: 'enforce' | 'watch';
  readonly reader: Reader;
}

/** The status card. Request block is offered for exposed mailboxes that no open request names. */
export function statusView(facts: StatusFacts): View<'status'> {
  const { mailbox: assessed, history, access = null, readAt, openRequest, mode, reader } = facts;
  const { mailbox, signIn, verdict } = assessed;
  const { mark, tone } = VERDICT_SIGN[verdict];
  const canRequest = mode === 'enforce' && verdict === 'exposed' && openRequest === null;
  const qualified = verdict === 'blocked' || verdict === 'unknown' ? '' : `: ${verdict}`;
  const headline = `${mark} ${SIGN_IN_WORD[signIn]}${qualified}`;
  const { name, address } = identity(known(assessed));
  const exemption = exemptionOf(assessed, reader);
  const steps = stepsOf(facts);
  return {
    card: 'status',
    summary: `${plainName(mailbox.displayName)} (${plain(mailbox.address)}): ${SIGN_IN_WORD[signIn]}${qualified}`,
    data: {
      tone,
      headline,
      name,
      address,
      ...adviceOf(facts),
      exemption,
      isExempt: exemption.length > 0,
      warnings: signIn === 'blocked' ? [] : impactOf(history),
      facts: identityOf(assessed),
      evidence: [...evidenceOf(assessed, history, reader), ...accessFacts(access)],
      open: openOf(openRequest),
      hasOpen: openRequest !== null,
      canRequest,
      buttons: buttons(steps),
      hasButtons: steps.length > 0,
      canList: openRequest === null && !canRequest,
      mailbox: keyOf(known(assessed)),
      readAt: `Read from Entra ${age(readAt, reader)} (${moment(readAt, reader)}).`,
    },
  };
}

/** Who asked already is not told to ask: the open request stands below. */
function adviceOf({ mailbox: assessed, openRequest, mode, reader }: StatusFacts): Advice {
  const advice = adviceFor(assessed, reader, mode);
  return openRequest !== null && assessed.verdict === 'exposed' ? { ...advice, steps: [] } : advice;
}

/** Nothing where sign-in is blocked, whatever exemption is in force. */
function exemptionOf({ verdict, exemption }: AssessedMailbox, reader: Reader): readonly Fact[] {
  return verdict === 'exempt' && exemption !== null ? exemptionFacts(exemption, reader) : [];
}

/** What else can be asked for, as long as nothing is. */
function stepsOf({ mailbox: assessed, openRequest, mode }: StatusFacts): readonly Step[] {
  const { verdict, exemption, obstacle } = assessed;
  if (openRequest !== null) return [];
  const mailbox = keyOf(known(assessed));
  switch (verdict) {
    case 'exempt':
      return exemption === null ? [] : exemptionSteps(assessed, exemption, mode, mailbox);
    case 'exposed':
    case 'synced':
    case 'protected':
      return [{ title: 'Exempt', verb: 'exempt', values: { mailbox } }];
    case 'blocked':
      return mode === 'watch' || obstacle !== null
        ? []
        : [{ title: 'Allow for a time', verb: 'unblock', values: { mailbox } }];
    case 'unknown':
      return [];
  }
}

function identityOf(assessed: AssessedMailbox): readonly Fact[] {
  const { mailbox, account } = assessed;
  const userPrincipalName = onCard(account?.userPrincipalName ?? mailbox.userPrincipalName);
  return [
    { label: 'User principal name', value: userPrincipalName === '' ? 'not known' : userPrincipalName },
    { label: 'Object id', value: identity(known(assessed)).objectId },
    { label: 'Type', value: typeWord(mailbox.type) },
  ];
}

function openOf(request: Request | null): {
  readonly text: string;
  readonly title: string;
  readonly requestId: string;
} {
  if (request === null) return { text: '', title: '', requestId: '' };
  const { id } = request;
  return { text: `Request ${id}: ${requestStateWord(request)}.`, title: `Open request ${id}`, requestId: id };
}
