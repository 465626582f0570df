// What is made in Azure: the files hold together, ask for what they should, and let nothing in that they should not.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadConfig } from '../src/config.js';
import { type Declaration, type Expression, parseBicep } from './infra/bicep.js';
import { problemsIn, readBicep } from './infra/check-bicep.js';
import { readEnvExample } from './support/env-example.js';

const FILES = [
  'azure',
  'modules/logs',
  'modules/network',
  'modules/database',
  'modules/vault',
  'modules/app',
  'botRegistration/azurebot',
];
const MAIN = 'infra/azure.bicep';

function resource(file: string, type: string): Declaration {
  const found = readBicep(`infra/${file}.bicep`).find(
    (one) => one.kind === 'resource' && one.type.startsWith(`${type}@`),
  );
  assert(found !== undefined, type);
  return found;
}

/** What stands at a path of keys; literals and plain strings as their values, names as "name x". */
function at(declaration: Declaration, path: string): unknown {
  const found = path
    .split('.')
    .reduce<Expression | null>(
      (value, key) => entriesOf(value).find((entry) => entry.key === key)?.value ?? null,
      declaration.value,
    );
  if (found?.kind === 'literal') return found.value;
  if (found?.kind === 'string' && found.between.length === 0) return found.texts[0];
  return found?.kind === 'name' ? `name ${found.name}` : found;
}

function entriesOf(value: Expression | null): readonly { readonly key: string; readonly value: Expression }[] {
  if (value?.kind === 'for') return entriesOf(value.body);
  return value?.kind === 'object' ? value.entries : [];
}

describe('infra', () => {
  it('declares everything it names, uses everything it declares, and gives each module what it takes', () => {
    assert.deepEqual(problemsIn(MAIN), []);
    assert.deepEqual(problemsIn('infra/botRegistration/azurebot.bicep'), []);
  });

  it('would be told of slips of the pen', () => {
    for (const [bad, expected] of [
      ["var a = 'x", /does not end/u],
      ['param a string\nvar b = {\n  c: a\n', /Not a key/u],
      ["resource a 'X@1' = {\n  name 'y'\n}\n", /Expected :/u],
      ['vra a = 1\n', /Not a declaration: vra/u],
      ["var a = '${b'\n", /./u],
    ] as const) {
      assert.throws(() => parseBicep(bad), expected, bad);
    }
  });

  it('puts each resource into the version that was read about', () => {
    const types = FILES.flatMap((file) => readBicep(`infra/${file}.bicep`))
      .filter(({ kind }) => kind === 'resource')
      .map(({ type }) => type);
    assert.deepEqual([...new Set(types)].sort(), [
      'Microsoft.Authorization/roleAssignments@2022-04-01',
      'Microsoft.BotService/botServices/channels@2022-09-15',
      'Microsoft.BotService/botServices@2022-09-15',
      'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01',
      'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01',
      'Microsoft.Insights/diagnosticSettings@2021-05-01-preview',
      'Microsoft.KeyVault/vaults/secrets@2023-07-01',
      'Microsoft.KeyVault/vaults@2023-07-01',
      'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31',
      'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01',
      'Microsoft.Network/privateDnsZones@2020-06-01',
      'Microsoft.Network/virtualNetworks/subnets@2024-01-01',
      'Microsoft.Network/virtualNetworks@2024-01-01',
      'Microsoft.OperationalInsights/workspaces@2023-09-01',
      'Microsoft.Web/serverfarms@2023-12-01',
      'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01',
      'Microsoft.Web/sites/config@2023-12-01',
      'Microsoft.Web/sites@2023-12-01',
    ]);
  });

  it('lets nobody reach the bot but over https, and nobody deploy with a password', () => {
    const site = resource('modules/app', 'Microsoft.Web/sites');
    assert.equal(at(site, 'properties.httpsOnly'), true);
    assert.equal(at(site, 'properties.siteConfig.minTlsVersion'), '1.2');
    assert.equal(at(site, 'properties.siteConfig.scmMinTlsVersion'), '1.2');
    assert.equal(at(site, 'properties.siteConfig.ftpsState'), 'Disabled');
    assert.equal(
      at(resource('modules/app', 'Microsoft.Web/sites/basicPublishingCredentialsPolicies'), 'properties.allow'),
      false,
    );
  });

  it('keeps the bot awake and asks it whether it lives', () => {
    const site = resource('modules/app', 'Microsoft.Web/sites');
    assert.equal(at(site, 'properties.siteConfig.alwaysOn'), true);
    assert.equal(at(site, 'properties.siteConfig.healthCheckPath'), '/healthz');
    assert.equal(at(site, 'properties.siteConfig.appCommandLine'), 'node dist/bot/index.js');
    assert.match(String(at(site, 'properties.siteConfig.linuxFxVersion')), /^NODE\|2[24]-lts$/u);
    assert.equal(at(site, 'identity.type'), 'UserAssigned');
  });

  it('gives the database no public address, and its secret to the bot alone', () => {
    const server = resource('modules/database', 'Microsoft.DBforPostgreSQL/flexibleServers');
    assert.equal(at(server, 'properties.network.delegatedSubnetResourceId'), 'name subnetId');
    assert.equal(at(server, 'properties.administratorLoginPassword'), 'name password');
    const vault = resource('modules/vault', 'Microsoft.KeyVault/vaults');
    assert.equal(at(vault, 'properties.enableRbacAuthorization'), true);
    for (const [file, param] of [
      ['azure', 'databasePassword'],
      ['modules/database', 'password'],
      ['modules/vault', 'databaseUrl'],
    ] as const) {
      const found = readBicep(`infra/${file}.bicep`).find(({ kind, name }) => kind === 'param' && name === param);
      assert.ok(
        found?.decorators.some(({ name }) => name === 'secure'),
        `${file} ${param}`,
      );
    }
    const source = readFileSync(MAIN, 'utf8');
    assert.match(source, /\?sslmode=verify-full'/u);
    assert.ok(!/output .*[Pp]assword/u.test(FILES.map((file) => readFileSync(`infra/${file}.bicep`, 'utf8')).join('')));
  });

  it('gives the bot settings that it takes', () => {
    const module = readBicep(MAIN).find(({ kind, name }) => kind === 'module' && name === 'app');
    const settings =
      module?.value?.kind === 'object' ? module.value.entries.find(({ key }) => key === 'params')?.value : undefined;
    assert(settings?.kind === 'object');
    const call = settings.entries.find(({ key }) => key === 'settings')?.value;
    assert(call?.kind === 'call' && call.args[1]?.kind === 'object');
    const names = call.args[1].entries.map(({ key }) => key);
    const known = new Set(readEnvExample().map(({ name }) => name));
    for (const name of names) assert.ok(known.has(name), name);
    const guid = '11111111-2222-3333-4444-555555555555';
    const values: Record<string, string> = {
      CLOUD: 'public',
      BOT_APP_TYPE: 'UserAssignedMSI',
      EXCHANGE_API: 'v2',
      MODE: 'enforce',
      DATABASE_URL:
        'postgresql://mailboxguard:Mg-x@server.postgres.database.azure.com:5432/mailbox_guard?sslmode=verify-full',
    };
    const config = loadConfig(Object.fromEntries(names.map((name) => [name, values[name] ?? guid])));
    assert.equal(config.store.kind, 'postgresql');
    assert.deepEqual(config.bot.credential, { kind: 'managed-identity', clientId: guid });
  });

  it('registers the bot for Teams', () => {
    const bot = resource('botRegistration/azurebot', 'Microsoft.BotService/botServices');
    assert.equal(at(bot, 'properties.msaAppType'), 'name appType');
    assert.equal(at(bot, 'properties.msaAppTenantId'), 'name tenantId');
    assert.equal(
      at(resource('botRegistration/azurebot', 'Microsoft.BotService/botServices/channels'), 'name'),
      'MsTeamsChannel',
    );
  });

  it('takes every parameter that the Toolkit gives, and needs no other', () => {
    const file = JSON.parse(readFileSync('infra/azure.parameters.json', 'utf8')) as {
      parameters: Record<string, { value: string }>;
    };
    const params = readBicep(MAIN).filter(({ kind }) => kind === 'param');
    for (const name of Object.keys(file.parameters))
      assert.ok(
        params.some((param) => param.name === name),
        name,
      );
    for (const { name, value } of params) if (value === null) assert.ok(name in file.parameters, name);
    const environment = readFileSync('env/.env.dev', 'utf8');
    for (const { value } of Object.values(file.parameters)) {
      const [, variable] = /^\w*\$\{\{(\w+)\}\}$/u.exec(value) ?? [];
      assert.ok(variable === 'RESOURCE_SUFFIX' || environment.includes(`\n${variable}=`), value);
    }
  });
});

/** The actions used, with what each must be given (yaml.schema.json v1.11 of the Microsoft 365 Agents Toolkit). */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'teamsApp/create': ['name'],
  'arm/deploy': ['subscriptionId', 'resourceGroupName', 'templates', 'bicepCliVersion'],
  'teamsApp/validateManifest': ['manifestPath'],
  'teamsApp/zipAppPackage': ['manifestPath', 'outputZipPath', 'outputFolder'],
  'teamsApp/validateAppPackage': ['appPackagePath'],
  'teamsApp/update': ['appPackagePath'],
  'teamsApp/publishAppPackage': ['appPackagePath'],
  'cli/runNpmCommand': ['args'],
  'azureAppService/zipDeploy': ['artifactFolder', 'ignoreFile', 'resourceId'],
};

const SHIPPED = [
  ...['bin/mailbox-guard.js', 'dist/bot/index.js', 'dist/cards/a.json', 'dist/cli/index.js', 'dist/src/config.js'],
  ...['node_modules/pg/package.json', 'package.json', 'appPackage/manifest.json'],
];
const LEFT_OUT = [
  ...['.env', 'env/.env.dev', 'audit-key.pem', 'data/store', 'setup-files/settings.env', 'appPackage/build/a.zip'],
  ...['bot/index.ts', 'dist/test/a.js', 'dist/sandbox/index.js', 'dist/bot/index.js.map', '.git/config'],
];

interface Step {
  readonly uses: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly writeToEnvironmentFile?: Readonly<Record<string, string>>;
}

describe('m365agents.yml', () => {
  const text = readFileSync('m365agents.yml', 'utf8');
  const file = parse(text) as Readonly<Record<string, unknown>>;
  const stage = (name: string): readonly Step[] => file[name] as readonly Step[];

  it('says what the Toolkit understands', () => {
    assert.deepEqual(Object.keys(file), ['version', 'environmentFolderPath', 'provision', 'deploy', 'publish']);
    assert.match(
      text,
      new RegExp(`schema=https://aka\\.ms/m365-agents-toolkits/${String(file['version'])}/yaml\\.schema\\.json`, 'u'),
    );
    for (const step of ['provision', 'deploy', 'publish'].flatMap(stage)) {
      assert.deepEqual(Object.keys(step.with).sort(), [...(ACTIONS[step.uses] ?? [])].sort(), step.uses);
    }
  });

  it('names files that are there, and variables that somebody sets', () => {
    const paths = [...text.matchAll(/: (\.\/(?!appPackage\/build)[\w./]+|\.webappignore)$/gmu)].map(
      ([, path]) => path ?? '',
    );
    assert.ok(paths.length >= 4);
    for (const path of paths) if (path !== './env') assert.ok(readFileSync(path).length > 0, path);
    const environment = readFileSync('env/.env.dev', 'utf8');
    const outputs = readBicep(MAIN)
      .filter(({ kind }) => kind === 'output')
      .map(({ name }) => name);
    const written = ['provision', 'publish']
      .flatMap(stage)
      .flatMap((step) => Object.values(step.writeToEnvironmentFile ?? {}));
    for (const [, name = ''] of `${text}${readFileSync('appPackage/manifest.json', 'utf8')}`.matchAll(
      /\$\{\{(\w+)\}\}/gu,
    )) {
      assert.ok([...outputs, ...written].includes(name) || environment.includes(`${name}=`), name);
    }
  });

  it('brings to App Service what the bot runs on and doctor reads, and nothing that is secret or in the way', () => {
    const folder = mkdtempSync(join(tmpdir(), 'webappignore-'));
    try {
      // The Toolkit reads the file by the rules of git.
      execFileSync('git', ['init', '-q'], { cwd: folder });
      writeFileSync(join(folder, '.gitignore'), readFileSync('.webappignore'));
      const isLeftOut = (path: string): boolean =>
        spawnSync('git', ['check-ignore', '-q', '--no-index', path], { cwd: folder }).status === 0;
      for (const path of SHIPPED) assert.ok(!isLeftOut(path), path);
      for (const path of LEFT_OUT) assert.ok(isLeftOut(path), path);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('makes the resources before the package that names them', () => {
    const uses = stage('provision').map((step) => step.uses);
    assert.ok(uses.indexOf('arm/deploy') < uses.indexOf('teamsApp/zipAppPackage'));
    assert.equal(uses[0], 'teamsApp/create');
  });
});
