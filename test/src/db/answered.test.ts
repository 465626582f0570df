// The answer to a press may reach the person after an edit that is newer: then the card is edited once more.
import assert from 'node:assert/strict';
import { deliveriesOn } from '../../../src/db/deliveries.js';
import type { JobQueue } from '../../../src/db/jobs/enqueue.js';
import type { Deliveries, Delivery, Subject } from '../../../src/delivery/ports.js';
import { onEachEnginesTables } from './on-each-engine.js';

const PLACE = '19:ops';
/** Longer than an answer is on its way, and what is waited for it at least. */
const LANDED = '4 s';
const LEAST_WAIT_MS = 2_000;

onEachEnginesTables('An answer to a press', (db) => {
  let subject: Subject;
  let message: string;
  let deliveries: Deliveries;
  /** After how many milliseconds a job will look at the card. */
  let planned: number[];
  let next = 0;

  const card = async (): Promise<Delivery> => (await deliveries.ofSubject(subject))[0] ?? assert.fail();
  const answered = (version: number, { activityId = message, place = PLACE } = {}): Promise<void> =>
    deliveries.answered(subject, version, place, activityId);
  /** As the outbox does: records an edit of what was loaded before. */
  const edit = async (version: number): Promise<void> => {
    const { id, draw } = await card();
    await deliveries.edited(id, version, draw);
  };
  const later = (): Promise<unknown> =>
    db().query(`UPDATE guard.deliveries SET answered_at = answered_at - interval '${LANDED}'`);
  async function assertPlanned(): Promise<void> {
    const { draw, drawn } = await card();
    assert(draw > drawn, 'the outbox would find nothing to do');
    assert.equal(planned.length, 1);
    assert(Number(planned[0]) > LEAST_WAIT_MS, 'it would be covered again');
  }
  async function assertNothingPlanned(): Promise<void> {
    const { draw, drawn } = await card();
    assert.deepEqual([planned, draw], [[], drawn]);
  }

  beforeEach(async () => {
    next += 1;
    subject = { kind: 'request', id: `answered-${next}` };
    message = `card-${next}`;
    planned = [];
    const queue: JobQueue = {
      enqueue: () => assert.fail(),
      isUnderWay: () => assert.fail(),
      hasten: () => assert.fail(),
      deliver: async (ids, afterMs = 0) => void planned.push(...ids.map(() => afterMs)),
    };
    deliveries = deliveriesOn(db(), () => queue);
    await deliveries.adopt(subject, 1, PLACE, 'place', message);
  });

  it('plans nothing where no edit showed more', async () => {
    await answered(1);
    await edit(1);
    await later();
    await answered(2);
    await edit(2);
    await assertNothingPlanned();
  });

  it('may cover an edit that follows, because the edit may be faster', async () => {
    await answered(1);
    await edit(2);
    await assertPlanned();
  });

  it('may cover an edit that was there before', async () => {
    await edit(2);
    await answered(1);
    await assertPlanned();
  });

  it('may cover an edit though a later press was answered with the same', async () => {
    await answered(1);
    await answered(2);
    await edit(2);
    await assertPlanned();
  });

  it('may cover what was drawn with more that is known', async () => {
    await answered(1);
    await deliveries.redraw(subject, 0);
    planned = [];
    await edit(1);
    await assertPlanned();
  });

  it('covers nothing any more once it has landed', async () => {
    await answered(1);
    await edit(2);
    await later();
    planned = [];
    await edit(2);
    await assertNothingPlanned();
  });

  it('is that of the card which was pressed, in the channel or in its thread', async () => {
    await edit(2);
    await answered(1, { activityId: 'another card' });
    await answered(1, { place: '19:elsewhere' });
    await assertNothingPlanned();
    await answered(1, { place: `${PLACE};messageid=${message}` });
    await assertPlanned();
  });
});
