// Turns the manifest as it stands in the repository into the one that goes to Teams.
import type { CommandList } from './command-lists.js';
import type { PackageSettings } from './settings.js';

/** A manifest as parsed JSON. */
export type Manifest = Readonly<Record<string, unknown>>;

/**
 * The manifest with its placeholders filled, with this version, and with these menus.
 * Values are put into strings of the parsed document, so that nothing in them can become structure.
 * @throws Error for a placeholder that no setting fills: the manifest and this program are of different versions then
 */
export function fillManifest(
  manifest: Manifest,
  settings: PackageSettings,
  version: string,
  commandLists: readonly CommandList[],
): Manifest {
  const filled = fill({ ...manifest, version }, settings) as Manifest;
  const bots = Array.isArray(filled['bots']) ? (filled['bots'] as readonly Manifest[]) : [];
  return { ...filled, ...callerOf(filled, settings), bots: bots.map((bot) => ({ ...bot, commandLists })) };
}

/** Graph lets only the application named here install the app for people: the one that the bot asks Graph as. */
function callerOf({ webApplicationInfo }: Manifest, { AZURE_CLIENT_ID: id }: PackageSettings): Manifest {
  return id === undefined ? {} : { webApplicationInfo: { ...(webApplicationInfo as Manifest | undefined), id } };
}

function fill(value: unknown, settings: PackageSettings): unknown {
  if (typeof value === 'string') return fillText(value, settings);
  if (Array.isArray(value)) return value.map((entry) => fill(entry, settings));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, fill(entry, settings)]));
}

function fillText(text: string, settings: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{(\w+)\}\}/gu, (placeholder, name: string) => {
    const value = settings[name];
    if (value === undefined) throw new Error(`The manifest has ${placeholder}, which no setting fills.`);
    return value;
  });
}
