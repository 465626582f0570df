// A whole store into a file, while it is used.
import type { Db } from '../db.js';
import { writeBackup } from './backup-file.js';
import type { Whole } from './pieces.js';
import { withPieces } from './read-store.js';

/**
 * On PostgreSQL everything goes on meanwhile; the embedded engine, which does one thing at a time, waits.
 * @throws Error with a sentence where the file is there already or the store is empty
 */
export function backUp(db: Db, file: string): Promise<Whole> {
  return withPieces(db, (pieces) => writeBackup(file, pieces));
}
