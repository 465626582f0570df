// The approvers group is read once for questions that come together, and anew once the answer is old.
import assert from 'node:assert/strict';
import { type Approvers, createApprovers, KEEP_MS } from '../../bot/approvers.js';
import { Refused } from '../../src/failure.js';

const BEGAN = 1_000_000;

describe('the members of the approvers group', () => {
  let clock: number;
  let reads: number;
  let fails: boolean;
  let approvers: Approvers;

  beforeEach(() => {
    [clock, reads, fails] = [BEGAN, 0, false];
    approvers = createApprovers({
      elapsed: () => clock,
      async read() {
        reads += 1;
        const answer = [{ objectId: `reading ${reads}`, name: '', accountEnabled: true, isGuest: false }];
        await Promise.resolve();
        if (fails) throw new Refused({ kind: 'busy' });
        return answer;
      },
    });
  });

  const lately = async (): Promise<string | undefined> => (await approvers.lately('c'))[0]?.objectId;

  it('are read once for many questions at once, and for those of the next seconds', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, lately));
    assert.deepEqual(new Set(answers), new Set(['reading 1']));
    clock = BEGAN + KEEP_MS - 1;
    assert.equal(await lately(), 'reading 1');
    clock = BEGAN + KEEP_MS;
    assert.equal(await lately(), 'reading 2');
  });

  it('are not asked for again and again while Entra gives no answer', async () => {
    fails = true;
    const asked = Array.from({ length: 20 }, () => assert.rejects(approvers.lately('c'), Refused));
    await Promise.all(asked);
    await assert.rejects(approvers.lately('c'), Refused);
    assert.equal(reads, 1);
    fails = false;
    clock = BEGAN + KEEP_MS;
    assert.equal(await lately(), 'reading 2');
  });

  it('are read anew when it matters, and everybody has that answer from then on', async () => {
    await lately();
    assert.equal((await approvers.afresh('c'))[0]?.objectId, 'reading 2');
    assert.equal(await lately(), 'reading 2');
  });
});
