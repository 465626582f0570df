// The sandbox's token endpoint, through plain requests and through the real credential.
import assert from 'node:assert/strict';
import { ManagedIdentityCredential } from '@azure/identity';
import { decodeJwt } from 'jose';
import { type Client, failure, startClient } from './client.js';

describe('sandbox tenant: identity endpoint', () => {
  let client: Client;
  before(async () => {
    client = await startClient({ users: 100, mailboxes: 10 });
  });
  after(() => client.tenant.stop());

  const ask = async (query: string, header: string | null = client.tenant.identityHeader) => {
    const headers: Record<string, string> = header === null ? {} : { 'X-IDENTITY-HEADER': header };
    const response = await fetch(`${client.tenant.identityEndpoint}?${query}`, { headers });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };
  const graph = 'resource=https%3A%2F%2Fgraph.microsoft.com';

  it('answers in the form of App Service', async () => {
    const { status, body } = await ask(`${graph}&api-version=2019-08-01`);
    assert.equal(status, 200);
    assert.equal(body['token_type'], 'Bearer');
    assert.equal(body['resource'], 'https://graph.microsoft.com');
    assert.equal(body['client_id'], client.tenant.identities.app.clientId);
    assert.match(body['expires_on'] ?? '', /^\d{10}$/);
  });

  it('issues tokens that name tenant, application and the permissions granted', async () => {
    const claims = decodeJwt(await client.token('graph'));
    assert.equal(claims.aud, 'https://graph.microsoft.com');
    assert.equal(claims['tid'], client.tenant.tenantId);
    assert.equal(claims['appid'], client.tenant.identities.app.clientId);
    assert.equal(claims['oid'], client.tenant.identities.app.objectId);
    assert.deepEqual(claims['roles'], client.tenant.permissions.list('graph'));
    assert.equal(decodeJwt(await client.token('botframework'))['roles'], undefined);
  });

  it('refuses a missing or wrong secret, another api-version, an unknown identity, an unknown resource', async () => {
    const version = 'api-version=2019-08-01';
    assert.equal((await ask(`${graph}&${version}`, null)).status, 401);
    assert.equal((await ask(`${graph}&${version}`, 'wrong')).status, 401);
    assert.equal((await ask(`${graph}&api-version=2017-09-01`)).status, 400);
    assert.equal((await ask(version)).status, 400);
    assert.equal((await ask(`${graph}&${version}&clientid=x`)).status, 400);
    const unknown = await ask(`${graph}&${version}&client_id=00000000-0000-0000-0000-000000000000`);
    assert.match(unknown.body['message'] ?? '', /No User Assigned or Delegated Managed Identity/);
    const resource = await ask(`resource=https%3A%2F%2Fvault.example&${version}`);
    assert.match(resource.body['message'] ?? '', /AADSTS500011/);
  });

  it('serves the real credential of @azure/identity', async () => {
    process.env['IDENTITY_ENDPOINT'] = client.tenant.identityEndpoint;
    process.env['IDENTITY_HEADER'] = client.tenant.identityHeader;
    try {
      const credential = new ManagedIdentityCredential({ clientId: client.tenant.identities.app.clientId });
      const { token, expiresOnTimestamp } = await credential.getToken('https://graph.microsoft.com/.default');
      assert.equal(decodeJwt(token).aud, 'https://graph.microsoft.com');
      assert.ok(expiresOnTimestamp > Date.now() + 3_600_000);
      assert.equal((await client.graph('/users?$top=1', { token })).status, 200);
    } finally {
      delete process.env['IDENTITY_ENDPOINT'];
      delete process.env['IDENTITY_HEADER'];
    }
  });

  it('lets tokens keep the permissions with which they were issued', async () => {
    const before = await client.token('graph');
    client.tenant.permissions.revoke('graph', 'User.Read.All');
    try {
      assert.equal((await client.graph('/users?$top=1', { token: before })).status, 200);
      assert.equal(failure(await client.graph('/users?$top=1')), '403 Authorization_RequestDenied');
    } finally {
      client.tenant.permissions.grant('graph', 'User.Read.All');
    }
  });

  it('refuses at Graph and Exchange what is no valid token for them', async () => {
    const exchangeToken = await client.token('exchange');
    const graphToken = await client.token('graph');
    for (const token of [null, 'nonsense', `${graphToken.slice(0, -6)}AAAAAA`, exchangeToken]) {
      const reply = await client.graph('/users?$top=1', { token });
      assert.equal(failure(reply), '401 InvalidAuthenticationToken', String(token));
      assert.ok(reply.headers.get('www-authenticate')?.startsWith('Bearer'));
    }
    assert.match((await client.graph('/users', { token: exchangeToken })).body.error.message, /Invalid audience/);
    const crossed = await client.v2({ ResultSize: 1 }, { token: graphToken });
    assert.equal(crossed.status, 401);
    assert.match(crossed.headers.get('x-ms-diagnostics') ?? '', /audience/);
  });

  it('ends every token issued so far when told to', async () => {
    const token = await client.token('graph');
    client.tenant.tokens.revokeIssued();
    assert.equal(failure(await client.graph('/users?$top=1', { token })), '401 InvalidAuthenticationToken');
    assert.equal((await client.graph('/users?$top=1')).status, 200);
  });
});
