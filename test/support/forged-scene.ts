// A tenant in which requests of every state stand, for the story of forged buttons: told by people, read from the store.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import type { Delivery } from '../../sandbox/channel/to-bot.js';
import type { Mailbox } from '../../sandbox/tenant/records.js';
import { isClosed } from '../../src/alerts/finding.js';
import type { Request } from '../../src/approvals/request.js';
import { makePrivileged } from './bulk.js';
import { type Facts, NOTHING } from './card-data.js';
import type { Elsewhere } from './forgeries.js';
import { answerTo, asks, becomes, requestIdIn, says } from './reading.js';
import type { Person, Stage } from './stage.js';
import type { Kept } from './what-is-kept.js';

/** Ids of what was told. */
export interface Told {
  readonly target: string;
  readonly pending: string;
  readonly closed: readonly string[];
  readonly failed: string;
  readonly urgent: string;
  /** Content hash of the target's list before it was shortened. */
  readonly earlier: string;
  /** What people sent when they pressed buttons, and would send again. */
  readonly pressed: readonly (readonly [who: Person, what: Delivery])[];
}

/** @param take gives a mailbox that can sign in, another one each time */
export async function tellOfRequests(stage: Stage, take: () => Mailbox): Promise<Told> {
  const [robin, avery, alex] = [stage.person('requester'), stage.person('approver'), stage.person('secondApprover')];
  const pressed: [Person, Delivery][] = [];
  const ask = async (count: number, reason: string): Promise<{ readonly id: string; readonly card: ChatMessage }> => {
    const names = Array.from({ length: count }, () => take().address);
    const card = await asks(robin, `block ${names.join(' ')} ${reason}`);
    return { id: requestIdIn(card), card };
  };
  const press = async (who: Person, card: ChatMessage, verb: string, inputs = {}): Promise<void> => {
    pressed.push([who, await who.presses(card, { verb }, inputs)]);
  };
  const at = (who: Person, id: string): Promise<ChatMessage> => who.personalChat().waitFor(says(id), 15_000);

  const target = await ask(3, 'of which one is struck off');
  const stale = await at(alex, target.id);
  const [, earlier = ''] = /"content":"([0-9a-f]{64})"/u.exec(JSON.stringify(stale.card)) ?? [];
  await press(alex, stale, 'strike');
  const ticked = /"value":"([0-9a-f-]{36})"/u.exec(JSON.stringify(alex.sees(stale)))?.[1] ?? assert.fail();
  pressed.push([alex, await alex.presses(stale, 'Strike off', { items: [ticked] })]);

  const denied = await ask(1, 'to be denied');
  await press(avery, await at(avery, denied.id), 'deny', { reason: 'not this one' });
  const withdrawn = await ask(1, 'to be taken back');
  await press(robin, withdrawn.card, 'withdraw');
  const done = await ask(1, 'to be approved');
  await press(avery, await at(avery, done.id), 'approve');
  await becomes(robin.personalChat(), done.card, '✓ Blocked');

  const urgent = await ask(1, 'urgent to be looked at');
  await press(avery, await at(avery, urgent.id), 'approve');
  await becomes(robin.personalChat(), urgent.card, '✓ Blocked');
  const outOfReach = take();
  makePrivileged(stage.tenant, outOfReach);
  const failed = await asks(robin, `block ${outOfReach.address} to fail`);
  await answerTo(avery, `approve ${requestIdIn(failed)}`);
  await becomes(robin.personalChat(), failed, '⚠ Not blocked');

  const pending = await ask(1, 'to stay open');
  await answerTo(robin, `block ${take().address} a preview`);
  return {
    ...{ target: target.id, pending: pending.id, failed: requestIdIn(failed), urgent: urgent.id, earlier, pressed },
    closed: [denied.id, withdrawn.id, done.id],
  };
}

/** What was told, as the store has it: what the genuine button would say, and what else could be named. */
export function partsOf(
  told: Told,
  kept: Kept,
  mailbox: Mailbox,
): { readonly genuine: Facts; readonly elsewhere: Elsewhere } {
  const request = (id: string): Request => kept.requests.find((one) => one.id === id) ?? assert.fail(id);
  const draft = kept.drafts.find(({ reason }) => reason === 'a preview') ?? assert.fail('the preview');
  const open = kept.findings.find((one) => !isClosed(one)) ?? assert.fail('an alert');
  return {
    genuine: {
      ...factsOf(request(told.target)),
      mailbox: mailbox.address,
      findingId: open.id,
      digestId: kept.digestIds[0] ?? '',
    },
    elsewhere: {
      ...{ pending: request(told.pending), failed: request(told.failed), urgent: request(told.urgent) },
      ...{ earlier: told.earlier, draftId: draft.id, mailbox: mailbox.address },
      closed: told.closed.map(request),
    },
  };
}

/** What a button says of a request. */
export function factsOf({ id, contentHash, items }: Request): Facts {
  const standing = items.find(({ outcome }) => outcome === null);
  return { ...NOTHING, requestId: id, content: contentHash, items: standing?.objectId ?? '' };
}
