// Who enabled which accounts, out of the audit log: late, limited, and never half an answer.
import assert from 'node:assert/strict';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import type { Initiator } from '../../../sandbox/tenant/records.js';
import { SYNC_ACCOUNT } from '../../../sandbox/tenant/seed/people.js';
import { createGraph } from '../../../src/tenant/graph.js';
import { connectTenant } from '../../../src/tenant/index.js';
import { readEnablings } from '../../../src/tenant/read-enablings.js';
import { configFor, connect, quickDoors, tokensOf, WORK } from './connect.js';
import { answerJson, startWire } from './wire.js';

const ROUTE = 'GET /auditLogs/directoryAudits';
const MINUTE_MS = 60_000;

describe('enablings', () => {
  let sandbox: Sandbox;
  let since: string;
  beforeEach(async () => {
    const now = Date.now();
    sandbox = await startTenant({ realNow: () => now });
    since = new Date(sandbox.clock.now()).toISOString();
  });
  afterEach(() => sandbox.stop());
  const idOf = (name: string): string => sandbox.directory.find(name).id;
  const enable = (name: string, by?: string | Initiator): void => {
    sandbox.directory.setAccountEnabled(name, true, by);
    sandbox.clock.advance(MINUTE_MS);
  };
  const read = async (question: { since?: string; objectId?: string } = {}, doors = quickDoors(sandbox)) =>
    connect(sandbox, 'v2', doors).enablings({ since, objectId: null, ...question }, WORK);
  const found = async (question?: { since?: string; objectId?: string }, doors = quickDoors(sandbox)) => {
    const answer = await read(question, doors);
    assert.ok(answer.kind === 'read');
    return answer.enablings;
  };

  it('tells who, when and whom, minutes after it happened', async () => {
    const at = new Date(sandbox.clock.now()).toISOString();
    enable('Press', 'Oli Outside');
    assert.deepEqual(await found(), [], 'not in the log yet');
    sandbox.clock.advance(5 * MINUTE_MS);
    const [one, ...others] = await found();
    assert.deepEqual(others, [], 'the accompanying record is none');
    assert.match(one?.recordId ?? '', /^Directory_/u);
    assert.match(one?.correlationId ?? '', /^[0-9a-f-]{36}$/u);
    const { objectId: id, displayName: name } = sandbox.people.outsider;
    assert.deepEqual(
      { ...one, recordId: '', correlationId: '' },
      { recordId: '', at, objectId: idOf('Press'), by: { kind: 'person', id, name }, isOwn: false, correlationId: '' },
    );
    assert.ok(sandbox.requests.entries.every(({ clientRequestId }) => clientRequestId === WORK));
  });

  it('tells since a moment, of one account or of all, newest first', async () => {
    for (const name of ['Support', 'Press', 'Careers']) enable(name);
    sandbox.clock.advance(5 * MINUTE_MS);
    const names = (list: readonly { readonly objectId: string }[]) =>
      list.map(({ objectId }) => sandbox.directory.find(objectId).displayName);
    assert.deepEqual(names(await found()), ['Careers', 'Press', 'Support']);
    assert.deepEqual(names(await found({ objectId: idOf('Press').toUpperCase() })), ['Press']);
    assert.deepEqual(await found({ objectId: "x' or startswith(activityDisplayName,'E') or 'a' eq 'a" }), []);
    const [, press] = await found();
    assert.deepEqual(names(await found({ since: press?.at ?? '' })), ['Careers', 'Press']);
    const days = 4 * 24 * 60 * MINUTE_MS;
    const earlier = await found({ since: new Date(sandbox.clock.now() - days).toISOString() });
    assert.deepEqual(names(earlier), ['Careers', 'Press', 'Support', 'Reception']);
  });

  it('tells people, applications and synchronisation apart', async () => {
    const app = (displayName: string): Initiator => ({ kind: 'app', appId: 'A1', objectId: 'S1', displayName });
    enable('Support', 'Hollis Helpdesk');
    enable('Press', app('Joiners and Leavers'));
    enable('Careers', SYNC_ACCOUNT.upn);
    enable('Facilities', app('Microsoft Azure AD Connect'));
    enable('Events', app('ConnectSyncProvisioning_DC01_5a4d'));
    sandbox.clock.advance(5 * MINUTE_MS);
    assert.deepEqual((await found()).map(({ by }) => `${by.kind}: ${by.name}`).reverse(), [
      'person: Hollis Helpdesk',
      'app: Joiners and Leavers',
      `sync: ${SYNC_ACCOUNT.displayName}`,
      'sync: Microsoft Azure AD Connect',
      'sync: ConnectSyncProvisioning_DC01_5a4d',
    ]);
  });

  for (const auditAppIds of ['given', 'null'] as const) {
    it(`knows its own deeds (application ids ${auditAppIds})`, async () => {
      sandbox.switches.auditAppIds = auditAppIds;
      await connect(sandbox).unblock(idOf('Press'), WORK);
      enable('Careers', {
        kind: 'app',
        appId: 'other-app',
        objectId: 'other-sp',
        displayName: 'Mailbox Guard (sandbox)',
      });
      sandbox.clock.advance(5 * MINUTE_MS);
      const own = (await found()).map(({ objectId, isOwn }) => [objectId, isOwn]);
      assert.deepEqual(
        new Map(own as [string, boolean][]),
        new Map([
          [idOf('Press'), true],
          [idOf('Careers'), false],
        ]),
      );
    });
  }

  it('knows its own deeds with a system-assigned identity, whose ids only the token tells', async () => {
    const credential = { kind: 'managed-identity', clientId: null } as const;
    const config = { ...configFor(sandbox), credential };
    const tenant = connectTenant(config, quickDoors(sandbox), tokensOf(sandbox));
    await tenant.unblock(idOf('Press'), WORK);
    sandbox.clock.advance(5 * MINUTE_MS);
    const answer = await tenant.enablings({ since, objectId: null }, WORK);
    assert.ok(answer.kind === 'read' && answer.enablings[0]?.isOwn);
  });

  it('tells who allowed and who blocked sign-in of one account, as far back as the log goes', async () => {
    const of = async (name: string) => {
      const answer = await connect(sandbox, 'v2', quickDoors(sandbox)).signInChanges(idOf(name).toUpperCase(), WORK);
      assert.ok(answer.kind === 'read');
      return answer.changes.map(({ to, by, isOwn }) => `${to} by ${by.name}${isOwn ? ', which is this bot' : ''}`);
    };
    enable('Press', 'Oli Outside');
    sandbox.directory.setAccountEnabled('Press', false, 'Hollis Helpdesk');
    sandbox.directory.changeUser('Press', { displayName: 'Press Office' });
    enable('Careers');
    sandbox.clock.advance(MINUTE_MS);
    await connect(sandbox).unblock(idOf('Press Office'), WORK);
    sandbox.clock.advance(5 * MINUTE_MS);
    assert.deepEqual(await of('Press Office'), [
      'allowed by Mailbox Guard (sandbox), which is this bot',
      'blocked by Hollis Helpdesk',
      'allowed by Oli Outside',
    ]);
    sandbox.clock.advance(31 * 24 * 60 * MINUTE_MS);
    assert.deepEqual(await of('Press Office'), [], 'no longer kept');
    sandbox.permissions.revoke('graph', 'AuditLog.Read.All');
    const denied = await connect(sandbox, 'v2', quickDoors(sandbox)).signInChanges(idOf('Careers'), WORK);
    assert.deepEqual(denied, { kind: 'not-known', why: 'no-permission' });
  });

  it('follows every page below five requests within ten seconds', async () => {
    const accounts = sandbox.directory.contents.users.filter(({ deletedAt }) => deletedAt === null);
    for (let round = 0; round < 15; round += 1) {
      for (const { id } of accounts) {
        sandbox.directory.setAccountEnabled(id, false);
        sandbox.directory.setAccountEnabled(id, true);
      }
    }
    sandbox.clock.advance(5 * MINUTE_MS);
    const doors = quickDoors(sandbox);
    const all = await found({}, doors);
    assert.equal(all.length, 15 * accounts.length);
    assert.equal(new Set(all.map(({ recordId }) => recordId)).size, all.length);
    assert.equal(sandbox.requests.count({ status: 200 }), Math.ceil(all.length / 500));
    assert.equal(sandbox.requests.count({ status: 429 }), 0);
    assert.ok(doors.waits.length >= 1);
  });

  it('is not known without its permission, and after a fault that stays', async () => {
    sandbox.permissions.revoke('graph', 'AuditLog.Read.All');
    assert.deepEqual(await read(), { kind: 'not-known', why: 'no-permission' });
    sandbox.permissions.grant('graph', 'AuditLog.Read.All');
    const denied = {
      kind: 'status',
      status: 403,
      code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    } as const;
    sandbox.faults.add({ effect: denied, route: ROUTE, count: 1 });
    assert.deepEqual(await read(), { kind: 'not-known', why: 'unavailable' });
    sandbox.faults.add({ effect: { kind: 'status', status: 500 }, route: ROUTE });
    assert.deepEqual(await read(), { kind: 'not-known', why: 'unavailable' });
  });

  it('waits after a 429, and hands back what would take too long', async () => {
    const doors = quickDoors(sandbox);
    sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 9 }, route: ROUTE, count: 1 });
    assert.equal((await read({}, doors)).kind, 'read');
    assert.deepEqual(doors.waits, [9000]);
    sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 600 }, route: ROUTE });
    assert.deepEqual(await read({}, doors), { kind: 'not-known', why: 'unavailable' });
  });
});

describe('enablings, answered strangely', () => {
  const NOW = '2026-11-20T10:00:00Z';
  const doors = { now: Date.now, random: () => 0, sleep: async () => {} };
  const self = { appId: 'me', servicePrincipalId: 'my-sp' };
  const record = {
    id: 'r1',
    activityDisplayName: 'Enable account',
    activityDateTime: '2026-11-20T10:05:00.1234567Z',
    result: 'success',
    initiatedBy: { user: { id: 'U1', userPrincipalName: 'u@x.example', displayName: 'U' }, app: null },
    targetResources: [{ id: 'T1', type: 'User' }],
  };

  const answered = async (...pages: readonly (readonly unknown[])[]) => {
    const wire = await startWire((_request, response, before) => {
      const link = before + 1 < pages.length ? { '@odata.nextLink': `${wire.origin}/v1.0/next?page=${before}` } : {};
      answerJson(response, 200, { value: pages[before] ?? [], ...link });
    });
    const graph = createGraph({ endpoint: wire.origin, scope: 's' }, async () => 'token', doors);
    try {
      const question = { since: NOW, objectId: null };
      return await readEnablings(graph, { turn: async () => {} }, async () => self, question, WORK);
    } finally {
      await wire.stop();
    }
  };
  const only = async (change: object) => {
    const answer = await answered([{ ...record, ...change }]);
    assert.ok(answer.kind === 'read');
    return answer.enablings;
  };

  it('takes a record once, though pages overlap', async () => {
    const answer = await answered([record, { ...record, id: 'r2' }], [{ ...record, id: 'r2' }, record]);
    assert.ok(answer.kind === 'read');
    assert.deepEqual(answer.enablings.map(({ recordId, at }) => `${recordId} ${at}`).sort(), [
      'r1 2026-11-20T10:05:00.123Z',
      'r2 2026-11-20T10:05:00.123Z',
    ]);
  });

  it('counts nothing that failed, is another change, came before, or is misshapen', async () => {
    for (const change of [
      { result: 'failure' },
      { result: undefined },
      { activityDisplayName: 'Disable account' },
      { activityDateTime: 'yesterday' },
      { activityDateTime: null },
      { activityDateTime: '2026-11-20T09:59:59Z' },
      { id: '' },
      { targetResources: null },
      { targetResources: [{ type: 'User' }, 'T1'] },
    ]) {
      assert.deepEqual(await only(change), [], JSON.stringify(change));
    }
    assert.deepEqual(await answered(['record', null, 7]), { kind: 'read', enablings: [] });
  });

  it('names whoever the record names, by whatever it tells of them', async () => {
    const by = async (initiatedBy: unknown) => {
      const [one] = await only({ initiatedBy, correlationId: null });
      return [one?.by.kind, one?.by.id, one?.by.name, one?.isOwn];
    };
    assert.deepEqual(await by(record.initiatedBy), ['person', 'u1', 'U', false]);
    assert.deepEqual(await by({ user: { userPrincipalName: 'SYNC_x@y' } }), ['sync', null, 'SYNC_x@y', false]);
    assert.deepEqual(await by({ user: { id: 'U1' }, app: { appId: 'me' } }), ['person', 'u1', 'u1', false]);
    assert.deepEqual(await by({ app: { appId: 'ME', displayName: 'A' } }), ['app', 'me', 'A', true]);
    assert.deepEqual(await by({ app: { appId: 'you', servicePrincipalId: 'my-sp' } }), ['app', 'you', 'you', false]);
    assert.deepEqual(await by({ app: { servicePrincipalId: 'MY-SP' } }), ['app', 'my-sp', 'my-sp', true]);
    assert.deepEqual(await by({ app: { servicePrincipalName: 'spn' } }), ['app', null, 'spn', false]);
    for (const nobody of [undefined, null, 'me', {}, { user: {} }, { user: null, app: {} }, { app: null }]) {
      assert.deepEqual(await by(nobody), ['not-known', null, '', false], JSON.stringify(nobody));
    }
  });

  it('tells every account of a record that names several', async () => {
    const targets = [{ id: 'T1' }, { id: 'T2' }];
    assert.deepEqual(
      (await only({ targetResources: targets })).map(({ objectId }) => objectId),
      ['t1', 't2'],
    );
  });

  it('is not known when the next page lies at another host, or nowhere', async () => {
    const elsewhere = await startWire((_request, response) => answerJson(response, 200, { value: [] }));
    for (const next of [`${elsewhere.origin}/v1.0/next`, elsewhere.origin.replace('https', 'http'), 'next', 7]) {
      const wire = await startWire((_request, response) =>
        answerJson(response, 200, { value: [record], '@odata.nextLink': next }),
      );
      const graph = createGraph({ endpoint: wire.origin, scope: 's' }, async () => 'token', doors);
      const question = { since: NOW, objectId: null };
      const answer = await readEnablings(graph, { turn: async () => {} }, async () => self, question, WORK);
      await wire.stop();
      assert.deepEqual(answer, { kind: 'not-known', why: 'unavailable' });
      assert.equal(wire.requests.length, 1);
    }
    await elsewhere.stop();
    assert.deepEqual(elsewhere.requests, [], 'our token went nowhere else');
  });

  it('lets a bug be a bug', async () => {
    const graph = {
      send: () => assert.fail('no question here'),
      pages: () => assert.fail('a bug'),
      answers: () => assert.fail('a bug'),
    };
    const question = { since: NOW, objectId: null };
    const answer = readEnablings(graph, { turn: async () => {} }, async () => self, question, WORK);
    await assert.rejects(answer, /a bug/u);
  });
});
