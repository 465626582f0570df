// Apps that the bot installed for people, in their table.
import type { Install, InstallOutcome, Installs, InstallsInWork } from '../delivery/installs.js';
import { type Db, isoTime } from './db.js';

interface InstallRow {
  readonly person_id: string;
  readonly asked_at: Date;
  readonly outcome: InstallOutcome['kind'] | null;
  readonly why: string | null;
}

/** Installs on a connection. */
export function installsOn(db: Db): Installs {
  return {
    async ofPeople(objectIds) {
      const rows = await db.query<InstallRow>(
        'SELECT i.person_id, i.asked_at, i.outcome, i.why FROM guard.installs i WHERE i.person_id = ANY ($1::text[])',
        [objectIds.map((id) => id.toLowerCase())],
      );
      return rows.map(installOf);
    },
    async note(personId, outcome) {
      await db.query('UPDATE guard.installs SET outcome = $2, why = $3 WHERE person_id = $1', [
        personId.toLowerCase(),
        outcome.kind,
        outcome.kind === 'refused' ? outcome.why : null,
      ]);
    },
  };
}

/** Installs within a transaction. */
export function installsInWork(tx: Db): InstallsInWork {
  return {
    async claim(personId, at) {
      const rows = await tx.query(
        `INSERT INTO guard.installs (person_id, asked_at) VALUES ($1, $2)
         ON CONFLICT (person_id) DO UPDATE SET asked_at = excluded.asked_at, outcome = NULL, why = NULL
           WHERE installs.asked_at <= excluded.asked_at - CASE WHEN installs.outcome IN ('no-permission', 'not-in-catalogue')
                                                                THEN interval '1 hour' ELSE interval '1 day' END
         RETURNING person_id`,
        [personId.toLowerCase(), at],
      );
      return rows.length > 0;
    },
  };
}

function installOf({ person_id, asked_at, outcome, why }: InstallRow): Install {
  const known = outcome === 'refused' ? { kind: outcome, why: why ?? '' } : outcome === null ? null : { kind: outcome };
  return { personId: person_id, askedAt: isoTime(asked_at), outcome: known };
}
