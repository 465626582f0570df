// Builds the Teams app package: manifest and icons at the root of a zip file.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { commands } from '../../bot/commands/index.js';
import { commandLists } from './command-lists.js';
import { fillManifest, type Manifest } from './fill-manifest.js';
import type { PackageSettings } from './settings.js';

/** Where the manifest and its icons are, as the Microsoft 365 Agents Toolkit expects them. */
const FOLDER = 'appPackage';
/** The same for every build and in every time zone (zip files hold local time), so that the same settings give the same bytes. */
const TIME = '2000-01-01T00:00:00';

/**
 * The zip file's bytes.
 * @param root the project's folder
 * @param version of the bot, which Teams compares with what is installed
 * @throws Error when a file of the package is missing or names one that is not there
 */
export async function buildPackage(root: string, settings: PackageSettings, version: string): Promise<Uint8Array> {
  const source = JSON.parse(await readFile(join(root, FOLDER, 'manifest.json'), 'utf8')) as Manifest;
  const manifest = fillManifest(source, settings, version, commandLists(commands));
  const files: Record<string, Uint8Array> = {
    'manifest.json': new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`),
  };
  for (const icon of iconsOf(manifest)) files[icon] = await readFile(join(root, FOLDER, icon));
  return zipSync(files, { mtime: TIME, level: 9 });
}

/** File names only: an icon elsewhere would not be found at the root of the package. */
function iconsOf({ icons }: Manifest): readonly string[] {
  const names = Object.values((icons ?? {}) as Readonly<Record<string, string>>);
  for (const name of names) {
    if (!/^[\w-]+\.png$/u.test(name))
      throw new Error(`The manifest names the icon "${name}", which is not a file name.`);
  }
  return names;
}
