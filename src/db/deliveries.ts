// The outbox in its table: what should be shown where, and what is.
import { type Deliveries, type Delivery, SLOT, type Subject } from '../delivery/ports.js';
import { add } from './add-deliveries.js';
import { type Db, isoTime } from './db.js';
import { selectDeliveries } from './delivery-rows.js';
import { redrawEscalated } from './escalated-cards.js';
import type { JobQueue } from './jobs/enqueue.js';
import type { Outbox } from './outbox.js';
import { adopt, answered, edited, turn } from './standing-cards.js';

/** Deliveries on a connection or within a transaction. `jobsOf` gives the queue that commits with a connection. */
export function deliveriesOn(db: Db, jobsOf: (tx: Db) => JobQueue): Deliveries {
  const within = (work: (outbox: Outbox) => Promise<void>): Promise<void> =>
    db.transaction((tx) => work({ tx, jobs: jobsOf(tx) }));
  return {
    add: (subject, version, recipients) => within((outbox) => add(outbox, subject, version, recipients)),
    adopt: (subject, version, conversationId, audience, activityId) =>
      within((outbox) => adopt(outbox, subject, { version, conversationId, audience, activityId })),
    answered: (subject, version, conversationId, activityId) =>
      within((outbox) => answered(outbox, subject, { version, conversationId, activityId })),
    touch: ({ kind, id }, version) => within((outbox) => touch(outbox, kind, [{ id, version }])),
    touchAll: (kind, subjects) => within((outbox) => touch(outbox, kind, subjects)),
    turn: (subject, conversationId, activityId, page) =>
      within((outbox) => turn(outbox, subject, [conversationId, activityId, page])),
    async turnBack({ kind, id }) {
      const which = 'subject_kind = $1 AND subject_id = $2 AND page <> 0';
      await db.query(`UPDATE guard.deliveries SET page = 0 WHERE ${which}`, [kind, id]);
    },
    redraw: (subject, page) => within((outbox) => redraw(outbox, subject, page)),
    revive: (conversationId) => within((outbox) => reviveAt(outbox, conversationId)),
    load: async (id) => (await selectDeliveries(db, 'd.id::text = $1', [id]))[0] ?? null,
    ofSubject: ({ kind, id }) => selectDeliveries(db, 'd.subject_kind = $1 AND d.subject_id = $2', [kind, id]),
    lastTo: (conversationIds) => lastTo(db, conversationIds),
    isSuperseded: (id) => isSuperseded(db, id),
    claimPost: (id, posts) =>
      changed(db, `state = 'sending', posts = posts + 1`, `state IN ('waiting', 'sending') AND posts = $2`, [
        id,
        posts,
      ]),
    async posted(id, activityId, shownVersion, draw = 0) {
      const [card] = await db.query<{ tells: boolean }>(
        `UPDATE guard.deliveries
            SET state = 'sent', activity_id = $2, shown_version = greatest(shown_version, $3),
                drawn = greatest(drawn, $4), error = NULL, told_at = now()
          WHERE id::text = $1 AND state = 'sending'
         RETURNING audience = 'approver' AND subject_kind IN ('finding', 'digest') AS tells`,
        [id, activityId, shownVersion, draw],
      );
      // By itself: should it fail, what was posted stays known.
      if (card?.tells === true) await within((outbox) => redrawEscalated(outbox, id));
      return card !== undefined;
    },
    async postFailed(id, error) {
      const set = `state = 'waiting', posts = posts - 1, error = $2`;
      await changed(db, set, `state = 'sending'`, [id, error]);
    },
    edited: (id, shownVersion, draw = 0) => within((outbox) => edited(outbox, id, shownVersion, draw)),
    gaveUp: (id, error, restMs) =>
      within(async ({ tx, jobs }) => {
        const rest = `CASE WHEN state = 'sending' THEN 'waiting' ELSE state END`;
        const isAlive = await changed(tx, `state = ${rest}, error = $2`, `state <> 'dead'`, [id, error]);
        if (isAlive) await jobs.deliver([id], restMs);
      }),
    postAnew: (id) =>
      db.transaction(async (tx) => {
        const isAlone = await postAnew(tx, id);
        if (isAlone) await jobsOf(tx).deliver([id]);
        return isAlone;
      }),
    async dead(id, error) {
      await changed(db, `state = 'dead', error = $2`, 'true', [id, error]);
    },
  };
}

async function lastTo(db: Db, conversationIds: readonly string[]): ReturnType<Deliveries['lastTo']> {
  const rows = await db.query<{
    conversation_id: string;
    state: string;
    error: string | null;
    posts: number;
    told_at: Date | null;
  }>(
    `SELECT DISTINCT ON (d.conversation_id) d.conversation_id, d.state, d.error, d.posts,
            max(d.told_at) OVER (PARTITION BY d.conversation_id) AS told_at
       FROM guard.deliveries d
      WHERE d.conversation_id = ANY ($1::text[]) AND d.subject_kind IN ('finding', 'digest', 'notice')
      ORDER BY d.conversation_id, d.number DESC`,
    [conversationIds],
  );
  return new Map(
    rows.map(({ conversation_id, state, error, posts, told_at }) => {
      const last = { state: state as Delivery['state'], error, posts, toldAt: isoTime(told_at) };
      return [conversation_id, last];
    }),
  );
}

async function isSuperseded(db: Db, id: string): Promise<boolean> {
  const rows = await db.query(
    `SELECT 1 FROM guard.deliveries d JOIN guard.deliveries later
         ON later.subject_kind = d.subject_kind AND later.subject_id = d.subject_id
        AND later.conversation_id = d.conversation_id AND later.number > d.number
      WHERE d.id::text = $1 AND later.state <> 'dead' AND later.slot <> 0 AND later.slot <> ${SLOT.unreached} LIMIT 1`,
    [id],
  );
  return rows.length > 0;
}

/** Changes one delivery if it still is as expected; false otherwise. $1 is its id. */
async function changed(db: Db, set: string, expected: string, params: readonly (string | number)[]): Promise<boolean> {
  const rows = await db.query(
    `UPDATE guard.deliveries SET ${set} WHERE id::text = $1 AND ${expected} RETURNING id`,
    params,
  );
  return rows.length > 0;
}

async function reviveAt({ tx, jobs }: Outbox, conversationId: string): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `UPDATE guard.deliveries d SET state = 'sent', error = NULL, wanted_version = greatest(d.wanted_version, f.version)
       FROM guard.findings f
      WHERE d.subject_kind = 'finding' AND d.subject_id = f.id AND d.conversation_id = $1
        AND d.activity_id IS NOT NULL AND d.shown_version < f.version
      RETURNING d.id::text`,
    [conversationId],
  );
  await jobs.deliver(rows.map(({ id }) => id));
}

async function touch(
  { tx, jobs }: Outbox,
  kind: Subject['kind'],
  subjects: readonly { readonly id: string; readonly version: number }[],
): Promise<void> {
  if (subjects.length === 0) return;
  const rows = await tx.query<{ id: string }>(
    `UPDATE guard.deliveries d SET wanted_version = s.version
       FROM unnest($2::text[], $3::integer[]) AS s (id, version)
      WHERE subject_kind = $1 AND subject_id = s.id AND state <> 'dead' AND wanted_version < s.version
      RETURNING d.id::text`,
    [kind, subjects.map(({ id }) => id), subjects.map(({ version }) => version)],
  );
  await jobs.deliver(rows.map(({ id }) => id));
}

async function redraw({ tx, jobs }: Outbox, { kind, id }: Subject, page: number): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `UPDATE guard.deliveries SET draw = draw + 1
      WHERE subject_kind = $1 AND subject_id = $2 AND page = $3 AND state <> 'dead'
      RETURNING id::text`,
    [kind, id, page],
  );
  await jobs.deliver(rows.map((row) => row.id));
}

/** Two cards of one subject in one conversation would be one too many, so one that stands or is under way is enough. */
async function postAnew(tx: Db, id: string): Promise<boolean> {
  const rows = await tx.query<{ id: string }>(
    `UPDATE guard.deliveries gone
        SET activity_id = NULL, posted_by_outbox = true, state = 'waiting', posts = 0, page = 0, error = NULL
      WHERE gone.id::text = $1 AND gone.activity_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM guard.deliveries d
                         WHERE d.subject_kind = gone.subject_kind AND d.subject_id = gone.subject_id
                           AND d.conversation_id = gone.conversation_id AND d.id <> gone.id
                           AND (d.state <> 'dead' OR (d.posted_by_outbox AND d.slot = gone.slot)))
      RETURNING gone.id::text`,
    [id],
  );
  return rows.length > 0;
}
