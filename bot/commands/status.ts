// `status`: one mailbox in full, read from Microsoft now.
import { Refused } from '../../src/failure.js';
import { findOne } from '../../src/mailboxes/find.js';
import { readMailbox } from '../../src/mailboxes/fresh.js';
import { textOf } from '../card-values.js';
import { command } from '../command.js';
import { readOneTarget } from '../targets.js';
import { choicesView } from '../views/choices.js';
import { statusView } from '../views/status.js';

export const status = command<string>({
  name: 'status',
  aliases: ['check', 'whois'],
  usage: '<mailbox>',
  summary: 'Show one mailbox: can it sign in, why, who used it.',
  role: 'reader',
  discloses: true,
  fromText: readOneTarget,
  fromCard: (values) => textOf(values, 'mailbox'),
  async run(said, { reader, correlationId }, { fresh, scanner, store }) {
    if (said === '') throw new Refused({ kind: 'mailbox-missing' });
    await scanner.latest();
    try {
      const { mailbox, account } = await findOne(said, store.scans);
      const identity = account?.id ?? mailbox.objectId ?? mailbox.userPrincipalName;
      const reading = await readMailbox(identity, correlationId, fresh);
      if (reading === null) throw new Refused({ kind: 'mailbox-not-found', said, nearest: [] });
      await store.scans.refresh(reading.mailbox);
      const [open] = await store.requests.openFor(reading.mailbox.account === null ? [] : [reading.mailbox.account.id]);
      return { kind: 'card', view: statusView({ ...reading, openRequest: open ?? null, reader }) };
    } catch (error) {
      if (!(error instanceof Refused) || error.failure.kind !== 'mailbox-ambiguous') throw error;
      return { kind: 'message', view: choicesView({ ...error.failure, verb: 'status', reason: null }) };
    }
  },
});
