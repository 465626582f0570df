// Builds of the bot from before and after this one, as far as tables go: the same code with another list of migrations.
import { MIGRATIONS } from '../../src/db/migrations/index.js';

export interface Build {
  /** At which migration it has the tables. */
  readonly tables: number;
  /** What a bot is started with to be it. */
  readonly settings: Readonly<Record<string, string>>;
}

const build = (name: 'older' | 'later', tables: number): Build => ({
  tables,
  settings: {
    NODE_OPTIONS: `--import=${new URL('./build-tables.js', import.meta.url).href}`,
    BUILD_TABLES: name,
  },
});

/** From before files were offered. */
export const OLDER = build(
  'older',
  MIGRATIONS.findIndex(({ name }) => name === 'file-offers'),
);
/** With one migration that this build does not know. */
export const LATER = build('later', MIGRATIONS.length + 1);
