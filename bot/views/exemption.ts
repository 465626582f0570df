// An exemption in words: who answers for it, why, until when, and what is offered about it.
import type { RequestAction } from '../../src/approvals/request.js';
import type { AssessedMailbox, Exemption } from '../../src/mailboxes/mailbox.js';
import type { Step } from './button.js';
import type { Fact } from './evidence.js';
import { nameOnCard, onCard, plain, plainName, reasonOnCard } from './plain.js';
import type { Reader } from './view.js';
import { age, counted, moment, momentAndAge } from './when.js';

/** The exemption as rows of label and value. Outside text: for TextRuns only. */
export function exemptionFacts(
  { ownerName, reason, since, until, requestId }: Exemption,
  reader: Reader,
): readonly Fact[] {
  return [
    { label: 'Until', value: momentAndAge(until, reader) },
    { label: 'Owner', value: nameOnCard(ownerName) },
    { label: 'Why', value: reasonOnCard(reason) },
    { label: 'Agreed in', value: `Request ${plain(requestId, 16)}, in force since ${moment(since, reader)}` },
  ];
}

/** The same in one line for a list. Outside text: for TextRuns only. */
export function exemptionLine({ ownerName, reason, until }: Exemption, reader: Reader): string {
  return `until ${moment(until, reader)} (${age(until, reader)}) · ${plain(plainName(ownerName), 60)}: ${onCard(reason, 100)}`;
}

/** What happens at the end. */
export function afterEnd({ kind }: Pick<Exemption, 'kind'>, mode: 'enforce' | 'watch'): string {
  if (kind === 'unblock' && mode === 'enforce') return 'It stays watched, and at the end sign-in is blocked again.';
  return kind === 'unblock'
    ? 'It stays watched. In watch mode nothing is blocked at the end: you are told instead.'
    : 'It stays watched, and after the end it counts as any other that can sign in.';
}

/** Prolonging keeps what happens at the end; a block ends the exemption. In watch mode only what needs no write is offered. */
export function exemptionSteps(
  { obstacle }: Pick<AssessedMailbox, 'obstacle'>,
  { kind }: Pick<Exemption, 'kind'>,
  mode: 'enforce' | 'watch',
  mailbox: string,
): readonly Step[] {
  const values = { mailbox };
  const verb = mode === 'watch' || obstacle !== null ? 'exempt' : kind;
  const prolong: Step = { title: 'Prolong', verb, values };
  const block: Step = { title: 'Block now', verb: 'block', values };
  return mode === 'watch' || obstacle !== null ? [prolong] : [prolong, block];
}

const MOST_NAMED = 3;

/** What becomes of exemptions in force with a request about their mailboxes, one row each. Outside text: for TextRuns only. */
export function exemptionsReplaced(
  action: RequestAction,
  mailboxes: readonly AssessedMailbox[],
  reader: Reader,
): readonly Fact[] {
  const label = action === 'block' ? 'Ends' : 'Replaces';
  const found = mailboxes.flatMap(({ exemption, mailbox }) => (exemption === null ? [] : [{ exemption, mailbox }]));
  const shown = found.slice(0, MOST_NAMED).map(({ exemption, mailbox }) => {
    const whose =
      mailboxes.length === 1 ? 'the exemption' : `the exemption of ${plain(plainName(mailbox.displayName), 60)}`;
    return { label, value: `${whose} ${exemptionLine(exemption, reader)}` };
  });
  const more = found.length - shown.length;
  return more > 0 ? [...shown, { label, value: `and ${counted(more, 'other exemption')}` }] : shown;
}
