// Scans and what they mean: found, changed, right again, gone; and what a partial one may not say.
import assert from 'node:assert/strict';
import type { Finding, MailboxFinding } from '../../../src/alerts/finding.js';
import { EVERY_FINDING } from '../../../src/alerts/ports.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at, T0 } from '../db/samples.js';
import { DENIED, OUTAGE, type SmallTenant, smallTenant } from './small-tenant.js';

const DAY = 24 * 60;

onEachEngine('A scan and its findings', {}, (under) => {
  let tenant: SmallTenant;
  before(() => {
    tenant = smallTenant(under.store);
  });
  const all = async (): Promise<readonly Finding[]> => (await under.store().findings.page(EVERY_FINDING, 0, 100)).rows;
  const of = async (id: string): Promise<MailboxFinding> => {
    const [newest] = await under.store().findings.ofMailbox(id);
    return newest ?? assert.fail(`nothing was found about ${id}`);
  };
  const stateOf = async (id: string): Promise<string> => {
    const { state } = await of(id);
    return state.kind === 'closed' ? state.how.kind : state.kind;
  };
  const check = async (): Promise<string> =>
    (await all()).map((one) => (one.about === 'check' ? `${one.kind} ${one.state.kind}` : '')).join('');

  it('finds at first what could sign in before the bot came, and nothing about what may', async () => {
    tenant.add('open');
    tenant.add('synced', { onPremisesSyncEnabled: true });
    tenant.add('shut', { accountEnabled: false });
    tenant.add('unread', { accountEnabled: null });
    tenant.add('device', { skuIds: ['6070a4c8-34c6-4937-8dfb-39bbc6397a60'] }, 'RoomMailbox');
    await tenant.scan();
    const found = (await all()).map((one) => (one.about === 'mailbox' ? `${one.mailbox.objectId} ${one.kind}` : ''));
    assert.deepEqual([...found].sort(), ['open never-blocked', 'synced never-blocked']);
    const { scope, lastCompleteScan, version } = await under.store().watch.state();
    assert.deepEqual([scope, lastCompleteScan?.startedAt, version], [tenant.scope, T0, 1]);
    assert.equal((await of('open')).who.state, 'not-applicable');
  });

  it('finds nothing twice: what is still so only shows that it was seen again', async () => {
    const before = await of('open');
    tenant.minute = 60;
    await tenant.scan();
    assert.deepEqual(await of('open'), { ...before, lastSeenAt: at(60) });
    assert.equal((await all()).length, 2);
  });

  it('tells new, converted and re-enabled ones apart', async () => {
    tenant.minute = 2 * DAY;
    await tenant.scan();
    tenant.minute = 3 * DAY;
    tenant.add('made', { createdAt: at(2 * DAY + 30) });
    tenant.add('was a person');
    tenant.change('shut', { accountEnabled: true });
    await tenant.scan();
    assert.equal((await of('made')).kind, 'new');
    assert.equal((await of('was a person')).kind, 'converted');
    assert.equal((await of('was a person')).risk, 'converted');
    const back = await of('shut');
    assert.deepEqual([back.kind, back.who.state, back.episode], ['re-enabled', 'looking-up', 1]);
  });

  it('takes what a wider scope brings for old, not for new', async () => {
    tenant.scope = { ...tenant.scope, types: ['SharedMailbox'] };
    tenant.minute += 60;
    await tenant.scan();
    tenant.add('room', {}, 'RoomMailbox');
    tenant.scope = { ...tenant.scope, types: ['SharedMailbox', 'RoomMailbox'] };
    tenant.minute += 60;
    await tenant.scan();
    assert.equal((await of('room')).kind, 'never-blocked');
  });

  it('closes what was blocked outside, and opens the next episode when it is enabled again', async () => {
    tenant.change('open', { accountEnabled: false });
    tenant.minute += 60;
    await tenant.scan();
    assert.equal(await stateOf('open'), 'blocked-outside');
    tenant.change('open', { accountEnabled: true });
    tenant.minute += 60;
    await tenant.scan();
    const again = await of('open');
    assert.deepEqual([again.kind, again.episode, again.state.kind, again.version], ['re-enabled', 2, 'open', 1]);
  });

  it('follows a mailbox through a new name and type, without a new finding', async () => {
    const before = await of('open');
    const mailbox = tenant.mailboxes.get('open') ?? assert.fail();
    tenant.mailboxes.set('open', { ...mailbox, displayName: 'Front desk', type: 'RoomMailbox' });
    tenant.minute += 60;
    await tenant.scan();
    const after = await of('open');
    assert.deepEqual(
      [after.id, after.mailbox.displayName, after.mailbox.type],
      [before.id, 'Front desk', 'RoomMailbox'],
    );
    assert.deepEqual(
      after.turns.map(({ what, to }) => [what, to]),
      [
        ['type-changed', 'RoomMailbox'],
        ['renamed', 'Front desk'],
      ],
    );
    assert.equal(after.rings, 1, 'it rings nobody');
  });

  it('tells why a mailbox is not there any more', async () => {
    for (const id of ['deleted', 'converted back', 'hidden', 'turned device']) tenant.add(id);
    tenant.minute += 60;
    await tenant.scan();
    tenant.remove('deleted');
    tenant.mailboxes.delete('converted back');
    tenant.others.add('converted back');
    tenant.mailboxes.delete('hidden');
    tenant.change('turned device', { skuIds: ['6070a4c8-34c6-4937-8dfb-39bbc6397a60'] });
    tenant.minute += 60;
    await tenant.scan();
    assert.deepEqual(await Promise.all(['deleted', 'converted back', 'hidden', 'turned device'].map(stateOf)), [
      'deleted',
      'type-changed',
      'not-listed',
      'device',
    ]);
  });

  it('closes the finding of an account that Exchange still lists and Entra has no more', async () => {
    tenant.add('ghost');
    tenant.minute += 60;
    await tenant.scan();
    tenant.accounts.delete('ghost');
    tenant.minute += 60;
    await tenant.scan();
    assert.equal(await stateOf('ghost'), 'deleted');
  });

  it('in part closes what it read as blocked, opens what it read as allowed, and says nothing about the rest', async () => {
    tenant.add('half');
    tenant.minute += 60;
    await tenant.scan();
    tenant.mailboxes.delete('synced');
    tenant.change('half', { accountEnabled: false });
    tenant.add('half new', { createdAt: at(tenant.minute) });
    tenant.fault = { breaksOff: OUTAGE };
    tenant.minute += 60;
    await tenant.scan();
    assert.equal(await stateOf('half'), 'blocked-outside');
    assert.equal((await of('half new')).kind, 'new');
    assert.equal(await stateOf('synced'), 'open', 'not listed is not gone');
    assert.equal(await check(), 'check-partial open');
    const seen = (await of('synced')).lastSeenAt;
    tenant.fault = {};
    tenant.add('synced', { onPremisesSyncEnabled: true });
    tenant.minute += 60;
    await tenant.scan();
    assert.equal(await check(), 'check-partial closed');
    assert((await of('synced')).lastSeenAt > seen);
  });

  it('raises one finding about itself, however often it fails, and closes it once it is whole', async () => {
    tenant.fault = { list: OUTAGE };
    const count = async (): Promise<number> => (await all()).filter(({ about }) => about === 'check').length;
    const before = await count();
    await tenant.lose(false);
    assert.equal(await count(), before, 'it is tried again soon');
    await tenant.lose();
    await tenant.lose();
    assert.equal(await count(), before + 1);
    assert.match(await check(), /^check-failed open/);
    assert.equal((await under.store().watch.state()).scanTrouble?.problems.length, 1);
    tenant.fault = { list: DENIED };
    await tenant.lose(false);
    const [now] = await all();
    assert(now?.about === 'check' && now.problems[0]?.includes('User.Read.All'), 'edited, not told anew');
    await tenant.lose(true, new Error('secret words of a bug'));
    const [ownFault] = await all();
    assert(ownFault?.about === 'check' && /went wrong on the bot’s side/u.test(ownFault.problems[0] ?? ''));
    assert.doesNotMatch(ownFault.problems.join(), /secret/);
    tenant.fault = {};
    tenant.minute += 60;
    await tenant.scan();
    assert.doesNotMatch(await check(), /open/);
    assert.equal((await under.store().watch.state()).scanTrouble, null);
  });

  it('does not believe at once that many mailboxes are gone', async () => {
    const crowd = Array.from({ length: 40 }, (_, n) => `crowd-${n}`);
    for (const id of crowd) tenant.add(id);
    tenant.minute += 60;
    await tenant.scan();
    for (const id of crowd) tenant.mailboxes.delete(id);
    tenant.minute += 60;
    await tenant.scan();
    assert.equal(await stateOf('crowd-1'), 'open');
    assert.equal(await check(), (await check()).replace(/^check-partial closed/, ''), 'it says so');
    assert.match(await check(), /^check-partial open/);
    tenant.minute += 60;
    await tenant.scan();
    assert.equal(await stateOf('crowd-1'), 'not-listed');
    assert.doesNotMatch(await check(), /open/);
  });

  it('never lets an older reading undo a newer one', async () => {
    tenant.add('raced', { accountEnabled: false });
    tenant.minute += 60;
    await tenant.scan();
    tenant.minute += 60;
    const scanning = tenant.minute;
    tenant.change('raced', { accountEnabled: true });
    const reading = await tenant.read();
    tenant.minute += 1;
    tenant.change('raced', { accountEnabled: false });
    await tenant.see('raced');
    await tenant.publish(reading);
    assert.equal(
      (await under.store().findings.ofMailbox('raced')).length,
      0,
      `the scan of minute ${scanning} is older`,
    );
  });

  it('reads once more what may be a replica that lags behind a block', async () => {
    tenant.add('lagging');
    tenant.minute += 60;
    await tenant.scan();
    tenant.change('lagging', { accountEnabled: false });
    tenant.minute += 10;
    await tenant.see('lagging');
    assert.equal(await stateOf('lagging'), 'blocked-outside');
    tenant.change('lagging', { accountEnabled: true });
    tenant.minute += 1;
    await tenant.scan();
    assert.equal((await under.store().findings.ofMailbox('lagging')).length, 1, 'not told yet');
    const { recheck } = await under.store().watch.state();
    assert.deepEqual(recheck.at(-1), { objectId: 'lagging', tries: 1 });
  });

  it('takes two mailboxes that share an account for one thing to watch', async () => {
    tenant.add('shared');
    const mailbox = tenant.mailboxes.get('shared') ?? assert.fail();
    tenant.mailboxes.set('twin', { ...mailbox, objectId: null, userPrincipalName: 'twin@contoso.example' });
    tenant.accounts.set('twin@contoso.example', tenant.accounts.get('shared') ?? assert.fail());
    tenant.minute += 60;
    await tenant.scan();
    assert.equal((await under.store().findings.ofMailbox('shared')).length, 1);
    tenant.mailboxes.delete('twin');
  });

  it('keeps the counts of each day', async () => {
    const days = await under.store().watch.trend(100);
    assert.deepEqual(
      [...days].sort((a, b) => a.day.localeCompare(b.day)),
      days,
    );
    assert.equal(days[0]?.day, T0.slice(0, 10));
    assert.deepEqual(days[0]?.counts.SharedMailbox, {
      exposed: 1,
      unknown: 1,
      protected: 0,
      synced: 1,
      exempt: 0,
      blocked: 1,
    });
    assert.equal(days[0]?.open, 2);
  });

  it('writes every opening and closing into the record, each once', async () => {
    const entries = await under.store().record.newest({ before: null, limit: 1000 });
    const opened = entries.filter(({ event }) => event === 'finding.opened').map(({ detail }) => detail['finding']);
    const closed = entries.filter(({ event }) => event === 'finding.closed').map(({ detail }) => detail['finding']);
    const findings = await all();
    assert.deepEqual([...opened].sort(), findings.map(({ id }) => id).sort());
    assert.deepEqual(
      [...closed].sort(),
      findings
        .filter(({ closedAt }) => closedAt !== null)
        .map(({ id }) => id)
        .sort(),
    );
  });
});
