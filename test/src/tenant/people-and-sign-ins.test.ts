// One question at a time: membership, members, roles, sign-ins, each with its permission taken away.
import assert from 'node:assert/strict';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import { createGraph } from '../../../src/tenant/graph.js';
import { readSignInHistory } from '../../../src/tenant/read-sign-in-history.js';
import { connect, failureOf, quickDoors, WORK } from './connect.js';
import { answerJson, startWire } from './wire.js';

describe('the tenant, asked', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startTenant();
  });
  afterEach(() => sandbox.stop());
  const idOf = (name: string): string => sandbox.directory.find(name).id;

  describe('isMember', () => {
    it('is a clear yes or a no', async () => {
      const { people, groups } = sandbox;
      const isApprover = (who: { readonly objectId: string }) =>
        connect(sandbox).isMember(who.objectId, groups.approversId, WORK);
      assert.equal(await isApprover(people.approver), true);
      assert.equal(await isApprover(people.nestedApprover), true);
      assert.equal(await isApprover(people.requester), false);
      assert.equal(await isApprover({ objectId: '99999999-9999-4999-8999-999999999999' }), false);
    });

    it('is read anew each time, and an error is never a yes', async () => {
      const { people, groups } = sandbox;
      const tenant = connect(sandbox);
      sandbox.directory.removeGroupMember(groups.approversId, people.approver.objectId);
      assert.equal(await tenant.isMember(people.approver.objectId, groups.approversId, WORK), false);
      sandbox.faults.add({ effect: { kind: 'status', status: 500 } });
      const failure = await failureOf(tenant.isMember(people.secondApprover.objectId, groups.approversId, WORK));
      assert.equal(failure.kind, 'upstream-unavailable');
    });

    it('names its permission', async () => {
      sandbox.permissions.revoke('graph', 'GroupMember.Read.All');
      const { people, groups } = sandbox;
      const failure = await failureOf(connect(sandbox).isMember(people.approver.objectId, groups.approversId, WORK));
      assert.ok(failure.kind === 'upstream-denied' && failure.permission === 'GroupMember.Read.All');
    });
  });

  describe('groupMembers', () => {
    it('lists people through groups within, each once, with what decides about them', async () => {
      const { people, groups } = sandbox;
      const members = await connect(sandbox).groupMembers(groups.approversId, WORK);
      const find = (who: { readonly objectId: string }) => members.find(({ id }) => id === who.objectId);
      assert.equal(new Set(members.map(({ id }) => id)).size, members.length);
      assert.equal(find(people.nestedApprover)?.displayName, 'Nika Nested');
      assert.equal(find(people.disabledApprover)?.accountEnabled, false);
      assert.equal(find(people.guest)?.userType, 'Guest');
      assert.equal(find(people.requester), undefined);
    });

    it('is an error for a group that does not exist, and names its permission', async () => {
      const missing = connect(sandbox).groupMembers('99999999-9999-4999-8999-999999999999', WORK);
      assert.equal((await failureOf(missing)).kind, 'upstream-unexpected');
      sandbox.permissions.revoke('graph', 'GroupMember.Read.All');
      const denied = await failureOf(connect(sandbox).groupMembers(sandbox.groups.approversId, WORK));
      assert.ok(denied.kind === 'upstream-denied' && denied.permission === 'GroupMember.Read.All');
    });
  });

  describe('roleHolders', () => {
    it('reads who holds a role, directly or through a group', async () => {
      const roles = await connect(sandbox).roleHolders(WORK);
      assert.ok(roles.kind === 'read');
      assert.ok(roles.holders.has(idOf('IT Services')), 'directly');
      assert.ok(roles.holders.has(idOf('Security Operations')), 'through a group');
      assert.ok(!roles.holders.has(idOf('Reception')));
      assert.ok(!roles.holders.has(sandbox.groups.securityReadersId), 'a group is no holder');
    });

    it('says which permission is missing, and throws for everything else', async () => {
      sandbox.permissions.revoke('graph', 'RoleManagement.Read.Directory');
      assert.deepEqual(await connect(sandbox).roleHolders(WORK), {
        kind: 'not-permitted',
        permission: 'RoleManagement.Read.Directory',
      });
      sandbox.permissions.grant('graph', 'RoleManagement.Read.Directory');
      sandbox.faults.add({ effect: { kind: 'status', status: 503 } });
      assert.equal((await failureOf(connect(sandbox).roleHolders(WORK))).kind, 'upstream-unavailable');
    });
  });

  describe('signInHistory', () => {
    const historyOf = (name: string, doors = quickDoors(sandbox)) =>
      connect(sandbox, 'v2', doors).signInHistory(idOf(name), WORK);

    const by = (clientAppUsed: string) => ({ clientAppUsed, appDisplayName: 'Office 365 Exchange Online' });
    const NO_WAYS = { clients: [], apps: [], devices: [] };

    it('tells the last success and the programs, newest first', async () => {
      sandbox.directory.signIn('Invoices', by('IMAP4'));
      sandbox.clock.advance(10 * 60_000);
      sandbox.directory.signIn('Invoices', by('Authenticated SMTP'));
      sandbox.directory.signIn('Invoices', { ...by('POP3'), success: false });
      sandbox.clock.advance(24 * 3_600_000);
      const history = await historyOf('Invoices');
      assert.equal(history.availability, 'known');
      assert.deepEqual(history.clients.slice(0, 2), ['Authenticated SMTP', 'IMAP4']);
      assert.ok(!history.clients.includes('POP3'));
      assert.ok(Date.parse(history.lastSuccessAt ?? '') > sandbox.clock.now() - 25 * 3_600_000);
    });

    it('tells a success as soon as the log has it, hours before the account itself says so', async () => {
      const { at } = sandbox.directory.signIn('Reception', by('IMAP4'));
      sandbox.clock.advance(sandbox.switches.auditLagMs);
      assert(sandbox.switches.signInActivityLagMs > sandbox.switches.auditLagMs);
      assert.equal(Date.parse((await historyOf('Reception')).lastSuccessAt ?? ''), at);
    });

    it('tells the last success of one whose log is over, as the account itself has it', async () => {
      const { at } = sandbox.directory.signIn('Reception', by('IMAP4'));
      sandbox.clock.advance(31 * 86_400_000);
      const { lastSuccessAt, clients } = await historyOf('Reception');
      assert.deepEqual(clients, []);
      assert.equal(Date.parse(lastSuccessAt ?? ''), Math.trunc(at / 1000) * 1000);
    });

    it('tells applications and devices: by name where Entra knows them, else by operating system', async () => {
      const room = await historyOf('Room Cassini (8)');
      assert.deepEqual([room.apps, room.devices], [['Microsoft Teams Rooms'], ['MTR-CASSINI']]);
      const leaver = await historyOf('Lee Leaver');
      assert.deepEqual([leaver.apps, leaver.devices], [['Microsoft Office'], ['Windows10']]);
      const scanner = await historyOf('Scanner Ground Floor');
      assert.deepEqual([scanner.apps, scanner.devices], [['Office 365 Exchange Online'], []]);
    });

    it('takes no application or device of a failed attempt for use', async () => {
      const device = { displayName: 'EVIL-PC', operatingSystem: 'Linux' };
      const guess = { clientAppUsed: 'Browser', appDisplayName: 'Azure Portal', device, success: false };
      sandbox.directory.signIn('Reception', guess);
      sandbox.directory.setAccountEnabled('Press', false);
      sandbox.directory.signIn('Press', { ...guess, success: true });
      sandbox.clock.advance(24 * 3_600_000);
      for (const name of ['Reception', 'Press']) {
        assert.deepEqual(await historyOf(name), { lastSuccessAt: null, availability: 'known', ...NO_WAYS });
      }
    });

    it('looks back 30 days and no further, in two requests', async () => {
      sandbox.directory.signIn('Room Aurora (12)', { ...by('POP3'), at: sandbox.clock.now() - 31 * 86_400_000 });
      sandbox.directory.signIn('Room Aurora (12)', { ...by('IMAP4'), at: sandbox.clock.now() - 29 * 86_400_000 });
      sandbox.requests.clear();
      assert.deepEqual((await historyOf('Room Aurora (12)')).clients, ['IMAP4']);
      assert.equal(sandbox.requests.count(), 2);
    });

    it('sees the one success behind a hundred wrong passwords', async () => {
      sandbox.directory.signIn('Reception', by('Authenticated SMTP'));
      sandbox.clock.advance(60_000);
      for (let guess = 0; guess < 100; guess += 1) {
        sandbox.directory.signIn('Reception', { ...by('IMAP4'), success: false });
      }
      sandbox.clock.advance(24 * 3_600_000);
      assert.deepEqual((await historyOf('Reception')).clients, ['Authenticated SMTP']);
    });

    it('knows that nobody ever signed in', async () => {
      assert.deepEqual(await historyOf('Reception'), { lastSuccessAt: null, availability: 'known', ...NO_WAYS });
    });

    it('tells apart why it does not know', async () => {
      sandbox.premium = false;
      assert.deepEqual(await historyOf('Invoices'), { lastSuccessAt: null, availability: 'not-premium', ...NO_WAYS });
      assert.equal(sandbox.requests.count(), 1);
      sandbox.premium = true;
      sandbox.permissions.revoke('graph', 'AuditLog.Read.All');
      assert.equal((await historyOf('Invoices')).availability, 'no-permission');
      sandbox.permissions.grant('graph', 'AuditLog.Read.All');
      sandbox.faults.add({ effect: { kind: 'status', status: 503 } });
      assert.equal((await historyOf('Invoices')).availability, 'unavailable');
    });

    it('keeps what one report tells when the other does not', async () => {
      sandbox.switches.signInsNeedDirectoryReadAll = true;
      const history = await historyOf('Invoices');
      assert.equal(history.availability, 'no-permission');
      assert.notEqual(history.lastSuccessAt, null);
    });

    it('keeps below five reports within ten seconds, and is never throttled', async () => {
      const doors = quickDoors(sandbox);
      const tenant = connect(sandbox, 'v2', doors);
      for (let round = 0; round < 12; round += 1) await tenant.signInHistory(idOf('Invoices'), WORK);
      assert.equal(sandbox.requests.count({ status: 429 }), 0);
      assert.ok(doors.waits.length >= 2);
    });
  });
});

describe('signInHistory, answered strangely', () => {
  it('believes only rows that say of themselves that they succeeded, and reads none that are misshapen', async () => {
    const at = (minute: number) => `2026-11-01T10:0${minute}:00Z`;
    const ok = { status: { errorCode: 0 } };
    const rows = [
      {
        ...ok,
        createdDateTime: at(1),
        clientAppUsed: 'IMAP4',
        appDisplayName: 'A',
        deviceDetail: { displayName: 'D1' },
      },
      { ...ok, createdDateTime: at(3), clientAppUsed: 'POP3', appDisplayName: 'B', deviceDetail: { displayName: 7 } },
      { ...ok, createdDateTime: at(2), clientAppUsed: 7, appDisplayName: null, deviceDetail: 'D2' },
      { ...ok, clientAppUsed: 'POP3', deviceDetail: { displayName: '', operatingSystem: 'Ios 18' } },
      { status: { errorCode: 50126 }, clientAppUsed: 'Browser', appDisplayName: 'C' },
      { status: { errorCode: '0' }, clientAppUsed: 'Browser', appDisplayName: 'C' },
      { status: null, clientAppUsed: 'Browser', appDisplayName: 'C' },
      { clientAppUsed: 'Browser' },
      null,
      'row',
    ];
    const wire = await startWire((request, response) =>
      answerJson(response, 200, request.path.includes('/signIns') ? { value: rows } : { id: 'x' }),
    );
    const doors = { now: Date.now, random: () => 0, sleep: async () => {} };
    const graph = createGraph({ endpoint: wire.origin, scope: 's' }, async () => 'token', doors);
    const pace = { turn: async () => {} };
    try {
      const paces = { activity: pace, signIns: pace };
      assert.deepEqual(await readSignInHistory(graph, paces, "o'hare", WORK, doors), {
        lastSuccessAt: at(3),
        availability: 'known',
        clients: ['POP3', 'IMAP4'],
        apps: ['B', 'A'],
        devices: ['D1', 'Ios 18'],
      });
      const filter = new URL(wire.requests[1]?.path ?? '', wire.origin).searchParams.get('$filter');
      assert.match(filter ?? '', /^userId eq 'o''hare' and createdDateTime ge .*Z and status\/errorCode eq 0$/u);
    } finally {
      await wire.stop();
    }
  });

  it('lets a bug be a bug', async () => {
    const bug = () => assert.fail('a bug');
    const doors = { now: Date.now, random: () => 0, sleep: async () => {} };
    const pace = { turn: async () => {} };
    const graph = { send: bug, pages: bug, answers: bug };
    const paces = { activity: pace, signIns: pace };
    await assert.rejects(readSignInHistory(graph, paces, 'x', WORK, doors), /a bug/u);
  });
});
