// An outcome and the exemption of its mailbox: what may have been allowed keeps its end, what certainly was not has none.
import assert from 'node:assert/strict';
import { recordOutcome } from '../../../src/approvals/record-outcome.js';
import type { ItemOutcome, RequestAction } from '../../../src/approvals/request.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at, item, person, request } from '../db/samples.js';

const written: ItemOutcome = { kind: 'written', at: at(1), microsoftRequestId: null };
const failed: ItemOutcome = { kind: 'failed', at: at(2), why: 'refused', microsoftRequestId: null };
const skipped: ItemOutcome = { kind: 'skipped', at: at(2), why: 'changed' };

onEachEngine('An outcome of an unblock or exemption', {}, (under) => {
  const cases: readonly (readonly [string, RequestAction, ItemOutcome | null, ItemOutcome, boolean])[] = [
    ['Microsoft took and nobody could read back', 'unblock', written, { ...failed, isUnconfirmed: true }, true],
    ['Microsoft took and that still reads as before', 'unblock', written, failed, true],
    ['an earlier run may have made', 'unblock', null, { ...failed, isUnconfirmed: true }, true],
    ['was left alone in a later run', 'unblock', null, skipped, true],
    ['Microsoft refused', 'unblock', null, failed, false],
    ['is no exemption after all', 'exempt', null, skipped, false],
  ];
  for (const [index, [what, action, before, outcome, stays]] of cases.entries()) {
    it(`${stays ? 'keeps' : 'ends'} the exemption of a change that ${what}`, async () => {
      const { ledger, requests, exemptions } = under.store();
      const objectId = `account-${index}`;
      const terms = { action, until: at(60), owner: person('owner') };
      const id = `outcome-${index}`;
      await requests.insert(request(id, { ...terms, state: 'applying', items: [item(objectId, { outcome: before })] }));
      const exemption = {
        ...{ objectId, kind: action === 'exempt' ? action : ('unblock' as const), requestId: id, reason: 'as agreed' },
        ...{ ownerId: 'person-owner', ownerName: 'owner', since: at(0), until: at(60) },
        baseline: { verdict: 'blocked', evidence: 'not-known' } as const,
      };
      await ledger.transaction((work) => work.exemptions.put(exemption));
      await recordOutcome(id, objectId, outcome, { ledger, clock: { now: () => at(2) } });
      const running = (await exemptions.running()).filter((one) => one.objectId === objectId);
      assert.equal(running.length, stays ? 1 : 0);
    });
  }
});
