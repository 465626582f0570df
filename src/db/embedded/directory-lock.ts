// One process per directory: a lock file beside it, never taken from a process that may still live.
import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Refused } from '../../failure.js';
import { lifeOf, ownIdentity, type ProcessIdentity } from './process-identity.js';
import { answersAt, keepAnsweringAt } from './sign-of-life.js';

export interface DirectoryLock {
  release(): Promise<void>;
}

interface Holder extends ProcessIdentity {
  /** Tells one taking of the lock from another. */
  readonly token: string;
}

/** Longer than it takes to write a lock file that somebody else has just created. */
const SETTLE_MS = 25;
const TRIES = 40;

/**
 * Takes the lock of a directory that only one process may use.
 * @throws Refused (bad-config) while another process holds it or may hold it.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const path = `${directory}.lock`;
  const mine: Holder = { ...ownIdentity(), token: randomUUID() };
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await create(path, mine)) return hold(directory, path, mine);
    const found = await holderIn(path);
    // Unreadable: its writer is just writing it, or died doing so. Only a long wait tells the two apart.
    if (found.holder === null && tries < TRIES - 2) await pause(SETTLE_MS);
    else await removeIfDead(directory, path, found, mine);
  }
  throw refused(`DATA_DIR: ${path} changes hands all the time. Only one bot may use this directory.`);
}

async function create(path: string, mine: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two processes may have removed the same dead lock: the one whose token stands there a moment later has it. */
async function hold(directory: string, path: string, mine: Holder): Promise<DirectoryLock> {
  await pause(SETTLE_MS);
  const { holder } = await holderIn(path);
  if (holder?.token !== mine.token) throw inUse(directory, holder);
  const signOfLife = await keepAnsweringAt(`${path}.sock`);
  await flush(path);
  return {
    async release() {
      await signOfLife.stop();
      if ((await holderIn(path)).holder?.token === mine.token) await rm(path, { force: true });
    },
  };
}

interface Found {
  readonly text: string;
  /** Null when the text is not a whole lock. */
  readonly holder: Holder | null;
}

async function removeIfDead(directory: string, path: string, found: Found, mine: Holder): Promise<void> {
  if (found.holder !== null) {
    const life = lifeOf(found.holder, mine);
    if (life === 'alive') throw inUse(directory, found.holder);
    if (life === 'unseen' && (await mayLive(path, found.holder, mine))) throw inUse(directory, found.holder);
  }
  const aside = `${path}.${mine.token}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  // Somebody else may have removed the dead lock and taken a new one since: theirs goes back.
  if ((await holderIn(aside)).text !== found.text) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

/** Out of sight on the same system (another container), the lock's socket tells; on another system nothing does. */
async function mayLive(path: string, holder: Holder, mine: Holder): Promise<boolean> {
  if (holder.bootId === null || holder.bootId !== mine.bootId) return true;
  return (await answersAt(`${path}.sock`)) !== 'no';
}

async function holderIn(path: string): Promise<Found> {
  const text = await readFile(path, 'utf8').catch(() => '');
  try {
    return { text, holder: JSON.parse(text) as Holder };
  } catch {
    return { text, holder: null };
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
}

function inUse(directory: string, holder: Holder | null): Refused {
  const who = holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return refused(
    `DATA_DIR: ${directory} is in use by ${who}. Stop that bot first; if you are sure that it no longer runs, delete ${directory}.lock.`,
  );
}

function refused(problem: string): Refused {
  return new Refused({ kind: 'bad-config', problems: [problem] });
}
