// A folder whose store has moved to PostgreSQL: a bot that went on with it would write a second history.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refused } from '../../failure.js';

/** Beside the store; its text says when. */
export const MOVED = 'moved-to-postgresql';

/** @throws Refused bad-config */
export async function refuseMoved(dataDir: string): Promise<void> {
  const path = join(dataDir, MOVED);
  const when = await readFile(path, 'utf8').catch(() => null);
  if (when === null) return;
  const problem = `DATA_DIR: the store of ${dataDir} moved to PostgreSQL at ${when.trim()}. Set DATABASE_URL. To go back to what it held then, delete ${path}; what was written since is in PostgreSQL only.`;
  throw new Refused({ kind: 'bad-config', problems: [problem] });
}
