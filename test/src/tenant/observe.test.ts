// What is told of requests to Microsoft: each try, by its route, without an id or a name of anybody.
import assert from 'node:assert/strict';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import { routeOf, type UpstreamTry } from '../../../src/tenant/observe.js';
import { all, connect, quickDoors } from './connect.js';

describe('routeOf', () => {
  it('keeps the words of an address and nothing that names anybody', () => {
    const id = '3fa85f64-5717-4562-b3fc-2c963f66afa6';
    for (const [path, route] of [
      [`/users/${id}?$select=id`, '/users/{id}'],
      ['/users/reception%40contoso.example/checkMemberGroups', '/users/{id}/checkMemberGroups'],
      [`https://graph.microsoft.com/v1.0/users?$skiptoken=secret`, '/users'],
      [
        `/groups/${id}/transitiveMembers/microsoft.graph.user?$top=999`,
        '/groups/{id}/transitiveMembers/microsoft.graph.user',
      ],
      ['/$batch', '/$batch'],
      [`/adminapi/v2.0/${id}/Mailbox?$select=x`, '/adminapi/v2.0/{id}/Mailbox'],
      [`/adminapi/beta/${id}/InvokeCommand`, '/adminapi/beta/{id}/InvokeCommand'],
    ] as const) {
      assert.equal(routeOf(path), route);
    }
  });
});

describe('observing', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startTenant({ users: 60, mailboxes: 10 });
  });
  after(() => sandbox.stop());

  it('hears of each try, with Microsoft’s request id and the id of the work', async () => {
    const heard: UpstreamTry[] = [];
    const doors = { ...quickDoors(sandbox), observe: (tried: UpstreamTry) => void heard.push(tried) };
    const tenant = connect(sandbox, 'v2', doors);
    const { objectId } = sandbox.people.approver;
    sandbox.faults.add({ route: 'GET /users/{id}', effect: { kind: 'status', status: 503 }, count: 1 });
    await tenant.readAccount(objectId, 'work 1');
    await all(tenant.listMailboxes(['SharedMailbox'], 'work 2'));
    assert.deepEqual(
      heard.map(({ service, method, route, attempt, status, correlationId }) =>
        [service, method, route, attempt, status, correlationId].join(' '),
      ),
      [
        'graph GET /users/{id} 1 503 work 1',
        'graph GET /users/{id} 2 200 work 1',
        'exchange POST /adminapi/v2.0/{id}/Mailbox 1 200 work 2',
      ],
    );
    assert.ok(heard.every(({ requestId }) => sandbox.requests.entries.some((entry) => entry.requestId === requestId)));
    assert.ok(!JSON.stringify(heard).includes(objectId));
    sandbox.faults.add({ route: 'GET /users/{id}', effect: { kind: 'reset', when: 'before' } });
    await tenant.readAccount(objectId, 'work 3').catch(() => undefined);
    sandbox.faults.clear();
    const last = heard.at(-1);
    assert.deepEqual([last?.attempt, last?.status, last?.requestId], [4, null, null]);
    assert.notEqual(last?.fault, null);
  });
});
