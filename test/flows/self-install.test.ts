// The bot installs itself for approvers who have no chat with it: the welcome comes, and with it what is open.
import assert from 'node:assert/strict';
import { GRANTED } from '../../sandbox/tenant/permissions.js';
import { TEAMS_APP_ID } from '../../sandbox/tenant/teams-apps.js';
import { until } from '../src/db/waiting.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { openStage, type Person, type Stage } from '../support/stage.js';

const ROUTE = 'POST /users/{id}/teamwork/installedApps';
const PERMISSION = 'TeamsAppInstallation.ReadWriteSelfForUser.All';

describe('installing itself for approvers', () => {
  let stage: Stage;
  let robin: Person;
  let alex: Person;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({ env: { TEAMS_CATALOG_APP_ID: TEAMS_APP_ID } });
    robin = stage.person('requester');
    alex = stage.person('secondApprover');
    await answerTo(alex, 'help');
    await answerTo(robin, 'list');
  });

  after(() => stage.close());

  it('says what is missing while it may not, and tells those who can be told', async () => {
    const asked = await asks(robin, 'block info@lighthouse.example nobody owns it');
    const id = requestIdIn(asked);
    await alex.personalChat().waitFor(says(id), 15_000);
    await until(() => stage.tenant.requests.count({ route: ROUTE, status: 403 }) >= 3);
    const list = (await answerTo(alex, 'approvals')).readable;
    assert.match(list, /Avery Approve\s+· no chat with me; I lack the permission to install myself/);
    assert.ok(list.includes(`Grant ${PERMISSION}, which I lack.`), 'to be copied as it stands');
    const complaints = stage
      .log()
      .split('\n')
      .filter((line) => line.includes('cannot install itself'));
    assert.equal(complaints.length, 1, 'logged once');
    await answerTo(alex, `deny ${id} later`);
  });

  it('asks once a person and day, however many requests there are', async () => {
    const before = stage.tenant.requests.count({ route: ROUTE });
    stage.tenant.permissions.grant('graph', PERMISSION);
    const id = requestIdIn(await asks(robin, 'block travel@lighthouse.example unused'));
    await alex.personalChat().waitFor(says(id), 15_000);
    assert.equal(stage.tenant.requests.count({ route: ROUTE }), before);
    await answerTo(alex, `deny ${id} later`);
  });
});

describe('installing itself for approvers, where it may', () => {
  it('leads to the welcome and to the open request, which they can decide', async function () {
    this.timeout(90_000);
    const stage = await openStage({
      env: { TEAMS_CATALOG_APP_ID: TEAMS_APP_ID },
      tenant: { permissions: { graph: [...GRANTED.graph, PERMISSION] } },
    });
    try {
      const robin = stage.person('requester');
      const avery = stage.person('approver');
      for (const name of ['approver', 'secondApprover', 'nestedApprover', 'both'] as const) {
        stage.person(name).personalChat().becomes('uninstalled');
      }
      await answerTo(robin, 'list');
      const asked = await asks(robin, 'block info@lighthouse.example nobody owns it');
      const id = requestIdIn(asked);
      const atAvery = avery.personalChat();
      const sent = await atAvery.waitFor(says(id), 20_000);
      const welcomes = atAvery.messages().filter(({ readable }) => readable.includes('list exposed'));
      assert.equal(welcomes.length, 1, 'greeted once');
      for (const name of ['guest', 'disabledApprover'] as const) {
        assert.equal(stage.person(name).personalChat().messages().length, 0, name);
      }
      await robin
        .personalChat()
        .waitFor((message) => message.id === asked.id && /4 of 4 approvers were told/.test(message.readable), 20_000);
      assert.equal(stage.tenant.requests.count({ route: ROUTE, status: 201 }), 4);
      await avery.presses(sent, { verb: 'approve' });
      await becomes(robin.personalChat(), asked, '✓ Blocked', 20_000);
      assert.match((await answerTo(avery, 'approvals')).readable, /^✓ 4 of 4 approvers can be told/);
      const record = await answerTo(avery, 'audit');
      const tells = (): boolean => /Installed for an approver/.test(JSON.stringify(avery.sees(record)));
      for (let page = 0; page < 5 && !tells(); page += 1) await avery.presses(record, { title: 'Older' });
      assert.ok(tells(), 'the record does not tell of the installation');
    } finally {
      await stage.close();
    }
  });
});
