// Graph's users in the sandbox: what is returned, what must be asked for, what is refused.
import assert from 'node:assert/strict';
import { allPages, type Client, column, failure, startClient } from './client.js';

describe('sandbox tenant: Graph users', () => {
  let client: Client;
  before(async () => {
    client = await startClient({ users: 1_250, mailboxes: 60 });
  });
  after(() => client.tenant.stop());

  const reception = () => client.tenant.directory.find('Reception').id;

  it('pages by 100 unless asked otherwise, to the last user, none twice', async () => {
    const first = await client.graph('/users');
    assert.equal(first.body.value.length, 100);
    const pages = await allPages(client, '/users?$select=id&$top=500');
    const ids = pages.flatMap((page) => column(page, 'id'));
    assert.equal(pages.length, 3);
    assert.equal(new Set(ids).size, client.tenant.directory.contents.users.length);
    assert.equal(ids.length, new Set(ids).size);
  });

  it('keeps $select and $top in the link to the next page', async () => {
    const [first, second] = await allPages(client, '/users?$select=userType&$top=999');
    assert.deepEqual(Object.keys(second?.body.value[0] ?? {}), ['userType']);
    assert.match(first?.body['@odata.nextLink'] ?? '', /\$select=userType&\$top=999&\$skiptoken=[\w-]+$/);
  });

  it('refuses a page link that it did not give out', async () => {
    assert.equal((await client.graph('/users?$skiptoken=abc')).status, 400);
    const next = (await client.graph('/users?$top=1')).body['@odata.nextLink'] ?? '';
    assert.equal((await client.graph(next.slice(0, -2))).status, 400);
    const token = new URL(next).searchParams.get('$skiptoken');
    assert.equal((await client.graph(`/roleManagement/directory/roleAssignments?$skiptoken=${token}`)).status, 400);
  });

  it('takes $top from 1 to 999', async () => {
    assert.equal((await client.graph('/users?$top=999')).body.value.length, 999);
    for (const top of ['0', '1000', '-1', 'ten']) {
      const reply = await client.graph(`/users?$top=${top}`);
      assert.equal(failure(reply), '400 Request_BadRequest');
      assert.match(reply.body.error.message, /Must be between 1 and 999 inclusive/);
    }
  });

  it('returns accountEnabled only when it is selected', async () => {
    const plain = await client.graph(`/users/${reception()}`);
    assert.equal(plain.body['displayName'], 'Reception');
    assert.ok(!('accountEnabled' in plain.body));
    const selected = await client.graph(`/users/${reception()}?$select=accountEnabled,onPremisesSyncEnabled`);
    assert.equal(selected.body['accountEnabled'], true);
    assert.equal(selected.body['onPremisesSyncEnabled'], null);
    assert.ok(!('displayName' in selected.body));
  });

  it('finds a user by principal name, also that of a guest', async () => {
    const { guest } = client.tenant.people;
    const reply = await client.graph(`/users/${encodeURIComponent(guest.upn)}?$select=id,userType`);
    assert.deepEqual([reply.body['id'], reply.body['userType']], [guest.objectId, 'Guest']);
    assert.equal((await client.graph('/users/RECEPTION@lighthouse.example')).body['id'], reception());
  });

  it('answers 404 with the request ids for who is not there', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const reply = await client.graph(`/users/${id}`, { headers: { 'client-request-id': 'my-own-id' } });
    assert.equal(failure(reply), '404 Request_ResourceNotFound');
    assert.match(reply.body.error.message, new RegExp(`Resource '${id}' does not exist`));
    const { innerError } = reply.body.error;
    assert.equal(innerError['request-id'], reply.headers.get('request-id'));
    assert.equal(innerError['client-request-id'], 'my-own-id');
    assert.match(innerError['date'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  });

  it('shows null for what User.ReadBasic.All may not see', async () => {
    const { permissions } = client.tenant;
    permissions.revoke('graph', 'User.Read.All');
    permissions.grant('graph', 'User.ReadBasic.All');
    const token = await client.token('graph');
    permissions.revoke('graph', 'User.ReadBasic.All');
    permissions.grant('graph', 'User.Read.All');
    const reply = await client.graph(`/users/${reception()}?$select=displayName,accountEnabled`, { token });
    assert.deepEqual([reply.body['displayName'], reply.body['accountEnabled']], ['Reception', null]);
  });

  it('refuses options and properties that it does not know, and logs unknown addresses', async () => {
    assert.match(
      (await client.graph('/users?$select=accountEnabeld')).body.error.message,
      /property named 'accountEnabeld'/,
    );
    for (const query of ['$skip=10', '$orderby=displayName', '$search="displayName:a"', 'top=5', '$top=1&$top=2']) {
      assert.equal((await client.graph(`/users?${query}`)).status, 400, query);
    }
    client.tenant.requests.clear();
    assert.equal((await client.graph('/users/nobody')).status, 404);
    assert.equal(failure(await client.graph('/groups')), '400 BadRequest');
    assert.equal((await client.graph('/organization', { method: 'DELETE' })).status, 405);
    assert.equal((await client.graph(`${client.tenant.graphUrl}/beta/users`)).status, 400);
    assert.equal(client.tenant.requests.count({ route: 'unknown' }), 3);
  });

  it('charges resource units as the throttling page says', async () => {
    const units = async (path: string) => Number((await client.graph(path)).headers.get('x-ms-resource-unit'));
    assert.equal(await units('/users'), 2);
    assert.equal(await units('/users?$select=id'), 1);
    assert.equal(await units('/users?$top=5'), 1);
    assert.equal(await units(`/users/${reception()}?$select=id`), 1);
  });
});

describe('sandbox tenant: Graph users, filters', () => {
  let client: Client;
  before(async () => {
    client = await startClient({ users: 120, mailboxes: 60 });
  });
  after(() => client.tenant.stop());

  const names = async (filter: string, more = '', headers = {}) => {
    const query = `$select=id,displayName,accountEnabled&$top=999&$filter=${encodeURIComponent(filter)}${more}`;
    const reply = await client.graph(`/users?${query}`, { headers });
    return reply.status === 200 ? column(reply, 'displayName') : failure(reply);
  };

  it('filters by the documented forms', async () => {
    const enabled = await names('accountEnabled eq true');
    assert.ok(enabled.includes('Reception') && !enabled.includes('Support'));
    assert.deepEqual(await names("userPrincipalName eq 'RECEPTION@lighthouse.example'"), ['Reception']);
    assert.deepEqual(await names("startswith(displayName,'Room Au')"), ['Room Aurora (12)']);
    assert.deepEqual(await names("userType eq 'Guest' and accountEnabled eq true"), ['Gale Guest', 'Partner Desk']);
    const ids = ['requester', 'approver'].map((who) => client.tenant.people[who as 'requester'].objectId);
    assert.deepEqual(await names(`id in ('${ids.join("','")}')`), ['Robin Request', 'Avery Approve']);
    assert.deepEqual(await names(`id eq '${ids[0]}' or id eq '${ids[1]}'`), ['Robin Request', 'Avery Approve']);
    const rooms = 'assignedLicenses/any(x:x/skuId eq 4cde982a-ede4-4409-9ae6-b003453c8ea6)';
    assert.deepEqual(await names(rooms), ['Room Cassini (8)']);
    assert.deepEqual(await names("(displayName eq 'O''Hara' or displayName eq 'Press')"), ['Press']);
  });

  it('pages through a filter', async () => {
    const path = `/users?$top=7&$filter=${encodeURIComponent('onPremisesSyncEnabled eq true')}&$select=displayName`;
    const pages = await allPages(client, path);
    const found = pages.flatMap((page) => column(page, 'displayName'));
    assert.ok(pages.length > 1 && found.includes('Payroll'));
    assert.equal(pages.at(-1)?.body['@odata.nextLink'], undefined);
  });

  it('demands the advanced query parameters, the header as a header', async () => {
    const eventual = { ConsistencyLevel: 'eventual' };
    for (const filter of [
      'accountEnabled ne true',
      "endsWith(mail,'.example')",
      'not(accountEnabled eq true)',
      'assignedLicenses/$count eq 0',
    ]) {
      assert.equal(await names(filter), '400 Request_UnsupportedQuery', filter);
      assert.equal(await names(filter, '', eventual), '400 Request_UnsupportedQuery', filter);
      assert.equal(await names(filter, '&$count=true'), '400 Request_UnsupportedQuery', filter);
      assert.ok(Array.isArray(await names(filter, '&$count=true', eventual)), filter);
    }
    assert.equal(await names('accountEnabled ne true', '&$count=true&ConsistencyLevel=eventual'), '400 BadRequest');
  });

  it('counts with the advanced query parameters only', async () => {
    const path = "/users?$count=true&$top=1&$filter=userType eq 'Guest'";
    const counted = await client.graph(path, { headers: { ConsistencyLevel: 'eventual' } });
    assert.equal(counted.body['@odata.count'], 2);
    assert.equal((await client.graph(path)).body['@odata.count'], undefined);
  });

  it('refuses every other filter', async () => {
    assert.equal(
      await names(`id in (${Array.from({ length: 16 }, (_, i) => `'${i}'`).join(',')})`),
      '400 Request_UnsupportedQuery',
    );
    assert.equal(await names('isManagementRestricted eq true'), '400 Request_UnsupportedQuery');
    assert.equal(await names("contains(displayName,'Room')"), '400 Request_UnsupportedQuery');
    for (const broken of [
      'accountEnabled',
      "displayName eq 'open",
      'accountEnabled equals true',
      'a eq 1)',
      '('.repeat(400),
    ]) {
      assert.equal(await names(broken), '400 BadRequest', broken);
    }
  });
});

describe('sandbox tenant: signInActivity', () => {
  let client: Client;
  before(async () => {
    client = await startClient({ users: 700, mailboxes: 60 });
  });
  after(() => client.tenant.stop());

  const activity = async (name: string) => {
    const { id } = client.tenant.directory.find(name);
    const { body } = await client.graph(`/users/${id}?$select=signInActivity`);
    return body['signInActivity'] as Readonly<Record<string, unknown>> | undefined;
  };

  it('tells attempts from successes, and says nothing of who never signed in', async () => {
    assert.ok((await activity('Invoices'))?.['lastSuccessfulSignInDateTime']);
    assert.equal(await activity('Reception'), undefined);
  });

  it('hears of a sign-in hours later', async () => {
    const details = { clientAppUsed: 'Browser', appDisplayName: 'Outlook' };
    client.tenant.directory.signIn('Reception', { ...details, success: false });
    assert.equal(await activity('Reception'), undefined);
    client.tenant.clock.advance(6 * 3_600_000);
    const heard = await activity('Reception');
    assert.ok(heard?.['lastSignInDateTime']);
    assert.equal(heard?.['lastSuccessfulSignInDateTime'], null);
  });

  it('takes an object id only, pages by at most 500', async () => {
    const byName = await client.graph('/users/reception@lighthouse.example?$select=signInActivity');
    assert.equal(byName.status, 400);
    const page = await client.graph('/users?$select=id,signInActivity&$top=999');
    assert.equal(page.body.value.length, 500);
    client.tenant.switches.signInActivityPageSize = 120;
    assert.equal((await client.graph('/users?$select=id,signInActivity&$top=999')).body.value.length, 120);
  });

  it('fails the whole request without P1 or without AuditLog.Read.All', async () => {
    client.tenant.premium = false;
    const code = '403 Authentication_RequestFromNonPremiumTenantOrB2CTenant';
    assert.equal(failure(await client.graph('/users?$select=id,signInActivity')), code);
    assert.equal(
      failure(await client.graph(`/users/${client.tenant.people.outsider.objectId}?$select=signInActivity`)),
      code,
    );
    client.tenant.premium = true;
    client.tenant.permissions.revoke('graph', 'AuditLog.Read.All');
    const reply = await client.graph('/users?$select=id,signInActivity');
    assert.equal(failure(reply), '403 Authentication_MSGraphPermissionMissing');
  });
});
