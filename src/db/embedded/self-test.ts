// Proof at every start that a commit of the embedded store reaches the disk.
import { Refused } from '../../failure.js';
import type { Embedded } from './open-embedded.js';

/**
 * Commits a row and requires that files were synced meanwhile.
 * @throws Refused (bad-config) when they were not: a power cut would lose approved requests.
 */
export async function proveDurable(embedded: Embedded): Promise<void> {
  const before = embedded.fsyncs();
  await embedded.db.query(
    `INSERT INTO guard.self_test (starts) VALUES (1)
     ON CONFLICT (single) DO UPDATE SET starts = guard.self_test.starts + 1`,
  );
  if (embedded.fsyncs() > before) return;
  const problem =
    'DATA_DIR: the embedded store does not make its data safe on this installation (a commit caused no fsync). Set DATABASE_URL to a PostgreSQL server instead.';
  throw new Refused({ kind: 'bad-config', problems: [problem] });
}
