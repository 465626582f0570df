// The note that a running sandbox leaves for the one-line command: where its control address is.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxFolder } from '../certificate.js';

interface Note {
  readonly controlUrl: string;
  readonly pid: number;
}

function notePath(): string {
  return join(sandboxFolder(), 'control.json');
}

/** Writes the control address to `.sandbox/control.json`. Returns what takes the note away again. */
export function announceControl(controlUrl: string): () => void {
  const note: Note = { controlUrl, pid: process.pid };
  writeFileSync(notePath(), `${JSON.stringify(note)}\n`);
  return () => {
    if (readNote()?.controlUrl === controlUrl) rmSync(notePath(), { force: true });
  };
}

/** The control address of the sandbox that was started last, or undefined. */
export function announcedControl(): string | undefined {
  return readNote()?.controlUrl;
}

function readNote(): Note | undefined {
  if (!existsSync(notePath())) return undefined;
  try {
    return JSON.parse(readFileSync(notePath(), 'utf8')) as Note;
  } catch {
    return undefined;
  }
}
