// Tokens by the real @azure/identity, over HTTPS from the sandbox's Entra, and from the machine for managed identities.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import { TOKEN_EXCHANGE } from '../../../sandbox/tenant/tokens.js';
import type { AppCredential, Credential } from '../../../src/config/identity.js';
import { createTokenSource } from '../../../src/tenant/credential.js';
import { certificateFile, createCluster } from '../../support/identities.js';
import { failureOf } from './connect.js';

const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const SCOPE = 'https://graph.microsoft.com/.default';
const TOKEN_ROUTE = 'POST /{tenant}/oauth2/v2.0/token';

let away: Promise<string>;
let sandbox: Sandbox;
let folder: string;
before(async () => {
  sandbox = await startTenant();
  folder = mkdtempSync(join(tmpdir(), 'credential-'));
  // Begun before everything else: @azure/identity tries for some seconds before it gives up.
  const nowhere = { host: 'https://localhost:1', instanceDiscovery: false };
  const credential = { kind: 'secret', tenantId: sandbox.tenantId, clientId: CLIENT, secret: 'right' } as const;
  away = failureOf(createTokenSource({ credential, authority: nowhere })(SCOPE)).then(({ kind }) => kind);
});
after(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

/** Who the token is for; the sandbox's Graph would accept it. */
async function bearerOf(token: string, resource: 'graph' | 'botframework' = 'graph'): Promise<string> {
  const bearer = await sandbox.tokens.check(`Bearer ${token}`, resource);
  return typeof bearer === 'string' ? bearer : bearer.appId;
}

describe('createTokenSource', () => {
  beforeEach(() => sandbox.requests.clear());
  const source = (credential: Credential) =>
    createTokenSource({ credential, authority: { host: sandbox.authorityUrl, instanceDiscovery: false } });
  const app = () => ({ tenantId: sandbox.tenantId, clientId: sandbox.identities.app.clientId });
  const tokensAsked = (): number => sandbox.requests.count({ service: 'entra', route: TOKEN_ROUTE });

  it('gets a token by secret, asks nobody else who that authority is, and keeps the token', async () => {
    const secret = sandbox.registrations.addSecret(app().clientId);
    const tokens = source({ kind: 'secret', ...app(), secret });
    assert.equal(await bearerOf(await tokens(SCOPE)), app().clientId);
    await tokens(SCOPE);
    const paths = sandbox.requests.entries.map(({ path }) => path);
    const root = `/${sandbox.tenantId}`;
    assert.deepEqual(paths, [`${root}/v2.0/.well-known/openid-configuration`, `${root}/oauth2/v2.0/token`]);
  });

  it('gets a token by certificate, signed with its key, also where that is encrypted', async () => {
    const certificatePath = await certificateFile(sandbox, app().clientId, join(folder, 'bot.pem'));
    const credential = { kind: 'certificate', ...app(), certificatePath, certificatePassword: null } as const;
    const tokens = source({ ...credential, sendChain: false });
    assert.equal(await bearerOf(await tokens(SCOPE)), app().clientId);
    const pem = readFileSync(certificatePath, 'utf8');
    const cipher = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hunter2' } as const;
    const encrypted = createPrivateKey(pem).export(cipher);
    const sealedPath = join(folder, 'sealed.pem');
    writeFileSync(sealedPath, `${encrypted}\n${pem.slice(pem.indexOf('-----BEGIN CERTIFICATE'))}`);
    const sealed = { ...credential, certificatePath: sealedPath, certificatePassword: 'hunter2', sendChain: true };
    assert.equal(await bearerOf(await source(sealed)(SCOPE)), app().clientId);
  });

  it('is refused with a certificate that nobody registered', async () => {
    const certificatePath = join(folder, 'stranger.pem');
    const pair = await generate([{ name: 'commonName', value: 'stranger' }], { keySize: 2048, algorithm: 'sha256' });
    writeFileSync(certificatePath, `${pair.private}\n${pair.cert}`);
    const stranger = { certificatePath, certificatePassword: null, sendChain: false };
    const failure = await failureOf(source({ kind: 'certificate', ...app(), ...stranger })(SCOPE));
    assert.ok(failure.kind === 'upstream-unexpected' && failure.trace.code === 'AADSTS700027');
  });

  it('says why a secret is refused, and does not repeat it', async () => {
    const failure = await failureOf(source({ kind: 'secret', ...app(), secret: 'wrong-hunter2' })(SCOPE));
    assert.ok(failure.kind === 'upstream-unexpected');
    assert.deepEqual([failure.trace.service, failure.trace.code], ['identity', 'AADSTS7000215']);
    assert.match(failure.trace.requestId ?? '', /^[0-9a-f-]{36}$/u);
    assert.match(failure.detail, /Invalid client secret/u);
    assert.ok(!JSON.stringify(failure).includes('hunter2'));
  });

  describe('with the word of another issuer', () => {
    const SUBJECT = 'system:serviceaccount:guard:bot';
    let cluster: Awaited<ReturnType<typeof createCluster>>;
    let path: string;
    const federated = (): AppCredential => ({ kind: 'federated', ...app(), assertion: { from: 'file', path } });
    before(async () => {
      cluster = await createCluster();
      path = join(folder, 'token');
      sandbox.registrations.trust(app().clientId, cluster.trusting(SUBJECT));
    });

    it('exchanges what the file holds now, once for each token, and lives on without the file', async () => {
      writeFileSync(path, `${await cluster.token(SUBJECT, -600)}\n`);
      const tokens = source(federated());
      const stale = await failureOf(tokens(SCOPE));
      assert.ok(stale.kind === 'upstream-unexpected' && stale.trace.code === 'AADSTS700024');
      writeFileSync(path, `${await cluster.token(SUBJECT)}\n`);
      const [token] = await Promise.all([tokens(SCOPE), tokens(SCOPE)]);
      assert.equal(await bearerOf(token), app().clientId);
      rmSync(path);
      assert.equal(await tokens(SCOPE), token);
      assert.equal(tokensAsked(), 2);
      const other = await failureOf(tokens('https://outlook.office365.com/.default'));
      assert.match(
        other.kind === 'upstream-unexpected' ? other.detail : '',
        /token file .* cannot be read \(ENOENT\)/u,
      );
    });

    it('is told what does not match', async () => {
      writeFileSync(path, await cluster.token('system:serviceaccount:elsewhere:bot'));
      const failure = await failureOf(source(federated())(SCOPE));
      assert.ok(failure.kind === 'upstream-unexpected' && failure.trace.code === 'AADSTS700213');
    });
  });
});

describe('the managed identity', () => {
  beforeEach(() => sandbox.requests.clear());

  // A process of its own: MSAL remembers the endpoint and the tokens of managed identities for as long as a process lives.
  async function inProcess(credential: Credential, scopes: readonly string[]): Promise<string> {
    const module = new URL('../../../src/tenant/credential.js', import.meta.url).href;
    const script = `
      const { createTokenSource } = await import(${JSON.stringify(module)});
      const tokens = createTokenSource({
        credential: ${JSON.stringify(credential)},
        authority: { host: ${JSON.stringify(sandbox.authorityUrl)}, instanceDiscovery: false },
      });
      try {
        for (const scope of ${JSON.stringify(scopes)}) console.log(await tokens(scope));
      } catch (error) {
        console.log(JSON.stringify(error.failure ?? String(error)));
      }`;
    const { identityEndpoint, identityHeader } = sandbox;
    const env = { ...process.env, IDENTITY_ENDPOINT: identityEndpoint, IDENTITY_HEADER: identityHeader };
    const run = promisify(execFile);
    return (await run(process.execPath, ['--input-type=module', '-e', script], { env })).stdout.trim();
  }
  const named = (clientId: string | null): Credential => ({ kind: 'managed-identity', clientId });

  it('gets a token for each resource, one request each, for the identity that is named', async () => {
    const { app, bot } = sandbox.identities;
    const scopes = [SCOPE, 'https://outlook.office365.com/.default', SCOPE];
    const [graph = '', exchange = '', again] = (await inProcess(named(app.clientId), scopes)).split('\n');
    assert.equal(again, graph);
    assert.equal(sandbox.requests.count({ service: 'identity', status: 200 }), 2);
    const bearer = await sandbox.tokens.check(`Bearer ${graph}`, 'graph');
    assert.ok(typeof bearer === 'object' && bearer.appId === app.clientId && bearer.roles.includes('User.Read.All'));
    assert.equal(typeof (await sandbox.tokens.check(`Bearer ${exchange}`, 'exchange')), 'object');
    const teams = await inProcess(named(bot.clientId), ['https://api.botframework.com/.default']);
    assert.equal(await bearerOf(teams, 'botframework'), bot.clientId);
  });

  it('speaks for an app registration that trusts it', async () => {
    const { app, bot } = sandbox.identities;
    const credential: Credential = {
      kind: 'federated',
      tenantId: sandbox.tenantId,
      clientId: bot.clientId,
      assertion: { from: 'managed-identity', clientId: app.clientId, audience: TOKEN_EXCHANGE },
    };
    const scope = 'https://api.botframework.com/.default';
    assert.match(await inProcess(credential, [scope]), /AADSTS700211/u);
    const { issuer, publicKey } = sandbox.tokens.exchange;
    const trust = { issuer, publicKey, subject: app.objectId, audience: TOKEN_EXCHANGE };
    sandbox.registrations.trust(bot.clientId, trust);
    const [token = '', again] = (await inProcess(credential, [scope, scope])).split('\n');
    assert.equal(await bearerOf(token, 'botframework'), bot.clientId);
    assert.equal(again, token);
  });

  it('says what is wrong where the identity is not the machine’s', async () => {
    const failure: unknown = JSON.parse(await inProcess(named(CLIENT), [SCOPE]));
    assert.equal((failure as { readonly kind: string }).kind, 'upstream-unexpected');
    assert.match(JSON.stringify(failure), /Managed Identity found for specified/u);
  });
});

describe('an authority that is away', () => {
  it('is told from one that refuses', async () => {
    assert.equal(await away, 'upstream-unavailable');
  });
});
