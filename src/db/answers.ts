// Whether the database answers, for health checks.
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from './db.js';

/** How long a health check waits. */
const ANSWER_MS = 2_000;

/** Never throws. */
export async function answers(db: Db): Promise<boolean> {
  const answered = db.query('SELECT 1').then(
    () => true,
    () => false,
  );
  return Promise.race([answered, pause(ANSWER_MS, false, { ref: false })]);
}
