// Tokens are kept until five minutes before their end, per scope, and fetched once however many ask.
import assert from 'node:assert/strict';
import { keepingTokens } from '../../../src/tenant/kept-tokens.js';

describe('keepingTokens', () => {
  const MINUTE = 60_000;
  let asked: string[];
  let now: number;
  let fails: boolean;
  const credential = keepingTokens(
    {
      async getToken(scopes) {
        asked.push(String(scopes));
        if (fails) throw new Error('away');
        return { token: `${String(scopes)} ${asked.length}`, expiresOnTimestamp: now + 60 * MINUTE };
      },
    },
    () => now,
  );
  before(() => {
    asked = [];
    now = 0;
    fails = false;
  });

  it('asks once for two who ask at the same time, and once per scope', async () => {
    const [one, two] = await Promise.all([credential.getToken('graph'), credential.getToken('graph')]);
    assert.equal(one, two);
    await credential.getToken('exchange');
    assert.deepEqual(asked, ['graph', 'exchange']);
  });

  it('gives what it has until five minutes are left, then asks again', async () => {
    now = 54 * MINUTE;
    assert.equal((await credential.getToken('graph'))?.token, 'graph 1');
    now = 55 * MINUTE;
    assert.equal((await credential.getToken('graph'))?.token, 'graph 3');
  });

  it('keeps no failure', async () => {
    now = 200 * MINUTE;
    fails = true;
    await assert.rejects(credential.getToken('graph'), /away/u);
    fails = false;
    assert.equal((await credential.getToken('graph'))?.token, 'graph 5');
  });
});
