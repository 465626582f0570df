// `block`: asks for sign-in to be blocked; a second person decides.
import { createRequest } from '../../src/approvals/create-request.js';
import { REASON_LIMIT } from '../../src/approvals/reason.js';
import { Refused } from '../../src/failure.js';
import { findLeading, findOne } from '../../src/mailboxes/find.js';
import type { AssessedMailbox } from '../../src/mailboxes/mailbox.js';
import type { Scans } from '../../src/mailboxes/scan.js';
import { textOf } from '../card-values.js';
import { type CardValues, command, type Reply, type Turn } from '../command.js';
import type { Services } from '../services.js';
import { readTargets, type Targets } from '../targets.js';
import { askReasonView } from '../views/ask-reason.js';
import { choicesView } from '../views/choices.js';
import { noticeView } from '../views/notice.js';

export const block = command<Targets>({
  name: 'block',
  aliases: ['disable'],
  usage: '<mailbox…> <reason>',
  summary: 'Ask for sign-in to be blocked; another person approves.',
  role: 'operator',
  discloses: true,
  fromText: readTargets,
  fromCard: (values) => ({ named: namedIn(values), rest: textOf(values, 'reason', REASON_LIMIT * 4) }),
  async run(input, turn, services) {
    await services.scanner.latest();
    try {
      const { mailboxes, reason } = await resolve(input, services.store.scans);
      if (reason.trim() === '' && services.settings.mode === 'enforce') {
        return {
          kind: 'message',
          view: askReasonView({
            mailboxes: mailboxes.map(({ mailbox, account }) => ({
              ...mailbox,
              objectId: account?.id ?? mailbox.objectId,
            })),
            pattern: services.settings.reasonPattern?.source ?? null,
          }),
        };
      }
      return await ask(mailboxes, reason, turn, services);
    } catch (error) {
      if (!(error instanceof Refused) || error.failure.kind !== 'mailbox-ambiguous') throw error;
      if (input.named.length > 1) throw error;
      const reason = input.named.length === 0 ? input.rest.split(' ').slice(1).join(' ') : input.rest;
      return { kind: 'message', view: choicesView({ ...error.failure, verb: 'block', reason }) };
    }
  },
});

async function resolve(
  { named, rest }: Targets,
  scans: Scans,
): Promise<{ readonly mailboxes: readonly AssessedMailbox[]; readonly reason: string }> {
  if (named.length === 0) {
    const { mailbox, rest: reason } = await findLeading(rest, scans);
    return { mailboxes: [mailbox], reason };
  }
  const mailboxes: AssessedMailbox[] = [];
  for (const said of named) mailboxes.push(await findOne(said, scans));
  return { mailboxes, reason: rest };
}

async function ask(
  mailboxes: readonly AssessedMailbox[],
  reason: string,
  turn: Turn,
  { create, settings }: Services,
): Promise<Reply> {
  const { place, actor, correlationId } = turn;
  const audience = place.kind === 'personal' ? 'requester' : 'place';
  const asked = {
    by: actor,
    mailboxes,
    reason,
    conversationId: place.conversationId,
    audience,
    correlationId,
  } as const;
  const { request, leftOut, isNew } = await createRequest(asked, settings, create);
  if (!isNew) {
    const others = leftOut.length > 1 ? ` ${leftOut.join(' ')}` : '';
    const text = `Request ${request.id} for this is open already. Type "request ${request.id}" to see it.${others}`;
    return { kind: 'message', view: noticeView({ title: 'Asked for already', text }) };
  }
  if (leftOut.length > 0) {
    const text = `Request ${request.id} was made without these: ${leftOut.join(' ')}`;
    return { kind: 'message', view: noticeView({ title: 'Some were left out', text }) };
  }
  return { kind: 'posted', toast: `Request ${request.id} is made. Its card follows.` };
}

/** One mailbox, or several with commas between their ids. */
function namedIn(values: CardValues): readonly string[] {
  const said = textOf(values, 'mailbox', 8000);
  return said
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
