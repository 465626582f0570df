// Exemptions: agreed on with an owner and an end, warned of, prolonged, ended by a block, and counted as exposed after it.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, asks, becomes, requestIdIn, says, sends } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('exemptions', () => {
  let stage: Stage;
  let robin: Person;
  let oakley: Person;
  let avery: Person;
  let atRobin: Chat;
  let atOakley: Chat;
  let atAvery: Chat;

  beforeEach(async function () {
    this.timeout(60_000);
    stage = await openStage({ movesTime: true, env: { EXEMPTION_WARNING: 'PT5M', MAX_EXEMPTION: 'PT2H' } });
    robin = stage.person('requester');
    oakley = stage.person('operator');
    avery = stage.person('approver');
    atRobin = robin.personalChat();
    atOakley = oakley.personalChat();
    atAvery = avery.personalChat();
    for (const person of [avery, oakley]) await answerTo(person, 'help');
    await answerTo(robin, 'list');
  });

  afterEach(() => stage.close());

  const writes = (): number => stage.tenant.requests.count({ method: 'PATCH' });
  const OWNER = 'owner oakley.operate@lighthouse.example';

  /** Approves a request that is on this card, and waits until its own card says so. */
  async function approved(asked: ChatMessage, chat: Chat, headline: string): Promise<void> {
    const sent = await atAvery.waitFor(says(requestIdIn(asked)), 15_000);
    await avery.presses(sent, { verb: 'approve' });
    await becomes(atAvery, sent, headline, 30_000);
    await becomes(chat, asked, headline, 15_000);
  }

  const notice =
    (headline: string, name: string) =>
    (message: ChatMessage): boolean =>
      message.readable.startsWith(headline) && says(name)(message);

  it('are warned of, end with a message to owner and requester, and count as exposed from then on', async function () {
    this.timeout(120_000);
    const asked = await asks(robin, `exempt travel@lighthouse.example for 12m ${OWNER} scanner until it is replaced`);
    assert.match(asked.readable, /Owner\nOakley Operate/);
    await approved(asked, atRobin, '✓ Exempted');
    assert.equal(writes(), 0);
    const exempt = await answerTo(robin, 'list exempt');
    assert.match(
      exempt.readable,
      /exempt until .* \(in 1[12] minutes\) · Oakley Operate: scanner until it is replaced/,
    );
    const status = await answerTo(robin, 'status travel@lighthouse.example');
    assert.match(status.readable, /Owner\nOakley Operate/);
    assert.match(JSON.stringify(status.card), /"title":"Prolong".*"title":"Block now"/);

    await stage.advance(8);
    const warned = await atOakley.waitFor(notice('⏳ An exemption ends soon', 'Travel'), 30_000);
    assert.match(warned.readable, /Oakley Operate/);
    await atRobin.waitFor(notice('⏳ An exemption ends soon', 'Travel'), 15_000);
    assert.ok(!atAvery.messages().some(says('An exemption')), 'nobody else is told');

    await stage.advance(5);
    await becomes(atOakley, warned, '⚠ An exemption has ended', 30_000);
    for (const chat of [atOakley, atRobin]) {
      await chat.waitFor(
        () => chat.messages().filter(notice('⚠ An exemption has ended', 'Travel')).length === 2,
        15_000,
      );
    }
    assert.match((await answerTo(robin, 'list exempt')).readable, /No exempt mailboxes/);
    assert.match((await answerTo(robin, 'list exposed travel')).readable, /Travel/);
    assert.equal(writes(), 0);
    assert.equal(stage.tenant.directory.isEnabled('travel'), true);
  });

  it('are prolonged from the warning: the old end does nothing, and its card says so', async function () {
    this.timeout(120_000);
    await approved(
      await asks(robin, `exempt travel@lighthouse.example for 12m ${OWNER} scanner`),
      atRobin,
      '✓ Exempted',
    );
    await stage.advance(8);
    const warned = await atOakley.waitFor(notice('⏳ An exemption ends soon', 'Travel'), 30_000);
    const before = atOakley.messages().length;
    await oakley.presses(warned, { title: 'Prolong' });
    const asking = await atOakley.waitFor((_, index) => index >= before, 15_000);
    await oakley.presses(asking, { verb: 'preview' }, { until: '40 minutes', reason: 'delivery is late' });
    const preview = await atOakley.waitFor((message) => message.readable.startsWith('Preview'), 15_000);
    assert.match(preview.readable, /Replaces\nthe exemption until .* · Oakley Operate: scanner/);
    await approved(await sends(oakley, preview, atOakley), atOakley, '✓ Exempted');
    await becomes(atOakley, warned, '✓ Another end was agreed on', 15_000);
    await stage.advance(10);
    assert.match(
      (await answerTo(robin, 'list exempt')).readable,
      /\(in (29|30) minutes\) · Oakley Operate: delivery is late/,
    );
    assert.ok(!atOakley.messages().some(notice('⚠', 'Travel')), 'the old end is none');
    await stage.advance(31);
    await atOakley.waitFor(notice('⚠ An exemption has ended', 'Travel'), 30_000);
    assert.match(warned.readable, /^✓ Another end was agreed on/);
  });

  it('are ended by a block that names the mailbox and says so first', async function () {
    this.timeout(120_000);
    await approved(
      await asks(robin, `exempt travel@lighthouse.example for 12m ${OWNER} scanner`),
      atRobin,
      '✓ Exempted',
    );
    await stage.advance(8);
    const warned = await atOakley.waitFor(notice('⏳ An exemption ends soon', 'Travel'), 30_000);
    await atRobin.waitFor(notice('⏳ An exemption ends soon', 'Travel'), 15_000);
    const preview = await answerTo(robin, 'block travel@lighthouse.example the scanner is gone');
    assert.match(preview.readable, /Ends\nthe exemption until .* · Oakley Operate: scanner/);
    assert.match(preview.readable, /exempt → blocked/);
    const asked = await sends(robin, preview, atRobin);
    assert.match(asked.readable, /Ends\n1 exemption in force/);
    await approved(asked, atRobin, '✓ Blocked');
    await becomes(atOakley, warned, '✓ The exemption is over', 15_000);
    await stage.advance(5);
    const status = await answerTo(robin, 'status travel@lighthouse.example');
    assert.match(status.readable, /✓ Sign-in blocked/);
    assert.ok(!atOakley.messages().some(notice('⚠', 'Travel')));
  });

  it('are told to the approvers when the owner has no chat with the bot', async function () {
    this.timeout(120_000);
    const { upn } = stage.tenant.people.helpdesk;
    await approved(
      await asks(robin, `exempt travel@lighthouse.example for 12m owner ${upn} scanner`),
      atRobin,
      '✓ Exempted',
    );
    await stage.advance(8);
    const told = await atAvery.waitFor(notice('⏳ An exemption ends soon', 'Travel'), 30_000);
    assert.match(told.readable, /The owner could not be told/);
    await atRobin.waitFor(notice('⏳ An exemption ends soon', 'Travel'), 15_000);
  });

  it('are for synced and protected mailboxes too, which an unblock is not', async function () {
    this.timeout(120_000);
    const asked = await asks(
      robin,
      'exempt payroll@lighthouse.example, secops@lighthouse.example for 12m until the move is done',
    );
    assert.match(asked.readable, /synced → exempt/);
    assert.match(asked.readable, /protected → exempt/);
    await approved(asked, atRobin, '✓ Exempted');
    assert.match((await answerTo(robin, 'list exempt')).readable, /1 to 2 of 2 exempt/);
    const status = await answerTo(robin, 'status payroll@lighthouse.example');
    assert.doesNotMatch(JSON.stringify(status.card), /Block now/);
    const refused = await answerTo(robin, 'unblock "HR Archive" for 2h auditors');
    assert.match(refused.readable, /synced from on-premises Active Directory; enable the account there/);
  });
});
