// The audit logs of the sandbox's Graph: late, limited, and exact about who did what.
import assert from 'node:assert/strict';
import { allPages, type Client, column, failure, startClient } from './client.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

interface Shown {
  readonly initiatedBy: Readonly<Record<'user' | 'app', Readonly<Record<string, unknown>> | null>>;
  readonly targetResources: readonly { readonly id: string; readonly modifiedProperties: readonly unknown[] }[];
}

describe('sandbox tenant: directory audits', () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.tenant.stop());

  const audits = (query = '') => client.graph(`/auditLogs/directoryAudits${query}`);
  const filter = (text: string) => audits(`?$filter=${encodeURIComponent(text)}`);

  it('says who enabled an account, and from what to what', async () => {
    const reply = await filter("activityDisplayName eq 'Enable account'");
    assert.equal(reply.body.value.length, 1);
    const record = reply.body.value[0] as unknown as Shown;
    assert.equal(record.initiatedBy.user?.['displayName'], client.tenant.people.helpdesk.displayName);
    assert.equal(record.initiatedBy.app, null);
    assert.equal(record.targetResources[0]?.id, client.tenant.directory.find('Reception').id);
    assert.deepEqual(record.targetResources[0]?.modifiedProperties, [
      { displayName: 'AccountEnabled', oldValue: '[false]', newValue: '[true]' },
    ]);
  });

  it('hears of a change minutes later, with the accompanying record of the same correlation', async () => {
    const { id } = client.tenant.directory.find('Reception');
    await client.graph(`/users/${id}`, { method: 'PATCH', body: { accountEnabled: false } });
    const mine = `initiatedBy/app/appId eq '${client.tenant.identities.app.clientId}'`;
    assert.deepEqual((await filter(mine)).body.value, []);
    client.tenant.clock.advance(3 * MINUTE_MS);
    const heard = await filter(mine);
    assert.deepEqual([...column(heard, 'activityDisplayName')].sort(), ['Disable account', 'Update user']);
    assert.equal(new Set(column(heard, 'correlationId')).size, 1);
    const record = heard.body.value[0] as unknown as Shown;
    assert.equal(record.initiatedBy.app?.['servicePrincipalId'], client.tenant.identities.app.objectId);
  });

  it('filters by target, time and initiator, newest first, and pages', async () => {
    const { directory, clock } = client.tenant;
    for (const name of ['Support', 'Press', 'Careers']) {
      directory.setAccountEnabled(name, true, 'Oli Outside');
      clock.advance(MINUTE_MS);
    }
    clock.advance(5 * MINUTE_MS);
    const { id } = directory.find('Press');
    assert.equal((await filter(`targetResources/any(t:t/id eq '${id}')`)).body.value.length, 2);
    const since = new Date(clock.now() - 30 * MINUTE_MS).toISOString();
    const recent = await filter(`activityDisplayName eq 'Enable account' and activityDateTime ge ${since}`);
    const targets = recent.body.value.map((row) => (row as unknown as Shown).targetResources[0]?.id);
    assert.deepEqual(
      targets,
      ['Careers', 'Press', 'Support'].map((name) => directory.find(name).id),
    );
    clock.advance(10_000);
    const path = `/auditLogs/directoryAudits?$top=2&$filter=initiatedBy/user/displayName eq 'Oli Outside'&$orderby=activityDateTime desc`;
    const pages = await allPages(client, path);
    assert.deepEqual(
      pages.map((page) => page.body.value.length),
      [2, 2, 2],
    );
  });

  it('refuses undocumented filters and sorting', async () => {
    assert.equal(failure(await filter("result eq 'success'")), '400 Request_UnsupportedQuery');
    assert.equal(failure(await filter("activityDisplayName ne 'Enable account'")), '400 Request_UnsupportedQuery');
    assert.equal(failure(await filter("activityDateTime ge 'yesterday'")), '400 Request_UnsupportedQuery');
    assert.equal((await audits('?$orderby=result')).status, 400);
    assert.equal((await audits('?$top=1001')).status, 400);
  });

  it('allows five requests in ten seconds, and counts the refused ones', async () => {
    const token = await client.token('graph');
    const read = () => client.graph('/auditLogs/directoryAudits?$top=1', { token });
    for (let i = 0; i < 5; i += 1) assert.equal((await read()).status, 200);
    const sixth = await read();
    assert.equal(failure(sixth), '429 TooManyRequests');
    assert.ok(Number(sixth.headers.get('retry-after')) >= 9);
    client.tenant.clock.advance(9_000);
    assert.equal((await read()).status, 429);
    client.tenant.clock.advance(Number((await read()).headers.get('retry-after')) * 1_000);
    assert.equal((await read()).status, 200);
  });

  it('names the permission that is missing', async () => {
    client.tenant.permissions.revoke('graph', 'AuditLog.Read.All');
    const reply = await audits();
    assert.equal(failure(reply), '403 Authentication_MSGraphPermissionMissing');
    assert.match(reply.body.error.message, /AuditLog\.Read\.All$/);
  });

  it('forgets after 30 days, without P1 after 7', async () => {
    client.tenant.clock.advance(5 * DAY_MS);
    client.tenant.premium = false;
    assert.deepEqual((await audits()).body.value, []);
    client.tenant.premium = true;
    assert.equal((await audits()).body.value.length, 2);
    client.tenant.clock.advance(25 * DAY_MS);
    assert.deepEqual((await audits()).body.value, []);
  });

  it('tells only one record per change when the switch says so', async () => {
    client.tenant.switches.auditAccompanyingUpdate = false;
    client.tenant.directory.setAccountEnabled('Press', true);
    client.tenant.clock.advance(3 * MINUTE_MS);
    const { id } = client.tenant.directory.find('Press');
    assert.equal((await filter(`targetResources/any(t:t/id eq '${id}')`)).body.value.length, 1);
  });
});

describe('sandbox tenant: sign-ins', () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.tenant.stop());

  const signIns = (filter: string) => client.graph(`/auditLogs/signIns?$filter=${encodeURIComponent(filter)}`);
  const of = (name: string) => signIns(`userId eq '${client.tenant.directory.find(name).id}'`);

  it('tell a scanner by its client', async () => {
    const scanner = await of('Scanner Ground Floor');
    assert.deepEqual(new Set(column(scanner, 'clientAppUsed')), new Set(['Authenticated SMTP']));
    assert.deepEqual(
      new Set(column(await of('Lee Leaver'), 'clientAppUsed')),
      new Set(['Mobile Apps and Desktop clients']),
    );
    assert.deepEqual((await of('Reception')).body.value, []);
    assert.equal((await signIns("clientAppUsed eq 'IMAP4'")).body.value.length, 3);
  });

  it('record failures, among them those of a blocked account', async () => {
    const { directory, clock } = client.tenant;
    const details = { clientAppUsed: 'Browser', appDisplayName: 'Outlook' };
    directory.signIn('Support', details);
    directory.signIn('Reception', { ...details, success: false });
    assert.deepEqual((await of('Support')).body.value, []);
    clock.advance(3 * MINUTE_MS);
    const code = async (name: string) => {
      const status = (await of(name)).body.value[0]?.['status'] as { readonly errorCode: number } | undefined;
      return status?.errorCode;
    };
    assert.equal(await code('Support'), 50057);
    assert.equal(await code('Reception'), 50126);
  });

  it('need P1, and Directory.Read.All when the switch says so', async () => {
    client.tenant.premium = false;
    assert.equal(failure(await of('Reception')), '403 Authentication_RequestFromNonPremiumTenantOrB2CTenant');
    client.tenant.premium = true;
    client.tenant.switches.signInsNeedDirectoryReadAll = true;
    assert.match((await of('Reception')).body.error.message, /AuditLog\.Read\.All,Directory\.Read\.All/);
    client.tenant.permissions.grant('graph', 'Directory.Read.All');
    assert.equal((await of('Reception')).status, 200);
  });
});

describe('sandbox tenant: organization and mailbox settings', () => {
  let client: Client;
  before(async () => {
    client = await startClient({
      permissions: { graph: ['Organization.Read.All', 'MailboxSettings.Read', 'User.Read.All'] },
    });
  });
  after(() => client.tenant.stop());

  it('tell the tenant and its plans', async () => {
    const read = async () => (await client.graph('/organization')).body.value[0];
    assert.equal((await read())?.['id'], client.tenant.tenantId);
    assert.match(JSON.stringify((await read())?.['assignedPlans']), /AADPremiumService/);
    client.tenant.premium = false;
    assert.doesNotMatch(JSON.stringify((await read())?.['assignedPlans']), /AADPremiumService/);
  });

  it('tell what a mailbox is for', async () => {
    const purpose = async (name: string) =>
      client.graph(`/users/${client.tenant.directory.find(name).id}/mailboxSettings/userPurpose`);
    assert.equal((await purpose('Reception')).body.value, 'shared');
    assert.equal((await purpose('Room Aurora (12)')).body.value, 'room');
    assert.equal((await purpose('Pat Person')).body.value, 'shared');
    assert.equal((await purpose('Robin Request')).body.value, 'user');
    assert.equal(failure(await purpose('Gale Guest')), '404 MailboxNotEnabledForRESTAPI');
    client.tenant.permissions.revoke('graph', 'MailboxSettings.Read');
    assert.equal(failure(await purpose('Reception')), '403 ErrorAccessDenied');
  });
});
