// A list that gets shorter while two people decide about it, in their own chats and in a channel; and buttons that nobody gave out.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { forgedWith, pressedOn } from '../support/forge.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

const SIX = ['reception', 'info', 'room-aurora', 'travel', 'projector-cart-3', 'scanner-ground'] as const;

describe('a list that is shortened', () => {
  let stage: Stage;
  let robin: Person;
  let billie: Person;
  let avery: Person;
  let alex: Person;
  let atRobin: Chat;
  let atAvery: Chat;
  let atAlex: Chat;
  let channel: Chat;

  before(async function () {
    this.timeout(90_000);
    stage = await openStage({ env: { APPROVALS_REQUIRED: '2', EXCHANGE_API: 'beta' } });
    robin = stage.person('requester');
    billie = stage.person('both');
    avery = stage.person('approver');
    alex = stage.person('secondApprover');
    atRobin = robin.personalChat();
    atAvery = avery.personalChat();
    atAlex = alex.personalChat();
    channel = stage.teams.channel({ id: '19:ops@thread.tacv2', people: [robin, avery, alex], name: 'Operations' });
    for (const person of [avery, alex, billie]) await answerTo(person, 'help');
    await answerTo(avery, 'approvals here', channel);
    await answerTo(robin, 'list');
  });

  after(() => stage.close());

  const addressOf = (alias: string): string => `${alias}@lighthouse.example`;
  const idOf = (alias: string): string => stage.tenant.directory.find(addressOf(alias)).id;
  const isEnabled = (alias: string): boolean => stage.tenant.directory.isEnabled(addressOf(alias));
  const ask = (aliases: readonly string[], reason: string): Promise<ChatMessage> =>
    asks(robin, `block ${aliases.map(addressOf).join(' ')} ${reason}`);
  const seenBy = (person: Person, message: ChatMessage): string => JSON.stringify(person.sees(message));

  describe('while two have to agree', () => {
    let asked: ChatMessage;
    let id: string;
    let first: ChatMessage;
    let second: ChatMessage;

    it('shows what each account was used for, also of those that were on no page of the preview', async () => {
      asked = await ask(SIX, 'not used');
      id = requestIdIn(asked);
      first = await atAvery.waitFor(says(id), 15_000);
      second = await atAlex.waitFor(says(id), 15_000);
      const known = await atAvery.waitFor(
        (message) => message.id === first.id && !says('not read yet')(message),
        60_000,
      );
      assert.match(known.readable, /Scanner Ground Floor[^✕]+Stops\n .*Authenticated SMTP/u);
      assert.match(
        known.readable,
        /Reception[^✕]+Keep access\n oli\.outside@lighthouse\.example \(full access, send as\)/u,
      );
    });

    it('counts no approval of the longer list, and says so', async () => {
      await avery.presses(first, { verb: 'approve' });
      await atAlex.waitFor((message) => message.id === second.id && says('(1 of 2)')(message), 15_000);
      await alex.presses(second, 'Strike off…');
      assert.match(
        seenBy(alex, second),
        /1 approval given so far was for the longer list and will not count any more/u,
      );
      await alex.presses(second, 'Strike off', { items: [idOf('travel'), idOf('scanner-ground')] });
      for (const [chat, card] of [
        [atRobin, asked],
        [atAvery, first],
        [atAlex, second],
      ] as const) {
        const shown = await chat.waitFor((message) => message.id === card.id && says('(0 of 2)')(message), 15_000);
        assert.match(shown.readable, /Approved an earlier list: Avery/u);
        assert.match(shown.readable, /2 mailboxes struck off by Alex/u);
        assert.match(shown.readable, /block sign-in of 4 mailboxes/u);
      }
      await alex.presses(second, { verb: 'approve' });
      await becomes(atAvery, first, '⏳ Pending approval (1 of 2)');
      assert.ok(SIX.every(isEnabled), 'one of two is not enough');
      await avery.presses(first, { verb: 'approve' });
      await becomes(atRobin, asked, '✓ Blocked', 30_000);
      assert.deepEqual(SIX.filter(isEnabled), ['travel', 'scanner-ground']);
    });

    it('can be asked for by another name once it is off the list', async () => {
      const again = await ask(['travel', 'scanner-ground'], 'after all');
      assert.match(again.readable, /block sign-in of 2 mailboxes/u);
      await answerTo(avery, `deny ${requestIdIn(again)} the scanner needs it until Friday`);
      await becomes(atRobin, again, '✕ Denied');
      assert.match(again.readable, /Denied by Avery .+the scanner needs it until Friday/su);
      assert.deepEqual(SIX.filter(isEnabled), ['travel', 'scanner-ground']);
    });
  });

  it('is shortened in a channel behind Review, for one person’s eyes', async () => {
    const asked = await ask(['travel', 'scanner-ground', 'invoices'], 'once more');
    const id = requestIdIn(asked);
    const post = await channel.waitFor(says(id), 15_000);
    await avery.presses(post, { verb: 'review' });
    assert.match(seenBy(avery, post), /"verb":"approve"/u);
    await avery.presses(post, 'Strike off…');
    assert.match(seenBy(avery, post), /Strike mailboxes off/u);
    assert.doesNotMatch(seenBy(alex, post), /Strike mailboxes off|"verb":"strike"/u);
    await avery.presses(post, 'Strike off', { items: [idOf('scanner-ground')] });
    const shorter = await channel.waitFor((message) => message.id === post.id && says('2 mailboxes')(message), 15_000);
    assert.doesNotMatch(JSON.stringify(shorter.card), /"verb":"(?:approve|strike)"/u);
    // A client that knows no Action.Execute gets the choice in its own chat, never in place of what others read.
    await avery.presses(post, { verb: 'review' });
    await avery.submits(post, 'Strike off…');
    const own = await atAvery.waitFor(says('Strike mailboxes off'), 15_000);
    assert.match(own.readable, /Travel Desk/u);
    assert.doesNotMatch(post.readable, /Strike mailboxes off/u);
    await robin.presses(asked, { verb: 'withdraw' });
    await becomes(atRobin, asked, '– Withdrawn');
  });

  describe('when buttons are forged', () => {
    let asked: ChatMessage;
    let id: string;
    let card: ChatMessage;

    before(async () => {
      asked = await ask(['travel', 'scanner-ground', 'invoices'], 'nobody knows them');
      id = requestIdIn(asked);
      card = await atAvery.waitFor(says(id), 15_000);
    });

    const strike = { verb: 'strike' } as const;
    const refused = async (pressing: Promise<{ readonly error?: { readonly message: string } | undefined }>) =>
      (await pressing).error?.message ?? '';

    it('strikes nothing for those who asked, or may not', async () => {
      const own = await answerTo(billie, 'block "Service Desk Appointments" "Lee Leaver" mine');
      const mine = await asksSent(billie, own);
      const pressed = await answerTo(billie, `request ${mine}`);
      const items = [idOf('ServiceDeskAppointments')];
      assert.match(
        await refused(
          billie.presses(pressed, { verb: 'withdraw' }, {}, forgedWith({ ...strike, items: items.join(',') })),
        ),
        /another approver has to decide/u,
      );
      assert.match(
        await refused(robin.presses(asked, { verb: 'withdraw' }, {}, forgedWith(strike))),
        /approvers group/u,
      );
    });

    it('strikes nothing that is not on this list, nor all of it, nor on an older list', async () => {
      const press = (values: Record<string, unknown>): Promise<string> =>
        refused(avery.presses(card, strike, {}, forgedWith(values)));
      assert.match(await press({ items: idOf('reception') }), /not on it any more/u);
      assert.match(await press({ items: 'x'.repeat(9000) }), /too long/u);
      assert.match(await press({ items: ',,' }), /Choose at least one mailbox first/u);
      assert.match(await press({ items: { $ne: null } }), /Expected a text/u);
      assert.match(
        await press({ items: ['travel', 'scanner-ground', 'invoices'].map(idOf).join(',') }),
        /Deny it instead, saying why/u,
      );
      const { card: shown } = await avery.presses(
        card,
        strike,
        {},
        forgedWith({ items: idOf('travel'), content: '0'.repeat(64) }),
      );
      assert.match(JSON.stringify(shown), /struck off request \w+ since this card was shown/u);
      assert.match(await press({ requestId: 'ZZZZZZ' }), /no request/u);
      assert.match(card.readable, /3 mailboxes/u);
    });

    it('approves no other list than the one that stands', async () => {
      const other = await avery.presses(card, { verb: 'approve' }, {}, forgedWith({ content: 'f'.repeat(64) }));
      assert.match(JSON.stringify(other.card), /since this card was shown/u);
      const nothing = await avery.presses(card, { verb: 'approve' }, {}, forgedWith({ content: '' }));
      assert.match(JSON.stringify(nothing.card), /since this card was shown/u);
      assert.match(card.readable, /\(0 of 2\)/u);
    });

    it('sends, discards and fills in nobody else’s draft, and nothing but previews', async () => {
      const preview = await answerTo(robin, 'block reception@lighthouse.example "Pat Person" draft of mine');
      const [, draftId = ''] = /"draftId":"([0-9a-f-]{36})"/u.exec(JSON.stringify(preview.card)) ?? [];
      for (const verb of ['submit', 'discard', 'preview']) {
        for (const person of [billie, stage.person('operator')]) {
          const shown = await answerTo(person, 'help', person.personalChat());
          const said = await refused(person.presses(shown, { verb: 'list' }, {}, forgedWith({ verb, draftId })));
          assert.match(said, /preview is over|not/u, `${verb} by ${person.name}`);
        }
      }
      assert.match(
        await refused(avery.presses(card, strike, {}, forgedWith({ verb: 'submit', draftId }))),
        /operators/u,
      );
      assert.match(
        await refused(robin.presses(preview, { verb: 'submit' }, {}, forgedWith({ draftId: ['x'] }))),
        /Expected a text/u,
      );
      const ask2 = await answerTo(robin, 'block "Pat Person"');
      const [, lacking = ''] = /"draftId":"([0-9a-f-]{36})"/u.exec(JSON.stringify(ask2.card)) ?? [];
      assert.match(
        await refused(robin.presses(preview, { verb: 'submit' }, {}, forgedWith({ draftId: lacking }))),
        /preview is over/u,
      );
      await robin.presses(preview, 'Discard');
      await atRobin.waitFor((message) => message.id === preview.id && says('Preview discarded')(message), 10_000);
      assert.equal(isEnabled('pat.person'), true);
    });

    it('undoes, retries and asks anew for nothing that is not there to be', async () => {
      for (const verb of ['undo', 'retry', 'anew']) {
        const said = await refused(robin.presses(asked, { verb: 'withdraw' }, {}, forgedWith({ verb })));
        assert.match(said, /blocked no mailbox|cannot run again|is not over yet/u, verb);
      }
      assert.match(await refused(robin.presses(asked, { verb: 'withdraw' }, {}, pressedOn(undefined))), /^$/u);
      await becomes(atRobin, asked, '– Withdrawn');
      for (const alias of ['travel', 'scanner-ground', 'invoices', 'pat.person']) assert.ok(isEnabled(alias), alias);
    });
  });

  async function asksSent(person: Person, preview: ChatMessage): Promise<string> {
    await person.presses(preview, { verb: 'submit' });
    const sent = await person
      .personalChat()
      .waitFor((message) => message.id === preview.id && says('Request ')(message));
    return requestIdIn(sent);
  }
});
