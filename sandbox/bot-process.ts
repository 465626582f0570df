// The bot as a process of its own, started as in production: node dist/bot/index.js with nothing but its settings.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface BotProcess {
  readonly pid: number;
  readonly port: number;
  readonly logFile: string;
  /** Resolves once the process is gone. Safe to call twice. */
  stop(): Promise<void>;
  /** As a power cut would: no warning, no farewell. */
  kill(): Promise<void>;
}

/** Longer than the bot itself takes to finish its work. */
const STOP_MS = 12_000;
/** What a process needs of ours, and what measures its coverage. */
const PASSED = ['PATH', 'NODE_EXTRA_CA_CERTS', 'NODE_V8_COVERAGE', 'TEMP', 'TMP', 'TMPDIR', 'SystemRoot', 'LANG'];

/**
 * @param giveUp ends a bot that has not come up yet, which takes seconds on a new store
 * @throws Error with what the bot said, when it does not come up
 */
export async function startBotProcess(
  settings: Readonly<Record<string, string>>,
  folder: string,
  onExit: () => void,
  giveUp?: AbortSignal,
): Promise<BotProcess> {
  giveUp?.throwIfAborted();
  const script = fileURLToPath(new URL('../bot/index.js', import.meta.url));
  const passed = PASSED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const env = { ...(Object.fromEntries(passed) as Record<string, string>), ...settings };
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const logFile = join(folder, 'bot.log');
  const log = createWriteStream(logFile);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.pipe(log, { end: false });
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  const abandon = (): boolean => child.kill();
  giveUp?.addEventListener('abort', abandon);
  const port = await listening(child, () => said).finally(() => giveUp?.removeEventListener('abort', abandon));
  child.once('exit', onExit);
  const stop = (signal: NodeJS.Signals) => (): Promise<void> => endProcess(child, signal, onExit);
  return { pid: child.pid ?? 0, port, logFile, stop: stop('SIGTERM'), kill: stop('SIGKILL') };
}

function listening(child: ChildProcess, said: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { readonly listening: number }).listening));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The bot did not start (exit code ${code}). ${said()}`)));
  });
}

function endProcess(child: ChildProcess, signal: NodeJS.Signals, onExit: () => void): Promise<void> {
  child.off('exit', onExit);
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const patience = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.once('exit', () => {
      clearTimeout(patience);
      resolve();
    });
    child.kill(signal);
  });
}
