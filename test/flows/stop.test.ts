// A stop takes ten seconds at most, whatever hangs, and what was under way goes on with the next start.
import assert from 'node:assert/strict';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { openStage, type Stage } from '../support/stage.js';

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
