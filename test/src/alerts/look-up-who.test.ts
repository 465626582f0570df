// Who enabled it: asked once for all, again with growing pauses, named when the log names somebody, and never guessed.
import assert from 'node:assert/strict';
import type { MailboxFinding } from '../../../src/alerts/finding.js';
import type { Enabling } from '../../../src/mailboxes/enabling.js';
import { onEachEngine, type UnderTest } from '../db/on-each-engine.js';
import { at } from '../db/samples.js';
import { makeDue } from './make-due.js';
import { type SmallTenant, smallTenant } from './small-tenant.js';

const OLI = { kind: 'person', id: 'oli', name: 'Oli Outside' } as const;
const enabling = (objectId: string, minute: number, more: Partial<Enabling> = {}): Enabling => ({
  recordId: `r-${objectId}-${minute}`,
  at: at(minute),
  objectId,
  by: OLI,
  isOwn: false,
  correlationId: null,
  ...more,
});

onEachEngine('Who enabled it', {}, (under: UnderTest) => {
  let tenant: SmallTenant;
  before(async () => {
    tenant = smallTenant(under.store);
    for (const id of ['one', 'two', 'three']) tenant.add(id, { accountEnabled: false });
    await tenant.begin();
    await tenant.scan();
  });
  const of = async (id: string): Promise<MailboxFinding> => {
    const [finding] = await under.store().findings.ofMailbox(id);
    return finding ?? assert.fail();
  };
  const due = (): Promise<void> => makeDue(under, 'look_ups', 'due_at');

  it('asks nothing while nobody waits to know', async () => {
    assert.equal(await tenant.lookUp(), false);
    assert.deepEqual(tenant.questions, []);
  });

  it('asks for one account by its id, not before the record can be there', async () => {
    tenant.minute = 30;
    tenant.change('one', { accountEnabled: true });
    await tenant.poll();
    assert.equal((await of('one')).who.state, 'looking-up');
    assert.equal(await tenant.lookUp(), false, 'records come late');
    await due();
    assert.equal(await tenant.lookUp(), true);
    assert.deepEqual(
      tenant.questions.map(({ objectId }) => objectId),
      ['one'],
    );
    assert.equal((await of('one')).version, 1, 'nothing new, nothing to edit');
    assert.equal(await tenant.lookUp(), false, 'the next look waits longer');
  });

  it('names who did it last before it was seen, and neither the bot nor what was before', async () => {
    const told = [enabling('one', 29), enabling('one', 28, { isOwn: true }), enabling('one', -60)];
    tenant.log = { kind: 'read', enablings: [enabling('two', 29), ...told] };
    await due();
    await tenant.lookUp();
    const { who, version } = await of('one');
    assert.deepEqual(who, { state: 'known', by: OLI, at: at(29) });
    assert.equal(version, 2, 'its cards are edited');
    await due();
    assert.equal(await tenant.lookUp(), false, 'it is known');
  });

  it('does not take the bot’s own writes for an answer', async () => {
    tenant.minute = 60;
    tenant.change('two', { accountEnabled: true });
    await tenant.poll();
    tenant.log = { kind: 'read', enablings: [enabling('two', 59, { isOwn: true })] };
    await due();
    await tenant.lookUp();
    assert.equal((await of('two')).who.state, 'looking-up');
  });

  it('goes on asking after it was fixed, and answers all that wait with one question', async () => {
    tenant.change('two', { accountEnabled: false });
    tenant.change('three', { accountEnabled: true });
    tenant.minute = 61;
    await tenant.poll();
    const asked = tenant.questions.length;
    tenant.log = {
      kind: 'read',
      enablings: [enabling('two', 59), enabling('three', 61, { by: { ...OLI, kind: 'sync' } })],
    };
    await due();
    await tenant.lookUp();
    assert.equal(tenant.questions.length, asked + 1);
    assert.equal(tenant.questions.at(-1)?.objectId, null);
    assert.equal((await of('two')).who.state, 'known');
    assert.equal((await of('two')).state.kind, 'closed');
    assert.equal((await of('three')).who.state, 'known');
  });

  it('says why it is not known, and finds out when the permission is there', async () => {
    tenant.minute = 120;
    tenant.change('one', { accountEnabled: false });
    await tenant.poll();
    tenant.minute = 121;
    tenant.change('one', { accountEnabled: true });
    await tenant.poll();
    tenant.log = { kind: 'not-known', why: 'no-permission' };
    await due();
    await tenant.lookUp();
    assert.deepEqual((await of('one')).who, { state: 'not-known', why: 'no-permission' });
    tenant.log = { kind: 'read', enablings: [] };
    await due();
    await tenant.lookUp();
    assert.equal((await of('one')).who.state, 'looking-up');
    tenant.log = { kind: 'not-known', why: 'unavailable' };
    await due();
    await tenant.lookUp();
    assert.equal((await of('one')).who.state, 'looking-up', 'it may answer the next time');
  });

  it('gives up after a day: nobody is on record', async () => {
    tenant.minute = 121 + 24 * 60;
    tenant.log = { kind: 'read', enablings: [] };
    await due();
    await tenant.lookUp();
    assert.deepEqual((await of('one')).who, { state: 'not-known', why: 'no-record' });
    await due();
    assert.equal(await tenant.lookUp(), false);
  });

  it('names who did it then, not who did it again after it was fixed, however late the records come', async () => {
    tenant.minute += 60;
    const began = tenant.minute;
    tenant.change('three', { accountEnabled: false });
    await tenant.poll();
    tenant.minute = began + 10;
    tenant.change('three', { accountEnabled: true });
    await tenant.poll();
    tenant.minute = began + 11;
    tenant.change('three', { accountEnabled: false });
    await tenant.poll();
    tenant.minute = began + 20;
    tenant.change('three', { accountEnabled: true });
    await tenant.poll();
    const both = async () => (await under.store().findings.ofMailbox('three')).slice(0, 2).map(({ who }) => who);
    const second = enabling('three', began + 11.5, { by: { ...OLI, name: 'Bo Backagain' } });
    tenant.log = { kind: 'read', enablings: [second] };
    await due();
    await tenant.lookUp();
    const known = { state: 'known', by: second.by, at: second.at };
    assert.deepEqual((await both())[0], known);
    assert.equal((await both())[1]?.state, 'looking-up', 'its own record may still come');
    tenant.log = { kind: 'read', enablings: [second, enabling('three', began + 9)] };
    await due();
    await tenant.lookUp();
    assert.deepEqual(await both(), [known, { state: 'known', by: OLI, at: at(began + 9) }]);
  });

  it('takes a record that is a little later than when it was seen: clocks differ', async () => {
    tenant.minute += 60;
    tenant.change('two', { accountEnabled: true });
    await tenant.poll();
    tenant.log = { kind: 'read', enablings: [enabling('two', tenant.minute + 3)] };
    await due();
    await tenant.lookUp();
    assert.equal((await of('two')).who.state, 'looking-up', 'that was somebody later');
    tenant.log = {
      kind: 'read',
      enablings: [enabling('two', tenant.minute + 1), enabling('two', tenant.minute + 1.5)],
    };
    await due();
    await tenant.lookUp();
    assert.deepEqual((await of('two')).who, { state: 'known', by: OLI, at: at(tenant.minute + 1) });
  });

  it('looks back to when changes were last known, where nobody asked for them for days', async () => {
    const knownAt = tenant.minute;
    tenant.change('two', { accountEnabled: false });
    await tenant.poll();
    tenant.minute += 5 * 24 * 60;
    tenant.change('two', { accountEnabled: true });
    tenant.expire();
    tenant.log = { kind: 'read', enablings: [enabling('two', knownAt + 3 * 24 * 60)] };
    assert.deepEqual(await tenant.poll(), { kind: 'begun-anew' });
    await tenant.scan();
    await due();
    await tenant.lookUp();
    assert.deepEqual((await of('two')).who, { state: 'known', by: OLI, at: at(knownAt + 3 * 24 * 60) });
    assert.equal((await under.store().watch.state()).gap, null, 'a complete scan has read everything since');
  });
});
