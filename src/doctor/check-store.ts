// The store: whether it answers, and whether its tables are those of this version of the bot.
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';

export async function checkStore({ store }: DoctorDoors): Promise<readonly Finding[]> {
  const database = about('database', 'Database');
  const tables = about('migrations', 'Tables');
  if ('why' in store) {
    const { why, mend, isNew } = store;
    return [
      isNew ? database.unchecked(why, mend) : database.broken(why, mend),
      tables.unchecked('the database is not open'),
    ];
  }
  const engine = store.engine === 'embedded' ? 'the embedded store' : 'PostgreSQL';
  if (!(await store.healthy())) {
    const mend =
      store.engine === 'embedded'
        ? 'Restart the bot, and look into its log for what the store said'
        : 'psql "$DATABASE_URL" -c "select 1": the server must answer within two seconds';
    return [
      database.broken(`${engine} does not answer: nothing can be asked or decided`, mend),
      tables.unchecked('the database does not answer'),
    ];
  }
  return [database.ok(`${engine} answers`), await checkTables(store)];
}

async function checkTables(store: Extract<DoctorDoors['store'], { engine: string }>): Promise<Finding> {
  const { ok, broken, unchecked } = about('migrations', 'Tables');
  const { applied, known } = await store.migrations().catch(() => ({ applied: null, known: 0 }));
  if (applied === null) return unchecked('the database stopped answering');
  if (applied === known) return ok(`at migration ${applied}, as this version knows them`);
  if (applied === 0) return unchecked('there are none yet: the bot was never started with this database', 'npm start');
  if (applied < known) {
    return broken(`at migration ${applied} of ${known}: the bot has not been started since the upgrade`, 'npm start');
  }
  return broken(
    `at migration ${applied}, and this version knows ${known}: a newer one has been here`,
    'Start the newer version, or restore a backup from before the upgrade',
  );
}
