// Installing Teams apps through the sandbox's Graph: only what the catalogue has, only who may.
import assert from 'node:assert/strict';
import { OTHER_TEAMS_APP_ID } from '../../../sandbox/tenant/teams-apps.js';
import { type Client, failure, startClient } from './client.js';

describe('sandbox tenant: Teams apps', () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
    client.tenant.permissions.grant('graph', 'TeamsAppInstallation.ReadWriteSelfForUser.All');
  });
  afterEach(() => client.tenant.stop());

  const bound = (id: string) => ({
    'teamsApp@odata.bind': `${client.tenant.graphUrl}/v1.0/appCatalogs/teamsApps/${id}`,
  });
  const install = (body: unknown, user = client.tenant.people.approver.upn) =>
    client.graph(`/users/${user}/teamwork/installedApps`, { method: 'POST', body });

  it('answers 201 without a body, and 409 from then on', async () => {
    const first = await install(bound(client.tenant.teamsAppId));
    assert.deepEqual([first.status, first.body], [201, {}]);
    assert.match(first.headers.get('location') ?? '', /\/users\('.*'\)\/teamwork\/installedApps\('.*'\)$/);
    assert.equal(failure(await install(bound(client.tenant.teamsAppId))), '409 Conflict');
    const other = await install(bound(client.tenant.teamsAppId), client.tenant.people.secondApprover.objectId);
    assert.equal(other.status, 201);
  });

  it('refuses other apps, other addresses and other people', async () => {
    const { teamsAppId } = client.tenant;
    assert.equal(failure(await install(bound(OTHER_TEAMS_APP_ID))), '403 Forbidden');
    assert.equal(failure(await install(bound('99999999-9999-4999-8999-999999999999'))), '404 NotFound');
    for (const body of [undefined, {}, [], { 'teamsApp@odata.bind': 7 }, { teamsApp: teamsAppId }]) {
      assert.equal((await install(body)).status, 400, JSON.stringify(body));
    }
    const elsewhere = `https://elsewhere.example/v1.0/appCatalogs/teamsApps/${teamsAppId}`;
    assert.equal((await install({ 'teamsApp@odata.bind': elsewhere })).status, 400);
    const nobody = await install(bound(teamsAppId), 'nobody@lighthouse.example');
    assert.equal(failure(nobody), '404 Request_ResourceNotFound');
  });

  it('names the permission that is missing; the wide one takes any app', async () => {
    const { permissions } = client.tenant;
    permissions.revoke('graph', 'TeamsAppInstallation.ReadWriteSelfForUser.All');
    const refused = await install(bound(client.tenant.teamsAppId));
    assert.equal(failure(refused), '403 Forbidden');
    assert.match(refused.body.error.message, /^Missing role permissions .*ReadWriteSelfForUser\.All/);
    permissions.grant('graph', 'TeamsAppInstallation.ReadWriteForUser.All');
    assert.equal((await install(bound(OTHER_TEAMS_APP_ID))).status, 201);
  });
});
