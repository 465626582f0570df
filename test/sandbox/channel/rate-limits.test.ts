// The sliding windows of Teams' rate limits, on a clock that the test moves.
import assert from 'node:assert/strict';
import { createRateLimiter, SEND_WINDOWS } from '../../../sandbox/channel/rate-limits.js';

describe('sandbox: rate limits', () => {
  const start = Date.UTC(2026, 0, 1);
  const at = (seconds: number) => new Date(start + seconds * 1000);

  it('lets 7 through in a second, 8 in two, and counts each thread for itself', () => {
    const limiter = createRateLimiter(SEND_WINDOWS);
    for (let call = 0; call < 7; call += 1) assert.equal(limiter.admit('a', at(0)), 0);
    assert.equal(limiter.admit('a', at(0.2)), 1);
    assert.equal(limiter.admit('b', at(0.2)), 0);
    assert.equal(limiter.admit('a', at(1)), 0);
    assert.equal(limiter.admit('a', at(1.1)), 1);
    assert.equal(limiter.admit('a', at(2)), 0);
  });

  it('holds to 60 in 30 seconds and says how long to wait', () => {
    const limiter = createRateLimiter(SEND_WINDOWS);
    for (let call = 0; call < 60; call += 1) assert.equal(limiter.admit('a', at(call * 0.4)), 0);
    assert.equal(limiter.admit('a', at(25)), 5);
    assert.equal(limiter.admit('a', at(30)), 0);
  });
});
