// Documents that are written from the code's own tables, quote what is really said, and link to what is there. UPDATE_DOCS=1
// writes the tables.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commands } from '../bot/commands/index.js';
import { commands as cliCommands } from '../cli/commands/index.js';
import { keptEntries } from '../setup/plan/exchange.js';
import { MIGRATIONS } from '../src/db/migrations/index.js';
import type { Figures } from '../src/db/store.js';
import { createCounters } from '../src/metrics/counters.js';
import { gauges, storeUp } from '../src/metrics/gauges.js';
import { PREFIX } from '../src/metrics/text.js';
import { PERMISSION_RESOURCES, PERMISSIONS, type PermissionNeed } from '../src/permissions.js';
import { readEnvExample } from './support/env-example.js';
import { generated, table } from './support/generated.js';

const code = (text: string): string => (text === '' ? '' : `\`${text}\``);

const NEEDS: Readonly<Record<PermissionNeed, string>> = {
  always: 'always',
  'to-write': 'to write',
  v2: 'with `v2`',
  beta: 'with `beta`',
  optional: 'optional',
};

const NO_FIGURES: Figures = {
  ...{ requests: {}, deliveries: {}, mailboxes: {}, findings: {}, jobs: [], recordEntries: 0 },
  ...{ completeScanMs: null, answeredMs: null },
};

const ROLES = {
  anyone: 'everyone',
  reader: 'operators, approvers',
  operator: 'operators',
  approver: 'approvers',
} as const;

/** Everything the programs can say, in one text. */
function sources(): string {
  const files = ['bot', 'src', 'setup'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8')),
  );
  return files
    .join('\n')
    .replaceAll("\\'", "'")
    .replaceAll(/['`"] \+\n\s*['`"]/gu, '');
}

describe('docs', () => {
  it('settings.md has every setting, as env.example has it', () => {
    const settings = readEnvExample();
    const groups = [...new Set(settings.map(({ group }) => group))];
    const parts = groups.map((group) => {
      const rows = settings
        .filter((setting) => setting.group === group)
        .map(({ name, meaning, fallback, required, secret }) => [
          code(name),
          secret ? `${meaning} **Secret.**` : meaning,
          required ? '**required**' : code(fallback),
        ]);
      return `## ${group}\n\n${table(['variable', 'what it is for', 'default'], rows)}`;
    });
    generated('docs/settings.md', 'settings', parts.join('\n\n'));
  });

  it('permissions.md has every permission, as the table has it', () => {
    const rows = PERMISSIONS.map(({ name, resource, need, why, without, appRoleId }) => [
      `${code(name)}<br>${PERMISSION_RESOURCES[resource].displayName}<br>${appRoleId ?? 'looked up by name'}`,
      NEEDS[need],
      why,
      without,
    ]);
    generated('docs/permissions.md', 'permissions', table(['permission', 'needed', 'why', 'without it'], rows));
  });

  it('permissions.md names the cmdlets that setup leaves in the role', () => {
    const text = readFileSync('docs/permissions.md', 'utf8');
    for (const api of ['v2', 'beta'] as const) {
      assert.ok(text.includes(`| \`${api}\` | ${keptEntries(api).map(code).join(', ')} |`), api);
    }
  });

  it('commands.md has every command, as the table has it', () => {
    const rows = commands
      .filter(({ hidden }) => !hidden)
      .map(({ name, usage, summary, role, discloses, aliases }) => [
        code(`${name} ${usage}`.trim()),
        summary,
        ROLES[role],
        discloses ? 'yes' : 'no',
        aliases.map(code).join(', '),
      ]);
    generated('docs/commands.md', 'commands', table(['type', 'to', 'who', 'tenant data', 'also'], rows));
  });

  it('operations.md has every metric, as the code has it', () => {
    const metrics = [storeUp(true), ...createCounters().metrics(), ...gauges(NO_FIGURES)];
    const rows = metrics.map(({ name, type, help }) => [code(PREFIX + name), type, help]);
    generated('docs/operations.md', 'metrics', table(['metric', 'type', 'what it tells'], rows));
  });

  it('operations.md alarms on metrics and lines of the log that there are', () => {
    const text = readFileSync('docs/operations.md', 'utf8');
    const names = new Set(
      [storeUp(true), ...createCounters().metrics(), ...gauges(NO_FIGURES)].map(({ name }) => PREFIX + name),
    );
    const named = [...text.matchAll(/mailbox_guard_[a-z_]+/gu)].map(([name]) => name);
    assert.ok(named.length > 15);
    for (const name of named) assert.ok(names.has(name), name);
    const [, log = ''] = /## Log\n([\s\S]*?)\n## /u.exec(text) ?? [];
    const said = sources();
    const lines = [...log.matchAll(/^\| (`.*?) \|/gmu)].flatMap(([, cell = '']) => [
      ...cell.matchAll(/`([^`]{5,})`/gu),
    ]);
    assert.ok(lines.length > 5);
    for (const [, line = ''] of lines) assert.ok(said.includes(`'${line}'`) || line === 'debug', line);
  });

  it('operations.md has every command of the command line, as the table has it', () => {
    const rows = cliCommands.map(({ name, usage, summary, flags, codes }) => [
      code(`${name} ${usage}`.trim()),
      summary,
      Object.entries(flags)
        .map(([flag, { value }]) => code(value === '' ? `--${flag}` : `--${flag} ${value}`))
        .join(', '),
      codes,
    ]);
    const head = ['command', 'to', 'flags', 'exit codes'];
    generated('docs/operations.md', 'command-line', table(head, rows));
  });

  it('operations.md says of every table how long it is kept', () => {
    const text = readFileSync('docs/operations.md', 'utf8');
    const [, retention = ''] = /## Retention\n([\s\S]*?)\n## /u.exec(text) ?? [];
    const made = MIGRATIONS.flatMap(({ sql }) => [...sql.matchAll(/CREATE TABLE guard\.(\w+)/gu)]).map(
      ([, name]) => name,
    );
    const told = [...retention.matchAll(/^\| .* \| .* \| (.*) \|$/gmu)]
      .flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/gu)])
      .map(([, name]) => name);
    assert.deepEqual(told.toSorted(), [...made, 'migrations'].toSorted());
  });

  it('troubleshooting.md quotes what the programs really say', () => {
    const [own = ''] = readFileSync('docs/troubleshooting.md', 'utf8').split('\n## What Microsoft says\n');
    const setup = readFileSync('docs/troubleshooting.md', 'utf8').split('\n## Setup\n')[1] ?? '';
    const said = sources();
    // Of Node, OpenSSL, Azure, Exchange and PowerShell.
    const foreign =
      /^(?:EADDRINUSE|self-signed|unable to get|Public access|RoleAssignment|QuotaExceeded|The command you tried|running scripts is disabled|InvalidResourceGroupLocation|A vault with the same name|No subscriptions found)/u;
    const quotes = [...`${own}${setup}`.matchAll(/^### (.*)$/gmu)].flatMap(([, heading = '']) =>
      [...heading.matchAll(/`([^`]+)`/gu)].map(([, quote]) => quote ?? ''),
    );
    assert.ok(quotes.length > 25);
    for (const quote of quotes.filter((one) => !foreign.test(one))) {
      for (const part of quote.split('…')) assert.ok(said.includes(part.trim()), part);
    }
  });

  for (const file of [
    'README.md',
    ...readdirSync('docs')
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ]) {
    it(`${file} links to what is there`, () => {
      for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/gu)) {
        assert.ok(existsSync(join(dirname(file), target)), target);
      }
    });
  }
});
