// New deliveries, and old ones that are tried again.
import type { Recipient, Subject } from '../delivery/ports.js';
import type { Db } from './db.js';
import type { Outbox } from './outbox.js';

/** One delivery per recipient, none twice for the same subject, conversation and slot. */
export async function add(
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

async function revive(
  tx: Db,
  subject: Subject,
  wanted: number,
  [conversations, slots]: readonly [readonly string[], readonly number[]],
): Promise<readonly { readonly id: string }[]> {
  return tx.query<{ id: string }>(
    `UPDATE guard.deliveries
        SET state = CASE WHEN activity_id IS NULL THEN 'waiting' ELSE 'sent' END,
            wanted_version = greatest(wanted_version, $3::integer)
      WHERE subject_kind = $1 AND subject_id = $2
        AND (conversation_id, slot) IN (SELECT * FROM unnest($4::text[], $5::int[]))
        AND state <> 'sending' AND error IS NOT NULL AND shown_version < $3::integer
      RETURNING id::text`,
    [subject.kind, subject.id, wanted, conversations, slots],
  );
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
export async function newestVersion(tx: Db, { kind, id }: Subject, version: number): Promise<number> {
  const [row] = await tx.query<{ version: number }>(`SELECT version FROM ${SUBJECTS[kind]} WHERE id = $1 FOR SHARE`, [
    id,
  ]);
  return Math.max(version, row?.version ?? 0);
}
