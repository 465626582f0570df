// Pacing: never more than the limit in any window, waits in turn, and a refusal instead of an endless wait.
import assert from 'node:assert/strict';
import { Refused } from '../../../src/failure.js';
import { createPace } from '../../../src/tenant/pace.js';

function clock(): { now(): number; sleep(ms: number): Promise<void>; random(): number; readonly slept: number[] } {
  let at = 0;
  const slept: number[] = [];
  const sleep = async (ms: number): Promise<void> => {
    slept.push(ms);
    at += ms;
  };
  return { now: () => at, sleep, random: () => 0, slept };
}

describe('createPace', () => {
  it('lets a burst through up to the limit, and no call more within any window', async () => {
    const doors = clock();
    const pace = createPace({ calls: 5, windowMs: 10_000, patienceMs: 60_000 }, doors);
    const times: number[] = [];
    for (let call = 0; call < 23; call += 1) {
      await pace.turn();
      times.push(doors.now());
      if (call === 2) await doors.sleep(6000);
    }
    times.forEach((time, index) => {
      const within = times.slice(0, index + 1).filter((other) => other > time - 10_000);
      assert.ok(within.length <= 5, `call ${index}`);
    });
    assert.ok(doors.now() <= 46_000, 'and waits no longer than it must');
  });

  it('gives callers that come at once turns of their own', async () => {
    let at = 0;
    const waits: number[] = [];
    const doors = {
      now: () => at,
      random: () => 0,
      sleep: async (ms: number) => {
        waits.push(ms);
      },
    };
    const pace = createPace({ calls: 2, windowMs: 1000, patienceMs: 5000 }, doors);
    await Promise.all([1, 2, 3, 4, 5].map(() => pace.turn()));
    assert.deepEqual(waits, [1000, 1000, 2000]);
    at = 10_000;
    await pace.turn();
    assert.equal(waits.length, 3);
  });

  it('says when to come back where the wait would be too long, and keeps no place for who was refused', async () => {
    const doors = { now: () => 0, random: () => 0, sleep: async () => {} };
    const pace = createPace({ calls: 1, windowMs: 10_000, patienceMs: 10_000 }, doors);
    await pace.turn();
    await pace.turn();
    for (let call = 0; call < 3; call += 1) {
      await assert.rejects(pace.turn(), (error) => {
        assert.ok(error instanceof Refused);
        assert.deepEqual(error.failure, { kind: 'rate-limited', retryAfterSeconds: 20 });
        return true;
      });
    }
  });

  it('leaves room to people: what nobody waits for never takes all of it, and takes what they left', async () => {
    const doors = clock();
    const pace = createPace({ calls: 5, windowMs: 10_000, patienceMs: 60_000, forPeople: 2 }, doors);
    const times: number[] = [];
    for (let call = 0; call < 9; call += 1) {
      await pace.turn('background');
      times.push(doors.now());
    }
    assert.deepEqual(times, [0, 0, 0, 10_000, 10_000, 10_000, 20_000, 20_000, 20_000]);
    await pace.turn();
    await pace.turn();
    assert.equal(doors.now(), 20_000, 'two people at once, in the middle of it');
    await pace.turn();
    assert.equal(doors.now(), 30_000, 'and never more than the limit');
    await pace.turn('background');
    assert.equal(doors.now(), 30_000);
  });

  it('lets a person pass turns that the background was given for later, and keeps to the limit then too', async () => {
    const waits: number[] = [];
    const doors = {
      now: () => 0,
      random: () => 0,
      sleep: async (ms: number) => {
        waits.push(ms);
      },
    };
    const pace = createPace({ calls: 5, windowMs: 10_000, patienceMs: 10_000, forPeople: 2 }, doors);
    await Promise.all(Array.from({ length: 9 }, () => pace.turn('background')));
    assert.deepEqual(waits, [10_000, 10_000, 10_000, 20_000, 20_000, 20_000], 'it may wait longer than a person');
    waits.length = 0;
    await Promise.all(Array.from({ length: 3 }, () => pace.turn()));
    assert.deepEqual(waits, [10_000], 'two at once');
    await assert.rejects(Promise.all(Array.from({ length: 20 }, () => pace.turn('background'))), Refused);
  });
});
