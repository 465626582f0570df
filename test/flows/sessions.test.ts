// Sessions that are open when sign-in is blocked: ended where that is set and permitted, and what remains where it is not.
import assert from 'node:assert/strict';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

const REVOKE = 'POST /users/{id}/revokeSignInSessions';

describe('open sessions', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let atRobin: Chat;
  let atAvery: Chat;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({ env: { REVOKE_SESSIONS: 'on' } });
    stage.tenant.permissions.grant('graph', 'User.RevokeSessions.All');
    await stage.restart();
    robin = stage.person('requester');
    avery = stage.person('approver');
    atRobin = robin.personalChat();
    atAvery = avery.personalChat();
    await answerTo(avery, 'help');
    await answerTo(robin, 'list');
  });

  after(() => stage.close());

  /** What the final card says, once the mailbox is blocked. */
  async function blocked(alias: string): Promise<string> {
    const asked = await asks(robin, `block ${alias}@lighthouse.example nobody signs in`);
    const sent = await atAvery.waitFor(says(requestIdIn(asked)), 15_000);
    await avery.presses(sent, { verb: 'approve' });
    const { readable } = await becomes(atRobin, asked, '✓ Blocked', 90_000);
    assert.equal(stage.tenant.directory.isEnabled(`${alias}@lighthouse.example`), false);
    return readable;
  }

  it('are ended where it is granted', async () => {
    assert.match(await blocked('info'), /open sessions were ended/);
    assert.equal(stage.tenant.requests.count({ route: REVOKE, status: 200 }), 1);
  });

  it('stay where Microsoft does not answer, and the block stands', async function () {
    this.timeout(120_000);
    stage.tenant.faults.add({ route: REVOKE, effect: { kind: 'status', status: 503 } });
    assert.match(await blocked('invoices'), /Microsoft did not end the open sessions.*60 to 90 minutes/);
    const record = await answerTo(avery, 'audit invoices@lighthouse.example');
    assert.match(record.readable, /open sessions were not ended: Microsoft did not answer/);
    stage.tenant.faults.clear();
  });

  it('stay where the permission is missing, which the card says', async function () {
    this.timeout(120_000);
    stage.tenant.permissions.revoke('graph', 'User.RevokeSessions.All');
    // A token has the permissions that there were when it was issued.
    await stage.restart();
    assert.match(
      await blocked('travel'),
      /not ended, because the bot lacks User\.RevokeSessions\.All.*60 to 90 minutes/,
    );
    assert.equal(stage.tenant.requests.count({ route: REVOKE, status: 403 }), 1);
  });

  it('are left alone where ending them is not set', async function () {
    this.timeout(120_000);
    await stage.restart('stop', { env: { REVOKE_SESSIONS: 'off' } });
    const asked = stage.tenant.requests.count({ route: REVOKE });
    assert.match(await blocked('scanner-ground'), /sessions that are open end within 60 to 90 minutes/);
    assert.equal(stage.tenant.requests.count({ route: REVOKE }), asked);
  });
});
