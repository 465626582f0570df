// Exemptions as the verdict reads them.
import assert from 'node:assert/strict';
import { exemptionsOn } from '../../../src/db/exemptions.js';
import { onEachEnginesTables } from './on-each-engine.js';

onEachEnginesTables('Exemptions', (db) => {
  it('are read by account, with times as the bot writes them', async () => {
    await db().query(
      `INSERT INTO guard.exemptions (object_id, kind, owner_id, owner_name, reason, request_id, since, until)
       SELECT 'm' || n, 'unblock', 'o', $1, 'scanner', 'K7M2QX', '2027-01-01T10:00:00Z', '2027-01-31T10:00:00.5Z' FROM generate_series(1, 3) n`,
      ['Owner'],
    );
    const { ofObjectIds } = exemptionsOn(db());
    const expected = {
      ...{ kind: 'unblock', ownerId: 'o', ownerName: 'Owner', reason: 'scanner', requestId: 'K7M2QX' },
      ...{ since: '2027-01-01T10:00:00.000Z', until: '2027-01-31T10:00:00.500Z' },
      baseline: { verdict: 'exposed', evidence: 'not-known' },
    };
    assert.deepEqual(await ofObjectIds(['m3', 'm1', 'm9']), [
      { objectId: 'm1', ...expected },
      { objectId: 'm3', ...expected },
    ]);
    assert.deepEqual(await ofObjectIds([]), []);
  });

  it('are known after their end, as the last one of their account', async () => {
    const { last, ofObjectIds } = exemptionsOn(db());
    await db().query(`UPDATE guard.exemptions SET ended_at = '2027-01-15T10:00:00Z' WHERE object_id = 'm1'`);
    assert.deepEqual(await ofObjectIds(['m1']), []);
    assert.equal((await last('M1'))?.objectId, 'm1');
    assert.equal(await last('m9'), null);
  });
});
