// Decisions under pressure: one's own request, late and double clicks, forged buttons, redelivered turns.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('decisions', () => {
  let stage: Stage;
  let robin: Person;
  let billie: Person;
  let avery: Person;
  let alex: Person;
  let atAvery: Chat;
  let atAlex: Chat;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    robin = stage.person('requester');
    billie = stage.person('both');
    avery = stage.person('approver');
    alex = stage.person('secondApprover');
    atAvery = avery.personalChat();
    atAlex = alex.personalChat();
    for (const person of [avery, alex, billie]) await answerTo(person, 'help');
    await answerTo(robin, 'list');
  });

  after(() => stage.close());

  it('refuses one\u2019s own request, typed and pressed, though one is an approver', async () => {
    const card = await asks(billie, 'block info@lighthouse.example mine');
    const id = requestIdIn(card);
    assert.doesNotMatch(JSON.stringify(card.card), /"verb":"approve"/);
    assert.match((await answerTo(billie, `approve ${id}`)).readable, /another approver has to decide/);
    const sent = await atAvery.waitFor(says(id), 10_000);
    const forged = await avery.presses(
      sent,
      { verb: 'approve' },
      {},
      {
        change: (activity) => ({
          ...activity,
          from: { id: billie.mri, name: billie.name, aadObjectId: billie.objectId },
        }),
      },
    );
    assert.match(JSON.stringify(forged.body), /another approver has to decide/);
    assert.equal(stage.tenant.directory.isEnabled('info@lighthouse.example'), true);
    await answerTo(avery, `deny ${id} not now`);
    await becomes(billie.personalChat(), card, '✕ Denied').catch(() =>
      becomes(billie.personalChat(), card, '✗ Denied'),
    );
  });

  it('gives a late approver the final card, not an error', async () => {
    const asked = await asks(robin, 'block travel@lighthouse.example unused');
    const id = requestIdIn(asked);
    const atFirst = await atAvery.waitFor(says(id), 10_000);
    const atSecond = await atAlex.waitFor(says(id), 10_000);
    const late = atSecond.card;
    await avery.presses(atFirst, { verb: 'approve' });
    await becomes(robin.personalChat(), asked, '✓ Blocked');
    assert.ok(late !== undefined);
    const data = { verb: 'approve', requestId: id, version: 1 };
    const answer = await alex.presses(atFirst, { verb: 'approve' }).catch(() => null);
    assert.equal(answer, null, 'the edited card must have no button left');
    const replay = await stage.teams.post({
      ...(await forgedInvoke(alex, atAlex, atSecond.id, 'approve', data)),
    });
    assert.equal(replay.status, 200);
    assert.match(JSON.stringify(replay.body), /Blocked/);
    assert.equal((JSON.parse(JSON.stringify(replay.body)) as { statusCode: number }).statusCode, 200);
  });

  it('lets forged buttons change nothing', async () => {
    const asked = await asks(robin, 'block invoices@lighthouse.example unused');
    const id = requestIdIn(asked);
    const sent = await atAvery.waitFor(says(id), 10_000);
    const forgeries: readonly (readonly [string, object])[] = [
      ['approve', { requestId: 'ZZZZZZ', version: 1 }],
      ['approve', { requestId: [id], version: 1 }],
      ['approve', { requestId: { $ne: null } }],
      ['constructor', { requestId: id }],
      ['__proto__', { requestId: id }],
      ['apply', { requestId: id }],
      ['deny', { requestId: id, reason: '' }],
      ['block', { mailbox: 'reception@lighthouse.example', reason: 'forged', requestId: id }],
    ];
    for (const [verb, data] of forgeries) {
      const { status } = await stage.teams.post(await forgedInvoke(avery, atAvery, sent.id, verb, data));
      assert.equal(status, 200, verb);
    }
    for (const person of [robin, stage.person('outsider')]) {
      const { body } = await stage.teams.post(
        await forgedInvoke(person, person.personalChat(), sent.id, 'approve', { requestId: id, version: 1 }),
      );
      assert.match(JSON.stringify(body), /approvers group/);
    }
    assert.equal(stage.tenant.directory.isEnabled('invoices'), true);
    assert.equal(stage.tenant.directory.isEnabled('reception'), true);
    assert.match(sent.readable, /Pending/);
  });

  it('asks for one block once, though Teams sends a slow turn again', async () => {
    const chat = robin.personalChat();
    const delivery = await robin.types(chat, 'block "Scanner Ground Floor" it scans no more');
    await Promise.all([robin.redelivers(delivery, 'same id'), robin.redelivers(delivery, 'same id')]);
    await robin.redelivers(delivery, 'new id');
    const asked = (): readonly ChatMessage[] => chat.messages().filter(says('it scans no more'));
    await chat.waitFor(() => asked().length === 2, 10_000);
    await Promise.all([...asked(), ...asked()].map((preview) => robin.presses(preview, { verb: 'submit' })));
    await chat.waitFor(says('open already'), 10_000);
    await chat.waitFor(
      ({ readable }) => readable.startsWith('⏳ Pending approval') && /it scans no more/.test(readable),
    );
    const pending = asked().filter(({ readable }) => readable.startsWith('⏳ Pending approval'));
    assert.equal(pending.length, 1);
  });

  it('lets the requester, and nobody else, take a request back', async () => {
    const asked = await asks(robin, 'block lee.leaver@lighthouse.example left in spring');
    const id = requestIdIn(asked);
    const sent = await atAvery.waitFor(says(id), 10_000);
    assert.match((await answerTo(avery, `withdraw ${id}`)).readable, /Only the person who made/);
    await robin.presses(asked, { verb: 'withdraw' });
    await becomes(robin.personalChat(), asked, '– Withdrawn');
    await becomes(atAvery, sent, '– Withdrawn');
    assert.match((await answerTo(avery, `approve ${id}`)).readable, /withdrawn.*no longer/);
    assert.equal(stage.tenant.directory.isEnabled('lee.leaver'), true);
  });

  it('draws a pressed card once more where the answer to the press may have come after an edit that is newer', async () => {
    const asked = await asks(robin, 'block Reception nobody signs in here');
    const sent = await atAvery.waitFor(says(requestIdIn(asked)), 10_000);
    await avery.presses(sent, { verb: 'approve' });
    await becomes(atAvery, sent, '✓ Blocked');
    const cardAt = (n: number): unknown => sent.versions.at(n)?.['attachments'];
    await atAvery.waitFor(
      ({ readable }) => readable.startsWith('✓ Blocked') && isDeepStrictEqual(cardAt(-1), cardAt(-2)),
      15_000,
    );
  });

  it('refuses guests and blocked accounts, whatever group they are in', async () => {
    const id = requestIdIn(await asks(robin, 'block hostile-at@lighthouse.example odd name'));
    for (const [name, sentence] of [
      ['guest', /Guests cannot use/],
      ['disabledApprover', /approvers group/],
    ] as const) {
      assert.match((await answerTo(stage.person(name), `approve ${id}`)).readable, sentence);
    }
    const asked = await answerTo(robin, `request ${id}`);
    assert.match(asked.readable, /of 4 approvers/);
  });

  it('shows open requests to an approver who writes to the bot for the first time', async () => {
    const id = requestIdIn(await asks(robin, 'block "Service Desk Appointments" old name'));
    const nika = stage.person('nestedApprover');
    await answerTo(nika, 'help');
    const card = await nika.personalChat().waitFor(says(id), 10_000);
    assert.match(JSON.stringify(card.card), /"verb":"approve"/);
  });

  it('checks membership at the click', async () => {
    const asked = await asks(robin, 'block "Projector Cart 3" stored away');
    const id = requestIdIn(asked);
    const sent = await atAlex.waitFor(says(id), 10_000);
    stage.tenant.directory.removeGroupMember(stage.tenant.groups.approversId, alex.objectId);
    const refused = await alex.presses(sent, { verb: 'approve' });
    assert.match(refused.error?.message ?? '', /approvers group/);
    stage.tenant.directory.addGroupMember(stage.tenant.groups.approversId, alex.objectId);
    assert.equal(stage.tenant.directory.isEnabled('projector-cart-3'), true);
  });

  it('fails closed when Graph cannot say who is an approver', async () => {
    const asked = await asks(robin, 'block "Room Aurora (12)" no device there');
    const sent = await atAvery.waitFor(says(requestIdIn(asked)), 10_000);
    stage.tenant.permissions.revoke('graph', 'GroupMember.Read.All');
    stage.tenant.tokens.revokeIssued();
    const refused = await avery.presses(sent, { verb: 'approve' });
    assert.match(refused.error?.message ?? '', /Graph|Entra/);
    assert.equal(stage.tenant.directory.isEnabled('room-aurora'), true);
    stage.tenant.permissions.grant('graph', 'GroupMember.Read.All');
    stage.tenant.tokens.revokeIssued();
  });

  async function forgedInvoke(person: Person, chat: Chat, replyToId: string, verb: string, data: object) {
    return {
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: `f:${Math.random()}`,
      channelId: 'msteams',
      serviceUrl: stage.teams.serviceUrl,
      from: { id: person.mri, name: person.name, aadObjectId: person.objectId },
      recipient: { id: `28:${stage.tenant.identities.bot.clientId}`, name: 'Mailbox Guard' },
      conversation: { id: chat.id, conversationType: 'personal', tenantId: stage.tenant.tenantId },
      channelData: { tenant: { id: stage.tenant.tenantId } },
      replyToId,
      value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    };
  }
});
