// Installing the bot for a person: offered where the settings name the app, and each refusal told apart.
import assert from 'node:assert/strict';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import { OTHER_TEAMS_APP_ID } from '../../../sandbox/tenant/teams-apps.js';
import { createGraph } from '../../../src/tenant/graph.js';
import { connectTenant } from '../../../src/tenant/index.js';
import { installApp } from '../../../src/tenant/install-app.js';
import { configFor, connect, failureOf, quickDoors, tokensOf, WORK } from './connect.js';
import { answerJson, startWire } from './wire.js';

const ROUTE = 'POST /users/{id}/teamwork/installedApps';
const ITSELF = 'TeamsAppInstallation.ReadWriteSelfForUser.All';
const NOBODY = '99999999-9999-4999-8999-999999999999';

describe('installApp', () => {
  let sandbox: Sandbox;
  let installed: string[];
  beforeEach(async () => {
    sandbox = await startTenant();
    sandbox.permissions.grant('graph', ITSELF);
    installed = [];
    sandbox.onAppInstalled((user, app) => void installed.push(`${app.displayName} for ${user.displayName}`));
  });
  afterEach(() => sandbox.stop());
  const install = (
    personId = sandbox.people.approver.objectId,
    teamsAppId: string | null = sandbox.teamsAppId,
    doors = quickDoors(sandbox),
  ) => {
    const tenant = connectTenant({ ...configFor(sandbox), teamsAppId }, doors, tokensOf(sandbox));
    assert.ok(tenant.installApp !== null);
    return tenant.installApp(personId, WORK);
  };

  it('is offered only where the settings name the app', () => {
    assert.equal(connect(sandbox).installApp, null);
  });

  it('installs once, and says so', async () => {
    assert.deepEqual(await install(), { kind: 'installed' });
    assert.deepEqual(await install(), { kind: 'already' });
    assert.deepEqual(installed, ['Mailbox Guard for Avery Approve']);
    assert.equal(sandbox.requests.count({ route: ROUTE, status: 201 }), 1);
    assert.equal(sandbox.requests.count({ route: ROUTE, status: 409 }), 1, 'a conflict is asked about once');
    assert.equal(sandbox.requests.entries[0]?.clientRequestId, WORK);
  });

  it('may be done again when the answer was lost', async () => {
    sandbox.faults.add({ effect: { kind: 'reset', when: 'after' }, route: ROUTE, count: 1 });
    assert.deepEqual(await install(), { kind: 'already' });
    assert.deepEqual(installed, ['Mailbox Guard for Avery Approve']);
  });

  it('tells apart why not: permission, catalogue, another application’s app, nobody', async () => {
    assert.deepEqual(await install(undefined, NOBODY), { kind: 'not-in-catalogue' });
    const other = await install(undefined, OTHER_TEAMS_APP_ID);
    assert.ok(other.kind === 'refused' && /is not allowed to manage the Teams App/u.test(other.why));
    const nobody = await install(NOBODY);
    assert.ok(nobody.kind === 'refused' && /does not exist/u.test(nobody.why));
    sandbox.permissions.revoke('graph', ITSELF);
    assert.deepEqual(await install(), { kind: 'no-permission' });
    assert.deepEqual(installed, []);
    sandbox.permissions.grant('graph', 'TeamsAppInstallation.ReadWriteForUser.All');
    assert.deepEqual(await install(undefined, OTHER_TEAMS_APP_ID), { kind: 'installed' });
  });

  it('waits after a 429, and throws what may pass by itself', async () => {
    const doors = quickDoors(sandbox);
    sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 8 }, route: ROUTE, count: 1 });
    assert.deepEqual(await install(undefined, undefined, doors), { kind: 'installed' });
    assert.deepEqual(doors.waits, [8000]);
    for (const effect of [
      { kind: 'status', status: 429, retryAfter: 600 },
      { kind: 'status', status: 503 },
      { kind: 'reset', when: 'before' },
    ] as const) {
      sandbox.faults.clear();
      sandbox.faults.add({ effect, route: ROUTE });
      assert.equal((await failureOf(install())).kind, 'upstream-unavailable');
    }
  });
});

describe('installApp, answered strangely', () => {
  const doors = { now: Date.now, random: () => 0, sleep: async () => {} };
  const outcome = async (status: number, error: object | null, personId = 'p') => {
    const wire = await startWire((_request, response) => answerJson(response, status, error === null ? {} : { error }));
    const graph = createGraph({ endpoint: wire.origin, scope: 's' }, async () => 'token', doors);
    try {
      const answer = await installApp(graph, { id: "a'/b", graphEndpoint: wire.origin }, personId, WORK);
      return { ...answer, paths: wire.requests.map(({ path }) => path) };
    } finally {
      await wire.stop();
    }
  };

  it('takes a 403 that explains nothing for a missing permission, and quotes one that does', async () => {
    for (const error of [
      null,
      { code: 'Forbidden' },
      { code: 'Forbidden', message: 'Missing scope permissions on the request.' },
      { code: 'Authorization_RequestDenied', message: 'Insufficient privileges to complete the operation.' },
    ]) {
      assert.equal((await outcome(403, error)).kind, 'no-permission', JSON.stringify(error));
    }
    const policy = { code: 'Forbidden', message: `App is\nblocked by ${'a policy '.repeat(100)}` };
    const refused = await outcome(403, policy);
    assert.ok(
      refused.kind === 'refused' && refused.why.startsWith('App is blocked by a policy') && refused.why.length <= 300,
    );
  });

  it('quotes what is wrong with the app or the request', async () => {
    const error = { code: 'PreconditionFailed', message: 'It needs resource-specific consent.' };
    const [paths, why] = [['/v1.0/users/..%2Fme/teamwork/installedApps'], error.message];
    for (const status of [400, 412]) {
      assert.deepEqual(await outcome(status, error, '../me'), { kind: 'refused', why, paths });
    }
  });

  it('throws what is none of these', async () => {
    assert.equal((await failureOf(outcome(401, { code: 'InvalidAuthenticationToken' }))).kind, 'upstream-unexpected');
    assert.equal((await failureOf(outcome(405, null))).kind, 'upstream-unexpected');
  });
});
