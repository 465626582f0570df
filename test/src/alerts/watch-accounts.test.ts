// Polls: what a change means, what costs nothing, and that a poll which was overtaken, cut short or refused loses nothing.
import assert from 'node:assert/strict';
import type { MailboxFinding } from '../../../src/alerts/finding.js';
import { EVERY_FINDING } from '../../../src/alerts/ports.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at } from '../db/samples.js';
import { DENIED, OUTAGE, type SmallTenant, smallTenant } from './small-tenant.js';

onEachEngine('A poll', {}, (under) => {
  let tenant: SmallTenant;
  before(async () => {
    tenant = smallTenant(under.store);
    tenant.add('shut', { accountEnabled: false });
    tenant.add('open');
  });
  const episodes = async (id: string): Promise<readonly MailboxFinding[]> => under.store().findings.ofMailbox(id);
  const latest = async (id: string): Promise<string> => {
    const [one] = await episodes(id);
    if (one === undefined) return 'nothing';
    return one.state.kind === 'closed' ? `${one.kind} ${one.state.how.kind}` : `${one.kind} ${one.state.kind}`;
  };
  const scansWaiting = async (): Promise<boolean> => under.store().jobs.isUnderWay({ name: 'scan', why: '' });

  it('begins before the first scan reads, so that nothing falls between the two', async () => {
    assert.deepEqual(await tenant.poll(), { kind: 'nothing-to-watch' });
    await tenant.begin();
    assert.equal((await under.store().watch.state()).token, 'token-0');
    await tenant.begin();
    assert.equal((await under.store().watch.state()).version, 1, 'once');
    await tenant.scan();
    assert(!(await scansWaiting()), 'the scan that began it has read everything');
    assert.equal(await latest('open'), 'never-blocked open');
  });

  it('asks nothing more where nothing watched changed', async () => {
    tenant.change('a person', { accountEnabled: true });
    const reads = tenant.reads;
    assert.deepEqual(await tenant.poll(), { kind: 'answered', changed: 1, watched: 0, told: 0 });
    assert.equal(tenant.reads, reads);
    assert.equal((await under.store().watch.state()).token, 'token-1');
  });

  it('opens what was enabled and closes what was blocked, at once and in one piece', async () => {
    tenant.minute = 60;
    tenant.change('shut', { accountEnabled: true });
    tenant.change('open', { accountEnabled: false });
    assert.deepEqual(await tenant.poll(), { kind: 'answered', changed: 2, watched: 2, told: 2 });
    assert.equal(await latest('shut'), 're-enabled open');
    assert.equal(await latest('open'), 'never-blocked blocked-outside');
    const [finding] = await episodes('shut');
    assert.equal(finding?.firstSeenAt, at(60));
    assert.deepEqual(
      (await under.store().scans.matching('shut')).map(({ verdict }) => verdict),
      ['exposed'],
    );
  });

  it('told of the same change again, does nothing again', async () => {
    tenant.change('shut', { accountEnabled: true });
    assert.deepEqual(await tenant.poll(), { kind: 'answered', changed: 1, watched: 1, told: 0 });
    assert.equal((await episodes('shut')).length, 1);
  });

  it('believes a change that is told in two ways only when it is read again', async () => {
    tenant.minute += 1;
    tenant.change('open', { accountEnabled: true }, { accountEnabled: false });
    await tenant.poll();
    assert.equal(await latest('open'), 'never-blocked blocked-outside');
    assert.deepEqual((await under.store().watch.state()).recheck, [{ objectId: 'open', tries: 1 }]);
    tenant.minute += 1;
    await tenant.poll();
    assert.equal(await latest('open'), 'never-blocked blocked-outside', 'a replica may lag for minutes');
    tenant.minute += 1;
    await tenant.poll();
    assert.equal(await latest('open'), 're-enabled open');
    assert.deepEqual((await under.store().watch.state()).recheck, []);
  });

  it('reads once more what another instance, whose clock is ahead, has read before the change', async () => {
    tenant.add('ahead', { accountEnabled: false });
    tenant.minute += 60;
    await tenant.scan();
    tenant.minute += 5;
    await tenant.see('ahead');
    tenant.minute -= 4;
    tenant.change('ahead', { accountEnabled: true });
    await tenant.poll();
    assert.equal(await latest('ahead'), 'nothing', 'the reading is older, as far as that can be told');
    assert.deepEqual((await under.store().watch.state()).recheck, [{ objectId: 'ahead', tries: 1 }]);
    tenant.minute += 5;
    await tenant.poll();
    assert.equal(await latest('ahead'), 're-enabled open', 'the poll will not tell it again');
  });

  it('closes the finding of an account that was deleted, and watches one that was restored', async () => {
    const account = tenant.accounts.get('open') ?? assert.fail();
    tenant.remove('open');
    await tenant.poll();
    assert.equal(await latest('open'), 're-enabled deleted');
    assert.equal((await under.store().scans.matching('open'))[0]?.cause, 'no-account');
    tenant.change('open', account);
    tenant.minute += 1;
    await tenant.poll();
    assert.equal(await latest('open'), 'new open');
    assert.equal((await episodes('open')).length, 3);
  });

  it('begins anew when its token has expired, and has everything read', async () => {
    tenant.expire();
    const { version } = await under.store().watch.state();
    assert.deepEqual(await tenant.poll(), { kind: 'begun-anew' });
    assert(await scansWaiting());
    assert.equal((await under.store().watch.state()).version, version + 1);
  });

  it('writes nothing when another instance has moved on meanwhile', async () => {
    tenant.change('open', { accountEnabled: false });
    tenant.meanwhile = async () => {
      const first = await tenant.poll();
      assert.equal(first.kind, 'answered');
    };
    tenant.change('open', { accountEnabled: false });
    assert.deepEqual(await tenant.poll(), { kind: 'overtaken' });
    assert.equal(await latest('open'), 'new blocked-outside');
    const closings = (await under.store().record.ofMailbox('open', { before: null, limit: 1 })).map(
      ({ event }) => event,
    );
    assert.deepEqual(closings, ['finding.closed']);
  });

  it('loses no change to a fault, and says so once when it lasts', async () => {
    tenant.change('open', { accountEnabled: true });
    tenant.fault = { changes: OUTAGE };
    const checks = async (): Promise<readonly string[]> =>
      (await under.store().findings.page(EVERY_FINDING, 0, 50)).rows
        .filter(({ about }) => about === 'check')
        .map(({ kind, state }) => `${kind} ${state.kind}`);
    assert.equal((await tenant.poll()).kind, 'failed');
    tenant.minute += 4;
    assert.equal((await tenant.poll()).kind, 'failed');
    assert.deepEqual(await checks(), [], 'it may pass');
    tenant.minute += 2;
    await tenant.poll();
    await tenant.poll();
    assert.deepEqual(await checks(), ['check-failed open']);
    tenant.fault = {};
    tenant.minute += 1;
    await tenant.poll();
    assert.deepEqual(await checks(), ['check-failed closed']);
    assert.equal(await latest('open'), 're-enabled open');
    assert.equal((await under.store().watch.state()).trouble, null);
  });

  it('says at once what somebody must mend', async () => {
    tenant.fault = { changes: DENIED };
    await tenant.poll();
    const [first] = (await under.store().findings.page({ ...EVERY_FINDING, state: 'open' }, 0, 1)).rows;
    assert(first?.about === 'check' && first.check === 'watch' && first.episode === 2);
    tenant.fault = {};
    await tenant.poll();
  });
});
