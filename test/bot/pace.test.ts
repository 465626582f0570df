// How fast the bot may send: what Teams allows a conversation and the whole app, and a rest after its complaints.
import assert from 'node:assert/strict';
import { createPace } from '../../bot/pace.js';

describe('the pace', () => {
  let now = 0;
  const pace = () => {
    now = 0;
    return createPace(() => now);
  };

  /** How many of so many calls have room, waiting as long as is asked for, until then. */
  function sentWithin(ms: number, take: () => number): number {
    let sent = 0;
    while (now < ms) {
      const waitMs = take();
      if (waitMs === 0) sent += 1;
      else now += waitMs;
    }
    return sent;
  }

  it('keeps a conversation to 7 a second and 60 in 30 seconds', () => {
    const one = pace();
    assert.equal(
      sentWithin(1000, () => one.take('a')),
      7,
    );
    const other = pace();
    assert.equal(
      sentWithin(30_000, () => other.take('a')),
      60,
    );
  });

  it('keeps all conversations together to 30 a second, whichever they are', () => {
    const all = pace();
    let n = 0;
    const another = (): string => {
      n += 1;
      return `c${n}`;
    };
    assert.equal(
      sentWithin(1000, () => all.take(another())),
      30,
    );
  });

  it('counts answers to people, who do not wait', () => {
    const one = pace();
    for (let n = 0; n < 7; n += 1) one.note('a');
    assert.equal(one.take('a'), 1000);
    assert.equal(one.take('b'), 0);
  });

  it('rests everywhere when Teams complains, for a minute at most', () => {
    const one = pace();
    one.rest(5000);
    assert.equal(one.take('b'), 5000);
    one.rest(3_600_000);
    assert.equal(one.take('b'), 60_000);
    now = 60_000;
    assert.equal(one.take('b'), 0);
  });
});
