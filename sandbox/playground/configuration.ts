// The configuration file of one Agents Playground window: who acts in it, who else is there, and its own chats.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface PlaygroundPerson {
  /** Entra object id. */
  readonly objectId: string;
  readonly name: string;
  readonly userPrincipalName: string;
}

/** Playground takes exactly five people beside the one who acts. */
export type Colleagues = readonly [
  PlaygroundPerson,
  PlaygroundPerson,
  PlaygroundPerson,
  PlaygroundPerson,
  PlaygroundPerson,
];

export interface PlaygroundSeed {
  /** A word such as `requester`: it keeps the chats of two windows apart. */
  readonly key: string;
  readonly tenantId: string;
  /** The name at most 42 characters. */
  readonly bot: { readonly appId: string; readonly name: string };
  readonly currentUser: PlaygroundPerson;
  readonly colleagues: Colleagues;
}

/** The id that Teams' people have for a bot; the same person has the same one in every window. */
function mriOf({ objectId }: PlaygroundPerson): string {
  return `29:${objectId}`;
}

function user(person: PlaygroundPerson) {
  const [givenName = person.name, ...rest] = person.name.split(' ');
  return {
    id: mriOf(person),
    name: person.name,
    // Spelled so by Playground.
    userPrincipleName: person.userPrincipalName,
    aadObjectId: person.objectId,
    givenName,
    surname: rest.join(' ') || givenName,
    email: person.userPrincipalName,
  };
}

/** A GUID that is the same for the same word. */
function guidFor(word: string): string {
  const hex = createHash('sha256').update(word).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** Everything Playground wants to know, all of it required, all ids unique. */
export function playgroundConfiguration({ key, tenantId, bot, currentUser, colleagues }: PlaygroundSeed) {
  return {
    version: '0.1.1',
    tenantId,
    bot: { id: `28:${bot.appId}`, name: bot.name },
    currentUser: user(currentUser),
    users: colleagues.map(user),
    personalChat: { id: `a:sandbox-${key}` },
    groupChat: { id: `19:sandbox-${key}-group@thread.v2`, name: 'IT desk' },
    team: {
      id: `19:sandbox-${key}-team@thread.tacv2`,
      name: 'Identity team',
      aadGroupId: guidFor(`team of ${key}`),
      channels: [{ id: `19:sandbox-${key}-alerts@thread.tacv2`, name: 'Mailbox alerts' }],
    },
  };
}

/** Writes the file into a folder of its own below `root` and returns its path. */
export async function writePlaygroundConfiguration(root: string, seed: PlaygroundSeed): Promise<string> {
  const folder = join(root, `playground-${seed.key}`);
  await mkdir(folder, { recursive: true });
  const path = join(folder, '.m365agentsplayground.yml');
  // JSON is YAML.
  await writeFile(path, `${JSON.stringify(playgroundConfiguration(seed), null, 2)}\n`);
  return path;
}
