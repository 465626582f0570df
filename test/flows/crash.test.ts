// Power cuts between the approval and its effect: nothing approved is forgotten, nothing is done that was not approved.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('crashes', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let atRobin: Chat;
  let atAvery: Chat;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    robin = stage.person('requester');
    avery = stage.person('approver');
    atRobin = robin.personalChat();
    atAvery = avery.personalChat();
    await answerTo(avery, 'help');
    await answerTo(robin, 'list');
  });

  after(() => stage.close());

  const mailboxes = ['reception', 'invoices', 'travel', 'info', 'scanner-ground'] as const;
  for (const [index, alias] of mailboxes.entries()) {
    it(`carries on after a kill ${index * 60} ms after the approval`, async function () {
      this.timeout(120_000);
      const asked = await asks(robin, `block ${alias}@lighthouse.example gone`);
      const id = requestIdIn(asked);
      const sent = await atAvery.waitFor(says(id), 15_000);
      const pressing = avery
        .presses(sent, { verb: 'approve' }, {}, { change: (activity) => activity })
        .catch(() => null);
      if (index > 0) await pressing;
      await pause(index * 60);
      await stage.restart('kill');
      await pressing;
      const now = await answerTo(avery, `request ${id}`);
      if (now.readable.startsWith('⏳ Pending')) {
        assert.equal(stage.tenant.directory.isEnabled(`${alias}@lighthouse.example`), true);
        await avery.presses(sent, { verb: 'approve' });
      }
      await becomes(atRobin, asked, '✓ Blocked', 90_000);
      await becomes(atAvery, sent, '✓ Blocked', 90_000);
      assert.equal(stage.tenant.directory.isEnabled(`${alias}@lighthouse.example`), false);
    });
  }
});
