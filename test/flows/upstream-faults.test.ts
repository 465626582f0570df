// Microsoft at its worst: lost pages, refusals, throttling, changes behind one's back. Never an all-clear that is not proved.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('faults upstream', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let atRobin: Chat;
  let atAvery: Chat;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({ tenant: { users: 3000, mailboxes: 1500 } });
    robin = stage.person('requester');
    avery = stage.person('approver');
    atRobin = robin.personalChat();
    atAvery = avery.personalChat();
    await answerTo(avery, 'help');
    await answerTo(robin, 'list');
  });

  afterEach(() => {
    stage.tenant.faults.clear();
  });

  after(() => stage.close());

  /** Asks for a block and has it approved, after `between` has happened. */
  async function approved(mailbox: string, between: () => void | Promise<void> = () => undefined) {
    const asked = await asks(robin, `block ${mailbox} no longer needed`);
    const sent = await atAvery.waitFor(says(requestIdIn(asked)), 15_000);
    await between();
    await avery.presses(sent, { verb: 'approve' });
    return asked;
  }

  it('says that a scan is partial when a page is lost, and what that means', async () => {
    const route = 'POST /adminapi/v2.0/{tenant}/Mailbox';
    stage.tenant.faults.add({ route, effect: { kind: 'status', status: 404 }, skip: 1 });
    const scan = await answerTo(robin, 'scan');
    assert.match(scan.readable, /Partial/);
    stage.tenant.faults.clear();
    const list = await answerTo(robin, 'list');
    assert.match(list.readable, /Partial/);
    assert.doesNotMatch(list.readable, /No mailbox can sign in|all blocked/i);
    assert.match((await answerTo(robin, 'scan')).readable, /Every mailbox of the watched types was read/);
  });

  it('says so when Exchange gives nothing at all, and keeps what it knew', async () => {
    stage.tenant.faults.add({ service: 'exchange', effect: { kind: 'status', status: 403 } });
    assert.match((await answerTo(robin, 'scan')).readable, /Exchange Online refused.*Exchange\.ManageAsAppV2/);
    stage.tenant.faults.clear();
    assert.match((await answerTo(robin, 'list')).readable, /All 1,500/);
  });

  it('gets through throttling and short outages by itself', async () => {
    const route = 'PATCH /users/{id}';
    stage.tenant.faults.add({ route, effect: { kind: 'status', status: 429, retryAfter: '1' }, count: 1 });
    stage.tenant.faults.add({ route, effect: { kind: 'status', status: 503 }, count: 1 });
    stage.tenant.faults.add({ route, effect: { kind: 'reset', when: 'after' }, count: 1 });
    const asked = await approved('travel@lighthouse.example');
    await becomes(atRobin, asked, '✓ Blocked', 25_000);
    assert.equal(stage.tenant.directory.isEnabled('travel'), false);
  });

  it('explains a refusal and leaves the account alone', async () => {
    const asked = await approved('invoices@lighthouse.example', () => {
      stage.tenant.faults.add({
        route: 'PATCH /users/{id}',
        effect: { kind: 'status', status: 403, code: 'Authorization_RequestDenied' },
      });
    });
    const failed = await atRobin.waitFor(
      (message) => message.id === asked.id && /Microsoft refused/.test(message.readable),
      15_000,
    );
    assert.match(failed.readable, /User\.EnableDisableAccount\.All/);
    assert.match(failed.readable, /administrator role/);
    assert.equal(stage.tenant.directory.isEnabled('invoices'), true);
  });

  it('does not write what changed after it was shown', async () => {
    const converted = await approved('info@lighthouse.example', () => {
      stage.tenant.directory.convertMailbox('info@lighthouse.example', 'UserMailbox');
    });
    const skipped = await atRobin.waitFor(
      (message) => message.id === converted.id && /Left alone/.test(message.readable),
      15_000,
    );
    assert.doesNotMatch(skipped.readable, /^✓ Blocked/);
    assert.equal(stage.tenant.directory.isEnabled('info@lighthouse.example'), true);

    const elsewhere = await approved('"Projector Cart 3"', async () => {
      stage.tenant.directory.setAccountEnabled('projector-cart-3', false);
      await pause(stage.tenant.switches.listReadLagMs + 200);
    });
    await atRobin.waitFor(
      (message) => message.id === elsewhere.id && /blocked already|already blocked/i.test(message.readable),
      15_000,
    );
  });

  it('waits for a directory that takes its time', async () => {
    const { switches } = stage.tenant;
    const before = { ...switches };
    Object.assign(switches, { singleReadLagMs: 4000, listReadLagMs: 4000 });
    const asked = await approved('scanner-ground@lighthouse.example');
    await atRobin.waitFor((message) => message.id === asked.id && /read back/.test(message.readable), 15_000);
    await becomes(atRobin, asked, '✓ Blocked', 20_000);
    Object.assign(switches, before);
  });

  it('answers within seconds when Graph hangs', async () => {
    stage.tenant.faults.add({ service: 'graph', effect: { kind: 'delay', ms: 9000 }, count: 1 });
    const { milliseconds, status } = await robin.types(atRobin, 'status reception');
    assert.equal(status, 200);
    assert.ok(milliseconds < 9000, `answered after ${milliseconds} ms`);
    await atRobin.waitFor(says('reception@lighthouse.example'), 25_000);
  });
});
