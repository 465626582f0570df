// Exemptions as the verdict reads them.
import assert from 'node:assert/strict';
import { exemptionsOn } from '../../../src/db/exemptions.js';
import { onEachEnginesTables } from './on-each-engine.js';

onEachEnginesTables('Exemptions', (db) => {
  it('are read by account, with times as the bot writes them', async () => {
    await db().query(
      `INSERT INTO guard.exemptions (object_id, owner_id, owner_name, reason, until)
       SELECT 'm' || n, 'o', $1, 'scanner', '2027-01-31T10:00:00.5Z' FROM generate_series(1, 3) n`,
      ['Owner'],
    );
    const { ofObjectIds } = exemptionsOn(db());
    const expected = { ownerId: 'o', ownerName: 'Owner', reason: 'scanner', until: '2027-01-31T10:00:00.500Z' };
    assert.deepEqual(await ofObjectIds(['m3', 'm1', 'm9']), [
      { objectId: 'm1', ...expected },
      { objectId: 'm3', ...expected },
    ]);
    assert.deepEqual(await ofObjectIds([]), []);
  });
});
