// Graph's getByIds in the sandbox.
import assert from 'node:assert/strict';
import { type Client, column, failure, startClient } from './client.js';

const NOBODY = '11111111-2222-4333-8444-555555555555';

describe('sandbox tenant: getByIds', () => {
  let client: Client;
  before(async () => {
    client = await startClient({ users: 1_300, mailboxes: 60 });
  });
  after(() => client.tenant.stop());

  const ask = (body: unknown, query = '?$select=id,accountEnabled,userType', token?: string) =>
    client.graph(`/directoryObjects/getByIds${query}`, {
      method: 'POST',
      body,
      ...(token === undefined ? {} : { token }),
    });
  const ids = (count: number) => client.tenant.directory.contents.users.slice(0, count).map(({ id }) => id);

  it('answers 1,000 ids in another order, leaving out those that are not there', async () => {
    const wanted = ids(999);
    const reply = await ask({ ids: [...wanted, NOBODY], types: ['user'] });
    assert.equal(reply.status, 200);
    const found = column(reply, 'id');
    assert.notDeepEqual(found, wanted);
    assert.deepEqual([...found].sort(), [...wanted].sort());
    assert.equal(reply.body.value[0]?.['@odata.type'], '#microsoft.graph.user');
    assert.equal(typeof reply.body.value[0]?.['accountEnabled'], 'boolean');
  });

  it('refuses more than 1,000 ids, and any that is malformed', async () => {
    const many = await ask({ ids: ids(1_001), types: ['user'] });
    assert.equal(failure(many), '400 Request_BadRequest');
    assert.equal(many.body.error.message, "Number of included identifiers cannot exceed '1000'.");
    assert.equal((await ask({ ids: [...ids(2), 'reception'], types: ['user'] })).status, 400);
    assert.equal((await ask({ types: ['user'] })).status, 400);
    assert.equal((await ask({ ids: ids(1), types: ['person'] })).status, 400);
    assert.equal((await ask({ ids: ids(1) }, '?$select=accountenabled')).status, 400);
    assert.equal((await ask({ ids: ids(1) }, '?$filter=accountEnabled eq true')).status, 400);
    assert.equal((await ask('{"ids":', '')).status, 400);
  });

  it('returns no accountEnabled without $select, and costs more', async () => {
    const plain = await ask({ ids: ids(1), types: ['user'] }, '');
    assert.ok(!('accountEnabled' in (plain.body.value[0] ?? {})));
    assert.equal(plain.headers.get('x-ms-resource-unit'), '5');
    assert.equal((await ask({ ids: ids(1), types: ['user'] })).headers.get('x-ms-resource-unit'), '2');
  });

  it('returns groups as well unless only users are asked for', async () => {
    const { operatorsId } = client.tenant.groups;
    assert.equal((await ask({ ids: [operatorsId] })).body.value[0]?.['@odata.type'], '#microsoft.graph.group');
    assert.deepEqual((await ask({ ids: [operatorsId], types: ['user'] })).body.value, []);
  });

  it('never has signInActivity', async () => {
    const { id } = client.tenant.directory.find('Invoices');
    const reply = await ask({ ids: [id], types: ['user'] }, '?$select=id,signInActivity');
    assert.deepEqual(Object.keys(reply.body.value[0] ?? {}).sort(), ['@odata.type', 'id']);
  });

  it('does with User.Read.All alone what the switch says', async () => {
    const { switches, permissions } = client.tenant;
    const body = { ids: ids(1), types: ['user'] };
    switches.getByIdsWithUserReadAll = 'ids-only';
    assert.deepEqual((await ask(body)).body.value[0], {
      '@odata.type': '#microsoft.graph.user',
      id: ids(1)[0],
      accountEnabled: null,
      userType: null,
    });
    switches.getByIdsWithUserReadAll = 'denied';
    assert.equal(failure(await ask(body)), '403 Authorization_RequestDenied');
    permissions.grant('graph', 'Directory.Read.All');
    assert.equal(typeof (await ask(body)).body.value[0]?.['accountEnabled'], 'boolean');
    permissions.revoke('graph', 'Directory.Read.All');
    switches.getByIdsWithUserReadAll = 'full';
  });
});
