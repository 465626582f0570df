// The main job, told as a story: see, ask, refuse oneself, let a second person approve, block, read back, tell everyone.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { becomes, sends } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

const says = (text: string) => (message: ChatMessage) => message.readable.includes(text);

describe('the main job', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let atRobin: Chat;
  let atAvery: Chat;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    robin = stage.person('requester');
    avery = stage.person('approver');
    atRobin = robin.personalChat();
    atAvery = avery.personalChat();
  });

  after(() => stage.close());

  it('greets once, though Teams tells of an installation twice', async () => {
    await Promise.all([robin.installs(atRobin), avery.installs(atAvery)]);
    await atRobin.waitFor(says('Mailbox Guard'));
    await atAvery.waitFor(says('Mailbox Guard'));
    assert.equal(atRobin.messages().length, 1);
    assert.equal(atAvery.messages().length, 1);
  });

  it('lists every mailbox with its state', async () => {
    await robin.types(atRobin, 'list');
    const list = await atRobin.waitFor(says('60 mailboxes'), 15_000);
    assert.match(list.readable, /Reception/);
    assert.equal(list.cards.length, 1);
  });

  it('pages in place', async () => {
    const list = await atRobin.waitFor(says('60 mailboxes'));
    const before = atRobin.messages().length;
    const answer = await robin.presses(list, { title: 'Next' });
    assert.equal(answer.status, 200);
    assert.equal(atRobin.messages().length, before);
    assert.match(JSON.stringify(robin.sees(list)), /11 to 20/);
  });

  it('shows one mailbox in full', async () => {
    await robin.types(atRobin, 'status reception');
    const status = await atRobin.waitFor(says('reception@lighthouse.example'));
    assert.match(status.readable, /Sign-in allowed/);
  });

  it('carries a request through to the block, on every card', async () => {
    await robin.types(atRobin, 'block reception@lighthouse.example nobody signs in here');
    const preview = await atRobin.waitFor(says('nothing is asked for yet'));
    assert.match(preview.readable, /exposed → blocked/);
    assert.match(preview.readable, /Full Access, Send as and Send on behalf stay/);
    const asked = await sends(robin, preview, atRobin);
    await becomes(atRobin, asked, '⏳ Pending approval');
    const id = /Request ([A-Z0-9]{6})/.exec(asked.readable)?.[1] ?? '';
    assert.notEqual(id, '');
    const sent = await atAvery.waitFor(says(`Request ${id}`));
    assert.match(sent.readable, /nobody signs in here/);
    assert.equal(stage.tenant.directory.isEnabled('reception'), true);

    const answer = await avery.presses(sent, { title: 'Approve' });
    assert.equal(answer.status, 200);
    await atAvery.waitFor((message) => message.id === sent.id && message.readable.startsWith('✓ Blocked'), 15_000);
    await atRobin.waitFor((message) => message.id === asked.id && message.readable.startsWith('✓ Blocked'), 15_000);
    assert.equal(stage.tenant.directory.isEnabled('reception'), false);
    for (const card of [sent, asked]) {
      assert.match(card.readable, /Avery Approve/);
      assert.match(card.readable, /Robin Request/);
      assert.match(card.readable, /nobody signs in here/);
      assert.doesNotMatch(JSON.stringify(card.card), /"approve"/);
    }
  });
});
