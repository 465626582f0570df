// Blocking sign-in in the sandbox's Graph: what is accepted, what is refused, and when it shows.
import assert from 'node:assert/strict';
import { type Client, failure, startClient } from './client.js';

describe('sandbox tenant: PATCH users', () => {
  let client: Client;
  let now = Date.now();
  beforeEach(async () => {
    now = Date.now();
    client = await startClient({ realNow: () => now });
  });
  afterEach(() => client.tenant.stop());

  const patch = (name: string, body: unknown, more = {}) =>
    client.graph(`/users/${client.tenant.directory.find(name).id}`, { method: 'PATCH', body, ...more });
  const block = (name: string) => patch(name, { accountEnabled: false });

  it('answers 204 without a body, and again when it is so already', async () => {
    const first = await block('Reception');
    assert.deepEqual([first.status, first.headers.get('content-type'), first.body], [204, null, {}]);
    assert.equal(client.tenant.directory.isEnabled('Reception'), false);
    assert.equal((await block('Reception')).status, 204);
    assert.equal((await patch('Reception', { accountEnabled: true })).status, 204);
    assert.equal(client.tenant.directory.isEnabled('Reception'), true);
  });

  it('shows the old value for a while, longer in lists and longest in the index', async () => {
    const { id } = client.tenant.directory.find('Reception');
    const single = async () => (await client.graph(`/users/${id}?$select=accountEnabled`)).body['accountEnabled'];
    const listed = async (filter = `id eq '${id}'`, more = '', headers = {}) => {
      const reply = await client.graph(`/users?$select=accountEnabled&$filter=${filter}${more}`, { headers });
      return reply.body.value[0]?.['accountEnabled'];
    };
    const indexed = () => listed(`id eq '${id}'`, '&$count=true', { ConsistencyLevel: 'eventual' });
    const byIds = async () => {
      const body = { ids: [id], types: ['user'] };
      const reply = await client.graph('/directoryObjects/getByIds?$select=accountEnabled', { method: 'POST', body });
      return reply.body.value[0]?.['accountEnabled'];
    };
    const seen = async () => [await single(), await listed(), await byIds(), await indexed()];
    await block('Reception');
    assert.deepEqual(await seen(), [true, true, true, true]);
    now += 300;
    assert.deepEqual(await seen(), [false, true, true, true]);
    now += 300;
    assert.deepEqual(await seen(), [false, false, false, true]);
    client.tenant.clock.advance(900);
    assert.deepEqual(await seen(), [false, false, false, false]);
  });

  it('refuses synced accounts with the words of Microsoft', async () => {
    const reply = await block('Payroll');
    assert.equal(failure(reply), '400 Request_BadRequest');
    assert.match(reply.body.error.message, /^Unable to update the specified properties for on-premises mastered/);
    assert.equal(client.tenant.directory.isEnabled('Payroll'), true);
  });

  it('answers the same 403 for roles, role-assignable groups, restricted management and a missing permission', async () => {
    for (const name of ['IT Services', 'Security Operations', 'Board Office', 'Hollis Helpdesk']) {
      assert.equal(failure(await block(name)), '403 Authorization_RequestDenied', name);
      assert.equal(client.tenant.directory.isEnabled(name), true);
    }
    client.tenant.directory.setAccountEnabled('IT Services', false);
    assert.equal(failure(await patch('IT Services', { accountEnabled: true })), '403 Authorization_RequestDenied');
    assert.equal(client.tenant.directory.isEnabled('IT Services'), false);
    client.tenant.permissions.revoke('graph', 'User.EnableDisableAccount.All');
    assert.equal(failure(await block('Reception')), '403 Authorization_RequestDenied');
  });

  it('needs User.Read.All besides User.EnableDisableAccount.All', async () => {
    client.tenant.permissions.revoke('graph', 'User.Read.All');
    assert.equal(failure(await block('Reception')), '403 Authorization_RequestDenied');
  });

  it('accepts guests and rooms: who must not be blocked is not for Graph to know', async () => {
    assert.equal((await block('Partner Desk')).status, 204);
    assert.equal((await block('Room Cassini (8)')).status, 204);
  });

  it('lets the narrow permission change accountEnabled only', async () => {
    const both = { accountEnabled: false, displayName: 'Lobby' };
    assert.equal(failure(await patch('Reception', both)), '403 Authorization_RequestDenied');
    assert.equal(client.tenant.directory.isEnabled('Reception'), true);
    client.tenant.permissions.grant('graph', 'User.ReadWrite.All');
    assert.equal((await patch('Reception', both)).status, 204);
    assert.equal(client.tenant.directory.find('Lobby').jobTitle, null);
  });

  it('refuses bodies that are no change of a user', async () => {
    for (const body of [
      {},
      { accountEnabled: 'false' },
      { accountEnabled: null },
      { accountenabled: false },
      { id: 'x' },
      [],
      '{',
    ]) {
      assert.equal((await patch('Reception', body)).status, 400, JSON.stringify(body));
    }
    assert.equal((await patch('Reception', undefined)).status, 400);
    const plain = await patch('Reception', '{"accountEnabled":false}', { headers: { 'content-type': 'text/plain' } });
    assert.match(plain.body.error.message, /JSON Content-Type/);
    assert.equal(
      (await client.graph('/users/nobody@lighthouse.example', { method: 'PATCH', body: { accountEnabled: false } }))
        .status,
      404,
    );
    assert.equal(client.tenant.directory.isEnabled('Reception'), true);
  });

  it('revokes sessions with its own permission', async () => {
    const { id } = client.tenant.directory.find('Invoices');
    const revoke = () => client.graph(`/users/${id}/revokeSignInSessions`, { method: 'POST' });
    assert.equal(failure(await revoke()), '403 Authorization_RequestDenied');
    client.tenant.permissions.grant('graph', 'User.RevokeSessions.All');
    const reply = await revoke();
    assert.deepEqual([reply.status, reply.body.value], [200, true]);
    const { body } = await client.graph(`/users/${id}?$select=signInSessionsValidFromDateTime`);
    assert.equal(body['signInSessionsValidFromDateTime'], `${new Date(now).toISOString().slice(0, 19)}Z`);
  });
});
