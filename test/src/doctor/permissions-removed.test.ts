// Each permission removed in turn: what still works, what does not, and what doctor says of it. docs/permissions.md shows it;
// UPDATE_DOCS=1 writes that table, and what is lost is written down here a second time.
import assert from 'node:assert/strict';
import { TEAMS_APP_ID } from '../../../sandbox/tenant/teams-apps.js';
import type { Finding } from '../../../src/doctor/finding.js';
import { PERMISSIONS, type Permission } from '../../../src/permissions.js';
import { generated, table } from '../../support/generated.js';
import { type Ability, abilitiesOf } from './abilities.js';
import { type Clinic, openClinic, type Patient } from './clinic.js';

const LOST: Readonly<Record<string, readonly Ability[]>> = {
  'User.Read.All': [
    ...(['people are let in', 'approvers are told', 'sign-in states are read', 'changes are followed'] as const),
    ...(['last sign-ins are known', 'blocking and allowing work'] as const),
  ],
  // Roles are held through groups, too.
  'GroupMember.Read.All': ['people are let in', 'approvers are told', 'administrator roles are known'],
  'Exchange.ManageAsAppV2': ['mailboxes are listed'],
  'Exchange.ManageAsApp': ['mailboxes are listed'],
  'User.EnableDisableAccount.All': ['blocking and allowing work'],
  'AuditLog.Read.All': ['last sign-ins are known', 'who allowed sign-in is known'],
  'RoleManagement.Read.Directory': ['administrator roles are known'],
  'User.RevokeSessions.All': ['sessions are ended'],
  'TeamsAppInstallation.ReadWriteSelfForUser.All': ['the bot installs itself'],
  'Directory.Read.All': [],
};

/** Its line is "Reading accounts in bulk", and well without it. */
const BULK = 'Directory.Read.All';

describe('each permission removed in turn', () => {
  let clinic: Clinic;
  const rows = new Map<string, readonly string[]>();
  before(async () => {
    clinic = await openClinic();
  });
  after(() => clinic.close());

  /** Everything that is used is granted, also what is optional; getByIds is as strict as its page. */
  async function wholeBot(need: Permission['need']): Promise<Patient> {
    const patient = await clinic.newPatient({ switches: { getByIdsWithUserReadAll: 'denied' } });
    patient.sandbox.permissions.grant('graph', 'TeamsAppInstallation.ReadWriteSelfForUser.All');
    const api = need === 'beta' ? 'beta' : 'v2';
    const other = api === 'beta' ? 'Exchange.ManageAsAppV2' : 'Exchange.ManageAsApp';
    patient.sandbox.permissions.revoke('exchange', other);
    patient.env = { ...patient.env, TEAMS_CATALOG_APP_ID: TEAMS_APP_ID, REVOKE_SESSIONS: 'on', EXCHANGE_API: api };
    return patient;
  }

  it('with all of them everything works, whichever of the two Exchange APIs is used', async () => {
    for (const need of ['v2', 'beta'] as const) {
      const patient = await wholeBot(need);
      assert.deepEqual(
        (await abilitiesOf(patient)).filter(([, works]) => !works),
        [],
      );
      assert.deepEqual(
        (await patient.examined()).filter(({ condition }) => condition !== 'ok'),
        [],
      );
    }
  });

  for (const permission of PERMISSIONS) {
    const { name, resource, need } = permission;
    it(`without ${name}`, async () => {
      const patient = await wholeBot(need);
      patient.sandbox.permissions.revoke(resource, name);
      const tried = await abilitiesOf(patient);
      const lost = tried.filter(([, works]) => !works).map(([ability]) => ability);
      assert.deepEqual([...lost].sort(), [...(LOST[name] ?? assert.fail())].sort());
      const findings = await patient.examined();
      const line = lineOf(permission, findings);
      rows.set(name, [
        `\`${name}\`${need === 'v2' || need === 'beta' ? ` (\`EXCHANGE_API=${need}\`)` : ''}`,
        lost.length === 0 ? 'nothing' : lost.join('; '),
        tried
          .filter(([, works]) => works)
          .map(([ability]) => ability)
          .join('; '),
        [said(line), ...notChecked(findings)].join('<br>'),
      ]);
    });
  }

  it('is as docs/permissions.md shows it', () => {
    assert.equal(rows.size, PERMISSIONS.length);
    const head = ['without', 'does not work', 'still works', 'doctor says'];
    const inOrder = PERMISSIONS.map(({ name }) => rows.get(name) ?? assert.fail());
    generated('docs/permissions.md', 'removed', table(head, inOrder));
  });
});

/** The one line that is not well: it names the permission, and what mends it. */
function lineOf({ name, resource }: Permission, findings: readonly Finding[]): Finding {
  const ill = findings.filter(({ condition }) => condition === 'broken' || condition === 'degraded');
  if (name === BULK) {
    assert.deepEqual(ill, []);
    return findings.find(({ id }) => id === 'bulk-reading') ?? assert.fail();
  }
  const [line, ...others] = ill;
  assert.deepEqual([others, line?.id], [[], resource === 'exchange' ? 'exchange' : `permission.${name}`]);
  assert.ok(line !== undefined && line.mend !== null);
  assert.ok(`${line.title} ${line.detail} ${line.mend}`.includes(name), `it names ${name}`);
  return line;
}

/** Without what it says of a token that may be old, which is the same in each line. */
const said = ({ condition, title, detail }: Finding): string =>
  `**${condition}**: ${title}: ${detail.replace(/ If it was granted within .*$/u, '')}`;

function notChecked(findings: readonly Finding[]): readonly string[] {
  const titles = findings.filter(({ condition }) => condition === 'unchecked').map(({ title }) => title);
  return titles.length === 0 ? [] : [`not checked: ${titles.join(', ')}`];
}
