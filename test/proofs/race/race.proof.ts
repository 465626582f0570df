// One winner each, over PostgreSQL: 2,000 requests, two approvers at once on two instances; and many winners without compare-and-set.
import assert from 'node:assert/strict';
import type { StorePlace } from '../../support/store.js';
import { storeEngines } from '../../support/store.js';
import { type Finish, race } from './race.js';

const postgres = storeEngines().find(({ name }) => name === 'postgres');

/** What is wrong with how a request came out: nothing, if one approver won and what they said was done once. */
function faultsOf({ state, winners, refusals, decisions, events, blocks }: Finish): string {
  const count = (...names: readonly string[]): number => events.filter((event) => names.includes(event)).length;
  const isApproved = state === 'applying';
  const facts = [
    winners === 1,
    decisions === 1,
    refusals.every((why) => why === 'request-closed'),
    count('request.approved', 'request.denied') === 1,
    count('request.applying') === (isApproved ? 1 : 0),
    count('mailbox.block-written') === (isApproved ? 1 : 0),
    blocks === (isApproved ? 1 : 0),
    isApproved || state === 'denied',
  ];
  return facts.every(Boolean) ? '' : JSON.stringify({ state, winners, refusals, decisions, events, blocks });
}

async function faultyOnes(requests: number, isCarefree: boolean): Promise<readonly string[]> {
  assert.ok(postgres !== undefined);
  const place: StorePlace = await postgres.newPlace();
  try {
    const finishes = await race({ requests, isCarefree }, place);
    const denied = finishes.filter(({ state }) => state === 'denied').length;
    process.stdout.write(`    ${requests} requests, ${denied} of them denied\n`);
    return finishes.map(faultsOf).filter((fault) => fault !== '');
  } finally {
    await place.remove();
  }
}

describe('two approvers at once on two instances', () => {
  before(function () {
    // There is no race where one process owns the store.
    if (postgres === undefined) this.skip();
  });

  it('have one winner each in 2,000 requests: one decision, one run, one write', async function () {
    this.timeout(300_000);
    assert.deepEqual(await faultyOnes(2_000, false), []);
  });

  it('would both win without the comparison of versions', async function () {
    this.timeout(120_000);
    assert.notEqual((await faultyOnes(200, true)).length, 0);
  });
});
