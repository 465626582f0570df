// Exchange's two admin addresses in the sandbox.
import assert from 'node:assert/strict';
import { type Client, column, failure, type Reply, startClient } from './client.js';

const TARGETS = ['SharedMailbox', 'RoomMailbox', 'EquipmentMailbox', 'SchedulingMailbox'];

describe('sandbox tenant: Exchange Admin API v2.0', () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient({ users: 2_400, mailboxes: 60 });
  });
  afterEach(() => client.tenant.stop());

  const next = (reply: Reply): string => reply.body['@odata.nextLink'] ?? '';

  it('lists every mailbox of the tenant, 1,000 a page, by POST of the same body', async () => {
    const first = await client.v2({ ResultSize: 'Unlimited' });
    assert.equal(first.body.value.length, 1_000);
    const second = await client.v2({ ResultSize: 'Unlimited' }, { address: next(first) });
    const third = await client.v2({ ResultSize: 'Unlimited' }, { address: next(second) });
    assert.equal(next(third), '');
    const rows = [first, second, third].flatMap((page) => page.body.value);
    assert.equal(rows.length, client.tenant.directory.contents.mailboxes.length);
    assert.equal(new Set(rows.map((row) => row['Guid'])).size, rows.length);
    assert.equal(rows.filter((row) => TARGETS.includes(String(row['RecipientTypeDetails']))).length, 60);
    assert.ok(rows.some((row) => row['RecipientTypeDetails'] === 'DiscoveryMailbox'));
  });

  it('refuses a page link by GET, with another body, changed, or after some minutes', async () => {
    const body = { ResultSize: 'Unlimited' };
    const link = next(await client.v2(body));
    assert.equal((await client.exchange(link)).status, 405);
    assert.equal((await client.v2({ ResultSize: 5_000 }, { address: link })).status, 400);
    assert.equal((await client.v2(body, { address: `${link.slice(0, -3)}AAA` })).status, 400);
    client.tenant.clock.advance(7 * 60_000);
    assert.equal((await client.v2(body, { address: link })).status, 200);
    client.tenant.clock.advance(2 * 60_000);
    assert.equal(failure(await client.v2(body, { address: link })), '400 SkipTokenExpired');
    client.tenant.switches.expiredPageStatus = 404;
    assert.equal((await client.v2(body, { address: link })).status, 404);
  });

  it('returns 1,000 with a warning when ResultSize is missing', async () => {
    const reply = await client.v2({});
    assert.deepEqual([reply.body.value.length, next(reply)], [1_000, '']);
    assert.match(reply.body['@adminapi.warnings'][0] ?? '', /only the first 1000/);
    client.tenant.switches.missingResultSize = 'pages-on';
    assert.notEqual(next(await client.v2({})), '');
    assert.equal((await client.v2({ ResultSize: 7 })).body.value.length, 7);
    assert.equal((await client.v2({ ResultSize: 0 })).status, 400);
    assert.equal((await client.v2({ ResultSize: 'All' })).status, 400);
  });

  it('honours Prefer: odata.maxpagesize within a ResultSize', async () => {
    const headers = { Prefer: 'odata.maxpagesize=400' };
    const first = await client.v2({ ResultSize: 1_000 }, { headers });
    const second = await client.v2({ ResultSize: 1_000 }, { headers, address: next(first) });
    const third = await client.v2({ ResultSize: 1_000 }, { headers, address: next(second) });
    assert.deepEqual(
      [first, second, third].map((page) => page.body.value.length),
      [400, 400, 200],
    );
    assert.equal(next(third), '');
  });

  it('takes the documented parameters only; what it does with Filter is a switch', async () => {
    const types = { RecipientTypeDetails: TARGETS, ResultSize: 'Unlimited' };
    assert.match((await client.v2(types)).body.error.message, /parameter name 'RecipientTypeDetails'/);
    assert.equal((await client.v2({ Filter: "RecipientTypeDetails -eq 'SharedMailbox'" })).status, 400);
    assert.equal((await client.v2({ IncludeGrantSendOnBehalfTowithDisplayNames: true, ResultSize: 1 })).status, 200);
    assert.equal((await client.v2({ IncludeGrantSendOnBehalfToWithDisplayNames: true, ResultSize: 1 })).status, 400);
    client.tenant.switches.v2UndocumentedParameters = 'ignored';
    assert.equal((await client.v2(types)).body.value.length, 1_000);
    client.tenant.switches.v2UndocumentedParameters = 'honoured';
    assert.equal((await client.v2(types)).body.value.length, 60);
  });

  it('narrows by $select, or not, as the switch says', async () => {
    const address = '/adminapi/v2.0/{tenant}/Mailbox?$select=DisplayName,RecipientTypeDetails';
    const keys = async () => Object.keys((await client.v2({ ResultSize: 1 }, { address })).body.value[0] ?? {});
    assert.deepEqual(await keys(), ['DisplayName', 'RecipientTypeDetails']);
    client.tenant.switches.v2Select = 'ignored';
    assert.ok((await keys()).length > 10);
    client.tenant.switches.v2Select = 'refused';
    assert.equal((await client.v2({ ResultSize: 1 }, { address })).status, 400);
  });

  it('may lose what is not documented, the object id among it', async () => {
    const row = async () => (await client.v2({ Identity: 'reception@lighthouse.example' })).body.value[0] ?? {};
    assert.equal((await row())['ExternalDirectoryObjectId'], client.tenant.directory.find('Reception').id);
    assert.ok(!('AccountDisabled' in (await row())));
    client.tenant.switches.v2Properties = 'documented-only';
    assert.ok(!('ExternalDirectoryObjectId' in (await row())));
    assert.equal((await row())['UserPrincipalName'], 'reception@lighthouse.example');
    const address = '/adminapi/v2.0/{tenant}/Mailbox?$select=ExternalDirectoryObjectId';
    assert.equal((await client.v2({ ResultSize: 1 }, { address })).status, 400);
  });

  it('returns everything for an Identity that is null or empty', async () => {
    assert.equal((await client.v2({ Identity: 'support' })).body.value.length, 1);
    assert.equal((await client.v2({ Identity: null, ResultSize: 50 })).body.value.length, 50);
    assert.equal((await client.v2({ Identity: '', ResultSize: 50 })).body.value.length, 50);
    assert.equal(failure(await client.v2({ Identity: 'nobody@lighthouse.example' })), '404 NotFound');
    client.tenant.switches.unknownIdentity = 'everything';
    assert.equal((await client.v2({ Identity: 'nobody@lighthouse.example', ResultSize: 50 })).body.value.length, 50);
  });

  it('demands its permission, an Exchange role, the tenant and the anchor mailbox', async () => {
    const { permissions, switches } = client.tenant;
    const one = { ResultSize: 1 };
    assert.match((await client.v2(one, { headers: { 'X-AnchorMailbox': '' } })).body.error.message, /X-AnchorMailbox/);
    assert.equal(
      (await client.v2(one, { headers: { 'X-AnchorMailbox': 'reception@lighthouse.example' } })).status,
      400,
    );
    const upn = { 'X-AnchorMailbox': 'UPN:reception@lighthouse.example' };
    assert.equal((await client.v2(one, { headers: upn })).status, 200);
    const other = '/adminapi/v2.0/11111111-2222-4333-8444-555555555555/Mailbox';
    assert.equal((await client.v2(one, { address: other })).status, 403);
    switches.v2AcceptsViewOnlyRole = false;
    assert.equal(failure(await client.v2(one)), '403 Forbidden');
    permissions.exchangeRole = 'recipient-management';
    assert.equal((await client.v2(one)).status, 200);
    permissions.exchangeRole = 'none';
    switches.exchangeForbiddenBody = 'empty';
    const empty = await client.v2(one);
    assert.deepEqual([empty.status, empty.body], [403, {}]);
    assert.match(empty.headers.get('x-ms-diagnostics') ?? '', /role/);
    permissions.exchangeRole = 'recipient-management';
    permissions.revoke('exchange', 'Exchange.ManageAsAppV2');
    assert.equal((await client.v2(one)).status, 403);
    switches.v2AcceptsManageAsApp = true;
    assert.equal((await client.v2(one)).status, 200);
  });

  it('answers 404, 405 or 400 where there is nothing, and logs it as unknown', async () => {
    client.tenant.requests.clear();
    assert.equal((await client.v2({}, { address: '/adminapi/v2.0/{tenant}/OrganizationConfig' })).status, 404);
    assert.equal((await client.exchange('/adminapi/v2.0/{tenant}/Mailbox')).status, 405);
    const set = { CmdletInput: { CmdletName: 'Set-Mailbox', Parameters: { Identity: 'reception' } } };
    assert.equal((await client.v2({}, { body: set })).status, 400);
    assert.equal((await client.v2({}, { body: '{"CmdletInput":' })).status, 400);
    assert.equal(client.tenant.requests.count({ route: 'unknown' }), 3);
  });

  it('throttles by the minute when the switch says so', async () => {
    client.tenant.switches.exchangeRequestsPerMinute = 2;
    const statuses: number[] = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await client.v2({ ResultSize: 1 })).status);
    assert.deepEqual(statuses, [200, 200, 429]);
    client.tenant.clock.advance(120_000);
    assert.equal((await client.v2({ ResultSize: 1 })).status, 200);
  });
});

describe('sandbox tenant: Exchange beta backend', () => {
  let client: Client;
  before(async () => {
    client = await startClient({ users: 3_000, mailboxes: 1_500 });
  });
  after(() => client.tenant.stop());

  it('filters by type on the server, in three ways', async () => {
    const unlimited = { ResultSize: 'Unlimited' };
    const array = await client.invoke('Get-Mailbox', { ...unlimited, RecipientTypeDetails: TARGETS });
    assert.equal(array.body.value.length, 1_000);
    const link = array.body['@odata.nextLink'] ?? '';
    const body = {
      CmdletInput: { CmdletName: 'Get-Mailbox', Parameters: { ...unlimited, RecipientTypeDetails: TARGETS } },
    };
    assert.equal((await client.exchange(link, { method: 'POST', body })).body.value.length, 500);
    const rooms = "RecipientTypeDetails -eq 'RoomMailbox' -or RecipientTypeDetails -eq 'EquipmentMailbox'";
    const opath = await client.invoke('Get-Mailbox', { ...unlimited, Filter: rooms });
    const types = new Set(column(opath, 'RecipientTypeDetails'));
    assert.deepEqual([...types].sort(), ['EquipmentMailbox', 'RoomMailbox']);
    const path = '/adminapi/beta/{tenant}/Mailbox';
    const query = await client.exchange(`${path}?RecipientTypeDetails=roommailbox,equipmentmailbox&$top=1000`);
    assert.equal(query.body.value.length, opath.body.value.length);
    const odata = await client.exchange(`${path}?$filter=RecipientTypeDetails eq 'SchedulingMailbox'`);
    assert.deepEqual(new Set(column(odata, 'RecipientTypeDetails')), new Set(['SchedulingMailbox']));
  });

  it('pages the entity address by GET', async () => {
    const first = await client.exchange(`/adminapi/beta/{tenant}/Mailbox?RecipientTypeDetails=${TARGETS.join(',')}`);
    const second = await client.exchange(first.body['@odata.nextLink'] ?? '');
    assert.deepEqual([first.body.value.length, second.body.value.length], [1_000, 500]);
    assert.equal(first.body.value[0]?.['ObjectKey'], first.body.value[0]?.['ExternalDirectoryObjectId']);
  });

  it('refuses filters in the wrong language, types and parameters that do not exist', async () => {
    for (const Filter of [
      "RecipientTypeDetails eq 'RoomMailbox'",
      "Nonsense -eq 'x'",
      "RecipientTypeDetails -eq 'Room",
      '',
    ]) {
      assert.equal((await client.invoke('Get-Mailbox', { Filter, ResultSize: 1 })).status, 400, Filter);
    }
    const path = '/adminapi/beta/{tenant}/Mailbox';
    assert.equal((await client.exchange(`${path}?$filter=RecipientTypeDetails -eq 'RoomMailbox'`)).status, 400);
    assert.equal((await client.exchange(`${path}?RecipientTypeDetails=Shared`)).status, 400);
    assert.equal((await client.exchange(`${path}?ResultSize=10`)).status, 400);
    assert.equal((await client.invoke('Get-Mailbox', { RecipientTypeDetails: [] })).status, 400);
    const unknown = await client.invoke('Get-Mailbox', { SortBy: 'Name' });
    const detail = unknown.body.error as unknown as { readonly details: readonly { readonly message: string }[] };
    assert.match(detail.details[0]?.message ?? '', /parameter name 'SortBy'/);
    assert.equal((await client.invoke('Get-Recipient', {})).status, 400);
  });

  it("shows Exchange's own idea of the account, which nothing keeps up to date", async () => {
    const row = (await client.invoke('Get-Mailbox', { Identity: 'reception' })).body.value[0];
    assert.equal(row?.['AccountDisabled'], true);
    assert.equal(client.tenant.directory.isEnabled('Reception'), true);
  });

  it('lists who has access and who may send', async () => {
    const access = await client.invoke('Get-MailboxPermission', { Identity: 'reception@lighthouse.example' });
    assert.deepEqual(column(access, 'User'), [
      'NT AUTHORITY\\SELF',
      'oli.outside@lighthouse.example',
      'robin.request@lighthouse.example',
      'SANDBOX01\\Organization Management',
    ]);
    assert.deepEqual(column(access, 'AccessRights').at(-1), ['FullAccess']);
    assert.deepEqual(column(access, 'Deny'), [false, false, false, true]);
    const send = await client.invoke('Get-RecipientPermission', { Identity: 'reception@lighthouse.example' });
    assert.deepEqual(column(send, 'Trustee'), ['NT AUTHORITY\\SELF', 'oli.outside@lighthouse.example']);
    assert.equal((await client.invoke('Get-MailboxPermission', { Identity: '' })).status, 400);
    assert.equal((await client.invoke('Get-MailboxPermission', { Identity: 'nobody' })).status, 404);
    const Parameters = { Identity: null, ResultSize: 'Unlimited' };
    const everyone = await client.invoke('Get-RecipientPermission', Parameters);
    assert.equal(everyone.body.value.length, 1_000);
    const link = everyone.body['@odata.nextLink'] ?? '';
    const rest = (CmdletName: string) =>
      client.exchange(link, { method: 'POST', body: { CmdletInput: { CmdletName, Parameters } } });
    assert.equal((await rest('Get-RecipientPermission')).status, 200);
    assert.equal((await rest('Get-Mailbox')).status, 400, 'a link belongs to its cmdlet');
  });

  it('names delegates as ids, and by name only when asked to', async () => {
    const robin = client.tenant.people.requester;
    const select = '?$select=GrantSendOnBehalfTo,GrantSendOnBehalfToWithDisplayNames';
    const ask = async (parameters: object) => {
      const body = { CmdletInput: { CmdletName: 'Get-Mailbox', Parameters: { Identity: 'reception', ...parameters } } };
      const reply = await client.exchange(`/adminapi/beta/{tenant}/InvokeCommand${select}`, { method: 'POST', body });
      return reply.body.value?.[0] ?? reply.status;
    };
    const ids = { GrantSendOnBehalfTo: [robin.objectId], GrantSendOnBehalfToWithDisplayNames: [] };
    assert.deepEqual(await ask({}), ids);
    const names = [`Robin Request <${robin.upn}>`];
    const byName = { ...ids, GrantSendOnBehalfToWithDisplayNames: names };
    assert.deepEqual(await ask({ IncludeGrantSendOnBehalfToWithDisplayNames: true }), byName);
    assert.equal(await ask({ IncludeGrantSendOnBehalfToWithDisplayNames: 'yes' }), 400);
  });

  it('holds an application to the cmdlets of its role', async () => {
    const cmdlets = ['Get-Mailbox', 'Get-MailboxPermission', 'Get-RecipientPermission'];
    const statuses = () =>
      Promise.all(cmdlets.map(async (cmdlet) => (await client.invoke(cmdlet, { Identity: 'reception' })).status));
    assert.deepEqual(await statuses(), [200, 200, 200]);
    client.tenant.permissions.exchangeRole = 'get-mailbox-only';
    assert.deepEqual(await statuses(), [200, 403, 403]);
    client.tenant.permissions.exchangeRole = 'view-only-recipients';
  });

  it('takes a token without Exchange.ManageAsApp for none at all', async () => {
    client.tenant.permissions.revoke('exchange', 'Exchange.ManageAsApp');
    assert.equal((await client.invoke('Get-Mailbox', { ResultSize: 1 })).status, 401);
    client.tenant.permissions.grant('exchange', 'Exchange.ManageAsApp');
    assert.equal((await client.invoke('Get-Mailbox', { ResultSize: 1 })).status, 200);
  });
});
