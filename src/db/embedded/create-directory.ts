// Creates the embedded store's directory: whole and safe on disk, or not at all.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const INITIALISE = fileURLToPath(new URL('./initialise.js', import.meta.url));
const CREATION_MS = 120_000;
/** Enough of what went wrong to act on. */
const TAIL = 600;

/**
 * Creates the directory unless it is there. A creation cut short leaves only the `.new` beside it, which is thrown away.
 * @throws Error with what the creating process said.
 */
export async function ensureDirectory(directory: string): Promise<void> {
  if (existsSync(join(directory, 'PG_VERSION'))) return;
  const fresh = `${directory}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  await initialise(fresh);
  await flushTree(fresh);
  await rename(fresh, directory);
  await flush(dirname(directory));
}

async function initialise(directory: string): Promise<void> {
  // Not this process's own arguments: a debugger's port, for one, is taken.
  const child = spawn(process.execPath, [INITIALISE, directory], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-TAIL);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), CREATION_MS);
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`the database files could not be created (${signal ?? `exit code ${code}`}): ${said}`));
    });
  }).finally(() => clearTimeout(timer));
}

/** Makes every file and every name below a directory safe: the creation itself does not. */
async function flushTree(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    await (entry.isDirectory() ? flushTree(path) : flush(path));
  }
  await flush(directory);
}

/** Makes a file, or the names in a directory, safe. */
export async function flush(path: string): Promise<void> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    // Windows opens no directories, and needs no flush of names.
    if (process.platform === 'win32') return null;
    throw error;
  });
  if (file === null) return;
  try {
    await file.sync();
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  } finally {
    await file.close();
  }
}
