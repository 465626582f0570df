// Whether everything that was found reached a chat, once, and whether what stands there is true.
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import type { Db } from '../../src/db/db.js';
import type { LedgerOfDeeds } from './ledger-of-deeds.js';

export interface Telling {
  readonly single: number;
  readonly inDigest: number;
  readonly untold: number;
  readonly twice: number;
  /** Deliveries that show an older state, or none. */
  readonly stale: number;
  /** Messages that stand in the chat and that no delivery knows: a second card of something. */
  readonly strays: number;
  /** Cards that call open what is closed, or closed what is open. */
  readonly untrue: number;
  /** Milliseconds from the deed to the card, and from the finding to the card, shortest first. */
  readonly delays: readonly number[];
  readonly fromRecord: readonly number[];
  /** Findings about the bot itself. */
  readonly checks: number;
  readonly openChecks: number;
}

interface Told {
  readonly id: string;
  readonly subject: string;
  readonly found_at: number;
  readonly is_closed: boolean;
  /** Cards of its own, and digests that hold it, that were sent. */
  readonly singles: readonly string[];
  readonly digests: number;
}

/** What an open alert says of itself that nobody took care of; a closed one never does. */
const OPEN = 'Nobody takes care of it yet.';

/** @param messages those that came by themselves: answers to commands are known to no delivery */
export async function whatWasTold(db: Db, messages: readonly ChatMessage[], deeds: LedgerOfDeeds): Promise<Telling> {
  const sentAt = new Map(messages.map(({ id, sentAt }) => [id, sentAt.getTime()]));
  const found = await db.query<Told>(
    `SELECT f.id, f.subject, (extract(epoch FROM f.first_seen_at) * 1000)::float8 AS found_at, f.closed_at IS NOT NULL AS is_closed,
            ARRAY(SELECT d.activity_id FROM guard.deliveries d
                   WHERE d.subject_kind = 'finding' AND d.subject_id = f.id AND d.state = 'sent') AS singles,
            (SELECT count(*)::int FROM guard.digest_findings l JOIN guard.deliveries d
                ON d.subject_kind = 'digest' AND d.subject_id = l.digest_id AND d.state = 'sent'
              WHERE l.finding_id = f.id) AS digests
       FROM guard.findings f WHERE f.kind <> 'never-blocked' AND f.type IS NOT NULL ORDER BY f.number`,
  );
  const cardAt = (one: Told): number => sentAt.get(one.singles[0] ?? '') ?? Number.NaN;
  const singles = found.filter(({ singles }) => singles.length > 0);
  const sorted = (values: readonly number[]): readonly number[] =>
    values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b);
  const [stale] = await db.query<{ stale: number }>(
    `SELECT count(*)::int AS stale FROM guard.deliveries d
      WHERE d.subject_kind IN ('finding', 'digest') AND (d.state <> 'sent' OR d.shown_version < d.wanted_version)`,
  );
  const known = await db.query<{ activity_id: string }>(
    'SELECT d.activity_id FROM guard.deliveries d WHERE d.activity_id IS NOT NULL',
  );
  const ids = new Set(known.map(({ activity_id }) => activity_id));
  const textOf = new Map(messages.map(({ id, readable }) => [id, readable]));
  const [checks] = await db.query<{ all: number; open: number }>(
    `SELECT count(*)::int AS all, (count(*) FILTER (WHERE f.closed_at IS NULL))::int AS open
       FROM guard.findings f WHERE f.type IS NULL`,
  );
  return {
    single: singles.length,
    inDigest: found.filter(({ digests }) => digests > 0).length,
    untold: found.filter(({ singles, digests }) => singles.length + digests === 0).length,
    twice: found.filter(({ singles, digests }) => singles.length + digests > 1).length,
    stale: stale?.stale ?? 0,
    strays: messages.filter(({ id, deleted }) => !deleted && !ids.has(id)).length,
    untrue: singles.filter((one) => textOf.get(one.singles[0] ?? '')?.includes(OPEN) === one.is_closed).length,
    delays: sorted(singles.map((one) => cardAt(one) - (deeds.lastEnabledAt(one.subject) ?? Number.NaN))),
    fromRecord: sorted(singles.map((one) => cardAt(one) - one.found_at)),
    checks: checks?.all ?? 0,
    openChecks: checks?.open ?? 0,
  };
}
