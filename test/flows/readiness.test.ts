// While PostgreSQL is away the bot lives and is not ready; once it is back, everything goes on by itself.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { type CutProxy, startCutProxy } from '../support/cut-proxy.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { openStage, type Stage } from '../support/stage.js';
import { type StoreEngine, storeEngines } from '../support/store.js';

describe('readiness on PostgreSQL', () => {
  const postgres = storeEngines().find(({ name }) => name === 'postgres');
  let stage: Stage;
  let wire: CutProxy;
  before(async function () {
    this.timeout(60_000);
    if (postgres === undefined) return this.skip();
    const engine: StoreEngine = {
      name: 'postgres',
      async newPlace() {
        const place = await postgres.newPlace();
        const url = new URL(place.databaseUrl ?? '');
        wire = await startCutProxy(url.hostname, Number(url.port || 5432));
        url.hostname = '127.0.0.1';
        url.port = String(wire.port);
        return { ...place, databaseUrl: url.href };
      },
    };
    stage = await openStage({ engine });
  });
  after(async () => {
    await stage?.close();
    await wire?.stop();
  });

  const statusOf = async (path: string): Promise<number> => (await fetch(`${stage.botUrl}${path}`)).status;
  async function becomesReady(status: number, withinMs: number): Promise<void> {
    const end = performance.now() + withinMs;
    while ((await statusOf('/readyz')) !== status) {
      assert.ok(performance.now() < end, `/readyz is not ${status} after ${withinMs} ms`);
      await pause(200);
    }
  }

  it('goes while the database is away, tells strangers nothing, and comes back by itself', async function () {
    this.timeout(180_000);
    const robin = stage.person('requester');
    const avery = stage.person('approver');
    await answerTo(avery, 'help');
    const asked = await asks(robin, 'block reception@lighthouse.example nobody signs in here');
    const sent = await avery.personalChat().waitFor(says(requestIdIn(asked)), 20_000);
    for (let round = 0; round < 2; round += 1) {
      wire.cut();
      await becomesReady(503, 20_000);
      assert.equal(await (await fetch(`${stage.botUrl}/readyz`)).text(), '{}');
      assert.equal(await statusOf('/healthz'), 200);
      wire.mend();
      await becomesReady(200, 60_000);
    }
    await avery.presses(sent, { verb: 'approve' });
    await becomes(robin.personalChat(), asked, '✓ Blocked', 90_000);
    assert.equal(stage.tenant.directory.isEnabled('reception'), false);
  });
});
