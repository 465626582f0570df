// Where the side door is: a socket in a folder of its own within DATA_DIR, for nobody but the bot's own user.
import { mkdtempSync } from 'node:fs';
import { chmod, lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Systems cut or refuse longer ones: Linux takes 107 bytes, macOS 103. */
const LONGEST_PATH = 100;

const doorFolder = (dataDir: string): string => join(resolve(dataDir), 'door');
const socketIn = (folder: string): string => join(folder, 'bot.sock');
/** Says where the socket is, where DATA_DIR is too deep for one. */
const elsewhere = (dataDir: string): string => join(doorFolder(dataDir), 'elsewhere');

/**
 * Makes the place, shut to everyone else before there is a socket in it, and takes away what a killed bot left.
 * @returns the socket's path
 */
export async function makePlace(dataDir: string): Promise<string> {
  const folder = doorFolder(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  await removePlace(dataDir);
  const path = socketIn(folder);
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  // Nobody can guess its name, and it is made for this user alone.
  const other = socketIn(mkdtempSync(join(tmpdir(), 'mailbox-guard-')));
  await writeFile(elsewhere(dataDir), other, { mode: 0o600 });
  return other;
}

/** Takes the socket away, and the folder beyond DATA_DIR if there is one. */
export async function removePlace(dataDir: string): Promise<void> {
  const other = await pointedTo(dataDir);
  if (other !== null) await rm(dirname(other), { recursive: true, force: true });
  await Promise.all([elsewhere(dataDir), socketIn(doorFolder(dataDir))].map((path) => rm(path, { force: true })));
}

/** The socket that a bot of this DATA_DIR answers at; it need not be there. */
export async function findPlace(dataDir: string): Promise<string> {
  return (await pointedTo(dataDir)) ?? socketIn(doorFolder(dataDir));
}

/** Only a folder that this program makes is believed: what the file says is removed or connected to. */
async function pointedTo(dataDir: string): Promise<string | null> {
  const path = await readFile(elsewhere(dataDir), 'utf8').catch(() => null);
  if (path === null || !/[\\/]mailbox-guard-\w{6}[\\/]bot\.sock$/u.test(path)) return null;
  const folder = await lstat(dirname(path)).catch(() => null);
  const isOurs = folder?.isDirectory() === true && (process.getuid === undefined || folder.uid === process.getuid());
  return isOurs ? path : null;
}
