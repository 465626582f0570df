// Announcing: who is told and who is not, what the request says of it, and that coming again changes nothing.
import assert from 'node:assert/strict';
import { type AnnounceDoors, announceRequest } from '../../bot/announce.js';
import { losePlace } from '../../bot/lose-place.js';
import type { Approver } from '../../src/approvals/approver.js';
import type { Request } from '../../src/approvals/request.js';
import { Refused } from '../../src/failure.js';
import { onEachEngine } from '../src/db/on-each-engine.js';
import { at, person, place, request } from '../src/db/samples.js';

const member = (name: string, changes: Partial<Approver> = {}): Approver => ({
  ...person(name),
  accountEnabled: true,
  isGuest: false,
  ...changes,
});
const MEMBERS: readonly Approver[] = [
  member('ann'),
  member('bob'),
  member('silent'),
  member('requester'),
  member('guest', { isGuest: true }),
  member('blocked', { accountEnabled: false }),
  member('unsaid', { accountEnabled: null }),
];

onEachEngine('Announcing a request', {}, (under) => {
  let next = 0;
  async function open(changes: Partial<Request> = {}): Promise<Request> {
    next += 1;
    const made = request(`announced-${next}`, changes);
    await under.store().requests.insert(made);
    return made;
  }
  const doors = (members: readonly Approver[] | Refused = MEMBERS, installs = false): AnnounceDoors => {
    const { ledger, requests, places, impacts } = under.store();
    const lately = async (): Promise<readonly Approver[]> => {
      if (members instanceof Refused) throw members;
      return members;
    };
    const clock = { now: () => at(2) };
    const impact = { impacts, now: clock.now };
    return { ledger, requests, places, clock, impact, approvers: { lately }, installs };
  };
  const told = async ({ id }: Request): Promise<readonly string[]> =>
    (await under.store().deliveries.ofSubject({ kind: 'request', id })).map(
      ({ conversationId, audience }) => `${conversationId} ${audience}`,
    );
  const reachOf = async ({ id }: Request) => (await under.store().requests.load(id))?.reach;

  before(async () => {
    const { places } = under.store();
    for (const name of ['ann', 'bob', 'requester', 'guest', 'blocked', 'unsaid', 'stranger']) {
      await places.remember(place(`at-${name}`, { personId: `person-${name}` }), at(0));
    }
    for (const id of ['19:ops', '19:quiet', '19:closed']) {
      await places.remember(place(id, { kind: 'channel', personId: null, name: id }), at(0));
    }
    for (const id of ['19:ops', '19:quiet']) await places.admit(id, person('ann'), at(0));
    for (const id of ['19:ops', '19:closed']) await places.postApprovals(id, person('ann'));
  });

  it('tells those who may decide it and have a chat, and the places that were chosen and admitted', async () => {
    const made = await open({ origin: 'at-requester' });
    await announceRequest(made.id, doors());
    assert.deepEqual(await told(made), ['19:ops place', 'at-ann approver', 'at-bob approver']);
    const reach = await reachOf(made);
    assert.deepEqual([reach?.approvers, reach?.reachable, reach?.told, reach?.places], [3, 2, 0, 1]);
    assert.deepEqual(
      reach?.named.map(({ objectId, hasChat }) => [objectId, hasChat]),
      [
        ['person-silent', false],
        ['person-ann', true],
        ['person-bob', true],
      ],
    );
  });

  it('changes nothing when it comes again, and tells whom it could not tell before', async () => {
    const made = await open();
    await announceRequest(made.id, doors());
    await announceRequest(made.id, doors());
    assert.equal((await under.store().requests.load(made.id))?.version, 2);
    await announceRequest(made.id, doors([...MEMBERS, member('stranger')]));
    assert.ok((await told(made)).includes('at-stranger approver'));
    assert.equal((await reachOf(made))?.reachable, 3);
  });

  it('keeps who of them was told, and who was not', async () => {
    const made = await open({ origin: 'at-requester' });
    const { deliveries } = under.store();
    const toldNow = async () => (await reachOf(made))?.named.filter(({ isTold }) => isTold).map(({ name }) => name);
    await announceRequest(made.id, doors());
    assert.deepEqual(await toldNow(), []);
    const cards = await deliveries.ofSubject({ kind: 'request', id: made.id });
    const [card] = cards.filter(({ conversationId }) => conversationId === 'at-bob');
    assert.ok(card && (await deliveries.claimPost(card.id, 0)) && (await deliveries.posted(card.id, 'message', 2)));
    await announceRequest(made.id, doors());
    assert.deepEqual(await toldNow(), ['bob']);
    await announceRequest(made.id, doors());
    assert.equal((await under.store().requests.load(made.id))?.version, 3, 'said once');
  });

  it('does not post it once more into the channel, or a thread of it, where it was asked', async () => {
    const made = await open({ origin: '19:ops;messageid=7' });
    await announceRequest(made.id, doors());
    assert.deepEqual(await told(made), ['at-ann approver', 'at-bob approver']);
    assert.equal((await reachOf(made))?.places, 1, 'it stands there all the same');
  });

  it('tells the places while Entra does not answer, says that it does not know, and comes again', async () => {
    const made = await open();
    const away = new Refused({ kind: 'busy' });
    await assert.rejects(announceRequest(made.id, doors(away)), away);
    await assert.rejects(announceRequest(made.id, doors(away)), away);
    assert.deepEqual(await told(made), ['19:ops place']);
    assert.equal((await reachOf(made))?.approvers, null);
    assert.equal((await under.store().requests.load(made.id))?.version, 2, 'said once');
    await announceRequest(made.id, doors());
    assert.deepEqual((await told(made)).length, 3);
    await assert.rejects(announceRequest(made.id, doors(away)), away);
    assert.equal((await reachOf(made))?.approvers, 3, 'what was known stays known');
  });

  it('leaves what is closed alone', async () => {
    const made = await open({ state: 'denied' });
    await announceRequest(made.id, doors());
    assert.deepEqual(await told(made), []);
  });

  it('asks for the app of those who have no chat, once, where the bot may install itself', async () => {
    const { jobs } = under.store();
    const waits = (name: string): Promise<boolean> =>
      jobs.isUnderWay({ name: 'install-app', personId: `person-${name}` });
    await announceRequest((await open()).id, doors());
    assert.equal(await waits('silent'), false, 'it may not');
    const made = await Promise.all([open(), open(), open()]);
    await Promise.all(made.map(({ id }) => announceRequest(id, doors(MEMBERS, true))));
    assert.deepEqual(await Promise.all(['silent', 'ann', 'guest', 'blocked', 'requester'].map(waits)), [
      true,
      false,
      false,
      false,
      false,
    ]);
    assert.equal((await under.store().installs.ofPeople(['person-silent'])).length, 1);
  });

  it('hears of a place that is gone: who chose it is told once, and open requests count anew', async () => {
    const { record, jobs, deliveries } = under.store();
    const made = await open();
    await announceRequest(made.id, doors());
    const clock = { now: () => at(3) };
    const lose = { ...under.store(), clock, flood: 10, newId: () => 'finding' };
    await Promise.all([1, 2, 3, 4].map(() => losePlace('19:ops', 'BotNotInConversationRoster', lose)));
    await losePlace('19:quiet', 'removed', lose);
    await losePlace('19:never-seen', 'removed', lose);
    const entries = await record.newest({ before: null, limit: 50 });
    const off = entries.filter(({ event }) => event === 'place.approvals-off');
    assert.deepEqual(
      off.map(({ actor, detail }) => [actor.kind, detail['place']]),
      [['bot', '19:ops']],
    );
    const notices = await deliveries.ofSubject({ kind: 'notice', id: `place 19:ops requests ${at(3)}` });
    assert.deepEqual(
      notices.map(({ conversationId }) => conversationId),
      ['at-ann'],
    );
    assert.equal(await jobs.isUnderWay({ name: 'announce-request', requestId: made.id }), true);
    await announceRequest(made.id, doors());
    assert.equal((await reachOf(made))?.places, 0);
  });
});
