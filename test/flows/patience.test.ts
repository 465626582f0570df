// A request of several mailboxes while the read-back fails: roles are read once, looks that cannot read are repeated.
import assert from 'node:assert/strict';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { openStage, type Stage } from '../support/stage.js';

const ROLES = 'GET /roleManagement/directory/roleAssignments';

describe('patience', () => {
  let stage: Stage;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
  });

  after(() => stage.close());

  it('reads the roles once for all mailboxes, and the accounts back until it can', async () => {
    const robin = stage.person('requester');
    const avery = stage.person('approver');
    await answerTo(avery, 'help');
    await answerTo(robin, 'list');
    const named = ['reception', 'invoices', 'travel'].map((name) => `${name}@lighthouse.example`);
    const asked = await asks(robin, `block ${named.join(', ')} no longer needed`);
    const sent = await avery.personalChat().waitFor(says(requestIdIn(asked)), 15_000);
    const { requests, faults, directory } = stage.tenant;
    const unread = 'POST /directoryObjects/getByIds';
    faults.add({ route: unread, effect: { kind: 'status', status: 401 }, count: 2 });
    requests.clear();
    await avery.presses(sent, { verb: 'approve' });
    await becomes(robin.personalChat(), asked, '✓ Blocked', 25_000);
    for (const name of named) assert.equal(directory.isEnabled(name), false);
    assert.equal(requests.count({ route: 'PATCH /users/{id}' }), 3);
    assert.equal(requests.count({ route: unread, status: 401 }), 2);
    assert.equal(requests.count({ route: ROLES }), 1);
    const list = await answerTo(robin, 'list reception');
    assert.match(list.readable, /blocked/i);
  });
});
