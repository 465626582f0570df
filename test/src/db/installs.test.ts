// Apps that the bot installs: asked for once a person and day, on however many instances, with what came of it.
import assert from 'node:assert/strict';
import type { InstallOutcome } from '../../../src/delivery/installs.js';
import { onEachEngine } from './on-each-engine.js';
import { at } from './samples.js';

const DAY = 24 * 60;

onEachEngine('Installs', {}, (under) => {
  const claim = (personId: string, minute: number): Promise<boolean> =>
    under.store().ledger.transaction((work) => work.installs.claim(personId, at(minute)));
  const outcomeOf = async (personId: string): Promise<unknown> =>
    (await under.store().installs.ofPeople([personId]))[0]?.outcome;

  it('are claimed by one of many at once, in whatever case the id is written', async () => {
    const claims = await Promise.all(Array.from({ length: 12 }, (_, n) => claim(n % 2 === 0 ? 'p1' : 'P1', 0)));
    assert.equal(claims.filter(Boolean).length, 1);
    assert.equal(await claim('p2', 0), true, 'of another person');
  });

  it('are claimed again after a day; after an hour where an administrator has something to mend', async () => {
    for (const [personId, outcome, wait] of [
      ['installed', { kind: 'installed' }, DAY],
      ['already', { kind: 'already' }, DAY],
      ['refused', { kind: 'refused', why: 'A policy.' }, DAY],
      ['denied', { kind: 'no-permission' }, 60],
      ['unknown', { kind: 'not-in-catalogue' }, 60],
    ] as const satisfies readonly (readonly [string, InstallOutcome, number])[]) {
      assert.equal(await claim(personId, 0), true);
      await under.store().installs.note(personId, outcome);
      assert.equal(await claim(personId, wait - 1), false, personId);
      assert.deepEqual(await outcomeOf(personId), outcome);
      assert.equal(await claim(personId, wait), true, personId);
      assert.equal(await outcomeOf(personId), null, 'under way again');
    }
  });

  it('come back together with the job or not at all', async () => {
    const { ledger, installs } = under.store();
    await assert.rejects(
      ledger.transaction(async (work) => {
        await work.installs.claim('rolled-back', at(0));
        throw new Error('no job');
      }),
    );
    assert.deepEqual(await installs.ofPeople(['rolled-back']), []);
  });
});
