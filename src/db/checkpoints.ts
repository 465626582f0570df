// The record's checkpoints in their table: only ever added to, and never two that follow the same one.
import { type Checkpoint, checkpointLine, hashOfCheckpoint, NO_CHECKPOINT } from '../audit/checkpoint.js';
import type { Checkpoints } from '../audit/ports.js';
import { lockUntilCommit } from './advisory-locks.js';
import type { Db } from './db.js';

export function checkpointsOn(db: Db): Checkpoints {
  return {
    newest: () => newest(db),
    async after(size, upTo, limit) {
      const rows = await db.query<{ body: string }>(
        'SELECT c.body FROM guard.checkpoints c WHERE c.size > $1 AND c.size <= $2 ORDER BY c.size LIMIT $3',
        [size, upTo, limit],
      );
      return rows.map(({ body }) => JSON.parse(body) as Checkpoint);
    },
    add: (checkpoint) => db.transaction((tx) => add(tx, checkpoint)),
  };
}

async function newest(db: Db): Promise<Checkpoint | null> {
  const [row] = await db.query<{ body: string }>('SELECT c.body FROM guard.checkpoints c ORDER BY c.size DESC LIMIT 1');
  return row === undefined ? null : (JSON.parse(row.body) as Checkpoint);
}

async function add(tx: Db, checkpoint: Checkpoint): Promise<boolean> {
  await lockUntilCommit(tx, 'checkpoints');
  const last = await newest(tx);
  const follows = last === null ? NO_CHECKPOINT : hashOfCheckpoint(last);
  if (checkpoint.previous !== follows || checkpoint.size <= (last?.size ?? 0)) return false;
  await tx.query('INSERT INTO guard.checkpoints (size, hash, previous, body) VALUES ($1, $2, $3, $4)', [
    checkpoint.size,
    hashOfCheckpoint(checkpoint),
    checkpoint.previous,
    checkpointLine(checkpoint),
  ]);
  return true;
}
