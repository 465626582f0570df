// Watching a tenant over HTTP: what each change costs and means, what faults, lags and lost permissions do to it.
import assert from 'node:assert/strict';
import type { Finding } from '../../../src/alerts/finding.js';
import { EVERY_FINDING } from '../../../src/alerts/ports.js';
import { isTeamsRoomsSku } from '../../../src/mailboxes/teams-rooms-licences.js';
import { type WatchedTenant, watchTenant } from './watched-tenant.js';

const DELTA = 'GET /users/delta';
const BY_IDS = 'POST /directoryObjects/getByIds';

describe('watching over the wire', () => {
  let tenant: WatchedTenant;
  beforeEach(async () => {
    tenant = await watchTenant({ users: 400 });
    await tenant.scan();
    tenant.settle();
  });
  afterEach(() => tenant.close());

  /** Requests to Microsoft that a piece of work makes. */
  const cost = async (work: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> => {
    tenant.sandbox.requests.clear();
    await work();
    return tenant.sandbox.requests.counts();
  };
  const open = async (): Promise<readonly Finding[]> =>
    (await tenant.store.findings.page({ ...EVERY_FINDING, state: 'open' }, 0, 500)).rows;
  const checks = async (): Promise<readonly string[]> =>
    (await open()).flatMap((one) => (one.about === 'check' ? [`${one.check} ${one.kind}`] : []));

  it('finds everything that could sign in, and begins to watch before it reads', async () => {
    const { contents } = tenant.sandbox.directory;
    const wrong = contents.mailboxes.filter(({ objectId, userPrincipalName, type }) => {
      const user = contents.user(objectId ?? userPrincipalName);
      if (user === undefined || type === 'UserMailbox' || type === 'DiscoveryMailbox') return false;
      return !user.licences.some(isTeamsRoomsSku) && tenant.sandbox.directory.isEnabled(user.id);
    });
    assert.equal((await open()).length, wrong.length);
    assert.deepEqual(await checks(), []);
    const routes = tenant.sandbox.requests.entries.map(({ route }) => route).filter((route) => route !== 'token');
    assert(routes.indexOf(DELTA) < routes.indexOf('POST /adminapi/v2.0/{tenant}/Mailbox'));
  });

  it('costs one request when nothing changed, two when something did', async () => {
    assert.deepEqual(await cost(tenant.poll), { [DELTA]: 1 });
    for (const person of ['Oli Outside', 'Robin Request'])
      tenant.sandbox.directory.changeUser(person, { jobTitle: 'x' });
    tenant.sandbox.directory.setAccountEnabled('Dana Dormant', true);
    tenant.settle();
    assert.deepEqual(await cost(tenant.poll), { [DELTA]: 1 }, 'people cost nothing');
    tenant.sandbox.directory.setAccountEnabled('Support', true);
    tenant.settle();
    assert.deepEqual(await cost(tenant.poll), { [DELTA]: 1, [BY_IDS]: 1 });
    assert.equal(await tenant.of('Support'), 're-enabled open');
  });

  it('tells converted, new and deleted ones apart, by either Exchange API', async () => {
    for (const api of ['v2', 'beta'] as const) {
      const other = await watchTenant({ users: 400 }, { api });
      try {
        await other.scan();
        other.settle();
        other.sandbox.directory.convertMailbox('oli.outside@lighthouse.example', 'SharedMailbox');
        other.sandbox.directory.addMailbox({ name: 'Fresh', alias: 'fresh', type: 'RoomMailbox', signIn: 'allowed' });
        other.sandbox.directory.convertMailbox('reception@lighthouse.example', 'UserMailbox');
        other.sandbox.directory.deleteUser('info@lighthouse.example');
        other.settle();
        await other.poll();
        await other.scan();
        const expected = [
          'converted open',
          'new open',
          `never-blocked ${api === 'v2' ? 'type-changed' : 'not-listed'}`,
        ];
        assert.deepEqual(await Promise.all(['Oli Outside', 'Fresh', 'Reception'].map(other.of)), expected, api);
        assert.equal(await other.of('info@lighthouse.example'), 'never-blocked deleted');
      } finally {
        await other.close();
      }
    }
  });

  it('takes up again what was restored', async () => {
    const { id } = tenant.sandbox.directory.deleteUser('Reception');
    tenant.settle();
    await tenant.poll();
    assert.equal(await tenant.of('Reception'), 'never-blocked deleted');
    tenant.sandbox.directory.restoreUser(id);
    tenant.settle();
    await tenant.poll();
    assert.equal(await tenant.of('Reception'), 'new open');
  });

  for (const kind of ['syncStateNotFound', 'gone'] as const) {
    it(`begins anew when its token has expired (${kind}), and misses nothing of what happened meanwhile`, async () => {
      tenant.sandbox.switches.expiredDeltaToken = kind;
      tenant.sandbox.directory.setAccountEnabled('Support', true);
      tenant.sandbox.expireDeltaTokens();
      tenant.settle();
      assert.deepEqual(await tenant.poll(), { kind: 'begun-anew' });
      assert(await tenant.store.jobs.isUnderWay({ name: 'scan', why: '' }));
      await tenant.scan();
      assert.equal(await tenant.of('Support'), 're-enabled open');
      assert.equal((await tenant.poll()).kind, 'answered');
      assert.deepEqual(await checks(), []);
    });
  }

  it('takes a replay for what it is', async () => {
    tenant.sandbox.switches.deltaReplays = true;
    tenant.sandbox.directory.setAccountEnabled('Support', true);
    tenant.settle();
    for (let n = 0; n < 3; n += 1) await tenant.poll();
    tenant.sandbox.directory.setAccountEnabled('Support', false);
    tenant.settle();
    for (let n = 0; n < 3; n += 1) await tenant.poll();
    const { objectId } = tenant.sandbox.directory.findMailbox('Support');
    const entries = await tenant.store.record.ofMailbox(objectId ?? '', { before: null, limit: 50 });
    assert.deepEqual(entries.map(({ event }) => event).reverse(), ['finding.opened', 'finding.closed']);
  });

  it('tells nothing that a lagging replica says after a block', async () => {
    tenant.sandbox.directory.setAccountEnabled('Support', true);
    tenant.settle();
    await tenant.poll();
    const { version } = (await tenant.finding('Support')) ?? assert.fail();
    // From here on readers see what was ten seconds ago, and the feed of changes is at the moment.
    Object.assign(tenant.sandbox.switches, { listReadLagMs: 10_000, deltaLagMs: 0 });
    tenant.sandbox.directory.setAccountEnabled('Support', false);
    await tenant.poll();
    assert.equal(await tenant.of('Support'), 're-enabled open', 'not seen yet');
    tenant.sandbox.clock.advance(11_000);
    tenant.sandbox.directory.changeUser('Support', { jobTitle: 'x', licences: [] });
    await tenant.poll();
    assert.equal(await tenant.of('Support'), 're-enabled blocked-outside');
    Object.assign(tenant.sandbox.switches, { listReadLagMs: 30_000 });
    tenant.sandbox.directory.changeUser('Support', { licences: [] });
    await tenant.poll();
    const after = (await tenant.finding('Support')) ?? assert.fail();
    assert.deepEqual([after.episode, after.version], [1, version + 1]);
    tenant.sandbox.clock.advance(31_000);
    await tenant.poll();
    assert.equal((await tenant.finding('Support'))?.episode, 1, 'read once more, it was blocked');
    assert.deepEqual((await tenant.store.watch.state()).recheck, []);
  });

  it('loses nothing while a permission is away, says so once, and closes that when it is back', async () => {
    tenant.sandbox.permissions.revoke('graph', 'User.Read.All');
    tenant.sandbox.directory.setAccountEnabled('Support', true);
    tenant.settle();
    for (let n = 0; n < 3; n += 1) assert.equal((await tenant.poll()).kind, 'failed');
    assert.deepEqual(await checks(), ['watch check-failed']);
    const lost = await tenant.scan();
    assert.equal(lost.state, 'partial');
    assert.deepEqual([...(await checks())].sort(), ['scan check-partial', 'watch check-failed']);
    assert.equal(await tenant.of('Reception'), 'never-blocked open', 'what cannot be read is not mended');
    assert.equal(await tenant.of('Support'), 'nothing', 'nor found');
    tenant.sandbox.permissions.grant('graph', 'User.Read.All');
    tenant.settle();
    await tenant.poll();
    assert.equal(await tenant.of('Support'), 're-enabled open');
    await tenant.scan();
    assert.deepEqual(await checks(), []);
  });

  it('is patient with a storm of 429, and poll by poll loses nothing to one that lasts', async () => {
    const storm = tenant.sandbox.faults.add({ effect: { kind: 'status', status: 429 }, service: 'graph', count: 2 });
    tenant.sandbox.directory.setAccountEnabled('Support', true);
    tenant.settle();
    assert.equal((await tenant.poll()).kind, 'answered');
    tenant.sandbox.faults.clear(storm);
    tenant.sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 120 }, service: 'graph' });
    tenant.sandbox.directory.setAccountEnabled('Press', true);
    tenant.settle();
    assert.equal((await tenant.poll()).kind, 'failed');
    assert.deepEqual(await checks(), [], 'it may pass');
    tenant.sandbox.clock.advance(301_000);
    await tenant.poll();
    assert.deepEqual(await checks(), ['watch check-failed']);
    tenant.sandbox.faults.clear();
    await tenant.poll();
    assert.deepEqual(await checks(), []);
    assert.deepEqual(await Promise.all(['Support', 'Press'].map(tenant.of)), ['re-enabled open', 're-enabled open']);
  });

  it('closes nothing on half a list', async () => {
    const big = await watchTenant({ users: 2_500, mailboxes: 1_500 });
    try {
      await big.scan();
      const before = (await big.store.findings.counts()).open;
      const route = 'POST /adminapi/v2.0/{tenant}/Mailbox';
      big.sandbox.faults.add({ effect: { kind: 'status', status: 503 }, route, skip: 1 });
      big.sandbox.clock.advance(3_600_000);
      const scan = await big.scan();
      assert.equal(scan.state, 'partial');
      const after = await big.store.findings.counts();
      assert.equal(after.open, before + 1, 'its own finding, and no other changed');
      assert.equal(after.byKind['check-partial'], 1);
    } finally {
      await big.close();
    }
  });

  it('knows who it was from one question for all', async () => {
    tenant.sandbox.directory.setAccountEnabled('Support', true, 'Oli Outside');
    tenant.sandbox.directory.setAccountEnabled('Press', true);
    tenant.settle();
    await tenant.poll();
    tenant.sandbox.clock.advance(600_000);
    const waiting = (await open()).filter((one) => one.about === 'mailbox' && one.who.state === 'looking-up');
    await tenant.store.ledger.transaction(async ({ lookUps }) => {
      for (const { id } of waiting) await lookUps.again(id, -60_000);
    });
    assert.deepEqual(await cost(tenant.lookUp), { 'GET /auditLogs/directoryAudits': 1 });
    const names = await Promise.all(
      ['Support', 'Press'].map(async (name) => {
        const who = (await tenant.finding(name))?.who;
        return who?.state === 'known' ? who.by.name : who?.state;
      }),
    );
    assert.deepEqual(names, ['Oli Outside', 'Hollis Helpdesk']);
  });

  it('sees direct sign-ins, a few at a time, and says where it cannot', async () => {
    tenant.sandbox.switches.signInActivityLagMs = 0;
    tenant.sandbox.directory.signIn('Reception', { clientAppUsed: 'IMAP4', appDisplayName: 'Mail' });
    tenant.settle();
    while ((await tenant.look()) === 'looked');
    assert.equal(await tenant.of('Reception'), 'direct-sign-in open');
    const old = (await tenant.finding('Invoices')) ?? assert.fail();
    assert.deepEqual([old.kind, old.risk, old.rings], ['never-blocked', 'direct-sign-in', 1], 'an old one is no news');
    const listed = await tenant.store.scans.matching('invoices@lighthouse.example');
    assert.equal(listed[0]?.evidence, 'direct-sign-in');
    tenant.sandbox.clock.advance(7_200_000);
    await tenant.scan();
    assert.equal((await tenant.store.scans.matching('invoices@lighthouse.example'))[0]?.evidence, 'direct-sign-in');
    tenant.sandbox.premium = false;
    assert.equal((await cost(tenant.look))['GET /users/{id}'], 1);
    assert.equal((await tenant.store.watch.state()).signIns?.availability, 'not-premium');
    assert.deepEqual(await cost(tenant.look), {}, 'asked again after the next scan');
  });
});
