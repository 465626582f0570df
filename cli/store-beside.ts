// What a program beside the bot knows of the store: asked of the running bot, read from the tables, or nothing.
import type { TrendDay } from '../src/alerts/trend.js';
import type { AuditBook } from '../src/audit/ports.js';
import type { StoreConfig } from '../src/config.js';
import { isThere, openTables, type Tables } from '../src/db/open-tables.js';
import type { Exemption } from '../src/mailboxes/mailbox.js';
import type { ScanDoors } from '../src/mailboxes/read-scan.js';
import { knock, type RunningBot } from '../src/side-door/knock.js';

/** The record as far as an export needs it. */
export type RecordBeside = Pick<AuditBook, 'storeId' | 'chain'> & {
  readonly checkpoints: Pick<AuditBook['checkpoints'], 'after'>;
};

export interface StoreBeside extends Pick<ScanDoors, 'exemptionsOf' | 'lastSignInsOf'> {
  /** The last days, oldest first. */
  trend(days: number): Promise<readonly TrendDay[]>;
  /** @throws Error with a sentence when there is no store */
  record(): Promise<RecordBeside>;
  close(): Promise<void>;
}

/**
 * The bot that holds an embedded store is asked; a store that nobody holds is opened, its tables left as they are.
 * @throws Refused bad-config or Error with a sentence when the store is there and cannot be used
 */
export async function openBeside(store: StoreConfig['store']): Promise<StoreBeside> {
  const bot = store.kind === 'embedded' ? await knock(store.folder) : null;
  if (bot !== null) return asked(bot);
  return isThere(store) ? read(await openTables(store)) : nothing(store);
}

function asked(bot: RunningBot): StoreBeside {
  return {
    exemptionsOf: async (ids) => byObjectId(await bot.exemptionsOf(ids)),
    lastSignInsOf: async (ids) => new Map(await bot.lastSignInsOf(ids)),
    trend: bot.trend,
    record: async () => ({
      storeId: await bot.storeId(),
      chain: { head: bot.head, rows: bot.rows },
      checkpoints: { after: bot.checkpoints },
    }),
    close: async () => undefined,
  };
}

async function read(tables: Tables): Promise<StoreBeside> {
  try {
    // Refuses tables of another version before anything is read from them.
    const book = await tables.audit();
    return {
      exemptionsOf: async (ids) => byObjectId(await tables.exemptions.ofObjectIds(ids)),
      lastSignInsOf: tables.watch.lastSignInsOf,
      trend: tables.watch.trend,
      record: async () => book,
      close: tables.close,
    };
  } catch (error) {
    await tables.close();
    throw error;
  }
}

/** No bot was ever started here: there are no exemptions, and nothing was seen before. */
function nothing(store: StoreConfig['store']): StoreBeside {
  const where = store.kind === 'embedded' ? store.folder : 'DATABASE_URL';
  return {
    exemptionsOf: async () => new Map(),
    lastSignInsOf: async () => new Map(),
    trend: async () => [],
    record: async () => {
      throw new Error(`There is no store in ${where}. DATA_DIR must be the folder that the bot uses.`);
    },
    close: async () => undefined,
  };
}

function byObjectId(exemptions: readonly Exemption[]): ReadonlyMap<string, Exemption> {
  return new Map(exemptions.map((one) => [one.objectId, one]));
}
