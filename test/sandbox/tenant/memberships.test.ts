// Groups, memberships and directory roles in the sandbox's Graph.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { allPages, type Client, column, failure, startClient } from './client.js';

const EVENTUAL = { ConsistencyLevel: 'eventual' };

describe('sandbox tenant: memberships', () => {
  let client: Client;
  before(async () => {
    client = await startClient({ users: 400, mailboxes: 60 });
  });
  after(() => client.tenant.stop());

  const check = (person: string, groupIds: unknown) =>
    client.graph(`/users/${person}/checkMemberGroups`, { method: 'POST', body: { groupIds } });

  it('checks membership through nested groups', async () => {
    const { people, groups } = client.tenant;
    const asked = [groups.operatorsId, groups.approversId, randomUUID()];
    assert.deepEqual((await check(people.nestedApprover.objectId, asked)).body.value, [groups.approversId]);
    assert.deepEqual((await check(people.both.objectId, asked)).body.value, [groups.operatorsId, groups.approversId]);
    assert.deepEqual((await check(people.outsider.objectId, asked)).body.value, []);
    // Membership says nothing of whether the person may still sign in, or belongs here.
    assert.deepEqual((await check(people.disabledApprover.objectId, asked)).body.value, [groups.approversId]);
    assert.deepEqual((await check(encodeURIComponent(people.guest.upn), asked)).body.value, [groups.approversId]);
  });

  it('takes 20 well-formed ids, or fails the whole call', async () => {
    const { objectId } = client.tenant.people.both;
    const twenty = Array.from({ length: 20 }, () => randomUUID());
    assert.equal((await check(objectId, twenty)).status, 200);
    assert.equal(failure(await check(objectId, [...twenty, randomUUID()])), '400 Request_BadRequest');
    assert.equal(
      failure(await check(objectId, [client.tenant.groups.approversId, 'approvers'])),
      '400 Request_BadRequest',
    );
    assert.equal(failure(await check(objectId, undefined)), '400 Request_BadRequest');
    assert.equal(failure(await check(randomUUID(), twenty)), '404 Request_ResourceNotFound');
  });

  it('needs the permissions of its page', async () => {
    const { permissions, people } = client.tenant;
    permissions.revoke('graph', 'GroupMember.Read.All');
    assert.equal(failure(await check(people.both.objectId, [])), '403 Authorization_RequestDenied');
    permissions.grant('graph', 'Group.Read.All');
    assert.equal((await check(people.both.objectId, [])).status, 200);
    permissions.revoke('graph', 'Group.Read.All');
    permissions.grant('graph', 'GroupMember.Read.All');
  });

  it('lists members with their types; nested ones only when asked for', async () => {
    const { people, groups } = client.tenant;
    const direct = await client.graph(`/groups/${groups.approversId}/members?$select=id,displayName`);
    assert.equal(direct.body.value.length, 6);
    assert.deepEqual(direct.body.value.at(-1), {
      '@odata.type': '#microsoft.graph.group',
      id: groups.dutyTeamId,
      displayName: 'Security Duty Team',
    });
    const deep = await client.graph(`/groups/${groups.approversId}/transitiveMembers?$select=id`);
    assert.ok(column(deep, 'id').includes(people.nestedApprover.objectId));
    assert.equal((await client.graph(`/groups/${randomUUID()}/members`)).status, 404);
  });

  it('casts to users in advanced queries only', async () => {
    const path = `/groups/${client.tenant.groups.approversId}/transitiveMembers/microsoft.graph.user`;
    assert.equal(failure(await client.graph(path)), '400 Request_UnsupportedQuery');
    const reply = await client.graph(`${path}?$count=true&$select=id,accountEnabled`, { headers: EVENTUAL });
    assert.equal(reply.body['@odata.count'], 6);
    assert.ok(!column(reply, 'id').includes(client.tenant.groups.dutyTeamId));
  });

  it('pages members by 100', async () => {
    const { directory, groups } = client.tenant;
    for (const user of directory.contents.users.slice(-250)) directory.addGroupMember(groups.dutyTeamId, user.id);
    const pages = await allPages(client, `/groups/${groups.dutyTeamId}/members?$select=id`);
    assert.deepEqual(
      pages.map((page) => page.body.value.length),
      [100, 100, 51],
    );
    for (const user of directory.contents.users.slice(-250)) directory.removeGroupMember(groups.dutyTeamId, user.id);
  });

  it('shows null for members that the token may not read', async () => {
    const { permissions, groups } = client.tenant;
    permissions.revoke('graph', 'User.Read.All');
    const reply = await client.graph(`/groups/${groups.operatorsId}/members?$select=id,displayName`);
    permissions.grant('graph', 'User.Read.All');
    assert.equal(reply.status, 200);
    assert.deepEqual(column(reply, 'displayName'), [null, null, null]);
    assert.ok(reply.body.value.every((row) => row['id'] !== null));
  });

  it('lists what a user is a member of, roles as well', async () => {
    const { id } = client.tenant.directory.find('Security Operations');
    const all = await client.graph(`/users/${id}/transitiveMemberOf?$select=displayName`);
    assert.deepEqual(column(all, '@odata.type'), ['#microsoft.graph.group', '#microsoft.graph.directoryRole']);
    assert.deepEqual(column(all, 'displayName'), ['Security Readers', 'Security Reader']);
    const cast = `/users/${id}/transitiveMemberOf/microsoft.graph.directoryRole`;
    assert.equal((await client.graph(cast)).status, 400);
    const roles = await client.graph(`${cast}?$count=true`, { headers: EVENTUAL });
    assert.deepEqual(column(roles, 'displayName'), ['Security Reader']);
  });
});

describe('sandbox tenant: directory roles', () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(() => client.tenant.stop());
  const path = '/roleManagement/directory/roleAssignments';

  it('lists assignments to users and to role-assignable groups', async () => {
    const reply = await client.graph(path);
    const principals = column(reply, 'principalId');
    assert.ok(principals.includes(client.tenant.directory.find('IT Services').id));
    assert.ok(principals.includes(client.tenant.groups.securityReadersId));
    assert.ok(!principals.includes(client.tenant.directory.find('Security Operations').id));
    assert.deepEqual(new Set(column(reply, 'directoryScopeId')), new Set(['/']));
  });

  it('filters, expands, and takes no $top', async () => {
    const { id } = client.tenant.directory.find('IT Services');
    const own = await client.graph(`${path}?$filter=principalId eq '${id}'&$expand=roleDefinition`);
    assert.equal(own.body.value.length, 1);
    const role = own.body.value[0]?.['roleDefinition'] as { readonly displayName: string };
    assert.equal(role.displayName, 'Helpdesk Administrator');
    const held = await client.graph(`${path}?$expand=principal`);
    assert.ok(column(held, 'principal').every((principal) => principal !== null));
    assert.equal((await client.graph(`${path}?$top=5`)).status, 400);
    assert.equal((await client.graph(`${path}?$filter=principalId ne '${id}'`)).status, 400);
    const names = await client.graph('/roleManagement/directory/roleDefinitions?$select=id,displayName');
    assert.ok(column(names, 'displayName').includes('Security Reader'));
  });

  it('pages by 100', async () => {
    const { contents } = client.tenant.directory;
    for (const [index, user] of contents.users.slice(0, 130).entries()) {
      const roleDefinitionId = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';
      contents.addRoleAssignment({
        id: `more-${index}`,
        principalId: user.id,
        roleDefinitionId,
        directoryScopeId: '/',
      });
    }
    const pages = await allPages(client, path);
    assert.deepEqual(
      pages.map((page) => page.body.value.length),
      [100, contents.roleAssignments.length - 100],
    );
  });

  it('is closed without the optional permission', async () => {
    client.tenant.permissions.revoke('graph', 'RoleManagement.Read.Directory');
    assert.equal(failure(await client.graph(path)), '403 Authorization_RequestDenied');
  });
});
