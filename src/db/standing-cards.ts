// Cards that stand in a chat already: taken into care, turned, edited, covered by the answer to a press.
import type { Audience, Subject } from '../delivery/ports.js';
import { add, newestVersion } from './add-deliveries.js';
import type { Db } from './db.js';
import type { Outbox } from './outbox.js';

export interface StandingCard {
  readonly version: number;
  readonly conversationId: string;
  readonly audience: Audience;
  readonly activityId: string;
}

type AnsweredCard = Omit<StandingCard, 'audience'>;

/** A conversation may hold several cards of a subject: one that the outbox posted, and answers to commands. */
export async function adopt(outbox: Outbox, subject: Subject, said: StandingCard): Promise<void> {
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

/**
 * Milliseconds within which the answer to a press may still be on its way to the person. Teams carries it on another way
 * than edits, so an edit that began later may arrive first; then the answer would cover it for good.
 */
const ANSWER_LANDS_MS = 3_000;
const MAY_STILL_LAND = `answered_at > now() - ${ANSWER_LANDS_MS} * interval '1 ms'`;
/** Of an edit to version $2, drawn for the $3th time: that an answer which knew less may land after it. */
const MAY_BE_COVERED = `(${MAY_STILL_LAND} AND (answered_version < $2 OR drawn < $3))`;

/**
 * Remembers which version a press was answered with: of several answers that are on their way, the oldest. Where an edit
 * was faster, the card is edited once more when the answer has landed.
 */
export async function answered({ tx, jobs }: Outbox, { kind, id }: Subject, card: AnsweredCard): Promise<void> {
  const rows = await tx.query<{ id: string; overtaken: boolean }>(
    `UPDATE guard.deliveries
        SET answered_at = now(), answered_version = CASE WHEN ${MAY_STILL_LAND} THEN least(answered_version, $5) ELSE $5 END,
            draw = draw + CASE WHEN shown_version > $5 THEN 1 ELSE 0 END
      WHERE subject_kind = $1 AND subject_id = $2 AND activity_id = $3
        AND ${ROOT_OF('conversation_id')} = ${ROOT_OF('$4')} AND state <> 'dead'
      RETURNING id::text, shown_version > $5 AS overtaken`,
    [kind, id, card.activityId, card.conversationId, card.version],
  );
  await jobs.deliver(
    rows.filter(({ overtaken }) => overtaken).map((row) => row.id),
    ANSWER_LANDS_MS,
  );
}

/**
 * Records an edit. Where something newer was shown while it was on its way, nobody knows which of the two stands: it is
 * edited once more. Where an older answer to a press may land after it, too, but later.
 */
export async function edited({ tx, jobs }: Outbox, id: string, shownVersion: number, draw: number): Promise<void> {
  const [card] = await tx.query<{ stale: boolean; covered: boolean }>(
    `UPDATE guard.deliveries
        SET shown_version = $2, drawn = greatest(drawn, $3), error = NULL, told_at = now(),
            draw = draw + CASE WHEN ${MAY_BE_COVERED} THEN 1 ELSE 0 END
      WHERE id::text = $1
      RETURNING wanted_version > shown_version AS stale, draw > drawn AS covered`,
    [id, shownVersion, draw],
  );
  if (card?.stale === true) await jobs.deliver([id]);
  else if (card?.covered === true) await jobs.deliver([id], ANSWER_LANDS_MS);
}

/** Only a card that stands, and not at that page already. */
export async function turn(
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
