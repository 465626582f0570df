// The note that a running sandbox leaves for the one-line command: where its control address is.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxFolder } from '../certificate.js';

interface Note {
  readonly controlUrl: string;
  readonly pid: number;
}

const NOTE = 'control.json';

/** Writes the control address to `.sandbox/control.json`. Returns what takes the note away again. */
export function announceControl(controlUrl: string, folder = sandboxFolder()): () => void {
  const note: Note = { controlUrl, pid: process.pid };
  writeFileSync(join(folder, NOTE), `${JSON.stringify(note)}\n`);
  return () => {
    if (announcedControl(folder) === controlUrl) rmSync(join(folder, NOTE), { force: true });
  };
}

/** The control address of the sandbox that was started last, or undefined. */
export function announcedControl(folder = sandboxFolder()): string | undefined {
  const path = join(folder, NOTE);
  if (!existsSync(path)) return undefined;
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as Note).controlUrl;
  } catch {
    return undefined; // half-written or damaged: as good as none
  }
}
