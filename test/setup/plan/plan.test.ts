// The setup scripts, run: what stands in the tenant afterwards, and that they may be run again, by anybody, at any time.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { loadConfig } from '../../../src/config.js';
import { isNeeded, PERMISSIONS } from '../../../src/permissions.js';
import type { World } from '../../support/fake-az.js';
import { createSetupStage, type SetupStage, TEAMS_APP, TENANT } from './stage.js';

const REMOTE = ['--endpoint', 'https://bot.contoso.example'];
const FEDERATED = ['--issuer', 'https://oidc.contoso.example/abc', '--subject', 'system:serviceaccount:guard:bot'];

/** Names of the permissions that the bot's identity holds. */
function grantedIn(stage: SetupStage): readonly string[] {
  const roles = stage.world.assignments.map(({ appRoleId }) => appRoleId);
  const nameOf = (role: unknown): string | undefined =>
    PERMISSIONS.find(({ appRoleId }) => (appRoleId ?? '77777777-0000-0000-0000-000000000000') === role)?.name;
  return roles.map((role) => nameOf(role) ?? `unknown ${String(role)}`);
}

async function runAll(stage: SetupStage, scripts: readonly string[]): Promise<string> {
  let told = '';
  for (const script of scripts) {
    const { code, stdout, stderr } = await stage.run(script);
    assert.equal(code, 0, `${script}: ${stderr}`);
    told += stdout;
  }
  return told;
}

describe('setup scripts', () => {
  let stage: SetupStage | undefined;
  afterEach(() => stage?.close());
  const open = async (...flags: readonly string[]): Promise<SetupStage> => {
    stage = await createSetupStage(flags);
    return stage;
  };

  const AZURE = ['1-groups.sh', '2-azure.sh', '3-permissions.sh', '6-release.sh'];
  const ELSEWHERE = ['1-groups.sh', '2-registration.sh', '3-permissions.sh', '6-release.sh'];

  it('set up a managed identity with the permissions of the table, and settings that the bot takes', async () => {
    const setup = await open();
    const told = await runAll(setup, AZURE);
    assert.match(told, /https:\/\/mailbox-guard-abc\.azurewebsites\.example\/readyz/u);
    const always = PERMISSIONS.filter((one) => isNeeded(one, { mode: 'enforce', exchangeApi: 'v2' }));
    const byDefault = ['AuditLog.Read.All', 'RoleManagement.Read.Directory'];
    assert.deepEqual(grantedIn(setup), [...always.map(({ name }) => name), ...byDefault]);
    const principal = setup.world.principals.at(-1)?.id;
    assert.ok(setup.world.assignments.every(({ principalId }) => principalId === principal));
    const config = loadConfig(setup.settings());
    assert.equal(config.tenant.tenantId, TENANT);
    assert.equal(config.mode, 'enforce');
    assert.deepEqual(config.bot.credential, { kind: 'managed-identity', clientId: setup.world.apps[0]?.['appId'] });
    assert.deepEqual(config.tenant.credential, config.bot.credential);
    assert.notEqual(config.groups.operators, config.groups.approvers);
    assert.equal(setup.settings()['TEAMS_APP_ID'], TEAMS_APP);
  });

  it('begin with how somebody signs in who has no Azure subscription', async () => {
    const setup = await open();
    assert.match(setup.steps(), /as for steps 1 and 3, with `az login --allow-no-subscriptions`/u);
  });

  it('say the same of old tokens as docs/troubleshooting.md', async () => {
    const page = readFileSync('docs/troubleshooting.md', 'utf8');
    const azure = await open();
    const told = await runAll(azure, AZURE);
    azure.close();
    const wait = 'Azure keeps the tokens of a managed identity for about a day, and ';
    assert.ok(told.includes(`${wait}a restart of the bot brings no new one: wait.`) && page.includes(wait));
    assert.doesNotMatch(told, /Restart a bot/u);
    const elsewhere = await open('--identity', 'secret', ...REMOTE);
    assert.match(await runAll(elsewhere, ELSEWHERE), /Restart a bot that runs already: it gets a new one\./u);
  });

  it('make nothing twice when they are run again', async () => {
    const setup = await open('--writes', 'unit');
    await runAll(setup, AZURE);
    const [before, settings] = [structuredClone(setup.world), setup.settings()];
    await runAll(setup, AZURE);
    const made = ({ words: _words, deployments: _deployments, ...rest }: World): object => rest;
    assert.deepEqual(made(setup.world), made(before));
    assert.deepEqual(setup.settings(), settings);
  });

  it('go on where they stopped', async () => {
    const setup = await open('--identity', 'secret', ...REMOTE);
    setup.world.faults['ad app credential reset'] = 1;
    await runAll(setup, ['1-groups.sh']);
    const first = await setup.run('2-registration.sh');
    assert.notEqual(first.code, 0);
    await runAll(setup, ['2-registration.sh']);
    assert.equal(setup.world.apps.length, 1);
    assert.equal(setup.settings()['BOT_APP_PASSWORD'], 'hush~8Q.secret');
  });

  it('wait for an identity that Entra does not know everywhere yet', async () => {
    const setup = await open();
    await runAll(setup, ['1-groups.sh', '2-azure.sh']);
    setup.world.faults['rest post'] = 3;
    await runAll(setup, ['3-permissions.sh']);
    assert.equal(setup.world.faults['rest post'], 0);
    assert.ok(grantedIn(setup).length > 3);
  });

  it('keep every secret out of the words of commands, which other people of the machine can read', async () => {
    const setup = await open('--identity', 'secret', ...REMOTE);
    await runAll(setup, [...ELSEWHERE, ...ELSEWHERE]);
    assert.ok(setup.world.words.length > 100);
    assert.ok(!setup.world.words.some((word) => word.includes('hush')));
  });

  for (const identity of ['certificate', 'secret', 'federated'] as const) {
    it(`register an app that proves itself by ${identity}`, async () => {
      const setup = await open('--identity', identity, ...REMOTE, ...(identity === 'federated' ? FEDERATED : []));
      const told = await runAll(setup, ELSEWHERE);
      assert.ok(!told.includes('hush'), 'a secret is not shown');
      const [app] = setup.world.apps;
      assert(app !== undefined);
      const file = { AZURE_FEDERATED_TOKEN_FILE: '/token', BOT_APP_FEDERATED_TOKEN_FILE: '/token' };
      const config = loadConfig({ ...setup.settings(), ...(identity === 'federated' && file) });
      assert.equal(config.bot.appId, app['appId']);
      assert.equal(config.bot.credential.kind, identity);
      assert.equal(config.tenant.credential.kind, identity);
      assert.equal(config.publicUrl, 'https://bot.contoso.example', 'doctor tries it');
      const [registration] = setup.world.deployments;
      assert.deepEqual(registration?.['parameters'], {
        resourceBaseName: 'mailbox-guard',
        appType: 'SingleTenant',
        appId: app['appId'],
        tenantId: TENANT,
        botEndpoint: 'https://bot.contoso.example/api/messages',
      });
      const [trusted] = setup.world.federations;
      if (identity !== 'federated') return;
      assert.deepEqual(
        [trusted?.['issuer'], trusted?.['subject'], trusted?.['audiences']],
        [FEDERATED[1], FEDERATED[3], ['api://AzureADTokenExchange']],
      );
    });
  }

  it('take over neither a group nor an app of the same name: whoever made it would be in control', async () => {
    const setup = await open('--identity', 'secret', ...REMOTE);
    const squatter = { id: '0000dead-0000-0000-0000-000000000000' };
    setup.world.groups.push({ ...squatter, displayName: 'Mailbox Guard approvers' });
    setup.world.apps.push({ ...squatter, displayName: 'Mailbox Guard', appId: squatter.id });
    const groups = await setup.run('1-groups.sh');
    assert.equal(groups.code, 1);
    assert.match(groups.stderr, /There is a group "Mailbox Guard approvers" already: 0000dead.*--approvers-group/su);
    const app = await setup.run('2-registration.sh');
    assert.equal(app.code, 1);
    assert.match(app.stderr, /There is an app "Mailbox Guard" already: 0000dead/u);
    assert.ok(!('APPROVERS_GROUP_ID' in setup.settings()) && !('BOT_APP_ID' in setup.settings()));
  });

  it('use the groups that were named', async () => {
    const given = ['aaaaaaaa-0000-0000-0000-000000000001', 'aaaaaaaa-0000-0000-0000-000000000002'] as const;
    const setup = await open('--operators-group', given[0], '--approvers-group', given[1].toUpperCase());
    await runAll(setup, ['1-groups.sh']);
    assert.deepEqual([setup.settings()['OPERATORS_GROUP_ID'], setup.settings()['APPROVERS_GROUP_ID']], given);
    assert.equal(setup.world.groups.length, 0);
  });

  it('stop in another tenant than they began in', async () => {
    const setup = await open();
    await runAll(setup, ['1-groups.sh']);
    setup.world.tenantId = 'ffffffff-0000-0000-0000-000000000000';
    const { code, stderr } = await setup.run('2-azure.sh');
    assert.equal(code, 1);
    assert.match(stderr, /another tenant/u);
    assert.equal(setup.world.deployments.length, 0);
  });

  it('say which step comes first when they are run out of order', async () => {
    const setup = await open();
    assert.match((await setup.run('2-azure.sh')).stderr, /OPERATORS_GROUP_ID is not known yet\. Run step 1 first\./u);
    assert.match((await setup.run('3-permissions.sh')).stderr, /BOT_APP_ID is not known yet\. Run step 2 first\./u);
  });

  it('give no permission over every account where an administrative unit is enough, but a role over that unit', async () => {
    const setup = await open('--writes', 'unit');
    await runAll(setup, AZURE);
    assert.ok(!grantedIn(setup).includes('User.EnableDisableAccount.All'));
    const [unit] = setup.world.units;
    const [assignment, ...others] = setup.world.roleAssignments;
    assert.equal(assignment?.['directoryScopeId'], `/administrativeUnits/${unit?.id}`);
    assert.equal(assignment?.['principalId'], setup.world.principals.at(-1)?.id);
    assert.deepEqual(others, []);
    assert.equal(loadConfig(setup.settings()).mode, 'enforce');
  });

  it('switch on what an optional permission is for', async () => {
    const setup = await open('--optional', 'User.RevokeSessions.All');
    await runAll(setup, AZURE);
    assert.ok(grantedIn(setup).includes('User.RevokeSessions.All'));
    assert.equal(loadConfig(setup.settings()).approvals.revokeSessions, true);
    const [{ extra } = {}] = setup.world.deployments as { extra?: object }[];
    assert.deepEqual(extra, { REVOKE_SESSIONS: 'on' });
  });

  it('give nothing that writes where nothing is to be written', async () => {
    const setup = await open('--writes', 'none', '--optional', 'none', '--exchange-api', 'beta');
    await runAll(setup, AZURE);
    assert.deepEqual(grantedIn(setup), ['User.Read.All', 'GroupMember.Read.All', 'Exchange.ManageAsApp']);
    assert.equal(setup.world.roleAssignments.length, 0);
    assert.deepEqual(loadConfig(setup.settings()).mode, 'watch');
    const [{ parameters } = {}] = setup.world.deployments as { parameters?: Record<string, string> }[];
    assert.deepEqual([parameters?.['mode'], parameters?.['exchangeApi']], ['watch', 'beta']);
  });

  it('take away what another choice gave, named before the first is taken, and nothing that was granted besides', async () => {
    const setup = await open('--optional', 'AuditLog.Read.All,User.RevokeSessions.All');
    await runAll(setup, AZURE);
    const foreign = { principalId: setup.world.principals.at(-1)?.id, appRoleId: 'Mail.Read', id: 'granted by hand' };
    setup.world.assignments.push(foreign);
    await setup.chooseAgain(['--writes', 'unit', '--optional', 'AuditLog.Read.All', '--exchange-api', 'beta']);
    const told = await runAll(setup, AZURE);
    const taken = ['Exchange.ManageAsAppV2', 'User.EnableDisableAccount.All', 'User.RevokeSessions.All'];
    assert.deepEqual(
      [...told.matchAll(/^(Not wanted any more|Taken away): (.*)$/gmu)].map(([line]) => line),
      ['Not wanted any more', 'Taken away'].flatMap((what) => taken.map((name) => `${what}: ${name}`)),
    );
    const left = [
      'User.Read.All',
      'GroupMember.Read.All',
      'AuditLog.Read.All',
      'unknown Mail.Read',
      'Exchange.ManageAsApp',
    ];
    assert.deepEqual([...grantedIn(setup)].sort(), left.sort());
    assert.equal(setup.world.roleAssignments.length, 1);
    assert.doesNotMatch(await runAll(setup, AZURE), /Not wanted/u);
  });

  it('take the role over the administrative unit away where it is not wanted any more', async () => {
    const setup = await open('--writes', 'unit');
    await runAll(setup, AZURE);
    await setup.chooseAgain(['--writes', 'none']);
    assert.match(await runAll(setup, AZURE), /^Taken away: the role over that unit$/mu);
    assert.deepEqual([setup.world.roleAssignments, setup.world.units.length], [[], 1]);
    assert.equal(loadConfig(setup.settings()).mode, 'watch');
    await runAll(setup, AZURE);
  });

  for (const [cloud, azureCloud, host] of [
    ['public', 'AzureCloud', 'graph.microsoft.com'],
    ['usgov', 'AzureUSGovernment', 'graph.microsoft.us'],
    ['usgovdod', 'AzureUSGovernment', 'dod-graph.microsoft.us'],
    ['china', 'AzureChinaCloud', 'microsoftgraph.chinacloudapi.cn'],
  ] as const) {
    it(`go to the hosts of the cloud ${cloud} only`, async () => {
      const setup = await open('--cloud', cloud, '--writes', 'unit');
      await runAll(setup, AZURE);
      assert.equal(setup.world.cloud, azureCloud);
      assert.deepEqual([...setup.world.hosts], [host]);
      assert.equal(loadConfig(setup.settings()).cloud, cloud);
    });
  }
});
