// `status`: one mailbox in full, read from Microsoft now.
import { seeAgain } from '../../src/alerts/see-again.js';
import { Refused } from '../../src/failure.js';
import type { MailboxAccess } from '../../src/mailboxes/access.js';
import { findOne, isIdentity } from '../../src/mailboxes/find.js';
import { type Reading, readMailbox } from '../../src/mailboxes/fresh.js';
import { textOf } from '../card-values.js';
import { command } from '../command.js';
import type { Services } from '../services.js';
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
  changesNothing: true,
  fromText: readOneTarget,
  fromCard: (values) => textOf(values, 'mailbox'),
  async run(said, { reader, correlationId }, services) {
    const { clock, scanner, see, settings, store } = services;
    if (said === '') throw new Refused({ kind: 'mailbox-missing' });
    await scanner.latest();
    try {
      const readAt = clock.now();
      const reading = await readOne(said, correlationId, services);
      const lastSignInAt = reading.history?.lastSuccessAt ?? null;
      await seeAgain({ assessed: reading.mailbox, lastSignInAt, readAt }, see);
      const access = await accessTo(reading, correlationId, services);
      const [open] = await store.requests.openFor(reading.mailbox.account === null ? [] : [reading.mailbox.account.id]);
      return {
        kind: 'card',
        view: statusView({ ...reading, access, openRequest: open ?? null, mode: settings.mode, reader }),
      };
    } catch (error) {
      if (!(error instanceof Refused) || error.failure.kind !== 'mailbox-ambiguous') throw error;
      return { kind: 'message', view: choicesView({ ...error.failure, verb: 'status', reason: null }) };
    }
  },
});

/** Kept for whoever sees the mailbox on a preview or request next. */
async function accessTo(
  { mailbox: { mailbox, account }, history, readAt }: Reading,
  correlationId: string,
  { impact, store }: Services,
): Promise<MailboxAccess> {
  const access = await impact.access({ ...mailbox, objectId: account?.id ?? mailbox.objectId }, correlationId);
  if (account !== null && history !== null) {
    const licences = account.skuIds.length;
    await store.impacts.keep({ objectId: account.id, readAt, history, access, licences });
  }
  return access;
}

/** Longest address there is. */
const ADDRESS_LIMIT = 320;

/** What the scan knows is read by its id; an address or id that it does not know is asked of Exchange before saying no. */
async function readOne(said: string, correlationId: string, { fresh, store }: Services): Promise<Reading> {
  try {
    const { mailbox, account } = await findOne(said, store.scans);
    const identity = account?.id ?? mailbox.objectId ?? mailbox.userPrincipalName;
    const reading = await readMailbox(identity, correlationId, fresh);
    if (reading !== null) return reading;
  } catch (error) {
    const isUnknown = error instanceof Refused && error.failure.kind === 'mailbox-not-found';
    if (!isUnknown || !isIdentity(said) || said.length > ADDRESS_LIMIT) throw error;
    const reading = await readMailbox(said, correlationId, fresh);
    if (reading === null) throw error;
    return reading;
  }
  // The scan lists it and Exchange, asked now, does not: no scan's loss is behind that.
  throw new Refused({ kind: 'mailbox-not-found', said, nearest: [], scanWasPartial: false });
}
