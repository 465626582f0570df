// The outbox in its table: what should be shown where, and what is.
import {
  type Audience,
  type Deliveries,
  type Delivery,
  type Recipient,
  SLOT,
  type Subject,
} from '../delivery/ports.js';
import { type Db, isoTime } from './db.js';
import { selectDeliveries } from './delivery-rows.js';
import type { JobQueue } from './jobs/enqueue.js';

/** What deliveries are changed with: one connection, and the queue that commits with it. */
interface Outbox {
  readonly tx: Db;
  readonly jobs: JobQueue;
}

/** Deliveries on a connection or within a transaction. `jobsOf` gives the queue that commits with a connection. */
export function deliveriesOn(db: Db, jobsOf: (tx: Db) => JobQueue): Deliveries {
  const within = (work: (outbox: Outbox) => Promise<void>): Promise<void> =>
    db.transaction((tx) => work({ tx, jobs: jobsOf(tx) }));
  return {
    add: (subject, version, recipients) => within((outbox) => add(outbox, subject, version, recipients)),
    adopt: (subject, version, conversationId, audience, activityId) =>
      within((outbox) => adopt(outbox, subject, { version, conversationId, audience, activityId })),
    touch: ({ kind, id }, version) => within((outbox) => touch(outbox, kind, [{ id, version }])),
    touchAll: (kind, subjects) => within((outbox) => touch(outbox, kind, subjects)),
    turn: (subject, conversationId, activityId, page) =>
      within((outbox) => turn(outbox, subject, [conversationId, activityId, page])),
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
    posted(id, activityId, shownVersion, draw = 0) {
      const set = `state = 'sent', activity_id = $2, shown_version = greatest(shown_version, $3),
                   drawn = greatest(drawn, $4), error = NULL, told_at = now()`;
      return changed(db, set, `state = 'sending'`, [id, activityId, shownVersion, draw]);
    },
    async postFailed(id, error) {
      const set = `state = 'waiting', posts = posts - 1, error = $2`;
      await changed(db, set, `state = 'sending'`, [id, error]);
    },
    edited: (id, shownVersion, draw = 0) => within((outbox) => edited(outbox, id, shownVersion, draw)),
    async gaveUp(id, error) {
      const rest = `CASE WHEN state = 'sending' THEN 'waiting' ELSE state END`;
      await changed(db, `state = ${rest}, error = $2`, `state <> 'dead'`, [id, error]);
    },
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
  const rows = await db.query<{ conversation_id: string; state: string; error: string | null; told_at: Date | null }>(
    `SELECT DISTINCT ON (d.conversation_id) d.conversation_id, d.state, d.error,
            max(d.told_at) OVER (PARTITION BY d.conversation_id) AS told_at
       FROM guard.deliveries d
      WHERE d.conversation_id = ANY ($1::text[]) AND d.subject_kind IN ('finding', 'digest', 'notice')
      ORDER BY d.conversation_id, d.number DESC`,
    [conversationIds],
  );
  return new Map(
    rows.map(({ conversation_id, state, error, told_at }) => {
      const last = { state: state as Delivery['state'], error, toldAt: isoTime(told_at) };
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

async function add(
  { tx, jobs }: Outbox,
  subject: Subject,
  version: number,
  recipients: readonly Recipient[],
): Promise<void> {
  const wanted = await newestVersion(tx, subject, version);
  const conversations = recipients.map(({ conversationId }) => conversationId);
  const slots = recipients.map(({ slot = 0 }) => slot);
  const added = await tx.query<{ id: string }>(
    `INSERT INTO guard.deliveries (subject_kind, subject_id, conversation_id, audience, slot, posted_by_outbox,
                                   wanted_version, shown_version, state)
     SELECT $1, $2, r.conversation_id, r.audience, r.slot, true, $3::integer, 0, 'waiting'
       FROM unnest($4::text[], $5::text[], $6::int[]) AS r (conversation_id, audience, slot)
      WHERE NOT EXISTS (SELECT 1 FROM guard.deliveries d
                         WHERE d.subject_kind = $1 AND d.subject_id = $2 AND d.conversation_id = r.conversation_id
                           AND d.slot = r.slot)
     ON CONFLICT DO NOTHING
     RETURNING id::text`,
    [subject.kind, subject.id, wanted, conversations, recipients.map(({ audience }) => audience), slots],
  );
  const revived = await revive(tx, subject, wanted, [conversations, slots]);
  await jobs.deliver([...revived, ...added].map(({ id }) => id));
}

/** One more POST, marked as a copy, for a card that was given up because nobody knows whether it arrived. */
const ONE_MORE = `posts = CASE WHEN state = 'sending' THEN posts ELSE least(posts, 1) END`;

async function revive(
  tx: Db,
  subject: Subject,
  wanted: number,
  [conversations, slots]: readonly [readonly string[], readonly number[]],
): Promise<readonly { readonly id: string }[]> {
  return tx.query<{ id: string }>(
    `UPDATE guard.deliveries
        SET state = CASE WHEN activity_id IS NULL THEN 'waiting' ELSE 'sent' END, ${ONE_MORE},
            wanted_version = greatest(wanted_version, $3::integer)
      WHERE subject_kind = $1 AND subject_id = $2
        AND (conversation_id, slot) IN (SELECT * FROM unnest($4::text[], $5::int[]))
        AND state <> 'sending' AND error IS NOT NULL AND shown_version < $3::integer
      RETURNING id::text`,
    [subject.kind, subject.id, wanted, conversations, slots],
  );
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

interface StandingCard {
  readonly version: number;
  readonly conversationId: string;
  readonly audience: Audience;
  readonly activityId: string;
}

/** A conversation may hold several cards of a subject: one that the outbox posted, and answers to commands. */
async function adopt(outbox: Outbox, subject: Subject, said: StandingCard): Promise<void> {
  const { tx, jobs } = outbox;
  // Which message a card stands in is said by a client: it must not put one subject's card in place of another's.
  if (await isTaken(tx, subject, said)) return add(outbox, subject, said.version, [said]);
  const wanted = await newestVersion(tx, subject, said.version);
  const card = { ...said, conversationId: await conversationOf(tx, subject, said) };
  const rows = await tx.query<{ id: string; stale: boolean }>(
    `INSERT INTO guard.deliveries (subject_kind, subject_id, conversation_id, audience, activity_id, posted_by_outbox,
                                   wanted_version, shown_version, state)
     VALUES ($1, $2, $3, $4, $5, false, $6, $7, 'sent')
     ON CONFLICT (subject_kind, subject_id, conversation_id, activity_id) WHERE activity_id IS NOT NULL DO UPDATE
       SET state = 'sent', wanted_version = greatest(deliveries.wanted_version, excluded.wanted_version),
           shown_version = greatest(deliveries.shown_version, excluded.shown_version)
     RETURNING id::text, wanted_version > shown_version AS stale`,
    [subject.kind, subject.id, card.conversationId, card.audience, card.activityId, wanted, card.version],
  );
  await jobs.deliver(rows.filter(({ stale }) => stale).map(({ id }) => id));
}

async function isTaken(tx: Db, { kind, id }: Subject, card: StandingCard): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM guard.deliveries
      WHERE activity_id = $2 AND ${ROOT_OF('conversation_id')} = ${ROOT_OF('$1')}
        AND (subject_kind, subject_id) <> ($3, $4) LIMIT 1`,
    [card.conversationId, card.activityId, kind, id],
  );
  return rows.length > 0;
}

/** A message is the same one in a channel and in the thread that it began. */
const ROOT_OF = (column: string): string => `split_part(${column}, ';messageid=', 1)`;

/** A card that the outbox posted into a channel is pressed in the thread that it began: it is the same card. */
async function conversationOf(
  tx: Db,
  { kind, id }: Subject,
  { conversationId, activityId }: StandingCard,
): Promise<string> {
  const [known] = await tx.query<{ conversation_id: string }>(
    `SELECT d.conversation_id FROM guard.deliveries d
      WHERE d.subject_kind = $1 AND d.subject_id = $2 AND d.activity_id = $3 AND ${ROOT_OF('d.conversation_id')} = ${ROOT_OF('$4')}
      ORDER BY d.conversation_id = $4 DESC LIMIT 1`,
    [kind, id, activityId, conversationId],
  );
  return known?.conversation_id ?? conversationId;
}

async function touch(
  { tx, jobs }: Outbox,
  kind: Subject['kind'],
  subjects: readonly { readonly id: string; readonly version: number }[],
): Promise<void> {
  if (subjects.length === 0) return;
  const rows = await tx.query<{ id: string }>(
    `UPDATE guard.deliveries d SET wanted_version = s.version, ${ONE_MORE}
       FROM unnest($2::text[], $3::integer[]) AS s (id, version)
      WHERE subject_kind = $1 AND subject_id = s.id AND state <> 'dead' AND wanted_version < s.version
      RETURNING d.id::text`,
    [kind, subjects.map(({ id }) => id), subjects.map(({ version }) => version)],
  );
  await jobs.deliver(rows.map(({ id }) => id));
}

/** Where something newer was shown while this edit was on its way, nobody knows which of the two stands: it is edited once more. */
async function edited({ tx, jobs }: Outbox, id: string, shownVersion: number, draw: number): Promise<void> {
  const rows = await tx.query<{ stale: boolean }>(
    `UPDATE guard.deliveries SET shown_version = $2, drawn = greatest(drawn, $3), error = NULL, told_at = now()
      WHERE id::text = $1 RETURNING wanted_version > shown_version AS stale`,
    [id, shownVersion, draw],
  );
  if (rows.some(({ stale }) => stale)) await jobs.deliver([id]);
}

async function turn(
  { tx, jobs }: Outbox,
  { kind, id }: Subject,
  [conversationId, activityId, page]: readonly [string, string, number],
): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `UPDATE guard.deliveries SET page = $5, draw = draw + 1
      WHERE subject_kind = $1 AND subject_id = $2 AND conversation_id = $3 AND activity_id = $4
        AND state = 'sent' AND page <> $5
      RETURNING id::text`,
    [kind, id, conversationId, activityId, page],
  );
  await jobs.deliver(rows.map((row) => row.id));
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

/** Where each kind of subject keeps its version. */
const SUBJECTS: Readonly<Record<Subject['kind'], string>> = {
  request: 'guard.requests',
  notice: 'guard.notices',
  finding: 'guard.findings',
  digest: 'guard.digests',
};

/**
 * The version that a new delivery should show. A change of the subject that is just being committed is waited for:
 * its `touch` cannot have seen the delivery that is about to be added.
 */
async function newestVersion(tx: Db, { kind, id }: Subject, version: number): Promise<number> {
  const [row] = await tx.query<{ version: number }>(`SELECT version FROM ${SUBJECTS[kind]} WHERE id = $1 FOR SHARE`, [
    id,
  ]);
  return Math.max(version, row?.version ?? 0);
}
