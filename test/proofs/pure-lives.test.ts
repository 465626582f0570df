// The state machine against the rulebook.
import { newSeed } from '../support/seed.js';
import { livePurely } from './pure-lives.js';

describe('lives of a request', () => {
  it('go by the rulebook, step by step, through 3,000 random ones', () => {
    livePurely(3_000, newSeed('lives of a request'));
  });
});
