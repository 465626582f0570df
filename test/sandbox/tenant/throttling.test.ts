// Throttling in the sandbox: resource units and the write quota, on the sandbox clock.
import assert from 'node:assert/strict';
import { createClock } from '../../../sandbox/tenant/clock.js';
import { createWindow, resourceUnitLimit, WRITE_LIMIT } from '../../../sandbox/tenant/throttle.js';
import { type Client, failure, startClient } from './client.js';

describe('sandbox tenant: throttle windows', () => {
  it('never lets more through within any stretch of their length', () => {
    const clock = createClock(() => 0);
    const window = createWindow({ name: 'test', most: 10, perMs: 1_000 }, clock);
    const passed: number[] = [];
    for (let ms = 0; ms < 5_000; ms += 37) {
      if (window.charge(3).retryAfter === null) passed.push(clock.now());
      clock.advance(37);
    }
    for (const start of passed) {
      assert.ok(passed.filter((at) => at >= start && at < start + 1_000).length * 3 <= 10);
    }
  });

  it('let through who waits as long as Retry-After says', () => {
    const clock = createClock(() => 0);
    const window = createWindow({ name: 'test', most: 5, perMs: 10_000 }, clock);
    for (let request = 0; request < 40; request += 1) {
      const { retryAfter } = window.charge(1);
      if (retryAfter === null) continue;
      assert.ok(retryAfter >= 1 && retryAfter <= 10);
      clock.advance(retryAfter * 1_000);
      assert.equal(window.charge(1).retryAfter, null);
    }
  });

  it('grow with the tenant as the page says', () => {
    assert.deepEqual(
      [49, 50, 500, 501].map((users) => resourceUnitLimit(users).most),
      [3_500, 5_000, 5_000, 8_000],
    );
    assert.deepEqual([WRITE_LIMIT.most, WRITE_LIMIT.perMs], [3_000, 150_000]);
  });
});

describe('sandbox tenant: throttling of Graph', () => {
  let client: Client;
  let token: string;
  const now = Date.now();
  beforeEach(async () => {
    client = await startClient({ users: 150, realNow: () => now });
    token = await client.token('graph');
  });
  afterEach(() => client.tenant.stop());

  const batch = (method: 'GET' | 'PATCH', url: string, count = 20) => {
    const change =
      method === 'PATCH' ? { headers: { 'Content-Type': 'application/json' }, body: { accountEnabled: false } } : {};
    const requests = Array.from({ length: count }, (_, i) => ({ id: String(i), method, url, ...change }));
    return client.graph('/$batch', { method: 'POST', body: { requests }, token });
  };

  it('warns from four fifths on, and refuses with Retry-After beyond the limit', async () => {
    // Each item lists group members transitively: 5 units. 49 batches of 20 leave 100 units of 5,000.
    const url = `/groups/${client.tenant.groups.approversId}/transitiveMembers`;
    for (let i = 0; i < 49; i += 1) await batch('GET', url);
    const warned = await client.graph('/users?$select=id', { token });
    assert.equal(warned.headers.get('x-ms-throttle-limit-percentage'), '0.98');
    const { body } = await batch('GET', url);
    assert.equal(body.responses.filter(({ status }) => status === 200).length, 19);
    const refused = body.responses.find(({ status }) => status === 429);
    assert.equal(refused?.headers['x-ms-throttle-information'], 'ResourceUnitLimitExceeded');
    client.tenant.clock.advance(Number(refused?.headers['Retry-After']) * 1_000);
    assert.equal((await client.graph('/users', { token })).status, 200);
  });

  it('counts writes apart: 3,000 in two and a half minutes', async () => {
    const url = `/users/${client.tenant.directory.find('Reception').id}`;
    for (let i = 0; i < 150; i += 1) {
      await batch('PATCH', url);
      // Slow enough for the resource units: only the write quota is left to exceed.
      client.tenant.clock.advance(500);
    }
    const refused = await client.graph(url, { method: 'PATCH', body: { accountEnabled: true }, token });
    assert.equal(failure(refused), '429 TooManyRequests');
    assert.equal(refused.headers.get('x-ms-throttle-information'), 'WriteLimitExceeded');
    const wait = Number(refused.headers.get('retry-after'));
    assert.ok(wait > 60 && wait <= 150, String(wait));
    assert.equal((await client.graph(url, { token })).status, 200);
    client.tenant.clock.advance(wait * 1_000);
    assert.equal((await client.graph(url, { method: 'PATCH', body: { accountEnabled: true }, token })).status, 204);
  });
});
