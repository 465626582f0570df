// Runs the same tests on every engine there is, each group on a store of its own.
import { openStore, type StoreOptions } from '../../../src/db/open-store.js';
import type { Store } from '../../../src/db/store.js';
import { type StorePlace, storeEngines } from '../../support/store.js';

/** What a group of tests works on. */
export interface UnderTest {
  store(): Store;
  place(): StorePlace;
  /** Closes the store and opens it again, as a restart does. */
  reopen(overrides?: Partial<StoreOptions>): Promise<Store>;
}

/** A group of tests, once per engine. */
export function onEachEngine(title: string, options: Partial<StoreOptions>, tests: (under: UnderTest) => void): void {
  for (const engine of storeEngines()) {
    describe(`${title} (${engine.name})`, () => {
      let place: StorePlace;
      let store: Store;
      before(async () => {
        place = await engine.newPlace();
        store = await openStore({ ...options, ...place });
      });
      after(async () => {
        await store.close();
        await place.remove();
      });
      tests({
        store: () => store,
        place: () => place,
        async reopen(overrides = options) {
          await store.close();
          store = await openStore({ ...overrides, ...place });
          return store;
        },
      });
    });
  }
}
