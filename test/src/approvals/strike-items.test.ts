// Taking mailboxes off a request: only off a list that is the one that was asked for.
import assert from 'node:assert/strict';
import { strikeItems } from '../../../src/approvals/strike-items.js';
import { Refused } from '../../../src/failure.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at, item, person, request } from '../db/samples.js';

onEachEngine('Striking mailboxes off', {}, (under) => {
  const striking = (requestId: string, objectId: string) => ({
    ...{ requestId, by: person('approver'), objectIds: [objectId], content: null, correlationId: 'id' },
  });

  it('never makes a list that somebody altered in the store into one that can be approved', async () => {
    const { ledger, requests } = under.store();
    const doors = { ledger, clock: { now: () => at(1) } };
    const asked = request('altered');
    await requests.insert(asked);
    const slipped = { ...asked, version: 2, items: [...asked.items, item('slipped-in'), item('bait')] };
    await requests.replace(slipped);
    await assert.rejects(
      strikeItems(striking('altered', 'bait'), doors),
      (error) => error instanceof Refused && error.failure.kind === 'request-changed',
    );
    assert.deepEqual(await requests.load('altered'), slipped);
  });
});
