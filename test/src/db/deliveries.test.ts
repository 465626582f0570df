// The outbox: one card per conversation, claimed by one worker, never behind what was wanted.
import assert from 'node:assert/strict';
import { AsyncResource } from 'node:async_hooks';
import type { Job } from '../../../src/approvals/ports.js';
import { type Delivery, SLOT, type Subject } from '../../../src/delivery/ports.js';
import { onEachEngine } from './on-each-engine.js';
import { request } from './samples.js';
import { idleHandlers, until } from './waiting.js';

onEachEngine('Deliveries', {}, (under) => {
  let subject: Subject;
  let next = 0;
  const load = async (conversationId: string): Promise<Delivery> => {
    const all = await under.store().deliveries.ofSubject(subject);
    const found = all.find((delivery) => delivery.conversationId === conversationId);
    assert(found !== undefined, `nothing for ${conversationId}`);
    return found;
  };

  beforeEach(async () => {
    next += 1;
    subject = { kind: 'request', id: `request-${next}` };
    await under.store().requests.insert(request(subject.id));
    const recipients = [
      { conversationId: 'c1', audience: 'approver' },
      { conversationId: 'c2', audience: 'place' },
      { conversationId: 'c1', audience: 'requester' },
    ] as const;
    await under.store().deliveries.add(subject, 1, recipients);
  });

  it('are added once per conversation, waiting', async () => {
    const { deliveries } = under.store();
    await deliveries.add(subject, 1, [
      { conversationId: 'c2', audience: 'approver' },
      { conversationId: 'c3', audience: 'approver' },
    ]);
    const all = await deliveries.ofSubject(subject);
    assert.deepEqual(
      all.map(({ conversationId, audience }) => [conversationId, audience]),
      [
        ['c1', 'approver'],
        ['c2', 'place'],
        ['c3', 'approver'],
      ],
    );
    const { id, ...rest } = await load('c1');
    assert.deepEqual(rest, {
      subject,
      conversationId: 'c1',
      audience: 'approver',
      slot: 0,
      page: 0,
      draw: 0,
      drawn: 0,
      activityId: null,
      wantedVersion: 1,
      shownVersion: 0,
      state: 'waiting',
      posts: 0,
      error: null,
    });
    assert.deepEqual(await deliveries.load(id), { id, ...rest });
    assert.equal(await deliveries.load('no such id'), null);
    await deliveries.add(subject, 1, []);
  });

  it('are claimed by one worker of many', async () => {
    const { deliveries } = under.store();
    const { id } = await load('c1');
    const claims = await Promise.all(Array.from({ length: 12 }, () => deliveries.claimPost(id, 0)));
    assert.equal(claims.filter(Boolean).length, 1);
    const claimed = await load('c1');
    assert.deepEqual([claimed.state, claimed.posts], ['sending', 1]);
    assert.equal(await deliveries.claimPost(id, 1), true, 'its outcome unknown, it may be claimed once more');
    assert.equal((await load('c1')).posts, 2);
  });

  it('do not count a post of which nothing arrived', async () => {
    const { deliveries } = under.store();
    const { id } = await load('c1');
    await deliveries.claimPost(id, 0);
    await deliveries.postFailed(id, '429');
    const failed = await load('c1');
    assert.deepEqual([failed.state, failed.posts, failed.error], ['waiting', 0, '429']);
    await deliveries.postFailed(id, 'late');
    assert.equal((await load('c1')).posts, 0, 'only what is being sent can fail');
  });

  it('are sent and edited, once more where an edit was overtaken', async () => {
    const { deliveries } = under.store();
    const { id } = await load('c1');
    await deliveries.posted(id, 'too early', 1);
    assert.equal((await load('c1')).activityId, null, 'nobody had claimed it');
    await deliveries.claimPost(id, 0);
    await deliveries.posted(id, 'activity', 3);
    const { state, activityId, shownVersion } = await load('c1');
    assert.deepEqual([state, activityId, shownVersion], ['sent', 'activity', 3]);
    assert.equal(await deliveries.claimPost(id, 1), false, 'it has been sent');
    await deliveries.touch(subject, 5);
    await deliveries.edited(id, 5);
    assert.equal((await load('c1')).shownVersion, 5);
    await deliveries.edited(id, 4);
    assert.equal((await load('c1')).shownVersion, 4, 'it may have landed last');
    assert(await under.store().jobs.isUnderWay({ name: 'deliver', deliveryId: id }));
    await deliveries.edited(id, 5);
    await deliveries.dead(id, '404');
    const dead = await load('c1');
    assert.deepEqual([dead.state, dead.error], ['dead', '404']);
  });

  it('want what the newest change wants, except for the dead', async () => {
    const { deliveries } = under.store();
    await deliveries.dead((await load('c2')).id, 'gone');
    await deliveries.touch(subject, 4);
    await deliveries.touch(subject, 3);
    assert.equal((await load('c1')).wantedVersion, 4);
    assert.equal((await load('c2')).wantedVersion, 1);
  });

  it('adopt a card that stands in the chat already, beside the posted one', async () => {
    const { deliveries } = under.store();
    await deliveries.adopt(subject, 1, 'c1', 'requester', 'answer');
    await deliveries.adopt(subject, 1, 'c1', 'requester', 'answer');
    const all = await deliveries.ofSubject(subject);
    const adopted = all.filter(({ activityId }) => activityId === 'answer');
    assert.deepEqual(
      adopted.map(({ state, wantedVersion, shownVersion, posts }) => [state, wantedVersion, shownVersion, posts]),
      [['sent', 1, 1, 0]],
    );
    await deliveries.add(subject, 1, [{ conversationId: 'c1', audience: 'approver' }]);
    assert.equal((await deliveries.ofSubject(subject)).length, all.length, 'a card stands there');
    await deliveries.touch(subject, 2);
    assert((await deliveries.ofSubject(subject)).every(({ wantedVersion }) => wantedVersion === 2));
  });
});

onEachEngine('Several cards of a subject in one conversation', {}, (under) => {
  const subject: Subject = { kind: 'request', id: 'slots' };
  const add = (slot: number, conversationId = 'c1', audience: 'approver' | 'requester' = 'approver'): Promise<void> =>
    under.store().deliveries.add(subject, 1, [{ conversationId, audience, slot }]);
  const idOf = async (slot: number): Promise<string> => {
    const all = await under.store().deliveries.ofSubject(subject);
    return all.find((one) => one.slot === slot && one.conversationId === 'c1')?.id ?? assert.fail(`no slot ${slot}`);
  };
  const superseded = async (slot: number): Promise<boolean> => under.store().deliveries.isSuperseded(await idOf(slot));

  it('give way to the newest reminder there, and to nothing else', async () => {
    const { deliveries, requests } = under.store();
    await requests.insert(request('slots'));
    await add(SLOT.first);
    await add(1, 'c2');
    await add(SLOT.unreached, 'c1', 'requester');
    assert.equal(await superseded(SLOT.first), false, 'a reminder elsewhere, and what the requester is told');
    await add(1);
    assert.deepEqual([await superseded(SLOT.first), await superseded(1)], [true, false]);
    await add(2);
    assert.deepEqual([await superseded(SLOT.first), await superseded(1), await superseded(2)], [true, true, false]);
    await deliveries.dead(await idOf(2), 'not needed any more');
    assert.equal(await superseded(1), false, 'it never came');
    await deliveries.adopt(subject, 1, 'c1', 'approver', 'asked-for-later');
    const opened = (await deliveries.ofSubject(subject)).find(({ activityId }) => activityId === 'asked-for-later');
    assert(opened !== undefined);
    assert.equal(await deliveries.isSuperseded(opened.id), false, 'opened after the reminder, it is the newest');
    assert.equal(await superseded(1), false, 'only reminders take the place of others');
    assert.equal(await deliveries.isSuperseded('no such id'), false);
  });

  it('are one card in a channel and in the thread that it began', async () => {
    const { deliveries, requests } = under.store();
    const posted: Subject = { kind: 'request', id: 'threads' };
    await requests.insert(request('threads'));
    await deliveries.add(posted, 1, [{ conversationId: '19:ops', audience: 'place' }]);
    const [card] = await deliveries.ofSubject(posted);
    assert(card !== undefined);
    await deliveries.claimPost(card.id, 0);
    await deliveries.posted(card.id, 'message', 1);
    await deliveries.adopt(posted, 0, '19:ops;messageid=message', 'place', 'message');
    assert.deepEqual(
      (await deliveries.ofSubject(posted)).map(({ id, conversationId }) => [id, conversationId]),
      [[card.id, '19:ops']],
    );
    await deliveries.adopt(posted, 0, '19:other;messageid=message', 'place', 'message');
    assert.equal((await deliveries.ofSubject(posted)).length, 2, 'ids are of one channel');
    const another: Subject = { kind: 'request', id: 'threads-other' };
    await requests.insert(request('threads-other'));
    await deliveries.adopt(another, 0, '19:ops;messageid=message', 'place', 'message');
    assert.deepEqual(
      (await deliveries.ofSubject(another)).map(({ activityId }) => activityId),
      [null],
      'a card of the channel is not taken over through its thread',
    );
  });
});

onEachEngine('A card that is said to stand in a message', {}, (under) => {
  it('never takes the place of another subject’s card, whatever a client says', async () => {
    const { deliveries } = under.store();
    const [first, second] = ['taken-1', 'taken-2'].map((id): Subject => ({ kind: 'request', id }));
    assert(first !== undefined && second !== undefined);
    await deliveries.adopt(first, 1, 'c1', 'requester', 'message');
    await deliveries.adopt(second, 1, 'c1', 'requester', 'message');
    const [own] = await deliveries.ofSubject(second);
    assert.deepEqual([own?.activityId, own?.state], [null, 'waiting'], 'it is a message of its own');
    assert.equal((await deliveries.ofSubject(first))[0]?.activityId, 'message');
    await deliveries.adopt(second, 1, 'c2', 'requester', 'message');
    assert.equal((await deliveries.ofSubject(second))[1]?.activityId, 'message', 'ids are of one conversation');
  });
});

onEachEngine('Jobs of deliveries', {}, (under) => {
  const subject: Subject = { kind: 'request', id: 'busy' };
  const ran: Job[] = [];
  const idsRun = (): readonly string[] => ran.flatMap((job) => (job.name === 'deliver' ? [job.deliveryId] : []));

  before(async () => {
    await under.store().startJobs(idleHandlers((job) => ran.push(job)));
    await under.store().requests.insert(request('busy'));
  });
  beforeEach(() => {
    ran.length = 0;
  });

  it('are enqueued for what was added and for what was touched', async () => {
    const { deliveries } = under.store();
    await deliveries.add(subject, 1, [
      { conversationId: 'c1', audience: 'approver' },
      { conversationId: 'c2', audience: 'approver' },
    ]);
    const ids = (await deliveries.ofSubject(subject)).map(({ id }) => id);
    await until(() => ran.length === 2);
    assert.deepEqual(new Set(idsRun()), new Set(ids));
    await deliveries.touch(subject, 1);
    await deliveries.touch(subject, 2);
    await until(() => ran.length === 4);
    assert.deepEqual(new Set(idsRun().slice(2)), new Set(ids));
  });

  it('are enqueued for a card that was stale when it was adopted', async () => {
    const { deliveries, requests } = under.store();
    await deliveries.adopt(subject, 1, 'c3', 'requester', 'fresh');
    await requests.replace(request('busy', { version: 2, state: 'approved' }));
    await deliveries.adopt(subject, 1, 'c4', 'requester', 'stale');
    const stale = (await deliveries.ofSubject(subject)).find(({ activityId }) => activityId === 'stale');
    assert.deepEqual([stale?.wantedVersion, stale?.shownVersion], [2, 1]);
    await until(() => ran.length > 0);
    assert.deepEqual(idsRun(), [stale?.id]);
  });

  it('wait for a change of the request that is just being committed', async () => {
    const { deliveries, ledger } = under.store();
    const changed = request('busy', { version: 3, state: 'applying' });
    let adopted: Promise<void> = Promise.resolve();
    await ledger.transaction(async (work) => {
      assert(await work.requests.replace(changed));
      // Begun from outside while the change is not committed yet, as an answer to a command is.
      adopted = outside(() => deliveries.adopt(subject, 2, 'c5', 'requester', 'racing'));
      await work.deliveries.touch(subject, 3);
    });
    await adopted;
    const racing = (await deliveries.ofSubject(subject)).find(({ activityId }) => activityId === 'racing');
    assert.equal(racing?.wantedVersion, 3);
  });
});

/** Runs work as if it had been begun outside of the transaction. */
function outside(work: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    leave(() => work().then(resolve, reject));
  });
}

const leave = AsyncResource.bind((work: () => void) => work());
