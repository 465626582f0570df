// The zip that goes to Teams, opened: what is in it, byte for byte where it must be.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { buildPackage } from '../../../setup/app-package/build-package.js';
import { fillManifest } from '../../../setup/app-package/fill-manifest.js';
import { manifestErrors } from '../../support/manifest-schema.js';
import { runProgram } from '../../support/run-program.js';

const SETTINGS = {
  TEAMS_APP_ID: '11111111-2222-3333-4444-555555555555',
  BOT_APP_ID: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  APP_WEBSITE_URL: 'https://contoso.example/guard?a="b"',
  APP_PRIVACY_URL: 'https://contoso.example/privacy',
  APP_TERMS_URL: 'https://contoso.example/terms',
};

function manifestIn(zip: Uint8Array): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(unzipSync(zip)['manifest.json'])) as Record<string, unknown>;
}

describe('npm run package', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'package-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('puts a valid manifest and the icons it names at the root of the zip, and nothing else', async () => {
    const zip = await buildPackage('.', SETTINGS, '1.2.3');
    const files = unzipSync(zip);
    assert.deepEqual(Object.keys(files).sort(), ['color.png', 'color32x32.png', 'manifest.json', 'outline.png']);
    for (const icon of ['color.png', 'color32x32.png', 'outline.png']) {
      assert.deepEqual(Buffer.from(files[icon] ?? []), readFileSync(`appPackage/${icon}`), icon);
    }
    const manifest = manifestIn(zip);
    assert.deepEqual(manifestErrors(manifest), []);
    assert.equal(manifest['version'], '1.2.3');
    assert.equal(manifest['id'], SETTINGS.TEAMS_APP_ID);
    assert.equal((manifest['bots'] as readonly { readonly botId: string }[])[0]?.botId, SETTINGS.BOT_APP_ID);
    assert.equal((manifest['developer'] as Record<string, string>)['websiteUrl'], SETTINGS.APP_WEBSITE_URL);
  });

  it('gives the same bytes for the same settings', async () => {
    assert.deepEqual(await buildPackage('.', SETTINGS, '1.2.3'), await buildPackage('.', SETTINGS, '1.2.3'));
  });

  it('fills no placeholder that it does not know', () => {
    const fill = () => fillManifest({ name: '${{SOMETHING}}' }, SETTINGS, '1.2.3', []);
    assert.throws(fill, /\$\{\{SOMETHING\}\}/u);
    const filled = fillManifest(
      { name: ['${{BOT_APP_ID}}!'] },
      { ...SETTINGS, BOT_APP_ID: '${{TEAMS_APP_ID}}' },
      '1.2.3',
      [],
    );
    assert.deepEqual(filled['name'], ['${{TEAMS_APP_ID}}!'], 'a value is not filled a second time');
  });

  it('writes the file, from the environment', async () => {
    const out = join(folder, 'deep', 'app.zip');
    const { code, stdout } = await runProgram('dist/setup/package.js', ['--out', out], SETTINGS);
    assert.equal(code, 0);
    assert.match(stdout, /app\.zip: Mailbox Guard \d+\.\d+\.\d+, Teams app 11111111-/u);
    assert.equal(manifestIn(readFileSync(out))['id'], SETTINGS.TEAMS_APP_ID);
  });

  it('names every missing setting at once and writes nothing', async () => {
    const out = join(folder, 'never.zip');
    const { code, stderr } = await runProgram('dist/setup/package.js', ['--out', out], {});
    assert.equal(code, 2);
    for (const name of Object.keys(SETTINGS)) assert.match(stderr, new RegExp(`^  ${name} is missing\\. It is `, 'mu'));
    assert.throws(() => readFileSync(out), /ENOENT/u);
  });

  it('says how it is used when it is used otherwise', async () => {
    const { code, stderr } = await runProgram('dist/setup/package.js', ['--output', 'x'], SETTINGS);
    assert.equal(code, 2);
    assert.match(stderr, /--output.*\nUsage: npm run package/su);
  });
});
