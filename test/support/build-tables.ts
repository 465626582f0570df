// Loaded into a bot before anything else (`node --import`): it is a later build, which knows tables that this one does not.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { env } from 'node:process';

const URL_OF_LIST = new URL('../../src/db/migrations/index.js', import.meta.url);

/** As migrations are: columns on the tables that are written to all the time, an index, a table. */
const LATER = `
ALTER TABLE guard.requests ADD COLUMN later integer NOT NULL DEFAULT 0;
ALTER TABLE guard.deliveries ADD COLUMN later text NOT NULL DEFAULT '';
ALTER TABLE guard.places ADD COLUMN later_at timestamptz;
CREATE INDEX deliveries_later ON guard.deliveries (later, number);
CREATE TABLE guard.later (id text PRIMARY KEY REFERENCES guard.requests (id));
`;

const CHANGES: Readonly<Record<string, string>> = {
  later: `MIGRATIONS.push({ name: 'later', sql: ${JSON.stringify(LATER)} });`,
};

const change = CHANGES[env['BUILD_TABLES'] ?? ''];
if (change !== undefined) {
  const source = `${readFileSync(URL_OF_LIST, 'utf8')}\n${change}\n`;
  register(new URL('../proofs/mutants/hooks.js', import.meta.url), { data: { url: URL_OF_LIST.href, source } });
}
