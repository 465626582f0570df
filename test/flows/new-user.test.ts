// From env.example to a green doctor, as docs/install.md leads a new user "By hand": its commands, its order, nothing else.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { botTokenCheck } from '../../sandbox/bot-settings.js';
import { type FakeTeams, startFakeTeams } from '../../sandbox/channel/fake-teams.js';
import { type OpenIdServer, startOpenId } from '../../sandbox/channel/openid.js';
import { createChannelKeys } from '../../sandbox/channel/signing.js';
import { freePort } from '../../sandbox/playground/free-port.js';
import { startTenant, type Tenant } from '../../sandbox/tenant/index.js';
import { GRANTED } from '../../sandbox/tenant/permissions.js';
import type { PersonaName } from '../../sandbox/tenant/seed/people.js';
import { TEAMS_APP_ID } from '../../sandbox/tenant/teams-apps.js';
import { runCli } from '../cli/stand.js';
import { commandsBelow, type DoctorLine, doctorLines, fillIn, runLine, startLine } from '../support/by-hand.js';
import { readEnvExample } from '../support/env-example.js';
import { certificateFile } from '../support/identities.js';
import { manifestErrors } from '../support/manifest-schema.js';
import { answerTo, becomes } from '../support/reading.js';
import type { Ran } from '../support/run-program.js';
import { openStage } from '../support/stage.js';

const COMMANDS = commandsBelow('docs/install.md', 'By hand: from `env.example` to a green `doctor`');
const [, , COPY, OPENSSL = '', DOCTOR = '', START = '', PACKAGE = '', DOCTOR_AGAIN = ''] = COMMANDS;
const APPROVERS: readonly PersonaName[] = ['approver', 'secondApprover', 'nestedApprover', 'both'];
const PAGE = 'https://intranet.lighthouse.example/guard';
const THEY_WRITE =
  'Each of them opens Mailbox Guard in Teams (Apps, Built for your org), adds it and writes "help" to it once';

interface AppManifest {
  readonly id: string;
  readonly bots: readonly { readonly botId: string }[];
  readonly developer: Readonly<Record<string, string>>;
  readonly validDomains: readonly string[];
  readonly webApplicationInfo: Readonly<Record<string, string>>;
}

describe('a new user, by hand', () => {
  let folder: string;
  let tenant: Tenant;
  let teams: FakeTeams;
  let openId: OpenIdServer;
  /** Where Microsoft is; all that the walk adds to what stands in the file. */
  let microsoft: Readonly<Record<string, string>>;
  /** What the user fills in. */
  let values: Readonly<Record<string, string>>;
  let bot: ReturnType<typeof startLine> | null = null;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mailbox-guard-new-user-'));
    tenant = await startTenant();
    const keys = await createChannelKeys();
    openId = await startOpenId(keys);
    const profile = { appId: tenant.identities.bot.clientId, name: 'Mailbox Guard' };
    teams = await startFakeTeams({
      bot: profile,
      tenantId: tenant.tenantId,
      keys,
      checkBotToken: botTokenCheck(tenant),
    });
    microsoft = {
      ...openId.settings,
      GRAPH_ENDPOINT: tenant.graphUrl,
      EXCHANGE_ENDPOINT: tenant.exchangeUrl,
      AZURE_AUTHORITY_HOST: tenant.authorityUrl,
      ALLOWED_SERVICE_HOSTS: new URL(teams.serviceUrl).host,
    };
    values = await valuesOf(tenant);
    writeFileSync(file(), readFileSync('env.example'));
  });

  after(async () => {
    await stopBot();
    await Promise.all([tenant.stop(), openId.stop()]);
    await teams.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (): string => join(folder, '.env');

  async function valuesOf({
    tenantId,
    identities: { app, bot: own },
    groups,
  }: Tenant): Promise<Record<string, string>> {
    const port = await freePort(43_978);
    return {
      TENANT_ID: tenantId,
      AZURE_TENANT_ID: tenantId,
      BOT_APP_TYPE: 'SingleTenant',
      BOT_APP_ID: own.clientId,
      AZURE_CLIENT_ID: app.clientId,
      BOT_APP_CERTIFICATE_PATH: await certificateFile(tenant, own.clientId, join(folder, 'bot.pem')),
      AZURE_CLIENT_CERTIFICATE_PATH: await certificateFile(tenant, app.clientId, join(folder, 'reader.pem')),
      OPERATORS_GROUP_ID: groups.operatorsId,
      APPROVERS_GROUP_ID: groups.approversId,
      AUDIT_SIGNING_KEY_PATH: join(folder, 'audit-key.pem'),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: join(folder, 'data'),
      PORT: String(port),
      TEAMS_APP_ID: '5b1f9d3e-7c42-4a8e-9a55-0c6d2e8f4b17',
      APP_WEBSITE_URL: PAGE,
      APP_PRIVACY_URL: `${PAGE}/privacy`,
      APP_TERMS_URL: `${PAGE}/terms`,
    };
  }

  /** Runs a command of the page, on this user's files. */
  const runs = (command: string): Promise<Ran> => runLine(here(command), microsoft);
  const here = (command: string): string =>
    command.replace(' .env', ` ${file()}`).replace(' audit-key.pem', ` ${join(folder, 'audit-key.pem')}`);

  async function doctor(command = DOCTOR): Promise<{ code: number | null; all: readonly DoctorLine[]; ill: string[] }> {
    const { code, stdout, stderr } = await runs(command);
    const all = doctorLines(stdout);
    assert.ok(all.length > 0, stdout + stderr);
    const ill = all.filter(({ mark }) => mark !== 'ok');
    return { code, all, ill: ill.map(({ mark, title, mend }) => `${mark} ${title} → ${mend}`) };
  }

  /** npm is gone before the bot below it is; what they write to is closed by the last of them. */
  async function stopBot(): Promise<void> {
    if (bot?.pid === undefined || bot.stdout.closed) return;
    const gone = once(bot, 'close');
    process.kill(-bot.pid, 'SIGTERM');
    await gone;
    bot = null;
  }

  const person = (name: PersonaName) => {
    const { objectId, displayName, upn } = tenant.people[name];
    return teams.person({ objectId, name: displayName, userPrincipalName: upn });
  };

  it('finds in the page the commands that this walk goes by', () => {
    assert.deepEqual(COMMANDS, [
      'npm ci',
      'npm run build',
      'cp env.example .env',
      'openssl genpkey -algorithm ed25519 -out audit-key.pem',
      'npm run doctor -- --env-file .env',
      'npm start -- --env-file .env',
      'npm run package -- --env-file .env',
      'npm run doctor -- --env-file .env',
    ]);
    assert.equal(COPY, 'cp env.example .env');
  });

  it('is told by a copy of env.example as it is exactly what the file marks as required', async function () {
    this.timeout(60_000);
    const { code, all } = await doctor();
    assert.equal(code, 2);
    const named = all.map(({ mark, detail, mend }) => {
      const [name = ''] = detail.split(' ');
      assert.deepEqual([mark, mend], ['BROKEN', `Set ${name}; env.example says what it takes`]);
      return name;
    });
    const { code: notBuilt, stderr } = await runs(PACKAGE);
    assert.equal(notBuilt, 2);
    const forPackage = [...stderr.matchAll(/^ {2}(\w+) is missing\./gmu)].map(([, name = '']) => name);
    const required = readEnvExample().filter((one) => one.required);
    assert.deepEqual([...new Set([...named, ...forPackage])].sort(), required.map(({ name }) => name).sort());
  });

  it('finds every setting of the page in env.example, and needs no other', () => {
    const section = readFileSync('docs/install.md', 'utf8').split('\n## By hand')[1]?.split('\n## ')[0] ?? '';
    const rows = [...section.matchAll(/^ *\| (`\w+`(?:, `\w+`)*) \|/gmu)];
    const told = rows.flatMap(([, names = '']) => names.replaceAll('`', '').split(', '));
    assert.deepEqual(Object.keys(values).sort(), [...told].sort());
    writeFileSync(file(), fillIn(readFileSync('env.example', 'utf8'), values));
  });

  it('is told what the settings alone leave undone, each with its command', async function () {
    this.timeout(60_000);
    const { AUDIT_SIGNING_KEY_PATH: _, PUBLIC_URL: __, ...least } = values;
    writeFileSync(file(), fillIn(readFileSync('env.example', 'utf8'), least));
    const { code, ill } = await doctor();
    assert.equal(code, 1);
    assert.deepEqual(ill, [
      `degraded Checkpoints of the record → ${OPENSSL}, and set AUDIT_SIGNING_KEY_PATH to that file`,
      '? Approvers in reach → null',
      '? Database → npm start',
      '? Tables → null',
      '? Public address → Set PUBLIC_URL to the address that Teams uses',
    ]);
    assert.equal((await runs(OPENSSL)).code, 0);
    writeFileSync(file(), fillIn(readFileSync('env.example', 'utf8'), values));
  });

  it('is told then only of what the first start brings', async function () {
    this.timeout(60_000);
    const { code, ill } = await doctor();
    const { PUBLIC_URL, PORT } = values;
    assert.equal(code, 2);
    assert.deepEqual(ill, [
      '? Approvers in reach → null',
      '? Database → npm start',
      '? Tables → null',
      `BROKEN Public address → curl -i ${PUBLIC_URL}/healthz must answer 200: look at name, certificate, proxy and port ${PORT}`,
    ]);
  });

  it('has after the start only the approvers left, whom nobody has met', async function () {
    this.timeout(120_000);
    bot = startLine(here(START), microsoft);
    let said = '';
    for (const stream of [bot.stdout, bot.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ready = async (): Promise<boolean> =>
      fetch(`${values['PUBLIC_URL']}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      );
    for (const end = Date.now() + 90_000; !(await ready()); await pause(200)) {
      assert.ok(Date.now() < end && bot.exitCode === null, said);
    }
    const { code, ill } = await doctor();
    assert.deepEqual([code, ill], [2, [`BROKEN Approvers in reach → ${THEY_WRITE}`]]);
  });

  it('makes an app that names these settings and nothing else, and that Teams takes', async function () {
    this.timeout(120_000);
    const out = join(folder, 'mailbox-guard.zip');
    const { code, stderr } = await runs(`${PACKAGE} --out ${out}`);
    assert.equal(code, 0, stderr);
    const manifest = JSON.parse(new TextDecoder().decode(unzipSync(readFileSync(out))['manifest.json'])) as AppManifest;
    assert.deepEqual(manifestErrors({ ...manifest }), []);
    assert.equal(manifest.id, values['TEAMS_APP_ID']);
    assert.deepEqual(
      manifest.bots.map(({ botId }) => botId),
      [values['BOT_APP_ID']],
    );
    const { websiteUrl, privacyUrl, termsOfUseUrl } = manifest.developer;
    assert.deepEqual([websiteUrl, privacyUrl, termsOfUseUrl], [PAGE, `${PAGE}/privacy`, `${PAGE}/terms`]);
    assert.deepEqual(manifest.validDomains, [], 'the app shows no pages of its own');
    const { id, resource } = manifest.webApplicationInfo;
    assert.equal(id, values['AZURE_CLIENT_ID'], 'who asks Graph to install the app');
    assert.equal(resource, `api://botid-${values['BOT_APP_ID']}`);
    assert.doesNotMatch(JSON.stringify(manifest), /\$\{\{/u);
  });

  it('is all well once each approver has written "help", and not before', async function () {
    this.timeout(120_000);
    teams.connectBot(`${values['PUBLIC_URL']}/api/messages`);
    const [first, ...others] = APPROVERS.map(person);
    assert(first !== undefined);
    assert.match((await answerTo(first, 'help')).readable, /list/u);
    const some = await doctor();
    assert.deepEqual([some.code, some.ill], [1, [`degraded Approvers in reach → ${THEY_WRITE}`]]);
    for (const other of others) await answerTo(other, 'help');
    const { code, all, ill } = await doctor(DOCTOR_AGAIN);
    assert.deepEqual([code, ill], [0, []]);
    assert.ok(all.length >= 20, `${all.length} lines`);
    // It asks a dozen things, so "Reading the tenant…" may come first.
    const robin = person('requester');
    await becomes(robin.personalChat(), await answerTo(robin, 'doctor'), '✓');
    await stopBot();
  });
});

describe('a new user whose bot may install itself', () => {
  it('is all well without anybody writing to it', async function () {
    this.timeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), 'mailbox-guard-new-user-'));
    const key = join(folder, 'audit-key.pem');
    writeFileSync(key, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const port = await freePort(43_978);
    const stage = await openStage({
      env: {
        ...{ TEAMS_CATALOG_APP_ID: TEAMS_APP_ID, AUDIT_SIGNING_KEY_PATH: key },
        ...{ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` },
      },
      tenant: { permissions: { graph: [...GRANTED.graph, 'TeamsAppInstallation.ReadWriteSelfForUser.All'] } },
    });
    try {
      const examine = (): Promise<Ran> => runCli(['doctor'], { DATA_DIR: stage.dataDir });
      let last = await examine();
      for (const end = Date.now() + 60_000; last.code !== 0 && Date.now() < end; last = await examine())
        await pause(500);
      assert.deepEqual(
        doctorLines(last.stdout).filter(({ mark }) => mark !== 'ok'),
        [],
      );
      assert.equal(last.code, 0);
      assert.match(last.stdout, /^ok +Approvers in reach: all 4 have a chat with the bot$/mu);
    } finally {
      await stage.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
