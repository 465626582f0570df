// How long an exemption may last: to the minute at both ends, and who asked for none is told.
import assert from 'node:assert/strict';
import { sentenceFor } from '../../../bot/refusal.js';
import { checkTerm } from '../../../src/approvals/term.js';
import { type Failure, Refused } from '../../../src/failure.js';
import { at, T0 } from '../db/samples.js';

const DAY = 24 * 60;
const FIRST = { longestMs: 180 * DAY * 60_000, isSent: false };

function refusalOf(check: () => unknown): Failure {
  try {
    check();
  } catch (error) {
    if (error instanceof Refused) return error.failure;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('checkTerm', () => {
  it('wants none for a block, and one for everything else', () => {
    assert.equal(checkTerm('block', at(5), T0, FIRST), null);
    for (const action of ['unblock', 'exempt'] as const) {
      const failure = refusalOf(() => checkTerm(action, null, T0, FIRST));
      assert.equal(failure.kind, 'until-missing');
      assert.match(sentenceFor(failure), /for 2h.*always ends/);
    }
  });

  it('takes five minutes to the longest term', () => {
    for (const minutes of [5, 180 * DAY]) assert.equal(checkTerm('exempt', at(minutes), T0, FIRST), at(minutes));
    for (const minutes of [4.99, 0, -1]) {
      const failure = refusalOf(() => checkTerm('unblock', at(minutes), T0, FIRST));
      assert.match(sentenceFor(failure), /less than 5 minutes away/);
    }
    const failure = refusalOf(() => checkTerm('exempt', at(180 * DAY + 0.01), T0, FIRST));
    assert.match(sentenceFor(failure), /longer than an exemption may last here \(180 days\)/);
    const short = refusalOf(() => checkTerm('exempt', at(DAY), T0, { ...FIRST, longestMs: 43_200_000 }));
    assert.match(sentenceFor(short), /\(12 hours\)/);
  });

  it('lets time go by between the preview and its sending, but not all of it', () => {
    const sent = { ...FIRST, isSent: true };
    assert.equal(checkTerm('unblock', at(6), at(5), sent), at(6));
    assert.match(sentenceFor(refusalOf(() => checkTerm('unblock', at(5), at(5), sent))), /less than 60 seconds away/);
  });

  it('takes no time that cannot be read', () => {
    assert.equal(refusalOf(() => checkTerm('unblock', 'soon', T0, FIRST)).kind, 'until-past');
  });
});
