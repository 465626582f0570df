// `mailbox-guard store`: everything that the bot keeps, as one file and back again, or from the embedded engine to PostgreSQL.
import { resolve } from 'node:path';
import { readStoreMove, readStorePlace } from '../../src/config.js';
import { checkBackup } from '../../src/db/copy/check-backup.js';
import { moveToPostgres, restore } from '../../src/db/copy/move-store.js';
import type { Whole } from '../../src/db/copy/pieces.js';
import type { Arrived } from '../../src/db/copy/write-store.js';
import { openTables } from '../../src/db/open-tables.js';
import { knock } from '../../src/side-door/knock.js';
import { type CliCommand, UsageError, type World } from '../command.js';

const USAGE = 'backup <file> | verify <file> | restore <file> | move';

export const store: CliCommand = {
  name: 'store',
  usage: USAGE,
  summary:
    'Copy everything that the bot keeps to a file, while it runs; check such a file; make a store from one, where there is none; or move the store of DATA_DIR to the PostgreSQL database of DATABASE_URL, while the bot is stopped.',
  flags: {},
  codes: '0 done, 2 failed, and nothing was changed',
  async run([what, ...files], _flags, world) {
    const [file] = files;
    if (what === 'move' && file === undefined) return move(world);
    if (file !== undefined && files.length === 1) {
      if (what === 'backup') return backUp(resolve(file), world);
      if (what === 'verify') return told(world, `${file} is whole`, await checkBackup(file));
      if (what === 'restore') return told(world, 'Restored', await restore(file, readStorePlace(world.env)));
    }
    throw new UsageError(`Usage: store ${USAGE}.`);
  },
};

/** A bot that holds the embedded store writes it by itself. */
async function backUp(file: string, world: World): Promise<number> {
  const place = readStorePlace(world.env);
  const bot = place.kind === 'embedded' ? await knock(place.folder) : null;
  if (bot !== null) {
    const made = await bot.backUp(file);
    if ('problem' in made) throw new Error(made.problem);
    return told(world, `Backup in ${file}`, made);
  }
  const tables = await openTables(place);
  try {
    return told(world, `Backup in ${file}`, await tables.backUp(file));
  } finally {
    await tables.close();
  }
}

async function move(world: World): Promise<number> {
  const { folder, url } = readStoreMove(world.env);
  const code = told(world, 'Moved to PostgreSQL', await moveToPostgres(folder, url));
  world.out.write(
    `Start the bot with DATABASE_URL from now on; ${folder} is left as it was, and a bot refuses to use it.\n`,
  );
  return code;
}

function told({ out }: World, what: string, { head, sums, ...arrived }: Whole | Arrived): number {
  const tables = Object.entries(sums);
  const rows = tables.reduce((total, [, sum]) => total + sum.rows, 0);
  const sound = 'entries' in arrived ? `; the record is sound: ${arrived.entries} entries` : '';
  out.write(`${what}: ${rows} rows in ${tables.length} tables, as of ${head.at}${sound}.\n`);
  for (const [table, sum] of tables) out.write(`  ${table}: ${sum.rows}\n`);
  return 0;
}
