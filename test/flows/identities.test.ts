// The whole bot as `npm start` runs it, by every kind of identity: one process on the embedded store, two on PostgreSQL.
import assert from 'node:assert/strict';
import { PROOFS, type Proof } from '../support/identities.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { openStage, type Stage } from '../support/stage.js';
import { EMBEDDED, type StoreEngine, storeEngines } from '../support/store.js';

/** A list and a block, from the request to the account. */
async function listAndBlock(stage: Stage, alias: string): Promise<void> {
  const robin = stage.person('requester');
  const avery = stage.person('approver');
  await answerTo(avery, 'help');
  assert.match((await answerTo(robin, 'list')).readable, /60 mailboxes/u);
  const asked = await asks(robin, `block ${alias}@lighthouse.example nobody signs in here`);
  const sent = await avery.personalChat().waitFor(says(requestIdIn(asked)), 20_000);
  await avery.presses(sent, { verb: 'approve' });
  await becomes(robin.personalChat(), asked, '✓ Blocked', 30_000);
  assert.equal(stage.tenant.directory.isEnabled(`${alias}@lighthouse.example`), false);
}

/** Nothing but what this proof is made of may have given a token. */
function assertProvedBy(proof: Proof, { tenant: { requests } }: Stage): void {
  const [byMachine, byEntra] = (['identity', 'entra'] as const).map((service) =>
    requests.count({ service, status: 200 }),
  );
  if (proof === 'managed identity') assert.deepEqual([(byMachine ?? 0) > 0, byEntra], [true, 0]);
  else if (proof === 'trusted identity') assert.ok((byMachine ?? 0) > 0 && (byEntra ?? 0) > 0);
  else assert.deepEqual([byMachine, (byEntra ?? 0) > 0], [0, true]);
}

const postgres = storeEngines().find(({ name }) => name === 'postgres');
const settings: readonly { readonly what: string; readonly engine?: StoreEngine; readonly instances: number }[] = [
  { what: 'one bot on the embedded store', engine: EMBEDDED, instances: 1 },
  { what: 'two bots on PostgreSQL', ...(postgres !== undefined && { engine: postgres }), instances: 2 },
];

for (const { what, engine, instances } of settings) {
  describe(what, () => {
    for (const proof of PROOFS) {
      it(`works by ${proof}`, async function () {
        this.timeout(120_000);
        if (engine === undefined) return this.skip();
        const stage = await openStage({ proof, engine, instances });
        try {
          await listAndBlock(stage, 'reception');
          assertProvedBy(proof, stage);
          assert.equal(stage.served.size, instances === 1 ? 0 : instances);
        } finally {
          await stage.close();
        }
      });
    }
  });
}
