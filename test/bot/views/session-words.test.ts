// What a card says of sessions that were open at the block: true for every mailbox of it, whatever became of the others.
import assert from 'node:assert/strict';
import { requestView } from '../../../bot/views/request.js';
import type { ItemOutcome, RequestItem, RequestState, Sessions } from '../../../src/approvals/request.js';
import { NOW, reader } from '../../cards/scenes/people.js';
import { requestOf } from '../../cards/scenes/requests.js';

const blocked = (sessions?: Sessions): ItemOutcome => ({
  ...{ kind: 'blocked', at: NOW, microsoftRequestId: null },
  ...(sessions !== undefined && { sessions }),
});
const BEFORE: ItemOutcome = { kind: 'already-blocked', at: NOW };

function nextOf(state: RequestState, outcomes: readonly ItemOutcome[]): string {
  const request = requestOf(state, outcomes.length);
  const items = request.items.map((item, n): RequestItem => ({ ...item, outcome: outcomes[n] ?? null }));
  return requestView({ request: { ...request, items }, audience: 'requester', reader }).data.next;
}
const done = (...outcomes: readonly ItemOutcome[]): string => nextOf('done', outcomes);

describe('what is said of open sessions', () => {
  it('is one sentence where it came out alike for all', () => {
    for (const count of [1, 2, 30]) {
      const all = (outcome: ItemOutcome): string => done(...Array.from({ length: count }, () => outcome));
      assert.match(all(blocked('ended')), /New sign-ins fail at once, and open sessions were ended\.$/u);
      assert.match(
        all(blocked('no-permission')),
        /not ended, because the bot lacks User\.RevokeSessions\.All: they end by themselves within 60 to 90 minutes\.$/u,
      );
      assert.match(all(blocked('not-ended')), /Microsoft did not end the open sessions: they end by themselves/u);
      assert.match(all(blocked()), /New sign-ins fail at once; sessions that are open end within 60 to 90 minutes\.$/u);
      assert.match(all(BEFORE), /sessions that are open end within 60 to 90 minutes\.$/u);
    }
  });

  it('counts those that were ended, and says why the others were not', () => {
    assert.match(
      done(blocked('ended'), blocked('no-permission')),
      /New sign-ins fail at once\. Open sessions were ended for 1 mailbox, not for 1: the bot lacks User\.RevokeSessions\.All\. The others end by themselves within 60 to 90 minutes\.$/u,
    );
    assert.match(
      done(blocked('ended'), blocked('not-ended'), blocked('ended'), blocked('not-ended')),
      /ended for 2 mailboxes, not for 2: Microsoft did not do it\. The others end by themselves/u,
    );
    assert.match(done(blocked('ended'), BEFORE), /ended for 1 mailbox, not for 1: it was not tried\. The others end/u);
    assert.match(
      done(blocked('no-permission'), blocked('ended'), BEFORE, blocked('not-ended'), BEFORE),
      /ended for 1 mailbox, not for 4: for 1 the bot lacks User\.RevokeSessions\.All, for 1 Microsoft did not do it, and for 2 it was not tried\. The others end/u,
    );
  });

  it('says that none was ended, and why for how many', () => {
    assert.match(
      done(blocked('not-ended'), blocked('not-ended'), BEFORE),
      /Open sessions were not ended: for 2 mailboxes Microsoft did not do it, and for 1 it was not tried\. They end by themselves within 60 to 90 minutes\.$/u,
    );
    assert.match(
      done(blocked('no-permission'), blocked('not-ended')),
      /not ended: for 1 mailbox the bot lacks User\.RevokeSessions\.All, and for 1 Microsoft did not do it\. They end/u,
    );
  });

  it('is said of those that were blocked where others were not', () => {
    const failed: ItemOutcome = { kind: 'failed', at: NOW, why: 'no', cause: 'refused', microsoftRequestId: null };
    const partly = (...outcomes: readonly ItemOutcome[]): string => nextOf('failed', [failed, ...outcomes]);
    assert.match(
      partly(blocked()),
      /^1 of 2 mailboxes blocked: new sign-ins fail at once; sessions that are open end within 60 to 90 minutes\. 1 failed; it/u,
    );
    assert.match(
      partly(blocked('no-permission')),
      /blocked: new sign-ins fail at once\. Open sessions were not ended, because the bot lacks User\.RevokeSessions\.All: they end by themselves within 60 to 90 minutes\. 1 failed/u,
    );
    assert.match(
      partly(blocked('ended'), BEFORE),
      /^2 of 3 .+ ended for 1 mailbox, not for 1: it was not tried\. The oth/u,
    );
    assert.match(partly(), /^0 of 1 mailbox blocked\. 1 failed/u);
  });

  it('is not said of what allows sign-in', () => {
    const items = requestOf('failed', 2).items.map((item, n): RequestItem => {
      const unblocked: ItemOutcome = { kind: 'unblocked', at: NOW, microsoftRequestId: null };
      return { ...item, outcome: n === 0 ? unblocked : { kind: 'skipped', at: NOW, why: 'It changed.' } };
    });
    const request = requestOf('failed', 2, { action: 'unblock', until: NOW, items });
    assert.match(
      requestView({ request, audience: 'requester', reader }).data.next,
      /^1 of 2 mailboxes unblocked\. 1 was left alone/u,
    );
  });

  it('is not about mailboxes that were struck off', () => {
    const struck: ItemOutcome = { kind: 'struck', at: NOW, by: { objectId: 'p', name: 'P' } };
    assert.match(done(struck, blocked('ended')), /New sign-ins fail at once, and open sessions were ended\.$/u);
  });
});
