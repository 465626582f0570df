// Fifty mailboxes at once: chosen by a filter, previewed, shortened by an approver, blocked but for four, and what becomes of those.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import type { Mailbox } from '../../sandbox/tenant/records.js';
import { exposeShared, makePrivileged } from '../support/bulk.js';
import { forgedWith, pressedOn } from '../support/forge.js';
import { answerTo, becomes, requestIdIn, says, sends } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

/** Beside the ten that the tenant has anyway. */
const MORE = 40;

describe('fifty mailboxes at once', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let alex: Person;
  let atRobin: Chat;
  let atAvery: Chat;
  let atAlex: Chat;
  let boxes: readonly Mailbox[];
  let struck: readonly string[] = [];
  let preview: ChatMessage;
  let asked: ChatMessage;
  let atFirst: ChatMessage;
  let id: string;

  before(async function () {
    this.timeout(90_000);
    const env = { EXCHANGE_API: 'beta', EXECUTION_TTL: 'PT30M' };
    stage = await openStage({ tenant: { mailboxes: 160 }, env, movesTime: true });
    robin = stage.person('requester');
    avery = stage.person('approver');
    alex = stage.person('secondApprover');
    [atRobin, atAvery, atAlex] = [robin, avery, alex].map((one) => one.personalChat()) as [Chat, Chat, Chat];
    for (const person of [avery, alex]) await answerTo(person, 'help');
    // A scan that is asked for joins one that runs: the bot's own first one has to be over before anything changes.
    await answerTo(robin, 'list');
    boxes = exposeShared(stage.tenant, MORE);
    // Readers of Entra see a change some seconds later only.
    await stage.advance(1);
    await answerTo(robin, 'scan');
  });

  after(() => stage.close());

  const isEnabled = ({ userPrincipalName }: Mailbox): boolean => stage.tenant.directory.isEnabled(userPrincipalName);
  /** Object ids of those that can sign in still. */
  const enabled = (): readonly string[] =>
    boxes
      .filter(isEnabled)
      .map(({ objectId }) => objectId ?? '')
      .sort();

  it('are offered by the list, and asked about with nothing but a draft’s id on the card', async () => {
    const list = await answerTo(robin, 'list exposed shared');
    await robin.presses(list, 'Request block of exposed…');
    const ask = await atRobin.waitFor(says('Why should 50 mailboxes be blocked?'), 15_000);
    const buttons = JSON.stringify(ask.card?.['actions']);
    assert.doesNotMatch(buttons, /mailbox/u);
    assert.match(buttons, /"draftId":"[0-9a-f-]{36}"/u);
    const forged = await robin.presses(ask, { verb: 'preview' }, { reason: 'INC-1' }, forgedWith({ verb: 'submit' }));
    assert.match(forged.error?.message ?? '', /preview is over/u, 'nobody has seen what it would do');
  });

  it('are previewed by name, with what is known of their use and what is not', async () => {
    preview = await answerTo(robin, 'block all exposed shared INC-4711 nobody signs in with these');
    await becomes(atRobin, preview, 'Preview');
    const { readable } = preview;
    assert.match(readable, /Block sign-in of 50 mailboxes/u);
    assert.match(readable, /all exposed shared mailboxes\nof the scan of .+ \((?:just now|.+ ago)\)/u);
    assert.match(readable, /INC-4711 nobody signs in with these/u);
    assert.match(readable, /Mailboxes 1 to 5 of 50/u);
    // Strongest evidence first, though the use of none was read before: a password was set.
    assert.match(readable, /Invoices\n · Shared · exposed → blocked\ninvoices@lighthouse\.example/u);
    const full = await atRobin.waitFor((message) => message.id === preview.id && hasUse(message), 20_000);
    assert.match(full.readable, /Stops\n .*Authenticated SMTP.* \(a printer, program or mail client\)/u);
    assert.match(full.readable, /Keep access\n oakley\.operate@lighthouse\.example \(full access, send as\)/u);
    await robin.presses(preview, 'Next');
    const next = JSON.stringify(robin.sees(preview));
    assert.match(next, /Mailboxes 6 to 10 of 50/u);
  });

  it('become one request, in the message of the preview', async () => {
    asked = await sends(robin, preview, atRobin);
    id = requestIdIn(asked);
    assert.equal(asked.id, preview.id);
    assert.match(asked.readable, /Request \w+: block sign-in of 50 mailboxes/u);
    assert.match((await answerTo(robin, 'block all exposed shared again')).readable, /Nothing is left to ask for/u);
  });

  it('are turned page by page before an approver, and stay at the page that was turned to', async () => {
    atFirst = await atAvery.waitFor(says(id), 15_000);
    const turned = await avery.presses(atFirst, 'Next');
    assert.match(JSON.stringify(turned.card), /Mailboxes 11 to 20 of 50/u);
    await atAvery.waitFor((message) => message.id === atFirst.id && says('Mailboxes 11 to 20 of 50')(message), 15_000);
  });

  it('are 47 after an approver strikes three off; every card says so', async () => {
    const stale = await atAlex.waitFor(says(id), 15_000);
    const before = JSON.parse(JSON.stringify(stale.card)) as typeof stale.card;
    await avery.presses(atFirst, 'Strike off…');
    const choice = JSON.stringify(avery.sees(atFirst));
    assert.match(choice, /Strike mailboxes off/u);
    assert.match(choice, /Mailboxes 11 to 20 of 50/u, 'the page that was looked at');
    struck = onPage(choice).slice(0, 2);
    const answer = await avery.presses(atFirst, 'Strike off', { items: struck });
    assert.match(JSON.stringify(answer.card), /48 mailboxes/u);
    const third = boxes.find(({ objectId }) => !struck.includes(objectId ?? '')) ?? assert.fail();
    struck = [...struck, third.objectId ?? ''];
    const typed = await answerTo(avery, `strike ${id} "${third.displayName}"`);
    assert.match(typed.readable, /47 mailboxes/u);
    for (const [chat, card] of [
      [atRobin, asked],
      [atAvery, atFirst],
      [atAlex, stale],
    ] as const) {
      const shown = await chat.waitFor((message) => message.id === card.id && says('47 mailboxes')(message), 15_000);
      assert.match(shown.readable, /3 struck off\)/u);
      assert.match(shown.readable, /2 mailboxes struck off by Avery/u);
    }
    const refused = await alex.presses(stale, { verb: 'approve' }, {}, pressedOn(before));
    const card = JSON.stringify(refused.card);
    assert.match(card, /struck off request \w+ since this card was shown/u);
    assert.match(card, /47 mailboxes/u);
    assert.match(card, /"verb":"approve"/u, 'the list that stands is offered to be decided on');
    assert.match((await answerTo(robin, `request ${id}`)).readable, /^⏳ Pending approval/u);
  });

  it('are blocked, but for the struck ones and what is out of reach or has changed', async function () {
    this.timeout(90_000);
    const standing = boxes.filter(({ objectId }) => !struck.includes(objectId ?? ''));
    const [first, second, converted, switched] = [0, 12, 20, 30].map((n) => standing[n] ?? assert.fail());
    assert.ok(first && second && converted && switched);
    const reach = [first, second].map((one) => makePrivileged(stage.tenant, one));
    stage.tenant.directory.convertMailbox(converted.address, 'RoomMailbox');
    stage.tenant.directory.setAccountEnabled(switched.userPrincipalName, false);
    const [again] = await Promise.all([answerTo(avery, `request ${id}`)]);
    await avery.presses(again, { verb: 'approve' });
    const partly = await becomes(atRobin, asked, '⚠ Partly blocked', 60_000);
    assert.match(
      partly.readable,
      /44 of 47 mailboxes blocked: new sign-ins fail at once; sessions that are open end within 60 to 90 minutes\. 2 failed, 1 was left alone; each says below why, and what to do/u,
    );
    for (const { displayName } of [first, second]) {
      const row = rowOf(partly, displayName);
      assert.match(row, /Failed\n · Microsoft refused the change \(403\)/u);
      assert.match(
        row,
        /Next:\n The account is privileged: .*A Privileged Authentication Administrator has to block it/u,
      );
      assert.match(row, /Microsoft’s request id [0-9a-f-]{36}/u);
    }
    assert.match(
      rowOf(partly, converted.displayName),
      /Left alone\n · It is a RoomMailbox now, no longer a SharedMailbox/u,
    );
    const turned = await becomes(atAvery, atFirst, '⚠ Partly blocked', 15_000);
    assert.match(turned.readable, /Mailboxes 1 to 10 of 50/u, 'from the page that was turned to, back to what failed');
    assert.match(rowOf(turned, first.displayName), /Failed/u);
    const idOf = ({ objectId }: Mailbox): string => objectId ?? '';
    const left = [...struck, ...[first, second, converted].map(idOf)];
    assert.deepEqual(enabled(), left.sort(), 'the struck ones, two out of reach, and the converted one');
    assert.equal(writes(), 45, 'each that is as it was shown is written once; the switched-off one never');

    // Given back to the bot, what failed runs again under the same approval.
    for (const one of reach) one.undo();
    await robin.presses(partly, 'Run again');
    const after = await atRobin.waitFor((message) => message.id === asked.id && says('46 of 47')(message), 60_000);
    assert.match(after.readable, /1 was left alone/u);
    assert.deepEqual(enabled(), [...struck, idOf(converted)].sort());

    // What changed needs an approval of its own, of what it is now.
    await robin.presses(after, 'Ask anew');
    const anew = await atRobin.waitFor((message, index) => index > 0 && isAnew(message), 15_000);
    assert.match(anew.readable, /· Room · exposed → blocked/u);
    assert.match(anew.readable, /INC-4711 nobody signs in with these/u);
    const second2 = await sends(robin, anew, atRobin);
    const card = await atAvery.waitFor(says(requestIdIn(second2)), 15_000);
    await avery.presses(card, { verb: 'approve' });
    await becomes(atRobin, second2, '✓ Blocked', 30_000);
    assert.deepEqual(enabled(), [...struck].sort());
  });

  function isAnew(message: ChatMessage): boolean {
    return message.readable.startsWith('Preview') && message.readable.includes('Room · exposed');
  }

  function writes(): number {
    return stage.tenant.requests.count({ service: 'graph', route: 'PATCH /users/{id}' });
  }
});

function hasUse({ readable }: ChatMessage): boolean {
  return /Stops\n/u.test(readable) && !/not read yet/u.test(readable);
}

function onPage(card: string): readonly string[] {
  return [...card.matchAll(/"value":"([0-9a-f-]{36})"/gu)].map(([, value]) => value ?? '');
}

/** The lines of one mailbox, to the next one. */
function rowOf({ readable }: ChatMessage, name: string): string {
  const [, rest = ''] = readable.split(`\n${name}\n`);
  return rest.split(/\n[^\n]+\n · (?:Shared|Room|Equipment|Scheduling)/u)[0] ?? '';
}
