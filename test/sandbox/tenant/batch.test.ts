// Graph's $batch in the sandbox.
import assert from 'node:assert/strict';
import { type Body, type Client, failure, type ItemReply, startClient } from './client.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('sandbox tenant: $batch', () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient({ users: 150, mailboxes: 60, switches: { singleReadLagMs: 0 } });
  });
  afterEach(() => client.tenant.stop());

  const send = (requests: unknown) => client.graph('/$batch', { method: 'POST', body: { requests } });
  const item = (body: Body, id: string): ItemReply => {
    const found = body.responses.find((response) => response.id === id);
    assert.ok(found, `no answer ${id}`);
    return found;
  };
  const idOf = (name: string) => client.tenant.directory.find(name).id;
  const get = (id: string, name: string) => ({ id, method: 'GET', url: `/users/${idOf(name)}?$select=accountEnabled` });
  const block = (id: string, name: string) => ({
    id,
    method: 'PATCH',
    url: `/users/${idOf(name)}`,
    headers: JSON_TYPE,
    body: { accountEnabled: false },
  });

  it('answers every item on its own, in another order', async () => {
    const requests = Array.from({ length: 20 }, (_, i) => get(String(i), i % 2 === 0 ? 'Reception' : 'Support'));
    const { status, body } = await send(requests);
    assert.equal(status, 200);
    const order = body.responses.map(({ id }) => id);
    assert.notDeepEqual(
      order,
      requests.map(({ id }) => id),
    );
    assert.equal(new Set(order).size, 20);
    assert.equal(item(body, '0').body['accountEnabled'], true);
    assert.equal(item(body, '1').body['accountEnabled'], false);
  });

  it('is a 200 although items failed', async () => {
    const { status, body } = await send([
      block('ok', 'Reception'),
      block('synced', 'Payroll'),
      block('role', 'IT Services'),
      { id: 'gone', method: 'GET', url: '/users/11111111-2222-4333-8444-555555555555' },
      { id: 'where', method: 'GET', url: '/v1.0/users' },
      { id: 'absolute', method: 'GET', url: 'https://graph.microsoft.com/v1.0/users' },
      { id: 'nested', method: 'POST', url: '/$batch', headers: JSON_TYPE, body: { requests: [] } },
    ]);
    assert.equal(status, 200);
    const ok = item(body, 'ok');
    assert.deepEqual([ok.status, 'body' in ok], [204, false]);
    assert.equal(failure(item(body, 'synced')), '400 Request_BadRequest');
    assert.equal(failure(item(body, 'role')), '403 Authorization_RequestDenied');
    assert.equal(failure(item(body, 'gone')), '404 Request_ResourceNotFound');
    for (const id of ['where', 'absolute', 'nested']) assert.equal(item(body, id).status, 400, id);
    assert.equal(client.tenant.directory.isEnabled('Reception'), false);
  });

  it('fails as a whole when it is malformed', async () => {
    const one = get('1', 'Reception');
    const malformed: readonly unknown[] = [
      Array.from({ length: 21 }, (_, i) => get(String(i), 'Reception')),
      [one, one],
      [{ ...get('a', 'Reception') }, { ...get('A', 'Reception') }],
      [{ ...one, id: undefined }],
      [{ ...one, url: undefined }],
      [{ ...one, body: {} }],
      [{ ...block('1', 'Reception'), headers: {} }],
      [{ ...block('1', 'Reception'), body: undefined }],
      [{ ...one, dependsOn: ['9'] }],
      [
        { ...one, dependsOn: ['2'] },
        { ...get('2', 'Reception'), dependsOn: ['1'] },
      ],
      'none',
    ];
    for (const requests of malformed)
      assert.equal(failure(await send(requests)), '400 BadRequest', JSON.stringify(requests));
    assert.equal(client.tenant.directory.isEnabled('Reception'), true);
  });

  it('carries out dependent items in order and fails those whose dependency failed', async () => {
    const { body } = await send([
      { ...get('read', 'Reception'), dependsOn: ['write'] },
      block('write', 'Reception'),
      { ...get('never', 'Reception'), dependsOn: ['fails'] },
      block('fails', 'Payroll'),
    ]);
    assert.equal(item(body, 'read').body['accountEnabled'], false);
    assert.equal(failure(item(body, 'never')), '424 FailedDependency');
  });

  it('counts and logs each item, and the batch itself', async () => {
    await send([get('1', 'Reception'), get('2', 'Invoices'), block('3', 'Reception')]);
    const { requests } = client.tenant;
    assert.equal(requests.count({ route: 'POST /$batch' }), 1);
    assert.equal(requests.count({ inBatch: true, route: 'GET /users/{id}' }), 2);
    assert.equal(requests.count({ inBatch: true, route: 'PATCH /users/{id}', status: 204 }), 1);
  });

  it('throttles items one by one, and may have carried out a throttled write', async () => {
    const throttle = (applied: boolean) =>
      client.tenant.faults.add({
        effect: { kind: 'status', status: 429, retryAfter: 10, applied },
        route: 'PATCH /users/{id}',
        inBatch: true,
        count: 1,
      });
    throttle(false);
    const { body } = await send([block('1', 'Reception'), get('2', 'Invoices')]);
    assert.equal(failure(item(body, '1')), '429 TooManyRequests');
    assert.equal(item(body, '1').headers['Retry-After'], '10');
    assert.equal(item(body, '2').status, 200);
    assert.equal(client.tenant.directory.isEnabled('Reception'), true);
    throttle(true);
    const again = await send([block('1', 'Reception')]);
    assert.equal(item(again.body, '1').status, 429);
    assert.equal(client.tenant.directory.isEnabled('Reception'), false);
  });

  it('demands a token for the batch and permissions for each item', async () => {
    const requests = [get('1', 'Reception'), { id: '2', method: 'GET', url: '/organization' }];
    const bare = await client.graph('/$batch', { method: 'POST', body: { requests }, token: null });
    assert.equal(bare.status, 401);
    const { body } = await send(requests);
    assert.deepEqual([item(body, '1').status, item(body, '2').status], [200, 403]);
  });

  it('passes headers of an item on to it', async () => {
    const url = '/users?$filter=accountEnabled ne true&$count=true&$top=1';
    const { body } = await send([
      { id: 'with', method: 'GET', url, headers: { ConsistencyLevel: 'eventual' } },
      { id: 'without', method: 'GET', url },
    ]);
    assert.deepEqual([item(body, 'with').status, item(body, 'without').status], [200, 400]);
  });
});
