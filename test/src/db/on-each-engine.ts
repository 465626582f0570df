// Runs the same tests on every engine there is, each group on a store of its own.
import type { Db } from '../../../src/db/db.js';
import { openEmbedded } from '../../../src/db/embedded/open-embedded.js';
import { SILENT } from '../../../src/db/log.js';
import { migrate } from '../../../src/db/migrate.js';
import { openStore, type StoreOptions } from '../../../src/db/open-store.js';
import { openPostgres } from '../../../src/db/postgres/open-postgres.js';
import type { Store } from '../../../src/db/store.js';
import { type StoreEngine, type StorePlace, storeEngines } from '../../support/store.js';

/** What a group of tests works on. */
export interface UnderTest {
  readonly engine: Store['engine'];
  store(): Store;
  place(): StorePlace;
  /** Closes the store and opens it again, as a restart does. */
  reopen(): Promise<Store>;
}

type Options = Partial<StoreOptions>;

/** A group of tests, once per engine. */
export function onEachEngine(title: string, options: Options, tests: (under: UnderTest) => void): void {
  for (const engine of storeEngines()) {
    describe(`${title} (${engine.name})`, () => tests(opened(engine, options)));
  }
}

/** A test that runs on all engines at the same time: for those that mostly wait. */
export type ItOnAll = (title: string, body: (under: UnderTest) => Promise<void>) => void;

/** A group of tests of which each runs on all engines at once. */
export function onAllEngines(title: string, options: Options, tests: (it: ItOnAll) => void): void {
  describe(`${title} (all engines at once)`, () => {
    const engines = storeEngines().map((engine) => opened(engine, options));
    tests((name, body) => {
      it(name, async () => {
        const results = await Promise.allSettled(engines.map((under) => body(under)));
        for (const [n, result] of results.entries()) {
          if (result.status === 'rejected') throw named(result.reason, engines[n]?.engine);
        }
      });
    });
  });
}

function named(error: unknown, engine: string | undefined): unknown {
  if (error instanceof Error) error.message = `${engine}: ${error.message}`;
  return error;
}

function opened(engine: StoreEngine, options: Options): UnderTest {
  let place: StorePlace;
  let store: Store;
  const open = async (): Promise<Store> => {
    store = await openStore({ ...options, ...place });
    return store;
  };
  before(async () => {
    place = await engine.newPlace();
    await open();
  });
  after(async () => {
    await store.close();
    await place.remove();
  });
  return {
    engine: engine.name,
    store: () => store,
    place: () => place,
    async reopen() {
      await store.close();
      return open();
    },
  };
}

/** A group of tests on the bare tables, past the store's doors: for those that play somebody with all rights. */
export function onEachEnginesTables(title: string, tests: (db: () => Db) => void): void {
  for (const engine of storeEngines()) {
    describe(`${title} (${engine.name})`, () => {
      let place: StorePlace;
      let tables: { readonly db: Db; close(): Promise<void> };
      before(async () => {
        place = await engine.newPlace();
        const { databaseUrl, dataDir } = place;
        tables =
          databaseUrl === null ? await openEmbedded({ dataDir, log: SILENT }) : await openPostgres(databaseUrl, SILENT);
        await migrate(tables.db);
      });
      after(async () => {
        await tables.close();
        await place.remove();
      });
      tests(() => tables.db);
    });
  }
}
