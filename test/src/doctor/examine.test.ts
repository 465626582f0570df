// Doctor at broken set-ups of the sandbox: each shows on the line that is expected, and on no other.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { TenantOptions } from '../../../sandbox/tenant/index.js';
import { CHECKED_PERMISSIONS } from '../../../src/doctor/check-permissions.js';
import type { Condition, Finding } from '../../../src/doctor/finding.js';
import { identitySettings } from '../../support/identities.js';
import { type Clinic, openClinic, type Patient } from './clinic.js';

interface Case {
  readonly what: string;
  readonly tenant?: TenantOptions;
  readonly harm: (patient: Patient, folder: string) => void | Promise<void>;
  readonly id: string;
  readonly condition: Condition;
  readonly detail: RegExp;
  readonly mend: RegExp;
  /** Another line that the same thing breaks. */
  readonly also?: string;
  /** Lines that cannot be looked at because of it. */
  readonly unchecked?: readonly string[];
}

const without =
  (permission: string, resource: 'graph' | 'exchange' = 'graph') =>
  ({ sandbox }: Patient) =>
    sandbox.permissions.revoke(resource, permission);
const ADMIN_UNIT = '/administrativeUnits/7a1d9a3e-0000-4000-8000-000000000001';
const USER_ADMINISTRATOR = 'fe930be7-5e62-47db-91af-98c3a49a38b1';
const GRANT =
  /^az ad sp show .*; az rest --method POST --url "https:\/\/graph\.microsoft\.com\/v1\.0\/servicePrincipals\/[0-9a-f-]{36}\/appRoleAssignments"/u;

const CASES: readonly Case[] = [
  {
    what: 'a secret that is wrong',
    harm: async (patient, folder) => {
      const { AZURE_CLIENT_SECRET: _, ...rest } = await identitySettings(patient.sandbox, 'secret', folder);
      patient.env = { ...patient.env, ...rest, AZURE_CLIENT_SECRET: 'guessed' };
      patient.ownTokens = true;
    },
    id: 'token.graph',
    condition: 'broken',
    detail: /^the client secret gets none: Entra refused: AADSTS7000215: Invalid client secret provided/u,
    mend: /^az ad app credential reset --id [0-9a-f-]{36} --append/u,
    also: 'broken token.exchange',
    unchecked: ['clock', 'permissions', 'groups', 'exchange'],
  },
  {
    what: 'a certificate that nobody registered',
    harm: async (patient, folder) => {
      const settings = await identitySettings(patient.sandbox, 'certificate', folder);
      const stranger = join(folder, 'stranger.pem');
      const pair = await generate([{ name: 'commonName', value: 'x' }], { keySize: 2048, algorithm: 'sha256' });
      writeFileSync(stranger, `${pair.private}\n${pair.cert}`);
      patient.env = { ...patient.env, ...settings, BOT_APP_CERTIFICATE_PATH: stranger };
      patient.ownTokens = true;
    },
    id: 'token.teams',
    condition: 'broken',
    detail: /^the certificate gets none: Entra refused: AADSTS700027/u,
    mend: /--cert "@\(certificate\)\.pem" --append/u,
  },
  {
    what: 'a certificate that expires next week',
    harm: async (patient, folder) => {
      const settings = await identitySettings(patient.sandbox, 'certificate', folder);
      patient.env = { ...patient.env, ...settings };
      const notAfterDate = new Date(Date.now() + 7 * 86_400_000);
      const pair = await generate([{ name: 'commonName', value: 'x' }], { keySize: 2048, notAfterDate });
      writeFileSync(join(folder, 'reader.pem'), `${pair.private}\n${pair.cert}`);
    },
    id: 'certificate.reader',
    condition: 'degraded',
    detail: /^expires on \d{4}-\d\d-\d\d, in [67] days/u,
    mend: /^az ad app credential reset/u,
  },
  {
    what: 'no User.Read.All',
    harm: without('User.Read.All'),
    id: 'permission.User.Read.All',
    condition: 'broken',
    detail: /^missing\. Nothing works/u,
    mend: GRANT,
    unchecked: ['sign-in-activity', 'delta', 'bulk-reading', 'group.operators', 'group.approvers', 'approvers.reach'],
  },
  {
    what: 'no GroupMember.Read.All',
    harm: without('GroupMember.Read.All'),
    id: 'permission.GroupMember.Read.All',
    condition: 'broken',
    detail: /^missing\. Nobody is let in/u,
    mend: GRANT,
    unchecked: ['group.operators', 'group.approvers', 'bulk-reading', 'approvers.reach'],
  },
  {
    what: 'no User.EnableDisableAccount.All',
    harm: without('User.EnableDisableAccount.All'),
    id: 'permission.User.EnableDisableAccount.All',
    condition: 'broken',
    detail: /^missing\. Approved requests fail.* If it was granted within the last day, wait: /u,
    mend: GRANT,
  },
  {
    what: 'User Administrator over the whole tenant instead of a permission',
    harm: (patient) => {
      without('User.EnableDisableAccount.All')(patient);
      giveRole(patient, '/');
    },
    id: 'permission.User.EnableDisableAccount.All',
    condition: 'degraded',
    detail: /User Administrator over the whole tenant stands in/u,
    mend: /take the role away$/u,
  },
  {
    what: 'a role over an administrative unit that the bot may not read',
    harm: (patient) => {
      without('User.EnableDisableAccount.All')(patient);
      without('RoleManagement.Read.Directory')(patient);
      giveRole(patient, ADMIN_UNIT);
    },
    id: 'permission.User.EnableDisableAccount.All',
    condition: 'unchecked',
    detail: /^not in the token; whether a role .* is not known without RoleManagement\.Read\.Directory$/u,
    // Never the permission over every account.
    mend: /^(?!.*3011c876-62b7-4ada-afa2-506cbbecc68c).*483bed4a-2ad3-4361-a73b-c83ccdbdc53c.* and ask again/u,
    also: 'degraded permission.RoleManagement.Read.Directory',
  },
  {
    what: 'roles that do not answer where no permission to write is held',
    harm: (patient) => {
      without('User.EnableDisableAccount.All')(patient);
      const route = 'GET /roleManagement/directory/roleAssignments';
      patient.sandbox.faults.add({ route, effect: { kind: 'status', status: 501 } });
    },
    id: 'permission.User.EnableDisableAccount.All',
    condition: 'unchecked',
    detail: /is not known: Microsoft Graph answered 501/u,
    mend: /^Ask again/u,
  },
  {
    what: 'no AuditLog.Read.All',
    harm: without('AuditLog.Read.All'),
    id: 'permission.AuditLog.Read.All',
    condition: 'degraded',
    detail: /^missing\. Last sign-ins/u,
    mend: GRANT,
    unchecked: ['sign-in-activity'],
  },
  {
    what: 'no RoleManagement.Read.Directory',
    harm: without('RoleManagement.Read.Directory'),
    id: 'permission.RoleManagement.Read.Directory',
    condition: 'degraded',
    detail: /^missing\. Roles are shown as not checked/u,
    mend: GRANT,
  },
  {
    what: 'no User.RevokeSessions.All',
    harm: without('User.RevokeSessions.All'),
    id: 'permission.User.RevokeSessions.All',
    condition: 'degraded',
    detail: /^missing\. Whoever is signed in keeps access/u,
    mend: GRANT,
  },
  {
    what: 'a permission far beyond need',
    harm: ({ sandbox }) => sandbox.permissions.grant('graph', 'Directory.ReadWrite.All'),
    id: 'permission.excess',
    condition: 'degraded',
    detail: /more than the bot ever uses: Directory\.ReadWrite\.All$/u,
    mend: /take them away/u,
  },
  {
    what: 'the permission over every account beside a role over an administrative unit',
    harm: (patient) => giveRole(patient, ADMIN_UNIT),
    id: 'permission.excess.writing',
    condition: 'degraded',
    detail:
      /User\.EnableDisableAccount\.All, .* the role User Administrator over \/administrativeUnits\/\S+ is enough$/u,
    mend: /take it away/u,
  },
  {
    what: 'the permission over every account where nothing is to be written',
    harm: ({ env }) => {
      env['MODE'] = 'watch';
    },
    id: 'permission.excess.writing',
    condition: 'degraded',
    detail: /User\.EnableDisableAccount\.All, .* MODE=watch writes nothing$/u,
    mend: /take it away/u,
  },
  {
    what: 'no Entra ID P1',
    tenant: { premium: false },
    harm: () => undefined,
    id: 'sign-in-activity',
    condition: 'degraded',
    detail: /no Entra ID P1/u,
    mend: /licence/u,
  },
  {
    what: 'consent to one of the Exchange permissions, and the other API set',
    harm: without('Exchange.ManageAsAppV2', 'exchange'),
    id: 'exchange',
    condition: 'broken',
    detail: /the Admin API v2\.0 lists no mailboxes: Exchange answered 403.*the PowerShell backend does/u,
    mend: /^Set EXCHANGE_API=beta$/u,
  },
  {
    what: 'consent to no Exchange permission',
    harm: ({ sandbox }) => {
      for (const name of ['Exchange.ManageAsAppV2', 'Exchange.ManageAsApp'])
        sandbox.permissions.revoke('exchange', name);
    },
    id: 'exchange',
    condition: 'broken',
    detail: /^Exchange\.ManageAsAppV2 is missing.* granted within the last day, wait/u,
    mend: /appRoles\[\?value=='Exchange\.ManageAsAppV2'\]/u,
  },
  {
    what: 'no role group in Exchange',
    harm: ({ sandbox }) => {
      sandbox.permissions.exchangeRole = 'none';
    },
    id: 'exchange',
    condition: 'broken',
    detail: /it is the role group that is missing$/u,
    mend: /^Add-RoleGroupMember -Identity "Mailbox Guard Reading" -Member [0-9a-f-]{36}; .*step 4/u,
  },
  {
    what: 'an approvers group that is not there',
    harm: ({ env }) => {
      env['APPROVERS_GROUP_ID'] = '99999999-9999-4999-8999-999999999999';
    },
    id: 'group.approvers',
    condition: 'broken',
    detail: /^APPROVERS_GROUP_ID names no group of this tenant$/u,
    mend: /^az ad group list/u,
    unchecked: ['bulk-reading', 'approvers.reach'],
  },
  {
    what: 'fewer usable approvers than a request needs',
    harm: ({ env }) => {
      env['APPROVALS_REQUIRED'] = '5';
    },
    id: 'group.approvers',
    condition: 'broken',
    detail: /^has 4 members whose accounts can be used, and a request needs 5/u,
    mend: /^az ad group member add --group/u,
  },
  {
    what: 'just as many usable approvers as a request needs',
    harm: ({ env }) => {
      env['APPROVALS_REQUIRED'] = '4';
    },
    id: 'group.approvers',
    condition: 'degraded',
    detail: /^has 4 members .* just as many as a request needs/u,
    mend: /^az ad group member add --group/u,
  },
  {
    what: 'nobody in the operators group',
    harm: ({ sandbox }) => groupOf(sandbox, 'operatorsId').members.clear(),
    id: 'group.operators',
    condition: 'broken',
    detail: /^has no member whose account can be used/u,
    mend: /^az ad group member add --group/u,
  },
  {
    what: 'approvers by dynamic membership, in a group within the group',
    harm: ({ sandbox }) => {
      const group = groupOf(sandbox, 'dutyTeamId');
      Object.assign(group, { groupTypes: ['DynamicMembership'], membershipRule: 'user.department -eq "Security"' });
    },
    id: 'group.approvers.dynamic',
    condition: 'degraded',
    detail: /^Security Duty Team has dynamic membership/u,
    mend: /isAssignableToRole/u,
  },
  {
    what: 'an approvers group that everyone may join',
    harm: ({ sandbox }) => {
      Object.assign(groupOf(sandbox, 'approversId'), { groupTypes: ['Unified'], visibility: 'Public' });
    },
    id: 'group.approvers.open',
    condition: 'broken',
    detail: /everyone in the organisation can join/u,
    mend: /Private/u,
  },
  {
    what: 'an owner of the approvers group who is no approver',
    harm: ({ sandbox }) => {
      const { people } = sandbox;
      for (const { objectId } of [people.approver, people.outsider])
        groupOf(sandbox, 'approversId').owners.add(objectId);
    },
    id: 'group.approvers.owners',
    condition: 'degraded',
    detail: /could make themselves one: Oli Outside$/u,
    mend: /^az ad group owner remove --group/u,
  },
  {
    what: 'one group for both',
    harm: ({ env, sandbox }) => {
      env['OPERATORS_GROUP_ID'] = sandbox.groups.approversId;
    },
    id: 'group.same',
    condition: 'degraded',
    detail: /one and the same/u,
    mend: /APPROVERS_GROUP_ID$/u,
  },
  {
    what: 'an approver who never met the bot',
    harm: ({ sandbox }) => {
      const newcomer = sandbox.directory.find('Oli Outside');
      sandbox.directory.addGroupMember(sandbox.groups.approversId, newcomer.id);
    },
    id: 'approvers.reach',
    condition: 'degraded',
    detail: /^4 of 5 have a chat with the bot; requests do not reach Oli Outside$/u,
    mend: /^Each of them opens Mailbox Guard in Teams \(Apps, Built for your org\), adds it and writes "help" to it once$/u,
  },
  {
    what: 'approvers of whom none has met the bot',
    harm: (patient) => {
      patient.doors = { store: { ...healthyStore, reachable: async () => new Set() } };
    },
    id: 'approvers.reach',
    condition: 'broken',
    detail: /^0 of 4 have a chat with the bot/u,
    mend: /^Each of them opens Mailbox Guard in Teams/u,
  },
  {
    what: 'approvers of whom none has met a bot that installs itself',
    harm: (patient) => {
      patient.sandbox.permissions.grant('graph', 'TeamsAppInstallation.ReadWriteSelfForUser.All');
      patient.env = { ...patient.env, TEAMS_CATALOG_APP_ID: patient.sandbox.teamsAppId };
      patient.doors = { store: { ...healthyStore, reachable: async () => new Set() } };
    },
    id: 'approvers.reach',
    condition: 'broken',
    detail: /^0 of 4 have a chat with the bot/u,
    mend: /^Write "scan" to the bot in Teams: it installs itself for them, once a day each/u,
  },
  {
    what: 'a clock ten minutes ahead',
    harm: (patient) => {
      patient.doors = { now: () => Date.now() + 600_000 };
    },
    id: 'clock',
    condition: 'broken',
    detail: /^(?:599|600|601) seconds ahead/u,
    mend: /set-ntp true$/u,
  },
  {
    what: 'no answer to users/delta',
    harm: ({ sandbox }) =>
      void sandbox.faults.add({ route: 'GET /users/delta', effect: { kind: 'status', status: 501 } }),
    id: 'delta',
    condition: 'degraded',
    detail: /answered 501.*shows with the next scan only$/u,
    mend: /^az rest --url 'https:\/\/graph\.microsoft\.com\/v1\.0\/users\/delta\?\$deltatoken=latest'/u,
  },
  {
    what: 'a database that does not answer',
    harm: (patient) => {
      patient.doors = { store: { ...healthyStore, engine: 'postgres', healthy: async () => false } };
    },
    id: 'database',
    condition: 'broken',
    detail: /^PostgreSQL does not answer/u,
    mend: /^psql "\$DATABASE_URL"/u,
    unchecked: ['migrations', 'approvers.reach'],
  },
  {
    what: 'tables of a newer version',
    harm: (patient) => {
      patient.doors = { store: { ...healthyStore, migrations: async () => ({ applied: 9, known: 2 }) } };
    },
    id: 'migrations',
    condition: 'broken',
    detail: /^at migration 9, and this version knows 2/u,
    mend: /newer version/u,
  },
  {
    what: 'a database elsewhere without TLS',
    harm: ({ env }) => {
      env['DATABASE_URL'] = 'postgresql://guard:hunter2@db.example:5432/guard';
    },
    id: 'database.tls',
    condition: 'degraded',
    detail: /^is not encrypted/u,
    mend: /sslmode=verify-full/u,
  },
  {
    what: 'no key for checkpoints',
    harm: ({ env }) => {
      delete env['AUDIT_SIGNING_KEY_PATH'];
    },
    id: 'record.checkpoints',
    condition: 'degraded',
    detail: /^none are made/u,
    mend: /^openssl genpkey/u,
  },
  {
    what: 'an address that answers for somebody else',
    harm: ({ site }) => {
      site.health = [200, '<html>Welcome to nginx</html>'];
    },
    id: 'address',
    condition: 'broken',
    detail: /\/healthz answers 200, and not as this bot does$/u,
    mend: /^curl -i http/u,
  },
  {
    what: 'a door that lets strangers in',
    harm: ({ site }) => {
      site.door = 200;
    },
    id: 'address',
    condition: 'broken',
    detail: /answers 200 to a stranger, and should answer 401$/u,
    mend: /proxy/u,
  },
  {
    what: 'an address where nobody listens',
    harm: ({ env }) => {
      env['PUBLIC_URL'] = 'http://127.0.0.1:1';
    },
    id: 'address',
    condition: 'broken',
    detail: /does not answer \(\w+\): Teams cannot reach the bot$/u,
    mend: /^curl -i/u,
  },
  {
    what: 'an app package of another version',
    harm: (patient) => {
      patient.doors = { versions: async () => ({ manifest: '0.1.0', program: '0.2.0' }) };
    },
    id: 'package',
    condition: 'degraded',
    detail: /^version 0\.1\.0, and the bot is 0\.2\.0/u,
    mend: /^npm run package/u,
  },
];

const healthyStore = {
  engine: 'embedded',
  healthy: async () => true,
  migrations: async () => ({ applied: 2, known: 2 }),
  reachable: async (ids: readonly string[]) => new Set(ids),
} as const;

function groupOf(sandbox: Patient['sandbox'], which: 'operatorsId' | 'approversId' | 'dutyTeamId') {
  const group = sandbox.directory.contents.groups.get(sandbox.groups[which]);
  assert(group !== undefined);
  return group;
}

function giveRole({ sandbox }: Patient, directoryScopeId: string): void {
  const principalId = sandbox.identities.app.objectId;
  const role = { id: 'assignment of the bot', principalId, roleDefinitionId: USER_ADMINISTRATOR, directoryScopeId };
  sandbox.directory.contents.addRoleAssignment(role);
}

const ill = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ condition }) => condition !== 'ok');
const asText = (findings: readonly Finding[]): string =>
  findings.map(({ id, condition, detail }) => `${condition} ${id}: ${detail}`).join('\n');

describe('doctor', () => {
  let clinic: Clinic;
  let folder: string;
  before(async () => {
    clinic = await openClinic();
    folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  });
  after(async () => {
    await clinic.close();
    rmSync(folder, { recursive: true });
  });

  it('finds a healthy bot well, line by line', async () => {
    const findings = await (await clinic.newPatient()).examined();
    assert.deepEqual(ill(findings), [], asText(findings));
    assert.ok(findings.length >= 20);
    assert.equal(new Set(findings.map(({ id }) => id)).size, findings.length, 'each line has an id of its own');
  });

  it('wants no permission for what the settings leave off', async () => {
    const patient = await clinic.newPatient();
    delete patient.env['REVOKE_SESSIONS'];
    patient.sandbox.permissions.revoke('graph', 'User.RevokeSessions.All');
    const findings = await patient.examined();
    assert.deepEqual(ill(findings), [], asText(findings));
  });

  it('looks at every permission that the bot asks Microsoft Graph with', () => {
    const named = readdirSync('src/tenant').flatMap((file) => [
      ...readFileSync(join('src/tenant', file), 'utf8').matchAll(/ermission(?:: |\s= )'(\w+(?:\.\w+)+)'/gu),
    ]);
    // Looked at as "Reading accounts in bulk", for it need not be there.
    const asked = new Set(named.map(([, name]) => name ?? '').filter((name) => name !== 'Directory.Read.All'));
    assert.ok(asked.size >= 5);
    for (const name of asked) assert.ok(CHECKED_PERMISSIONS.includes(name), name);
  });

  for (const { what, tenant, harm, id, condition, detail, mend, also, unchecked = [] } of CASES) {
    it(`tells of ${what}`, async () => {
      const patient = await clinic.newPatient(tenant);
      await harm(patient, folder);
      const findings = await patient.examined();
      const line = findings.find((finding) => finding.id === id);
      assert.ok(line !== undefined, asText(findings));
      assert.equal(line.condition, condition, asText([line]));
      assert.match(line.detail, detail);
      assert.match(line.mend ?? '', mend);
      const others = ill(findings).filter((finding) => finding !== line);
      const expected = [...unchecked.map((one) => `unchecked ${one}`), ...(also === undefined ? [] : [also])];
      assert.deepEqual(others.map((other) => `${other.condition} ${other.id}`).sort(), expected.sort());
    });
  }

  it('takes the narrower way of writing for what it is: a role over the mailbox accounts alone', async () => {
    const patient = await clinic.newPatient();
    without('User.EnableDisableAccount.All')(patient);
    giveRole(patient, ADMIN_UNIT);
    const findings = await patient.examined();
    assert.deepEqual(ill(findings), [], asText(ill(findings)));
    assert.match(asText(findings), /the role User Administrator over \/administrativeUnits\//u);
  });

  it('has nobody wait a day for a permission where a restart brings a new token', async () => {
    const patient = await clinic.newPatient();
    without('User.Read.All')(patient);
    assert.match(asText(await patient.examined()), /missing\. Nothing works.* granted within the last day, wait/u);
    patient.env = { ...patient.env, ...(await identitySettings(patient.sandbox, 'secret', folder)) };
    const text = asText(await patient.examined());
    assert.match(text, /missing\. Nothing works/u);
    assert.doesNotMatch(text, /wait/u);
  });

  it('needs no writing permission in watch mode', async () => {
    const patient = await clinic.newPatient();
    without('User.EnableDisableAccount.All')(patient);
    patient.env['MODE'] = 'watch';
    assert.deepEqual(ill(await patient.examined()), []);
  });

  it('reads accounts by queries where getByIds is refused, and calls that well', async () => {
    const patient = await clinic.newPatient({ switches: { getByIdsWithUserReadAll: 'denied' } });
    const findings = await patient.examined();
    assert.deepEqual(ill(findings), []);
    assert.match(asText(findings), /bulk-reading: by twenty queries a call/u);
  });

  it('says what could not be looked at while Graph is away, and calls nothing well that it did not see', async function () {
    this.timeout(60_000);
    const patient = await clinic.newPatient();
    patient.sandbox.faults.add({ service: 'graph', effect: { kind: 'status', status: 503 } });
    const findings = await patient.examined();
    const fine = findings.filter(({ condition }) => condition === 'ok').map(({ id }) => id);
    assert.ok(!fine.some((id) => id.startsWith('group') || id === 'clock' || id === 'delta'), fine.join(', '));
    assert.match(asText(findings), /unchecked clock: nobody told the time: Microsoft Graph answered 503/u);
  });

  it('prints no secret, whatever is broken', async () => {
    const patient = await clinic.newPatient();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const keyFile = join(folder, 'key-only.pem');
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(keyFile, pem);
    patient.env = {
      ...patient.env,
      AZURE_AUTHORITY_HOST: patient.sandbox.authorityUrl,
      AZURE_TENANT_ID: patient.sandbox.tenantId,
      AZURE_CLIENT_SECRET: 'canary-reader-secret',
      BOT_APP_TYPE: 'SingleTenant',
      BOT_APP_CERTIFICATE_PATH: keyFile,
      BOT_APP_CERTIFICATE_PASSWORD: 'canary-key-password',
      DATABASE_URL: 'postgresql://guard:canary-database@db.example/guard',
      AUDIT_SINK: 'https://siem.example/collect?token=canary-sink',
      AUDIT_SINK_AUTHORIZATION: 'Bearer canary-authorization',
      IDENTITY_HEADER: 'canary-identity-header',
    };
    patient.ownTokens = true;
    const broken = JSON.stringify(await patient.examined());
    patient.ownTokens = false;
    const fresh = JSON.stringify(await patient.examined());
    assert.match(broken, /AADSTS7000215/u);
    for (const said of [broken, fresh]) {
      assert.doesNotMatch(said, /canary|PRIVATE KEY|eyJ/u);
      assert.ok(!said.includes(pem.slice(60, 90)));
    }
  });
});
