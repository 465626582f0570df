// The architecture is a test: the rules hold in this tree, and each of them catches a tree that breaks it.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';

const root = process.cwd();
const rules: IConfiguration = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs'));

async function violations(folder: string, files: readonly string[]): Promise<readonly string[]> {
  const { options = {}, ...ruleSet } = rules;
  const { tsConfig: _unused, ...rest } = options;
  const { output } = await cruise([...files], {
    ...rest,
    baseDir: folder,
    preserveSymlinks: true,
    validate: true,
    ruleSet,
  });
  const { summary } = output as ICruiseResult;
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

/** A tree that breaks one rule: file name -> what it imports. */
type Broken = Readonly<Record<string, string>>;

const BROKEN: Readonly<Record<string, Broken>> = {
  'src-knows-neither-teams-nor-cards': { 'src/a.ts': '../bot/b.js', 'bot/b.ts': '' },
  'cards-know-nothing': { 'cards/a.ts': '../src/b.js', 'src/b.ts': '' },
  'commands-stand-alone': { 'bot/commands/a.ts': './b.js', 'bot/commands/b.ts': '' },
  'views-are-pure': { 'bot/views/a.ts': '../../src/db/b.js', 'src/db/b.ts': '' },
  'botbuilder-behind-the-seam': { 'bot/dispatch.ts': 'botbuilder' },
  'templating-in-one-place': { 'cards/index.ts': 'adaptivecards-templating' },
  'one-renderer': { 'bot/a.ts': '../cards/render.js', 'cards/render.ts': '' },
  'microsoft-behind-tenant': { 'bot/index.ts': '@azure/identity' },
  'sql-behind-db': { 'bot/index.ts': 'pg' },
  'rules-need-no-package': { 'src/approvals/a.ts': 'pino' },
  'sandbox-stays-outside': { 'src/a.ts': '../sandbox/b.js', 'sandbox/b.ts': '' },
  'command-line-needs-no-teams': { 'cli/a.ts': '../bot/b.js', 'bot/b.ts': '' },
  'command-line-stays-outside': { 'src/a.ts': '../cli/b.js', 'cli/b.ts': '' },
  'setup-stays-outside': { 'src/a.ts': '../setup/b.js', 'setup/b.ts': '' },
  'setup-reads-tables-only': { 'setup/a.ts': '../src/db/b.js', 'src/db/b.ts': '' },
  'no-cycles': { 'src/a.ts': './b.js', 'src/b.ts': './a.js' },
  'no-orphans': { 'src/a.ts': '' },
  'declared-packages-only': { 'src/a.ts': 'no-such-package' },
  'production-packages-only': { 'src/a.ts': 'mocha' },
};

describe('architecture', () => {
  it('holds in this tree', async function () {
    this.timeout(60_000);
    assert.deepEqual(await violations(root, ['bot', 'cards', 'cli', 'src', 'sandbox', 'setup', 'test']), []);
  });

  it('has a broken example for every rule', () => {
    assert.deepEqual(Object.keys(BROKEN).sort(), (rules.forbidden ?? []).map((rule) => rule.name ?? '').sort());
  });

  for (const [name, tree] of Object.entries(BROKEN)) {
    it(`${name} catches a tree that breaks it`, async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'architecture-'));
      try {
        symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
        symlinkSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));
        for (const [file, imported] of Object.entries(tree)) {
          mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
          writeFileSync(path.join(folder, file), imported === '' ? 'export const a = 1;\n' : `import '${imported}';\n`);
        }
        const found = await violations(folder, Object.keys(tree));
        assert.ok(
          found.some((violation) => violation.startsWith(`${name}:`)),
          `expected ${name}, found ${found.join('; ') || 'nothing'}`,
        );
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});
