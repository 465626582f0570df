// Puts the planned files into their folder.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Options } from './options.js';
import type { PlannedFile } from './plan/plan.js';
import { chosenSettings, EXTRA_OFF, extraSettings, givenSettings } from './plan/settings.js';
import { type Renewed, renewExtraSettings, renewSettings } from './renew.js';
import { SETTINGS_FILE } from './script/step.js';

/**
 * Replaces the files of an earlier run, but of the settings files, which hold what was found out, only what the flags say.
 * @returns what was done, as lines. @throws Error with a sentence where a settings file cannot be read
 */
export async function saveFiles(
  files: readonly PlannedFile[],
  options: Options,
  folder: string,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const settings = { ...chosenSettings(options), ...givenSettings(options) };
  const extra = { ...EXTRA_OFF, ...extraSettings(options) };
  const kept = [
    ...(await renew(join(folder, SETTINGS_FILE), (text) => renewSettings(text, settings))),
    ...(await renew(join(folder, 'extra-settings.json'), (text) => renewExtraSettings(text, extra))),
  ];
  for (const { name, content, runs } of files) {
    await writeFile(join(folder, name), content, { mode: runs ? 0o700 : 0o600 });
  }
  return [`${files.length} files in ${folder}; begin with ${join(folder, 'STEPS.md')}.`, ...kept];
}

/** Nothing where there is no such file: the scripts make it. */
async function renew(file: string, by: (text: string) => Renewed): Promise<readonly string[]> {
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (before === null) return [];
  const { text, changes } = by(before);
  if (changes.length === 0) return [`${file} of an earlier run stays as it is.`];
  // In one go: half a settings file would be half of what was found out.
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return [`${file} of an earlier run stays as it is, but for what was chosen now: ${changes.join(', ')}.`];
}
