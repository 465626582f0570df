// Faults on demand: each looks on the wire as it would from Microsoft.
import assert from 'node:assert/strict';
import type { Fault } from '../../../sandbox/tenant/faults.js';
import { type Client, failure, startClient } from './client.js';

describe('sandbox tenant: faults', () => {
  let client: Client;
  let token: string;
  beforeEach(async () => {
    client = await startClient({ users: 120 });
    token = await client.token('graph');
  });
  afterEach(() => client.tenant.stop());

  const users = () => client.graph('/users?$select=id&$top=50', { token });
  const add = (fault: Fault) => client.tenant.faults.add(fault);
  const patch = () =>
    client.graph('/users/reception@lighthouse.example', { method: 'PATCH', body: { accountEnabled: false }, token });
  /** undici's words for a connection that ended too early. */
  const cut = (error: unknown): boolean =>
    error instanceof Error && /fetch failed|terminated|ECONNRESET|other side closed/.test(String(error.message));

  it('answers any status with Retry-After as it was given, as often as asked', async () => {
    const past = 'Wed, 21 Oct 2015 07:28:00 GMT';
    for (const retryAfter of ['7', '0', '86400', past]) {
      add({ effect: { kind: 'status', status: 429, retryAfter }, count: 2 });
      for (let i = 0; i < 2; i += 1) {
        const reply = await users();
        assert.equal(failure(reply), '429 TooManyRequests');
        assert.equal(reply.headers.get('retry-after'), retryAfter);
      }
      assert.equal((await users()).status, 200);
    }
    add({ effect: { kind: 'status', status: 429 }, count: 1 });
    assert.equal((await users()).headers.get('retry-after'), null);
  });

  it('has the error format of each service', async () => {
    for (const status of [409, 412, 500, 502, 503, 504]) {
      add({ effect: { kind: 'status', status }, count: 1, service: 'graph' });
      const reply = await users();
      assert.equal(reply.status, status);
      assert.equal(reply.body.error.innerError['request-id'], reply.headers.get('request-id'));
    }
    add({ effect: { kind: 'status', status: 503 }, service: 'exchange' });
    assert.equal(failure(await client.v2({ ResultSize: 1 })), '503 ServiceUnavailable');
    add({ effect: { kind: 'status', status: 500, message: 'down' }, service: 'identity' });
    const identity = await fetch(client.tenant.identityEndpoint);
    assert.deepEqual([identity.status, ((await identity.json()) as { message: string }).message], [500, 'down']);
    add({ effect: { kind: 'status', status: 409, code: 'Directory_ConcurrencyViolation' }, count: 1 });
    assert.equal(failure(await users()), '409 Directory_ConcurrencyViolation');
  });

  it('meets the requests that it names, after those it lets pass', async () => {
    add({ effect: { kind: 'status', status: 500 }, route: 'PATCH /users/{id}', skip: 1, count: 1 });
    assert.deepEqual([(await users()).status, (await patch()).status, (await patch()).status], [200, 204, 500]);
    add({ effect: { kind: 'status', status: 500 }, pathContains: '$skiptoken=' });
    const first = await users();
    assert.deepEqual(
      [first.status, (await client.graph(first.body['@odata.nextLink'] ?? '', { token })).status],
      [200, 500],
    );
    client.tenant.faults.clear();
    assert.equal((await client.graph(first.body['@odata.nextLink'] ?? '', { token })).status, 200);
  });

  it('cuts the connection before the request is carried out, or after', async () => {
    add({ effect: { kind: 'reset', when: 'before' }, method: 'PATCH', count: 1 });
    await assert.rejects(patch(), cut);
    assert.equal(client.tenant.directory.isEnabled('Reception'), true);
    add({ effect: { kind: 'reset', when: 'after' }, method: 'PATCH', count: 1 });
    await assert.rejects(patch(), cut);
    assert.equal(client.tenant.directory.isEnabled('Reception'), false);
    assert.equal(client.tenant.requests.count({ status: 'reset' }), 2);
  });

  it('loses the answer of a request that was carried out', async () => {
    add({ effect: { kind: 'status', status: 502, applied: true }, method: 'PATCH', count: 1 });
    assert.equal((await patch()).status, 502);
    assert.equal(client.tenant.directory.isEnabled('Reception'), false);
  });

  it('breaks a page off half-way', async () => {
    add({ effect: { kind: 'truncate' }, route: 'GET /users', count: 1 });
    await assert.rejects(users(), cut);
    assert.equal((await users()).status, 200);
    add({ effect: { kind: 'truncate', share: 0.9 }, service: 'exchange', count: 1 });
    await assert.rejects(client.v2({ ResultSize: 'Unlimited' }), cut);
  });

  it('delays, alone or before another fault', async () => {
    add({ effect: { kind: 'delay', ms: 60 }, count: 2 });
    add({ effect: { kind: 'status', status: 503 }, skip: 1, count: 1 });
    const began = performance.now();
    assert.equal((await users()).status, 200);
    assert.equal((await users()).status, 503);
    assert.ok(performance.now() - began >= 119);
  });

  it('comes with the chance it was given, the same for the same seed', async () => {
    const outcome = async () => {
      const other = await startClient({ users: 120, seed: 5 });
      other.tenant.faults.add({ effect: { kind: 'status', status: 500 }, probability: 0.5, route: 'GET /users' });
      const held = await other.token('graph');
      const statuses: number[] = [];
      for (let i = 0; i < 20; i += 1) statuses.push((await other.graph('/users?$top=1', { token: held })).status);
      await other.tenant.stop();
      return statuses;
    };
    const first = await outcome();
    assert.deepEqual(new Set(first), new Set([200, 500]));
    assert.deepEqual(await outcome(), first);
  });

  it('refuses faults that could never happen', () => {
    assert.throws(
      () => add({ effect: { kind: 'status', status: 500 }, route: 'GET /user' }),
      /The routes are: .*GET \/users/,
    );
    assert.throws(() => add({ effect: { kind: 'status', status: 200 } }), /400 to 599/);
    assert.throws(() => add({ effect: { kind: 'reset', when: 'before' }, inBatch: true }), /no connection of its own/);
    assert.throws(() => add({ effect: { kind: 'status', status: 500 }, count: 0 }), /at least one/);
  });

  it('is named in the log by its id', async () => {
    const id = add({ effect: { kind: 'status', status: 500 }, count: 1 });
    await users();
    assert.equal(client.tenant.requests.entries.at(-1)?.fault, id);
    assert.deepEqual(client.tenant.faults.list(), []);
  });
});

describe('sandbox tenant: request log', () => {
  it('tells route, status and permission of each request, and counts', async () => {
    const client = await startClient({ users: 120 });
    try {
      await client.graph('/users?$top=1');
      await client.v2({ ResultSize: 1 });
      const { entries } = client.tenant.requests;
      const told = entries.map(({ service, method, route, status, permission }) => ({
        service,
        method,
        route,
        status,
        permission,
      }));
      const identity = { service: 'identity', method: 'GET', route: 'GET /msi/token', status: 200, permission: null };
      assert.deepEqual(told, [
        identity,
        { service: 'graph', method: 'GET', route: 'GET /users', status: 200, permission: 'User.Read.All' },
        identity,
        {
          service: 'exchange',
          method: 'POST',
          route: 'POST /adminapi/v2.0/{tenant}/Mailbox',
          status: 200,
          permission: 'Exchange.ManageAsAppV2',
        },
      ]);
      assert.equal(client.tenant.requests.count({ service: 'identity', status: 200 }), 2);
      assert.equal(client.tenant.requests.counts()['GET /users'], 1);
      client.tenant.requests.clear();
      assert.equal(client.tenant.requests.count(), 0);
    } finally {
      await client.tenant.stop();
    }
  });
});
