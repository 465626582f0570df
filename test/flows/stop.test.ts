// A stop takes ten seconds at most, whatever hangs, and what was under way goes on with the next start.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { openStage, type Stage, type StageInstance } from '../support/stage.js';

describe('a graceful stop', () => {
  let stage: Stage;
  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
  });
  after(() => stage.close());

  it('hands back a block that hangs, and the next start carries it out', async function () {
    this.timeout(120_000);
    const robin = stage.person('requester');
    const avery = stage.person('approver');
    await answerTo(avery, 'help');
    const asked = await asks(robin, 'block reception@lighthouse.example nobody signs in here');
    const sent = await avery.personalChat().waitFor(says(requestIdIn(asked)), 20_000);
    const route = 'PATCH /users/{id}';
    stage.tenant.faults.add({ route, effect: { kind: 'delay', ms: 60_000 } });
    stage.tenant.faults.add({ route, effect: { kind: 'status', status: 503 } });
    await avery.presses(sent, { verb: 'approve' });
    await becomes(robin.personalChat(), asked, '⏳', 20_000);
    // A turn that hangs as well: the tenant is read, and Exchange does not answer.
    stage.tenant.faults.add({ service: 'exchange', effect: { kind: 'delay', ms: 60_000 } });
    const scanning = robin.types(robin.personalChat(), 'scan').catch(() => undefined);
    const began = performance.now();
    let took = 0;
    const deed = (): void => {
      took = performance.now() - began;
      stage.tenant.faults.clear();
    };
    await stage.restart('stop', { deed });
    assert.ok(took < 11_000, `it took ${Math.round(took)} ms`);
    await scanning;
    await becomes(robin.personalChat(), asked, '✓ Blocked', 90_000);
    assert.equal(stage.tenant.directory.isEnabled('reception'), false);
  });
});

describe('a stop while people go on', () => {
  let stage: Stage;
  const instance = (): StageInstance => stage.instances[0] ?? assert.fail();
  beforeEach(async function () {
    this.timeout(60_000);
    stage = await openStage();
  });
  afterEach(() => stage.close());

  const ready = (): Promise<number> => fetch(`${stage.botUrl}/readyz`).then(({ status }) => status);

  it('tells a load balancer at once, and takes turns until that one has heard it', async function () {
    this.timeout(60_000);
    const robin = stage.person('requester');
    await answerTo(robin, 'list');
    assert.equal(await ready(), 200);
    const began = performance.now();
    const stopped = instance().stop();
    while ((await ready()) === 200) assert.ok(performance.now() - began < 1000, 'still ready after a second');
    const refused = await fetch(`${stage.botUrl}/readyz`);
    assert.deepEqual([refused.status, refused.headers.get('connection'), await refused.text()], [503, 'close', '{}']);
    assert.equal((await fetch(`${stage.botUrl}/healthz`)).status, 200, 'nobody restarts what is being stopped');
    assert.match((await answerTo(robin, 'list')).readable, /60 mailboxes/u);
    await pause(Math.max(0, 1500 - (performance.now() - began)));
    assert.match((await answerTo(robin, 'status reception')).readable, /reception@lighthouse/u);
    await stopped;
    assert.ok(performance.now() - began < 6000, 'nothing was left to wait for');
    await assert.rejects(ready());
    await instance().start();
  });

  it('is over in a moment where no load balancer asks', async () => {
    const began = performance.now();
    await instance().stop();
    assert.ok(performance.now() - began < 2000, `${Math.round(performance.now() - began)} ms`);
    await instance().start();
  });

  it('is over as soon as the last turn is answered, though Teams keeps its connection', async () => {
    const robin = stage.person('requester');
    await answerTo(robin, 'list');
    stage.tenant.faults.add({ service: 'graph', effect: { kind: 'delay', ms: 1500 }, count: 1 });
    const typed = robin.types(robin.personalChat(), 'status reception');
    await pause(300);
    const began = performance.now();
    await instance().stop();
    assert.ok(performance.now() - began < 3500, `${Math.round(performance.now() - began)} ms`);
    await typed;
    assert.match(robin.personalChat().messages().at(-1)?.readable ?? '', /reception@lighthouse/u);
    await instance().start();
  });

  it('says on what it leaves unfinished that it does, and that nothing was changed', async function () {
    this.timeout(60_000);
    const robin = stage.person('requester');
    const chat = robin.personalChat();
    stage.tenant.faults.add({ service: 'exchange', effect: { kind: 'delay', ms: 60_000 } });
    await robin.types(chat, 'scan');
    const standing = await chat.waitFor(says('Reading the tenant…'), 10_000);
    const later = robin.types(chat, 'scan');
    await pause(500);
    const began = performance.now();
    await instance().stop();
    assert.ok(performance.now() - began < 10_500, `${Math.round(performance.now() - began)} ms`);
    await later;
    const after = chat.messages().map(({ readable }) => readable);
    assert.match(chat.messages().find(({ id }) => id === standing.id)?.readable ?? '', FAREWELL);
    assert.equal(after.filter((text) => text.includes('Reading the tenant…')).length, 0, after.join('\n---\n'));
    assert.equal(after.filter((text) => FAREWELL.test(text)).length, 2, 'the younger turn was told too');
    stage.tenant.faults.clear();
    await instance().start();
    stage.teams.connectBot(`${stage.botUrl}/api/messages`);
    assert.match((await answerTo(robin, 'scan')).readable, /58 of 60 found in Entra/u);
  });

  it('answers a press that it leaves unfinished, and says nothing untrue of it', async function () {
    this.timeout(90_000);
    const robin = stage.person('requester');
    const chat = robin.personalChat();
    const preview = await answerTo(robin, 'block reception@lighthouse.example nobody signs in here');
    assert.match(preview.readable, /^Preview/u);
    const before = chat.messages().length;
    // Whether Robin may is answered; what reads the mailbox again before the request is made is not.
    stage.tenant.faults.add({ service: 'graph', effect: { kind: 'delay', ms: 60_000 }, skip: 2 });
    const pressed = robin.presses(preview, { verb: 'submit' });
    await pause(1000);
    await instance().stop();
    const { body } = await pressed;
    const told = chat
      .messages()
      .slice(before)
      .map(({ readable }) => readable);
    assert.ok(
      [JSON.stringify(body), ...told].some((text) => UNCERTAIN.test(text)),
      JSON.stringify([body, ...told]),
    );
    stage.tenant.faults.clear();
    await instance().start();
  });
});

const FAREWELL = /Mailbox Guard is being restarted\. Nothing was changed; please send this again in a minute\./u;
const UNCERTAIN = /Mailbox Guard is being restarted, and it is not certain what became of this/u;
