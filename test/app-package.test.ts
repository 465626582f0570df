// The app package as it stands in the repository: what the bot really understands, by Microsoft's own schema, with icons to
// Microsoft's rules. UPDATE_MANIFEST=1 writes the menus and the version.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { commands } from '../bot/commands/index.js';
import { commandLists } from '../setup/app-package/command-lists.js';
import { fillManifest, type Manifest } from '../setup/app-package/fill-manifest.js';
import { manifestErrors } from './support/manifest-schema.js';
import { readPng } from './support/png.js';

const FILE = 'appPackage/manifest.json';
const SETTINGS = {
  TEAMS_APP_ID: '11111111-2222-3333-4444-555555555555',
  BOT_APP_ID: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  APP_WEBSITE_URL: 'https://intranet.contoso.example/mailbox-guard',
  APP_PRIVACY_URL: 'https://intranet.contoso.example/privacy',
  APP_TERMS_URL: 'https://intranet.contoso.example/terms',
};

function manifestFile(): Manifest {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Manifest;
}

function packageVersion(): string {
  return (JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }).version;
}

describe('app package', () => {
  const lists = commandLists(commands);

  it('offers exactly the commands of the table, with a list for personal chats and one for other places', () => {
    const before = manifestFile();
    const [bot] = before['bots'] as readonly [Manifest];
    const after = { ...before, version: packageVersion(), bots: [{ ...bot, commandLists: lists }] };
    if (process.env['UPDATE_MANIFEST'] === '1') writeFileSync(FILE, `${JSON.stringify(after, null, 2)}\n`);
    else assert.deepEqual(before, after);
  });

  it('keeps to what the menu can show', () => {
    for (const { scopes, commands: menu } of lists) {
      assert.ok(menu.length <= 12, `${menu.length} commands for ${scopes.join(' and ')}: give one a narrower menu`);
      for (const { title, description } of menu) assert.ok(title.length <= 32 && description.length <= 128, title);
    }
  });

  it("is valid by Microsoft's schema once its placeholders are filled", () => {
    const filled = fillManifest(manifestFile(), SETTINGS, packageVersion(), lists);
    assert.deepEqual(manifestErrors(filled), []);
    assert.ok(!JSON.stringify(filled).includes('${{'));
  });

  it('would be refused by that schema for a placeholder left over, and for a thirteenth command', () => {
    assert.match(manifestErrors(manifestFile()).join('\n'), /^\/id must match pattern/mu);
    const [first] = lists;
    assert(first !== undefined);
    const many = [{ ...first, commands: Array.from({ length: 13 }, () => ({ title: 'list', description: 'List.' })) }];
    const filled = fillManifest(manifestFile(), SETTINGS, packageVersion(), many);
    assert.match(
      manifestErrors(filled).join('\n'),
      /^\/bots\/0\/commandLists\/0\/commands must NOT have more than 12/mu,
    );
  });

  it('follows the newest schema that the tooling has', () => {
    const versions = readdirSync('node_modules/@microsoft/app-manifest/build/json-schemas/teams')
      .map((folder) => /^v1\.(\d+)$/u.exec(folder)?.[1])
      .filter((minor) => minor !== undefined)
      .map(Number);
    assert.equal(manifestFile()['manifestVersion'], `1.${Math.max(...versions)}`);
  });

  it('has icons of the sizes Teams asks for, the outline white on nothing', () => {
    const [color, outline, small] = ['color', 'outline', 'color32x32'].map((name) =>
      readPng(readFileSync(`appPackage/${name}.png`)),
    );
    assert(color !== undefined && outline !== undefined && small !== undefined);
    assert.deepEqual([color.width, color.height], [192, 192]);
    assert.deepEqual([outline.width, outline.height], [32, 32]);
    assert.deepEqual([small.width, small.height], [32, 32]);
    assert.ok(
      color.pixels.every(([, , , alpha]) => alpha === 255),
      'the colour icon fills its square',
    );
    const drawn = outline.pixels.filter(([, , , alpha]) => alpha > 0);
    assert.ok(drawn.length > 60 && drawn.length < outline.pixels.length / 2);
    for (const [red, green, blue] of drawn) assert.deepEqual([red, green, blue], [255, 255, 255]);
    for (const { pixels } of [outline, small]) assert.equal(pixels[0]?.[3], 0, 'the corner is transparent');
  });

  it('keeps the mark of the colour icon in the middle, where Teams cuts nothing off', () => {
    const { pixels, width } = readPng(readFileSync('appPackage/color.png'));
    const [background] = pixels;
    const isSafe = (at: number): boolean => at >= 36 && at < 156;
    pixels.forEach((pixel, index) => {
      const [x, y] = [index % width, Math.floor(index / width)];
      if (!isSafe(x) || !isSafe(y)) assert.deepEqual(pixel, background, `${x}, ${y}`);
    });
  });
});
