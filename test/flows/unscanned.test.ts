// What the last scan did not read: named by its address it is found all the same, and a partial scan denies nothing.
import assert from 'node:assert/strict';
import { answerTo } from '../support/reading.js';
import { openStage, type Person, type Stage } from '../support/stage.js';

describe('mailboxes that no scan has read', () => {
  let stage: Stage;
  let robin: Person;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({ tenant: { users: 3000, mailboxes: 1500 } });
    robin = stage.person('requester');
    const route = 'POST /adminapi/v2.0/{tenant}/Mailbox';
    stage.tenant.faults.add({ route, effect: { kind: 'status', status: 404 }, skip: 1 });
    assert.match((await answerTo(robin, 'scan')).readable, /Partial/);
    stage.tenant.faults.clear();
  });

  after(() => stage.close());

  it('are not denied after a partial scan', async () => {
    const { readable } = await answerTo(robin, 'status nobody-at-all@lighthouse.example');
    assert.match(readable, /The last scan was partial, so it may exist all the same/);
  });

  it('are asked of Exchange by address and by object id', async () => {
    const targets = stage.tenant.directory.contents.mailboxes.filter(({ type }) => type === 'SharedMailbox');
    const unread = targets.at(-1);
    assert(unread?.objectId);
    const { address, objectId, displayName } = unread;
    assert.ok(!(await answerTo(robin, `list ${address}`)).readable.includes(displayName), 'the scan read it after all');
    for (const said of [address, objectId]) {
      const { readable } = await answerTo(robin, `status ${said}`);
      assert.ok(readable.includes(displayName) && /Read from Entra/.test(readable), readable);
    }
  });
});
