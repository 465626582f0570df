// Every package that is shipped has a licence that asks for no more than its notice, and stands in docs/licences.md.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { generated, table } from './support/generated.js';

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

/** SPDX ids; of a choice one suffices. */
const ALLOWED = new Set([
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'Unlicense'],
]);

/** Packages whose own package.json says nothing: where they say it instead, and in which words. */
const SAID_ELSEWHERE: Readonly<
  Record<string, { readonly file: string; readonly words: RegExp; readonly licence: string }>
> = {
  'escape-regexp-component': { file: 'Readme.md', words: /## License\s+MIT/u, licence: 'MIT' },
  jspath: { file: 'LICENSE', words: /Permission is hereby granted, free of charge/u, licence: 'MIT' },
};

function shipped(): readonly (Locked & { readonly path: string; readonly name: string })[] {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .map(([path, locked]) => ({ ...locked, path, name: path.replace(/^.*node_modules\//u, '') }));
}

function licenceOf({ name, path, license }: ReturnType<typeof shipped>[number]): string {
  if (license !== undefined) return license;
  const said = SAID_ELSEWHERE[name];
  assert.ok(said !== undefined, `${name} names no licence`);
  assert.match(readFileSync(`${path}/${said.file}`, 'utf8'), said.words);
  return said.licence;
}

const isAllowed = (licence: string): boolean =>
  licence
    .replace(/^\((.*)\)$/u, '$1')
    .split(' OR ')
    .some((one) => ALLOWED.has(one));

describe('licences', () => {
  it('of all that is shipped ask for no more than their notice', () => {
    const others = shipped().filter((one) => !isAllowed(licenceOf(one)));
    assert.deepEqual(
      others.map((one) => `${one.name}: ${licenceOf(one)}`),
      [],
    );
    assert.deepEqual(
      [isAllowed('GPL-3.0'), isAllowed('(GPL-3.0 OR MIT)'), isAllowed('MIT AND GPL-3.0')],
      [false, true, false],
    );
  });

  it('stand in docs/licences.md', () => {
    const lines = new Map<string, readonly string[]>();
    for (const one of shipped()) {
      const row = [one.name, one.version ?? '', licenceOf(one)];
      lines.set(row.join(' '), row);
    }
    const rows = [...lines.values()].sort(([a = '', x = ''], [b = '', y = '']) =>
      a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1,
    );
    assert.ok(rows.length > 200);
    generated('docs/licences.md', 'licences', table(['package', 'version', 'licence'], rows));
  });
});
