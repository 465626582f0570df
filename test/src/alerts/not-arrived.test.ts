// Alerts that did not arrive where they were told: the approvers hear of them, unless somebody has heard already, or may yet.
import assert from 'node:assert/strict';
import { notArrived } from '../../../src/alerts/not-arrived.js';
import type { Audience, Delivery, Subject } from '../../../src/delivery/ports.js';
import { onEachEngine } from '../db/on-each-engine.js';

onEachEngine('An alert that did not arrive', {}, (under) => {
  let subject: Subject;
  let next = 0;
  beforeEach(() => {
    next += 1;
    subject = { kind: 'finding', id: `LOST${next}` };
  });

  const told = async (conversationId: string, audience: Audience, slot = 0): Promise<Delivery> => {
    await under.store().deliveries.add(subject, 1, [{ conversationId, audience, slot }]);
    return of(conversationId);
  };
  const of = async (conversationId: string): Promise<Delivery> => {
    const all = await under.store().deliveries.ofSubject(subject);
    return all.find((one) => one.conversationId === conversationId) ?? assert.fail(conversationId);
  };
  const arrives = async ({ id, conversationId }: Delivery): Promise<void> => {
    await under.store().deliveries.claimPost(id, 0);
    await under.store().deliveries.posted(id, `message in ${conversationId}`, 1);
  };
  const rests = ({ id }: Delivery): Promise<void> => under.store().deliveries.gaveUp(id, 'not known', 60_000);
  const goesToApprovers = async (delivery: Delivery, isOver = false): Promise<boolean> => {
    await notArrived(delivery, isOver, under.store());
    return under.store().jobs.isUnderWay({ name: 'tell-approvers', subject });
  };

  it('goes to the approvers when nobody else has heard of it', async () => {
    const card = await told('channel', 'place');
    await rests(card);
    const other = await told('other', 'place');
    assert.equal(await goesToApprovers(card), false, 'the other one may yet arrive');
    await rests(other);
    assert.equal(await goesToApprovers(other), true);
  });

  it('stays where it is when somebody has heard of it, or of what came later', async () => {
    const card = await told('channel', 'place');
    await arrives(await told('other', 'place', 1));
    assert.equal(await goesToApprovers(card, true), false);
  });

  it('was not heard of by whoever looked it up, nor by those who heard what was before', async () => {
    await arrives(await told('other', 'place'));
    const card = await told('channel', 'place', 1);
    assert.equal(await goesToApprovers(card, true), true);
    subject = { kind: 'finding', id: `${subject.id}-LOOKED-UP` };
    const first = await told('channel', 'place');
    await under.store().deliveries.adopt(subject, 1, 'chat', 'approver', 'answer');
    assert.equal(await goesToApprovers(first, true), true);
  });

  it('is told anew when no approver’s chat is left that it may reach', async () => {
    const [first, second] = [await told('first', 'approver'), await told('second', 'approver')];
    await rests(first);
    assert.equal(await goesToApprovers(first), false, 'it is tried there still');
    assert.equal(await goesToApprovers(second, true), false, 'the first one is tried still');
    await under.store().deliveries.dead(second.id, 'gone');
    assert.equal(await goesToApprovers(first, true), true);
  });

  it('is no request, which has reminders of its own', async () => {
    subject = { kind: 'request', id: subject.id };
    assert.equal(await goesToApprovers(await told('channel', 'place'), true), false);
  });
});
