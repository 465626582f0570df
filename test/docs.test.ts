// Documents that are written from the code's own tables, quote what is really said, and link to what is there. UPDATE_DOCS=1
// writes the tables.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commands } from '../bot/commands/index.js';
import { keptEntries } from '../setup/plan/exchange.js';
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

  it('troubleshooting.md quotes what the programs really say', () => {
    const [own = ''] = readFileSync('docs/troubleshooting.md', 'utf8').split('\n## What Microsoft says\n');
    const setup = readFileSync('docs/troubleshooting.md', 'utf8').split('\n## Setup\n')[1] ?? '';
    const said = sources();
    // Of Node, Azure and OpenSSL.
    const foreign = /^(?:EADDRINUSE|self-signed|unable to get|Public access|RoleAssignment|QuotaExceeded)/u;
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
