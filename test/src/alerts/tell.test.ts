// Who hears of what: filters, places that may not hear, floods and first runs as one, edits of what stands, nobody left to hear.
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from '../../../src/alerts/subscribe.js';
import type { Subscription } from '../../../src/alerts/subscription.js';
import type { Delivery } from '../../../src/delivery/ports.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { account, at, person, place, T0 } from '../db/samples.js';
import { idleHandlers, until } from '../db/waiting.js';
import { LONG_AGO, type SmallTenant, smallTenant } from './small-tenant.js';

onEachEngine('Telling', {}, (under) => {
  let tenant: SmallTenant;
  const approversTold: string[] = [];
  before(async () => {
    tenant = smallTenant(under.store);
    tenant.flood = 3;
    await under.store().startJobs(
      idleHandlers(() => undefined, {
        'tell-approvers': async ({ subject }) => void approversTold.push(`${subject.kind} ${subject.id}`),
      }),
    );
  });

  const doors = () => ({ ledger: under.store().ledger, clock: { now: () => T0 }, newId: () => `S${Math.random()}` });
  const hear = async (conversationId: string, filter: Partial<Subscription> = {}): Promise<number> => {
    const everything = { kinds: null, types: null, minRisk: null };
    return subscribe({ conversationId, by: person('operator'), at: T0, ...everything, ...filter }, doors());
  };
  const idOf = async (mailbox: string): Promise<string> => {
    const [finding] = await under.store().findings.ofMailbox(mailbox);
    return finding?.id ?? assert.fail(`nothing about ${mailbox}`);
  };
  const cards = async (mailbox: string): Promise<readonly Delivery[]> =>
    under.store().deliveries.ofSubject({ kind: 'finding', id: await idOf(mailbox) });
  const heardIn = async (mailbox: string): Promise<readonly string[]> =>
    (await cards(mailbox)).map(({ conversationId, slot }) => `${conversationId} ${slot}`).sort();

  it('leaves what was there all along to wait, and tells the approvers of news where nobody subscribed', async () => {
    tenant.add('first');
    await tenant.scan();
    tenant.minute = 30;
    tenant.add('second', { createdAt: at(20) });
    await tenant.scan();
    await until(() => approversTold.length > 0);
    assert.deepEqual(approversTold, [`finding ${await idOf('second')}`]);
  });

  it('tells single findings to those whose filter they pass, where they may be read', async () => {
    const { places } = under.store();
    await places.remember(place('chat'), T0);
    await places.remember(place('rooms', { kind: 'channel', personId: null }), T0);
    await places.remember(place('not admitted', { kind: 'channel', personId: null }), T0);
    await places.remember(place('gone', { kind: 'groupChat', personId: null }), T0);
    for (const one of ['rooms', 'gone']) await places.admit(one, person('approver'), T0);
    await places.markGone('gone', 'BotNotInConversationRoster', T0);
    for (const one of ['chat', 'not admitted', 'gone']) assert.equal(await hear(one), 2, 'open already');
    assert.equal(await hear('rooms', { types: ['RoomMailbox'] }), 0);
    await hear('worst', { minRisk: 'direct-sign-in' });
    await places.remember(place('worst'), T0);
    tenant.minute = 60;
    tenant.add('desk', { createdAt: at(50) });
    tenant.add('lobby', { createdAt: at(50) }, 'RoomMailbox');
    await tenant.scan();
    assert.deepEqual(await heardIn('desk'), ['chat 0']);
    assert.deepEqual(await heardIn('lobby'), ['chat 0', 'rooms 0']);
    assert.equal(approversTold.length, 1);
  });

  it('edits what stands when it is fixed, and rings nobody for it', async () => {
    tenant.change('lobby', { accountEnabled: false });
    tenant.minute += 60;
    await tenant.scan();
    const wanted = (await cards('lobby')).map(({ wantedVersion, slot }) => [wantedVersion, slot]);
    assert.deepEqual(wanted, [
      [2, 0],
      [2, 0],
    ]);
  });

  it('tells a flood as one, to each conversation for which it is one', async () => {
    for (const n of [1, 2, 3, 4]) tenant.add(`flood ${n}`, { createdAt: at(tenant.minute) });
    tenant.add('flood room', { createdAt: at(tenant.minute) }, 'RoomMailbox');
    tenant.minute += 60;
    await tenant.scan();
    assert.deepEqual(await heardIn('flood 1'), []);
    assert.deepEqual(await heardIn('flood room'), ['rooms 0'], 'one room is no flood there');
    const digest = await digestOf('flood 1');
    assert.deepEqual([digest.total, digest.open, digest.digest.reason], [5, 5, 'flood']);
    const told = await under.store().deliveries.ofSubject({ kind: 'digest', id: digest.digest.id });
    assert.deepEqual(
      told.map(({ conversationId }) => conversationId),
      ['chat'],
    );
  });

  it('brings a digest up to date once for all that changed in it', async () => {
    const before = await digestOf('flood 1');
    for (const n of [1, 2, 3]) tenant.change(`flood ${n}`, { accountEnabled: false });
    tenant.minute += 60;
    await tenant.scan();
    const after = await digestOf('flood 1');
    assert.deepEqual([after.open, after.digest.version], [2, before.digest.version + 1]);
    const [card] = await under.store().deliveries.ofSubject({ kind: 'digest', id: after.digest.id });
    assert.equal(card?.wantedVersion, after.digest.version);
  });

  it('rings again, with a message of its own, when somebody signs in meanwhile', async () => {
    tenant.history = { ...tenant.history, lastSuccessAt: at(tenant.minute + 5) };
    tenant.minute += 10;
    while ((await tenant.look()) === 'looked' && !(await heardIn('desk')).includes('chat 1'));
    assert.deepEqual(
      await heardIn('desk'),
      ['chat 0', 'chat 1', 'worst 1'],
      'and is told where it was too small before',
    );
    const [finding] = await under.store().findings.ofMailbox('desk');
    assert.deepEqual([finding?.kind, finding?.began, finding?.risk], ['direct-sign-in', 'new', 'direct-sign-in']);
  });

  it('tells what turns out to be more dangerous where it was too small before, and nowhere twice', async () => {
    tenant.history = { ...tenant.history, lastSuccessAt: null };
    await under.store().places.remember(place('high'), T0);
    await hear('high', { minRisk: 'password-set' });
    tenant.minute += 10;
    const born = at(tenant.minute);
    for (const id of ['quiet', 'loud']) tenant.add(id, { createdAt: born, passwordChangedAt: born });
    tenant.minute += 60;
    await tenant.scan();
    assert.deepEqual(await heardIn('quiet'), ['chat 0']);
    // Two days later, as seen from when it was made: long before it was found.
    tenant.accounts.set(
      'quiet',
      account('quiet', { createdAt: LONG_AGO, passwordChangedAt: '2022-01-01T00:00:00.000Z' }),
    );
    tenant.minute += 60;
    await tenant.scan();
    assert.deepEqual(await heardIn('quiet'), ['chat 0', 'high 0']);
    tenant.accounts.set('quiet', { ...(tenant.accounts.get('quiet') ?? assert.fail()), displayName: 'Quiet' });
    tenant.minute += 60;
    await tenant.scan();
    assert.deepEqual(await heardIn('quiet'), ['chat 0', 'high 0']);
    const mailbox = tenant.mailboxes.get('loud') ?? assert.fail();
    tenant.mailboxes.set('loud', { ...mailbox, type: 'RoomMailbox' });
    tenant.minute += 60;
    await tenant.scan();
    assert.deepEqual(await heardIn('loud'), ['chat 0', 'rooms 0'], 'of a type that is told there');
  });

  it('tells them as one where they are many', async () => {
    const ids = [1, 2, 3, 4].map((n) => `rising ${n}`);
    for (const id of ids) tenant.add(id, { createdAt: at(tenant.minute), passwordChangedAt: at(tenant.minute) });
    tenant.minute += 60;
    await tenant.scan();
    for (const id of ids) {
      tenant.accounts.set(id, account(id, { createdAt: LONG_AGO, passwordChangedAt: '2022-01-01T00:00:00.000Z' }));
    }
    tenant.minute += 60;
    await tenant.scan();
    assert(!(await heardIn('rising 1')).includes('high 0'));
    const told = await under.store().deliveries.lastTo(['high']);
    assert.equal(told.size, 1);
    const { digest, open } = await newestDigestOf('rising 1');
    assert.deepEqual([digest.reason, open], ['subscribed', 4]);
    const cards = await under.store().deliveries.ofSubject({ kind: 'digest', id: digest.id });
    assert.deepEqual(
      cards.map(({ conversationId }) => conversationId),
      ['high'],
    );
  });

  it('tells no more where somebody had it stopped', async () => {
    assert.equal(await unsubscribe('chat', person('operator'), doors()), true);
    assert.equal(await unsubscribe('chat', person('operator'), doors()), false);
    tenant.add('later', { createdAt: at(tenant.minute) });
    tenant.minute += 60;
    await tenant.scan();
    assert.deepEqual(await heardIn('later'), []);
    await until(() => approversTold.length === 2);
    const events = (await under.store().record.newest({ before: null, limit: 200 })).map(({ event }) => event);
    assert.equal(events.filter((event) => event === 'alerts.subscribed').length, 6);
    assert.equal(events.filter((event) => event === 'alerts.unsubscribed').length, 1);
  });

  async function digestOf(mailbox: string) {
    const [first] = await digestsOf(mailbox);
    return first ?? assert.fail(`no digest holds ${mailbox}`);
  }

  async function newestDigestOf(mailbox: string) {
    return (await digestsOf(mailbox)).at(-1) ?? assert.fail(`no digest holds ${mailbox}`);
  }

  async function digestsOf(mailbox: string) {
    const id = await idOf(mailbox);
    const holding = [];
    for (let n = 1; n < 200; n += 1) {
      const found = await under.store().findings.digest(`F${n}`);
      if (found === null) continue;
      const filter = { state: null, kind: null, type: null, minRisk: null, digestId: `F${n}`, heardBy: null };
      const { rows } = await under.store().findings.page(filter, 0, 100);
      if (rows.some((row) => row.id === id)) holding.push(found);
    }
    return holding;
  }
});
