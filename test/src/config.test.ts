// The settings: what is required, what has a default, and that every problem is named at once without secrets.
import assert from 'node:assert/strict';
import { type Config, loadConfig } from '../../src/config.js';
import { Refused } from '../../src/failure.js';

const TENANT = '11111111-2222-3333-4444-555555555555';
const APP = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const LEAST = {
  TENANT_ID: TENANT,
  BOT_APP_TYPE: 'UserAssignedMSI',
  BOT_APP_ID: APP,
  OPERATORS_GROUP_ID: '00000000-0000-0000-0000-000000000001',
  APPROVERS_GROUP_ID: '00000000-0000-0000-0000-000000000002',
};
const SEVEN = {
  ToChannelFromBotLoginUrl: 'https://login.example/tenant',
  ToChannelFromBotOAuthScope: 'https://api.channel.example',
  ToBotFromChannelTokenIssuer: 'https://api.channel.example',
  OAuthUrl: 'https://token.channel.example',
  ToBotFromChannelOpenIdMetadataUrl: 'http://127.0.0.1:4000/oidc',
  ToBotFromEmulatorOpenIdMetadataUrl: 'http://localhost:4000/oidc',
  CallerId: 'urn:botframework:azure',
};

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function load(more: Readonly<Record<string, string | undefined>> = {}): Config {
  return loadConfig({ ...LEAST, ...more });
}

function problemsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof Refused && error.failure.kind === 'bad-config') return error.failure.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('needs five settings and gives everything else its default', () => {
    const config = load();
    assert.equal(config.tenant.tenantId, TENANT);
    assert.deepEqual(config.tenant.credential, { kind: 'managed-identity', clientId: null });
    assert.deepEqual(config.tenant.graph, {
      endpoint: 'https://graph.microsoft.com',
      scope: 'https://graph.microsoft.com/.default',
    });
    assert.equal(config.tenant.exchange.api, 'v2');
    assert.equal(config.tenant.teamsAppId, null);
    assert.deepEqual(config.bot.credential, { kind: 'managed-identity', clientId: APP });
    assert.deepEqual(config.bot.botFramework, { ChannelService: '' });
    assert.equal(config.bot.issuer, 'https://api.botframework.com');
    assert.ok(config.bot.serviceHosts.includes('smba.trafficmanager.net'));
    assert.deepEqual(config.store, { kind: 'embedded', folder: './data' });
    assert.deepEqual(config.listen, { host: '0.0.0.0', port: 3978 });
    assert.equal(config.metrics, null);
    assert.deepEqual(config.approvals, {
      quorum: 1,
      ttlMs: 86_400_000,
      executionMs: 3_600_000,
      reasonPattern: null,
      maxMailboxes: 100,
      maxPerDay: 1000,
      urgentTtlMs: 30 * MINUTE_MS,
      urgentRepeatMs: 5 * MINUTE_MS,
      longestExemptionMs: 180 * DAY_MS,
      exemptionWarningMs: 7 * DAY_MS,
      revokeSessions: false,
    });
    assert.equal(config.watch.types.length, 4);
    assert.equal(config.watch.heartbeatMs, 604_800_000);
    assert.equal(config.mode, 'enforce');
  });

  it('has terms that make sense together: a default gives way, what was set is told', () => {
    const hasty = load({ REQUEST_TTL: 'PT10M', MAX_EXEMPTION: 'P8D', REVOKE_SESSIONS: 'ON' }).approvals;
    assert.equal(hasty.urgentTtlMs, 10 * MINUTE_MS);
    assert.equal(hasty.urgentRepeatMs, 5 * MINUTE_MS);
    assert.equal(hasty.exemptionWarningMs, 2 * DAY_MS);
    assert.equal(hasty.revokeSessions, true);
    assert.equal(load({ URGENT_TTL: 'PT4M' }).approvals.urgentRepeatMs, 2 * MINUTE_MS);
    const wrong: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['URGENT_TTL', { REQUEST_TTL: 'PT10M', URGENT_TTL: 'PT11M' }],
      ['URGENT_REPEAT', { URGENT_TTL: 'PT10M', URGENT_REPEAT: 'PT6M' }],
      ['MAX_EXEMPTION', { MAX_EXEMPTION: 'PT4M' }],
      ['MAX_EXEMPTION', { MAX_EXEMPTION: 'P6M' }],
      ['EXEMPTION_WARNING', { MAX_EXEMPTION: 'P20D', EXEMPTION_WARNING: 'P6D' }],
      ['EXEMPTION_WARNING', { EXEMPTION_WARNING: 'P90D' }],
      ['REVOKE_SESSIONS', { REVOKE_SESSIONS: 'yes' }],
      ['RETENTION', { RETENTION: 'P29D' }],
      ['RETENTION', { RETENTION: 'P2Y' }],
    ];
    for (const [name, env] of wrong) {
      const problems = problemsOf({ ...LEAST, ...env });
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.ok(problems[0]?.startsWith(`${name} is bad`), problems[0]);
    }
  });

  it('names every missing setting at once, each with what it is for', () => {
    const problems = problemsOf({ TENANT_ID: '   ' });
    for (const name of Object.keys(LEAST)) {
      const told = problems.find((problem) => problem.startsWith(`${name} is missing.`));
      assert.match(told ?? '', /It is .{10,}\./u, name);
    }
    assert.equal(problems.length, 5);
  });

  it('names every bad setting at once', () => {
    const bad = {
      TENANT_ID: 'contoso.example',
      BOT_APP_TYPE: 'MultiTenant',
      CLOUD: 'mars',
      PORT: '70000',
      METRICS_PORT: '-1',
      APPROVALS_REQUIRED: '0',
      REQUEST_TTL: 'P1M',
      EXECUTION_TTL: '1 hour',
      WATCH_INTERVAL: 'PT0S',
      REASON_PATTERN: '(unclosed',
      MAILBOX_TYPES: 'SharedMailbox,UserMailbox',
      LICENSED: 'maybe',
      MODE: 'audit',
      EXCHANGE_API: 'v3',
      TEAMS_CATALOG_APP_ID: 'com.example.mailbox-guard',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://user:hunter2@db/x',
      GRAPH_ENDPOINT: 'https://graph.microsoft.com/v1.0',
      EXCHANGE_ENDPOINT: 'http://proxy.example',
      AZURE_AUTHORITY_HOST: 'https://login.evil.example',
      ALLOWED_SERVICE_HOSTS: 'https://smba.example/',
    };
    const problems = problemsOf({ ...LEAST, ...bad });
    assert.deepEqual(
      problems.map((problem) => problem.split(' ')[0]).sort(),
      Object.keys(bad).sort(),
      problems.join('\n'),
    );
    assert.ok(!problems.join().includes('hunter2'), 'no password in a complaint');
  });

  it('follows the cloud with every host, and keeps the audience when an address is another', () => {
    const dod = load({ CLOUD: 'USGovDoD', GRAPH_ENDPOINT: 'https://localhost:8443/' });
    assert.deepEqual(dod.tenant.graph, {
      endpoint: 'https://localhost:8443',
      scope: 'https://dod-graph.microsoft.us/.default',
    });
    assert.equal(dod.tenant.exchange.endpoint, 'https://outlook-dod.office365.us');
    assert.equal(dod.tenant.authority.host, 'https://login.microsoftonline.us');
    assert.deepEqual(dod.bot.botFramework, { ChannelService: 'https://botframework.azure.us' });
    assert.equal(dod.bot.scope, 'https://api.botframework.us/.default');
    const china = load({ CLOUD: 'china' });
    assert.equal(china.tenant.graph.endpoint, 'https://microsoftgraph.chinacloudapi.cn');
    assert.equal(china.bot.issuer, 'https://api.botframework.azure.cn');
  });

  it('lets tokens leave over https, and over http only to this machine', () => {
    assert.equal(
      load({ EXCHANGE_ENDPOINT: 'http://127.0.0.1:8080' }).tenant.exchange.endpoint,
      'http://127.0.0.1:8080',
    );
    for (const [name, value] of [
      ['GRAPH_ENDPOINT', 'http://127.0.0.1:8080'],
      ['EXCHANGE_ENDPOINT', 'http://127.0.0.1.evil.example'],
      ['EXCHANGE_ENDPOINT', 'https://user:secret@proxy.example'],
      ['EXCHANGE_ENDPOINT', 'ftp://localhost'],
    ] as const) {
      assert.equal(problemsOf({ ...LEAST, [name]: value }).length, 1, value);
    }
  });

  it('asks for tokens at the cloud, or at a loopback authority without instance discovery', () => {
    assert.deepEqual(load({ AZURE_AUTHORITY_HOST: 'https://login.windows.net/' }).tenant.authority, {
      host: 'https://login.windows.net',
      instanceDiscovery: true,
    });
    assert.deepEqual(load({ AZURE_AUTHORITY_HOST: 'https://localhost:5001' }).bot.authority, {
      host: 'https://localhost:5001',
      instanceDiscovery: false,
    });
    assert.equal(problemsOf({ ...LEAST, AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us' }).length, 1);
    assert.equal(problemsOf({ ...LEAST, AZURE_AUTHORITY_HOST: 'http://localhost:5001' }).length, 1);
  });

  it('reads the tenant credential as @azure/identity does: secret, certificate, token file, managed identity', () => {
    const app = { AZURE_CLIENT_ID: APP, AZURE_TENANT_ID: TENANT };
    assert.deepEqual(
      load({ ...app, AZURE_CLIENT_SECRET: 's', AZURE_CLIENT_CERTIFICATE_PATH: 'c.pem' }).tenant.credential,
      {
        kind: 'secret',
        tenantId: TENANT,
        clientId: APP,
        secret: 's',
      },
    );
    assert.deepEqual(load({ ...app, AZURE_CLIENT_CERTIFICATE_PATH: 'c.pem' }).tenant.credential, {
      kind: 'certificate',
      tenantId: TENANT,
      clientId: APP,
      certificatePath: 'c.pem',
      certificatePassword: null,
      sendChain: false,
    });
    assert.deepEqual(load({ AZURE_CLIENT_ID: APP }).tenant.credential, { kind: 'managed-identity', clientId: APP });
    const file = { AZURE_FEDERATED_TOKEN_FILE: '/run/token' };
    assert.deepEqual(load({ ...app, ...file }).tenant.credential, {
      kind: 'federated',
      tenantId: TENANT,
      clientId: APP,
      assertion: { from: 'file', path: '/run/token' },
    });
    assert.equal(load({ ...app, ...file, AZURE_CLIENT_SECRET: 's' }).tenant.credential.kind, 'secret');
  });

  it('lets the bot prove itself by what another issuer says of it, with the audience of its cloud', () => {
    const single = { BOT_APP_TYPE: 'SingleTenant' };
    const federated = { kind: 'federated', tenantId: TENANT, clientId: APP };
    assert.deepEqual(load({ ...single, BOT_APP_FEDERATED_TOKEN_FILE: '/run/bot' }).bot.credential, {
      ...federated,
      assertion: { from: 'file', path: '/run/bot' },
    });
    for (const [cloud, audience] of [
      ['public', 'api://AzureADTokenExchange'],
      ['usgov', 'api://AzureADTokenExchangeUSGov'],
      ['usgovdod', 'api://AzureADTokenExchangeUSGov'],
      ['china', 'api://AzureADTokenExchangeChina'],
    ] as const) {
      const trusting = load({ ...single, CLOUD: cloud, BOT_APP_FEDERATED_IDENTITY_ID: TENANT.toUpperCase() });
      assert.deepEqual(trusting.bot.credential, {
        ...federated,
        assertion: { from: 'managed-identity', clientId: TENANT, audience },
      });
    }
    const pod = load({ AZURE_FEDERATED_TOKEN_FILE: '/run/token', AZURE_CLIENT_ID: APP, AZURE_TENANT_ID: TENANT });
    assert.deepEqual(pod.bot.credential, { ...federated, assertion: { from: 'file', path: '/run/token' } });
    const named = (env: Readonly<Record<string, string>>): readonly string[] =>
      problemsOf({ ...LEAST, ...env }).map((problem) => problem.split(' ')[0] ?? '');
    assert.deepEqual(named({ BOT_APP_FEDERATED_IDENTITY_ID: APP }), ['BOT_APP_FEDERATED_IDENTITY_ID']);
    const two = { ...single, BOT_APP_FEDERATED_IDENTITY_ID: 'no-guid', BOT_APP_FEDERATED_TOKEN_FILE: '/x' };
    assert.deepEqual(named(two), ['BOT_APP_FEDERATED_IDENTITY_ID']);
    assert.deepEqual(named({ ...single, BOT_APP_FEDERATED_IDENTITY_ID: 'no-guid' }), ['BOT_APP_FEDERATED_IDENTITY_ID']);
    assert.deepEqual(named({ ...single, BOT_APP_PASSWORD: 'p', BOT_APP_CERTIFICATE_PASSWORD: 'q' }), [
      'BOT_APP_CERTIFICATE_PASSWORD',
    ]);
  });

  it('refuses half a credential, and one that would read another tenant', () => {
    const half = problemsOf({ ...LEAST, AZURE_CLIENT_SECRET: 'hunter2' });
    assert.deepEqual(half.map((problem) => problem.split(' ')[0]).sort(), ['AZURE_CLIENT_ID', 'AZURE_TENANT_ID']);
    assert.ok(!half.join().includes('hunter2'));
    const other = { AZURE_CLIENT_SECRET: 's', AZURE_CLIENT_ID: APP, AZURE_TENANT_ID: APP };
    assert.match(problemsOf({ ...LEAST, ...other })[0] ?? '', /^AZURE_TENANT_ID is bad: .*TENANT_ID/u);
  });

  it("keeps the bot's credential apart from the tenant's", () => {
    const single = load({ BOT_APP_TYPE: 'singletenant', BOT_APP_PASSWORD: 'p', AZURE_CLIENT_ID: APP });
    assert.deepEqual(single.bot.credential, { kind: 'secret', tenantId: TENANT, clientId: APP, secret: 'p' });
    assert.equal(single.tenant.credential.kind, 'managed-identity');
    const both = { BOT_APP_TYPE: 'SingleTenant', BOT_APP_PASSWORD: 'p', BOT_APP_CERTIFICATE_PATH: 'c.pem' };
    assert.match(problemsOf({ ...LEAST, ...both })[0] ?? '', /^BOT_APP_PASSWORD is bad/u);
    assert.match(
      problemsOf({ ...LEAST, BOT_APP_TYPE: 'SingleTenant' })[0] ?? '',
      /^BOT_APP_CERTIFICATE_PATH or BOT_APP_PASSWORD/u,
    );
    assert.match(problemsOf({ ...LEAST, BOT_APP_PASSWORD: 'p' })[0] ?? '', /UserAssignedMSI/u);
  });

  it("takes botbuilder's seven settings all or none", () => {
    const config = load({ ...SEVEN, ALLOWED_SERVICE_HOSTS: 'localhost:56150, *.teams.example' });
    assert.deepEqual(config.bot.botFramework, SEVEN);
    assert.equal(config.bot.issuer, 'https://api.channel.example');
    assert.equal(config.bot.scope, 'https://api.channel.example/.default');
    assert.deepEqual(config.bot.serviceHosts.slice(-2), ['localhost:56150', '*.teams.example']);
    const { CallerId: _callerId, OAuthUrl: _oauthUrl, ...five } = SEVEN;
    const problems = problemsOf({ ...LEAST, ...five });
    assert.deepEqual(problems.map((problem) => problem.split(' ').slice(0, 3).join(' ')).sort(), [
      'CallerId is missing.',
      'OAuthUrl is missing.',
    ]);
    assert.equal(problemsOf({ ...LEAST, ...SEVEN, OAuthUrl: 'http://token.example' }).length, 1);
  });

  it('refuses service hosts so wide that a token could go to anyone', () => {
    assert.equal(problemsOf({ ...LEAST, ALLOWED_SERVICE_HOSTS: '*.com' }).length, 1);
    assert.equal(problemsOf({ ...LEAST, ALLOWED_SERVICE_HOSTS: '*' }).length, 1);
    assert.deepEqual(load({ ALLOWED_SERVICE_HOSTS: '[::1]:80,' }).bot.serviceHosts.at(-1), '[::1]:80');
  });

  it("lets files go to the cloud's own OneDrive and further hosts, and nowhere where bots send none", () => {
    assert.deepEqual(load({}).bot.uploadHosts, ['*.sharepoint.com']);
    assert.deepEqual(load({ CLOUD: 'china' }).bot.uploadHosts, ['*.sharepoint.cn']);
    const further = { ALLOWED_SERVICE_HOSTS: 'localhost:56150' };
    assert.deepEqual(load(further).bot.uploadHosts, ['*.sharepoint.com', 'localhost:56150']);
    for (const CLOUD of ['usgov', 'usgovdod']) assert.deepEqual(load({ ...further, CLOUD }).bot.uploadHosts, []);
  });

  it('narrows the watched types, in the order of the bot', () => {
    assert.deepEqual(load({ MAILBOX_TYPES: 'roommailbox, SharedMailbox' }).watch.types, [
      'SharedMailbox',
      'RoomMailbox',
    ]);
  });

  it('runs a reason pattern, and is not held up by one that backtracks without end', () => {
    const pattern = load({ REASON_PATTERN: '^INC\\d{7}\\b' }).approvals.reasonPattern;
    assert.equal(pattern?.test('INC0012345 left the company'), true);
    assert.equal(pattern?.test('because'), false);
    const endless = load({ REASON_PATTERN: '^(a+)+$' }).approvals.reasonPattern;
    assert.equal(endless?.test('aaaa'), true);
    const start = performance.now();
    assert.equal(endless?.test(`${'a'.repeat(499)}!`), false);
    assert.ok(performance.now() - start < 20_000);
    assert.equal(endless?.test('aaaa'), true, 'and it works again afterwards');
  });

  it('takes the log or a safe address as the sink of the record, and leaves it out by default', () => {
    assert.deepEqual(load().audit, { signingKeyPath: null, sink: null });
    assert.deepEqual(load({ AUDIT_SINK: 'log', AUDIT_SIGNING_KEY_PATH: ' /keys/audit.pem ' }).audit, {
      signingKeyPath: '/keys/audit.pem',
      sink: { kind: 'log' },
    });
    const address = 'https://siem.example/collect?token=hush';
    const { sink } = load({ AUDIT_SINK: address, AUDIT_SINK_AUTHORIZATION: 'Splunk 123' }).audit;
    assert(sink?.kind === 'webhook');
    assert.deepEqual([sink.address, sink.authorization], [address, 'Splunk 123']);
    assert.match(sink.name, /^webhook [0-9a-f]{16}$/u);
    assert.equal(load({ AUDIT_SINK: 'http://127.0.0.1:9000/x' }).audit.sink?.kind, 'webhook');
    for (const bad of ['http://siem.example', 'https://user:hush@siem.example', 'syslog', 'ftp://siem.example']) {
      const told = problemsOf({ ...LEAST, AUDIT_SINK: bad }).join();
      assert.match(told, /^AUDIT_SINK is bad/u);
      assert.ok(!told.includes('hush'));
    }
    assert.match(
      problemsOf({ ...LEAST, AUDIT_SINK: 'log', LOG_LEVEL: 'warn' }).join(),
      /^AUDIT_SINK is bad.*LOG_LEVEL/u,
    );
    assert.match(problemsOf({ ...LEAST, AUDIT_SINK_AUTHORIZATION: 'x' }).join(), /^AUDIT_SINK_AUTHORIZATION is bad/u);
    const twoLines = { AUDIT_SINK: address, AUDIT_SINK_AUTHORIZATION: 'Bearer hush\nmore' };
    assert.match(problemsOf({ ...LEAST, ...twoLines }).join(), /^AUDIT_SINK_AUTHORIZATION is bad(?!.*hush)/su);
  });
});
