// Tokens by the real @azure/identity: certificate and secret at a loopback authority, managed identity at the sandbox.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jwtVerify } from 'jose';
import { generate } from 'selfsigned';
import { ensureCertificate } from '../../../sandbox/certificate.js';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import type { AppCredential, Credential } from '../../../src/config/identity.js';
import { Refused } from '../../../src/failure.js';
import { createTokenSource } from '../../../src/tenant/credential.js';
import { failureOf } from './connect.js';
import { answerJson } from './wire.js';

const TENANT = '11111111-2222-3333-4444-555555555555';
const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const SCOPE = 'https://graph.microsoft.com/.default';
const SECRET: AppCredential = { kind: 'secret', tenantId: TENANT, clientId: CLIENT, secret: 'right' };

/** Entra's token endpoint as a client application meets it. */
interface Authority {
  readonly host: string;
  readonly paths: string[];
  /** Answers every token request with this status, when set. */
  fails: number | null;
  /** Public key of the certificate that is registered. */
  certificate: string;
  stop(): Promise<void>;
}

async function startAuthority(): Promise<Authority> {
  const { cert, key } = await ensureCertificate();
  const authority = { host: '', paths: [] as string[], fails: null as number | null, certificate: '' };
  const server: Server = createServer({ cert, key }, (request, response) => {
    const path = new URL(request.url ?? '/', authority.host).pathname;
    authority.paths.push(path);
    const answer = (status: number, body: object): void => {
      answerJson(response, status, body);
    };
    let form = '';
    request.on('data', (chunk: Buffer) => {
      form += chunk.toString('utf8');
    });
    request.on('end', async () => {
      const root = `${authority.host}/${TENANT}`;
      if (path === `/${TENANT}/v2.0/.well-known/openid-configuration`) {
        return answer(200, {
          issuer: `${root}/v2.0`,
          authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
          token_endpoint: `${root}/oauth2/v2.0/token`,
          jwks_uri: `${root}/discovery/v2.0/keys`,
        });
      }
      if (path !== `/${TENANT}/oauth2/v2.0/token`) return answer(404, {});
      if (authority.fails !== null) return answer(authority.fails, { error: 'temporarily_unavailable' });
      const fields = new URLSearchParams(form);
      if (await isProved(fields, authority.certificate, `${root}/oauth2/v2.0/token`)) {
        return answer(200, {
          token_type: 'Bearer',
          expires_in: 3600,
          access_token: `token for ${fields.get('scope')}`,
        });
      }
      const description =
        'AADSTS7000215: Invalid client secret provided. Trace ID: 0a0a0a0a-1b1b-2c2c-3d3d-4e4e4e4e4e4e';
      return answer(401, { error: 'invalid_client', error_description: description, error_codes: [7000215] });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  authority.host = `https://localhost:${(server.address() as AddressInfo).port}`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return Object.assign(authority, { stop });
}

async function isProved(fields: URLSearchParams, certificate: string, audience: string): Promise<boolean> {
  if (fields.get('client_id') !== CLIENT || fields.get('grant_type') !== 'client_credentials') return false;
  const assertion = fields.get('client_assertion');
  if (assertion === null) return fields.get('client_secret') === 'right';
  try {
    const { publicKey } = new X509Certificate(certificate);
    const { payload } = await jwtVerify(assertion, publicKey, {
      audience,
      issuer: CLIENT,
      subject: CLIENT,
      clockTolerance: 60,
    });
    return payload.jti !== undefined;
  } catch {
    return false;
  }
}

let away: Promise<string>;
before(() => {
  // Begun before everything else: @azure/identity tries for some seconds before it gives up.
  const nowhere = { host: 'https://localhost:1', instanceDiscovery: false };
  away = failureOf(createTokenSource({ credential: SECRET, authority: nowhere })(SCOPE)).then(({ kind }) => kind);
});

describe('createTokenSource', () => {
  let authority: Authority;
  let folder: string;
  before(async () => {
    authority = await startAuthority();
    folder = mkdtempSync(join(tmpdir(), 'credential-'));
  });
  after(async () => {
    await authority.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    authority.fails = null;
    authority.paths.length = 0;
  });
  const source = (credential: Credential) =>
    createTokenSource({ credential, authority: { host: authority.host, instanceDiscovery: false } });

  it('gets a token by secret, asks nobody else who that authority is, and keeps the token', async () => {
    const tokens = source(SECRET);
    assert.equal(await tokens(SCOPE), `token for ${SCOPE}`);
    await tokens(SCOPE);
    assert.deepEqual(authority.paths, [
      `/${TENANT}/v2.0/.well-known/openid-configuration`,
      `/${TENANT}/oauth2/v2.0/token`,
    ]);
  });

  it('gets a token by certificate, signed with its key', async () => {
    const pair = await generate([{ name: 'commonName', value: 'bot' }], { keySize: 2048, algorithm: 'sha256' });
    const certificatePath = join(folder, 'bot.pem');
    writeFileSync(certificatePath, `${pair.private}\n${pair.cert}`);
    authority.certificate = pair.cert;
    const credential: AppCredential = {
      kind: 'certificate',
      tenantId: TENANT,
      clientId: CLIENT,
      certificatePath,
      certificatePassword: null,
      sendChain: false,
    };
    assert.equal(await source(credential)(SCOPE), `token for ${SCOPE}`);
    authority.certificate = (await generate([{ name: 'commonName', value: 'other' }], { keySize: 2048 })).cert;
    await assert.rejects(source(credential)(SCOPE), Refused);
  });

  it('says why a secret is refused, and does not repeat it', async () => {
    const failure = await failureOf(source({ ...SECRET, secret: 'wrong-hunter2' })(SCOPE));
    assert.ok(failure.kind === 'upstream-unexpected');
    assert.deepEqual([failure.trace.service, failure.trace.code], ['identity', 'AADSTS7000215']);
    assert.match(failure.detail, /Invalid client secret/u);
    assert.ok(!JSON.stringify(failure).includes('hunter2'));
  });
});

describe('the managed identity', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startTenant();
  });
  after(() => sandbox.stop());

  // A process of its own: MSAL remembers the endpoint and the tokens of managed identities for as long as a process lives.
  async function inProcess(
    clientId: string | null,
    scopes: readonly string[],
    header = sandbox.identityHeader,
  ): Promise<string> {
    const module = new URL('../../../src/tenant/credential.js', import.meta.url).href;
    const script = `
      const { createTokenSource } = await import(${JSON.stringify(module)});
      const tokens = createTokenSource({
        credential: { kind: 'managed-identity', clientId: ${JSON.stringify(clientId)} },
        authority: { host: 'https://login.microsoftonline.com', instanceDiscovery: true },
      });
      try {
        for (const scope of ${JSON.stringify(scopes)}) console.log(await tokens(scope));
      } catch (error) {
        console.log(JSON.stringify(error.failure ?? String(error)));
      }`;
    const env = { ...process.env, IDENTITY_ENDPOINT: sandbox.identityEndpoint, IDENTITY_HEADER: header };
    const run = promisify(execFile);
    return (await run(process.execPath, ['--input-type=module', '-e', script], { env })).stdout.trim();
  }

  it('gets a token for each resource, one request each, for the identity that is named', async () => {
    const { app, bot } = sandbox.identities;
    const scopes = [SCOPE, 'https://outlook.office365.com/.default', SCOPE];
    const [graph = '', exchange = '', again] = (await inProcess(app.clientId, scopes)).split('\n');
    assert.equal(again, graph);
    assert.equal(sandbox.requests.count({ service: 'identity', status: 200 }), 2);
    const bearer = await sandbox.tokens.check(`Bearer ${graph}`, 'graph');
    assert.ok(typeof bearer === 'object' && bearer.appId === app.clientId && bearer.roles.includes('User.Read.All'));
    assert.equal(typeof (await sandbox.tokens.check(`Bearer ${exchange}`, 'exchange')), 'object');
    const teams = await inProcess(bot.clientId, ['https://api.botframework.com/.default']);
    const asBot = await sandbox.tokens.check(`Bearer ${teams}`, 'botframework');
    assert.ok(typeof asBot === 'object' && asBot.appId === bot.clientId);
  });

  it('says what is wrong where the identity is not the machine’s', async () => {
    const failure: unknown = JSON.parse(await inProcess(CLIENT, [SCOPE]));
    assert.equal((failure as { readonly kind: string }).kind, 'upstream-unexpected');
    assert.match(JSON.stringify(failure), /Managed Identity found for specified/u);
  });
});

describe('an authority that is away', () => {
  it('is told from one that refuses', async () => {
    assert.equal(await away, 'upstream-unavailable');
  }).timeout(30_000);
});
