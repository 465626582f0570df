// The sandbox's sign-in host: what it gives tokens for, and the numbers of its refusals.
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { type CryptoKey, importPKCS8, SignJWT } from 'jose';
import { generate } from 'selfsigned';
import { startTenant, type Tenant } from '../../../sandbox/tenant/index.js';

const GRAPH = 'https://graph.microsoft.com/.default';
const BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

describe('sandbox tenant: sign-in host', () => {
  let tenant: Tenant;
  let secret: string;
  let form: Readonly<Record<string, string>>;
  before(async () => {
    tenant = await startTenant({ users: 60, mailboxes: 5 });
    const { clientId } = tenant.identities.app;
    secret = tenant.registrations.addSecret(clientId);
    form = { client_id: clientId, scope: GRAPH, grant_type: 'client_credentials', client_secret: secret };
  });
  after(() => tenant.stop());

  async function ask(changed: Readonly<Record<string, string | undefined>> = {}, in_ = tenant.tenantId) {
    const fields = Object.entries({ ...form, ...changed }).filter(
      (field): field is [string, string] => field[1] !== undefined,
    );
    const body = new URLSearchParams(fields);
    const response = await fetch(`${tenant.authorityUrl}/${in_}/oauth2/v2.0/token`, { method: 'POST', body });
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
  }
  const codeOf = async (asked: ReturnType<typeof ask>): Promise<unknown> =>
    ((await asked).body['error_codes'] as readonly unknown[] | undefined)?.[0];

  it('gives a token that Graph takes, for about an hour', async () => {
    const { status, body } = await ask();
    assert.deepEqual([status, body['token_type'], body['expires_in']], [200, 'Bearer', 3599]);
    const bearer = await tenant.tokens.check(`Bearer ${String(body['access_token'])}`, 'graph');
    assert.ok(typeof bearer === 'object' && bearer.roles.includes('User.Read.All'));
  });

  it('refuses what the grant does not allow, each with its number', async () => {
    assert.equal(await codeOf(ask({}, '99999999-9999-4999-8999-999999999999')), 90002);
    assert.equal(await codeOf(ask({ grant_type: undefined })), 900144);
    assert.equal(await codeOf(ask({ grant_type: 'password' })), 70003);
    assert.equal(await codeOf(ask({ client_id: '99999999-9999-4999-8999-999999999999' })), 700016);
    assert.equal(await codeOf(ask({ client_secret: undefined })), 7000216);
    assert.equal(await codeOf(ask({ client_secret: 'guessed' })), 7000215);
    assert.equal(await codeOf(ask({ scope: 'https://graph.microsoft.com/User.Read.All' })), 1002012);
    assert.equal(await codeOf(ask({ scope: 'https://vault.example/.default' })), 500011);
  });

  it('never repeats a secret in a refusal', async () => {
    assert.ok(!JSON.stringify((await ask({ client_secret: 'hunter2' })).body).includes('hunter2'));
  });

  describe('an assertion signed with a certificate', () => {
    let key: CryptoKey;
    let thumbprint: string;
    before(async () => {
      const pair = await generate([{ name: 'commonName', value: 'app' }], { keySize: 2048, algorithm: 'sha256' });
      key = await importPKCS8(pair.private, 'PS256');
      const certificate = new X509Certificate(pair.cert);
      thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
      tenant.registrations.addCertificate(tenant.identities.app.clientId, certificate);
    });

    async function withAssertion(
      claims: Readonly<Record<string, unknown>>,
      header: Readonly<Record<string, string>> = { 'x5t#S256': thumbprint },
    ): Promise<unknown> {
      const { clientId } = tenant.identities.app;
      const now = Math.floor(Date.now() / 1000);
      const audience = `${tenant.authorityUrl}/${tenant.tenantId}/oauth2/v2.0/token`;
      const all = { iss: clientId, sub: clientId, aud: audience, jti: 'once', nbf: now, exp: now + 600, ...claims };
      const assertion = await new SignJWT(all).setProtectedHeader({ alg: 'PS256', ...header }).sign(key);
      const asked = ask({ client_secret: undefined, client_assertion: assertion, client_assertion_type: BEARER });
      return (await asked).status === 200 ? 'token' : codeOf(asked);
    }

    it('is taken when it is made for this endpoint and lives now', async () => {
      assert.equal(await withAssertion({}), 'token');
      assert.equal(await withAssertion({ aud: 'https://login.microsoftonline.com/elsewhere' }), 7000272);
      assert.equal(await withAssertion({ sub: 'somebody' }), 7000272);
      assert.equal(await withAssertion({ nbf: 1_600_000_000, exp: 1_600_000_600 }), 700024);
      assert.equal(await withAssertion({}, { 'x5t#S256': 'unknown' }), 700027);
    });
  });
});
