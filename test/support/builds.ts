// This build of the bot and a later one, as far as tables go: the same code with one migration more.
import { MIGRATIONS } from '../../src/db/migrations/index.js';

export interface Build {
  /** At which migration it has the tables. */
  readonly tables: number;
  /** What a bot is started with to be it. */
  readonly settings: Readonly<Record<string, string>>;
}

/** This one: to the later one it is the old one. */
export const OLDER: Build = { tables: MIGRATIONS.length, settings: {} };
/** With one migration that this build does not know. */
export const LATER: Build = {
  tables: MIGRATIONS.length + 1,
  settings: {
    NODE_OPTIONS: `--import=${new URL('./build-tables.js', import.meta.url).href}`,
    BUILD_TABLES: 'later',
  },
};
