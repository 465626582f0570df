// Cards that did not arrive: none is given up for good while its place stands, and the request tells who was reached.
import assert from 'node:assert/strict';
import type { Log } from '../../bot/log.js';
import { type Messenger, SendFailed, type SendFault } from '../../bot/messenger.js';
import { deliver, type OutboxDoors, restLong } from '../../bot/outbox.js';
import { noticeView } from '../../bot/views/notice.js';
import { reached } from '../../src/approvals/transitions.js';
import type { Deliveries, Delivery, Subject } from '../../src/delivery/ports.js';
import { onEachEngine } from '../src/db/on-each-engine.js';
import { at, person, place, reach, request } from '../src/db/samples.js';

const quiet = (): void => undefined;
const log = { info: quiet, warn: quiet, error: quiet, debug: quiet } as unknown as Log;

onEachEngine('The outbox', {}, (under) => {
  let subject: Subject;
  let next = 0;
  /** What sending does per conversation: fails, or answers with this id. */
  const teams = new Map<string, SendFault | { readonly id: string; readonly after?: () => Promise<unknown> }>();
  const takenBack: string[] = [];
  /** Conversations where nothing arrived, as whoever cares hears of it. */
  const missing: string[] = [];
  let edits = 0;
  let whileEditing: (() => Promise<void>) | null = null;
  /** What the request is at; null: what the store says. */
  let version: number | null = null;
  const copies: boolean[] = [];
  /** Milliseconds until there is room. */
  let room = 0;

  const messenger: Messenger = {
    async send({ reference }) {
      const does = teams.get(reference) ?? { id: `message-${reference}` };
      if (typeof does === 'string') throw new SendFailed(does, 'Test', null);
      if ('after' in does) await does.after?.();
      return does.id;
    },
    async edit() {
      edits += 1;
      await whileEditing?.();
    },
    async remove(_, activityId) {
      takenBack.push(activityId);
    },
    typing: async () => undefined,
  };
  const doors = (): OutboxDoors => ({
    ...under.store(),
    messenger,
    log,
    pace: { take: () => room, note: () => undefined, rest: () => undefined },
    now: () => at(1),
    notArrived: async ({ conversationId }, isOver) => void missing.push(`${conversationId} ${isOver}`),
    losePlace: async (id, because) => void (await under.store().places.markGone(id, because, at(1))),
    subjects: {
      async request(id) {
        const made = await under.store().requests.load(id);
        if (made === null) return null;
        return {
          version: version ?? made.version,
          async view(_delivery, _place, isCopy) {
            copies.push(isCopy);
            return noticeView({ title: 'A', text: 'card' });
          },
        };
      },
      notice: async () => null,
      finding: async () => null,
      digest: async () => null,
    },
  });
  const of = async (conversationId: string): Promise<Delivery> => {
    const all = await under.store().deliveries.ofSubject(subject);
    return all.find((one) => one.conversationId === conversationId) ?? assert.fail(`nothing for ${conversationId}`);
  };
  const run = async (conversationId: string): Promise<'done' | 'again'> =>
    deliver((await of(conversationId)).id, doors()).then(
      () => 'done',
      () => 'again',
    );
  const told = async () => (await under.store().requests.load(subject.id))?.reach?.told;

  beforeEach(async () => {
    next += 1;
    teams.clear();
    copies.length = 0;
    takenBack.length = 0;
    missing.length = 0;
    version = null;
    subject = { kind: 'request', id: `out-${next}` };
    const { requests, places, deliveries } = under.store();
    const made = request(subject.id);
    await requests.insert(made);
    await requests.replace(reached(made, reach(3, 0), at(0)));
    for (const id of ['a1', 'a2']) await places.remember(place(id, { reference: id }), at(0));
    await deliveries.add(
      subject,
      2,
      ['a1', 'a2'].map((conversationId) => ({ conversationId, audience: 'approver' as const })),
    );
  });

  it('goes back into the queue while there is no room, without counting as tried', async () => {
    room = 60_000;
    assert.equal(await run('a1'), 'done');
    assert.deepEqual([(await of('a1')).state, (await of('a1')).posts], ['waiting', 0]);
    assert(await under.store().jobs.isUnderWay({ name: 'deliver', deliveryId: (await of('a1')).id }));
    room = 0;
    await run('a1');
    assert.equal((await of('a1')).state, 'sent');
  });

  it('tries as often as nothing arrived', async () => {
    teams.set('a1', 'later');
    for (let attempt = 0; attempt < 5; attempt += 1) assert.equal(await run('a1'), 'again');
    teams.delete('a1');
    await run('a1');
    assert.equal((await of('a1')).state, 'sent');
    assert(!copies.includes(true));
  });

  it('repeats an unknown outcome once, rests, and tries once more with each change', async () => {
    teams.set('a1', 'unknown');
    assert.equal(await run('a1'), 'again');
    assert.equal(await run('a1'), 'again');
    assert.equal(await run('a1'), 'done', 'rests');
    assert.deepEqual(copies, [false, true]);
    assert.equal((await of('a1')).state, 'waiting');
    await under.store().deliveries.touch(subject, 3);
    teams.delete('a1');
    assert.equal(await run('a1'), 'done');
    assert.equal((await of('a1')).state, 'sent');
    assert.deepEqual(copies, [false, true, true], 'marked as a copy');
  });

  it('tries once more after each rest, longer every time, and has others told after the first', async () => {
    teams.set('a1', 'unknown');
    const { id } = await of('a1');
    const rests: number[] = [];
    const { deliveries } = under.store();
    const watched: Deliveries = {
      ...deliveries,
      async gaveUp(one, error, restMs) {
        rests.push(restMs / 60_000);
        await deliveries.gaveUp(one, error, restMs);
      },
    };
    const attempt = async (): Promise<void> => deliver(id, { ...doors(), deliveries: watched }).catch(() => undefined);
    // Two POSTs at first and one after each rest; the attempt after that finds no answer, and rests.
    for (const [attempts, told] of [
      [3, []],
      [2, ['a1 false']],
      [2, ['a1 false']],
      [10, ['a1 false']],
    ] as const) {
      for (let n = 0; n < attempts; n += 1) await attempt();
      assert.deepEqual(missing, told);
    }
    assert.deepEqual(rests, [5, 10, 20, 40, 60, 60, 60, 60]);
    assert.deepEqual(copies, [false, ...Array(8).fill(true)]);
    assert(await under.store().jobs.isUnderWay({ name: 'deliver', deliveryId: id }));
    teams.delete('a1');
    await attempt();
    assert.deepEqual([(await of('a1')).state, (await of('a1')).error], ['sent', null]);
    assert.equal(copies.length, 10, 'no more copies than outcomes that nobody knew');
  });

  it('rests as well when its job was given up, and has others told of what never arrived', async () => {
    const { jobs } = under.store();
    const { id } = await of('a1');
    assert.equal(await jobs.isUnderWay({ name: 'deliver', deliveryId: id }), true, 'the one that was added with it');
    teams.set('a1', 'later');
    await run('a1');
    await restLong(id, 'Teams: ECONNREFUSED', doors());
    assert.deepEqual([(await of('a1')).state, (await of('a1')).error], ['waiting', 'Teams: ECONNREFUSED']);
    assert.deepEqual(missing, ['a1 false']);
    teams.delete('a1');
    await run('a1');
    assert.equal((await of('a1')).state, 'sent');
    assert.equal(copies.at(-1), false, 'nothing had arrived');
    await under.store().deliveries.touch(subject, 3);
    version = 3;
    await restLong(id, 'Teams: ECONNREFUSED', doors());
    assert.deepEqual([(await of('a1')).state, missing.length], ['sent', 1], 'a card that stands was heard of');
    await run('a1');
    await restLong(id, 'late', doors());
    assert.equal((await of('a1')).error, null, 'it was brought up to date meanwhile');
  });

  it('takes back what it sent when another worker, who took it for lost, has sent it meanwhile', async () => {
    const another = async (): Promise<void> => {
      teams.set('a1', { id: 'second' });
      await run('a1');
    };
    teams.set('a1', { id: 'first', after: another });
    await run('a1');
    const { state, activityId, posts } = await of('a1');
    assert.deepEqual([state, activityId, posts], ['sent', 'second', 2]);
    assert.deepEqual(takenBack, ['first']);
    assert.deepEqual(copies, [false, true]);
  });

  it('edits once more what the answer to a press has overtaken, and leaves it alone then', async () => {
    await run('a1');
    const { activityId } = await of('a1');
    const { deliveries } = under.store();
    await deliveries.touch(subject, 3);
    version = 3;
    // While the edit is on its way somebody presses, and the answer shows what came of it.
    whileEditing = async () => {
      version = 4;
      await deliveries.touch(subject, 4);
      await deliveries.adopt(subject, 4, 'a1', 'approver', activityId ?? '');
    };
    await run('a1');
    assert.equal((await of('a1')).shownVersion, 3, 'which of the two stands is not known');
    assert(await under.store().jobs.isUnderWay({ name: 'deliver', deliveryId: (await of('a1')).id }));
    whileEditing = null;
    edits = 0;
    await run('a1');
    await run('a1');
    assert.deepEqual([(await of('a1')).shownVersion, edits], [4, 1]);
  });

  it('keeps no empty id as that of a message', async () => {
    teams.set('a1', { id: '' });
    assert.equal(await run('a1'), 'again');
    const { activityId, state } = await of('a1');
    assert.deepEqual([activityId, state], [null, 'sending']);
  });

  it('revives what was given up when it is touched or added again', async () => {
    const { deliveries } = under.store();
    await deliveries.gaveUp((await of('a1')).id, 'attempts used up', 60_000);
    await deliveries.touch(subject, 4);
    await run('a1');
    assert.equal((await of('a1')).state, 'sent');
    await deliveries.dead((await of('a2')).id, 'BotNotInConversationRoster');
    await deliveries.add(subject, 4, [{ conversationId: 'a2', audience: 'approver' }]);
    await run('a2');
    assert.equal((await of('a2')).state, 'sent');
  });

  it('counts who was told by what arrived, once all have come to something', async () => {
    await run('a1');
    assert.equal(await told(), 0, 'a2 is under way');
    teams.set('a2', 'gone');
    await run('a2');
    assert.equal(await told(), 1);
    const { version } = (await under.store().requests.load(subject.id)) ?? assert.fail();
    assert.equal(version, 3, 'one change for all');
    assert.equal((await of('a1')).wantedVersion, 3, 'and the cards say so');
    await run('a1');
    assert.equal((await under.store().requests.load(subject.id))?.version, 3, 'and that is that');
  });

  it('notes which of those that are named it was, though their number stays the same', async () => {
    const { requests } = under.store();
    const named = ['a1', 'a2', 'a3'].map((name) => ({ ...person(name), objectId: `PERSON-${name}`, hasChat: true }));
    const before = (await requests.load(subject.id)) ?? assert.fail();
    await requests.replace(reached(before, reach(3, 1, { named }), at(0)));
    teams.set('a2', 'gone');
    await run('a2');
    await run('a1');
    const counts = (await requests.load(subject.id))?.reach;
    assert.equal(counts?.told, 1);
    assert.deepEqual(
      counts?.named.map(({ name, isTold }) => [name, isTold]),
      [
        ['a1', true],
        ['a2', false],
        ['a3', false],
      ],
    );
  });

  it('counts nobody twice and changes nothing that is decided', async () => {
    const { requests } = under.store();
    const pending = (await requests.load(subject.id)) ?? assert.fail();
    await requests.replace({ ...pending, state: 'denied', version: 3 });
    await run('a1');
    await run('a2');
    assert.equal(await told(), 0);
  });

  it('has others told of what will never arrive', async () => {
    for (const [conversationId, fault] of [
      ['a1', 'never'],
      ['a2', 'gone'],
    ] as const) {
      teams.set(conversationId, fault);
      await run(conversationId);
      assert.equal((await of(conversationId)).state, 'dead');
    }
    assert.deepEqual(missing, ['a1 true', 'a2 true']);
  });
});
