// Opens the store for a program beside the bot: the tables as they are, none changed, no job run.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditBook } from '../audit/ports.js';
import type { StoreConfig } from '../config.js';
import { answers } from './answers.js';
import { auditBookOn, createAppended } from './audit-book.js';
import { backUp } from './copy/back-up.js';
import type { Whole } from './copy/pieces.js';
import type { Db } from './db.js';
import { openEmbedded } from './embedded/open-embedded.js';
import { exemptionsOn } from './exemptions.js';
import { SILENT } from './log.js';
import { migrationState } from './migrate.js';
import { placesOn } from './places.js';
import { openPostgres } from './postgres/open-postgres.js';
import type { Store } from './store.js';
import { watchBookOn } from './watch-book.js';

/** The doors that such programs need. All of them but `healthy` and `migrations` want tables of this very version. */
export interface Tables extends Pick<Store, 'engine' | 'places' | 'exemptions' | 'healthy' | 'migrations'> {
  readonly watch: Pick<Store['watch'], 'lastSignInsOf' | 'trend'>;
  /** @throws Error with a sentence when the tables are of another version */
  audit(): Promise<AuditBook>;
  /** @throws Error with a sentence where the file is there already */
  backUp(file: string): Promise<Whole>;
  close(): Promise<void>;
}

/** Whether a bot was ever started with this store. PostgreSQL always is worth asking. */
export function isThere(store: StoreConfig['store']): boolean {
  return store.kind === 'postgresql' || existsSync(join(store.folder, 'store', 'PG_VERSION'));
}

/**
 * From PostgreSQL at any time, from the embedded store while no bot has it open.
 * @throws Refused bad-config when it cannot be opened; Error with a sentence where there is none
 */
export async function openTables(store: StoreConfig['store']): Promise<Tables> {
  if (store.kind === 'postgresql') return tablesOn('postgres', await openPostgres(store.url, SILENT));
  if (isThere(store)) return tablesOn('embedded', await openEmbedded({ dataDir: store.folder, log: SILENT }));
  throw new Error(`There is no store in ${store.folder}. DATA_DIR must be the folder that the bot uses.`);
}

interface Open {
  readonly db: Db;
  close(): Promise<void>;
}

function tablesOn(engine: Tables['engine'], { db, close }: Open): Tables {
  const { lastSignInsOf, trend } = watchBookOn(db);
  return {
    engine,
    places: placesOn(db),
    exemptions: exemptionsOn(db),
    watch: { lastSignInsOf, trend },
    healthy: () => answers(db),
    migrations: () => migrationState(db),
    async audit() {
      const { applied, known } = await migrationState(db);
      if (applied === known) return auditBookOn(db, createAppended());
      throw new Error(
        'The tables of this store are of another version of Mailbox Guard. Use that version, or start this one once.',
      );
    },
    backUp: (file) => backUp(db, file),
    close,
  };
}
