// `npm run sandbox` without its compile step, as a child process: ready when its banner is out, ended by Ctrl-C's signal.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../sandbox/playground/free-port.js';
import { descendantsOf, stillRunning } from './processes.js';

/** One of the two windows: who acts in it, and its page. */
export interface Seat {
  readonly name: string;
  readonly url: string;
}

export interface SandboxRun {
  readonly requester: Seat;
  readonly approver: Seat;
  /** From the start of the process to its banner, in seconds. */
  readonly readySeconds: number;
  /** All that it printed so far. */
  said(): string;
  stop(): Promise<SandboxEnd>;
}

export interface SandboxEnd {
  readonly exitCode: number | null;
  readonly seconds: number;
  /** How many processes there were before. */
  readonly processes: number;
  /** Process ids that outlived it. */
  readonly leftRunning: readonly number[];
  /** Ports of the bot and the windows that are still taken. */
  readonly takenPorts: readonly number[];
}

const LAST_LINE = 'Ctrl-C stops everything';
const PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 20_000;

const script = (path: string): string => fileURLToPath(new URL(`../../sandbox/${path}`, import.meta.url));

/** @throws Error with all that it said, when it ends or stays silent instead of becoming ready */
export async function startSandboxRun(): Promise<SandboxRun> {
  const began = performance.now();
  const child = spawn(process.execPath, [script('with-certificate.js'), 'node', script('index.js')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const abandon = (): boolean => child.kill();
  process.once('exit', abandon);
  child.once('exit', () => process.off('exit', abandon));
  const said = await banner(child);
  const readySeconds = (performance.now() - began) / 1000;
  const requester = seat(said(), 'who asks');
  const approver = seat(said(), 'who decides');
  const ports = [requester.url, approver.url, found(said(), /the bot on (http:\S+?)[,\s]/u)].map(portOf);
  return { requester, approver, readySeconds, said, stop: () => stop(child, ports) };
}

/** Waits for the banner; gives back what tells all that was said. */
async function banner(child: ChildProcess): Promise<() => string> {
  let said = '';
  const patience = setTimeout(() => child.kill(), PATIENCE_MS);
  try {
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          if (said.includes(LAST_LINE)) resolve();
        });
      }
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`The sandbox did not become ready. It said:\n${said}`)));
    });
  } finally {
    clearTimeout(patience);
  }
  return () => said;
}

function found(text: string, pattern: RegExp): string {
  const [, value] = pattern.exec(text) ?? [];
  if (value === undefined) throw new Error(`The banner does not say ${pattern}:\n${text}`);
  return value;
}

function seat(said: string, role: string): Seat {
  const name = found(said, new RegExp(`^ *(.+), ${role} `, 'mu'));
  return { name, url: found(said, new RegExp(`, ${role} +(http:\\S+)`, 'u')) };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

async function stop(child: ChildProcess, ports: readonly number[]): Promise<SandboxEnd> {
  const began = performance.now();
  const started = child.pid === undefined ? [] : descendantsOf(child.pid);
  const gone = once(child, 'exit');
  const patience = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  child.kill('SIGINT');
  const [exitCode] = (await gone) as [number | null];
  clearTimeout(patience);
  const seconds = (performance.now() - began) / 1000;
  const free = await Promise.all(ports.map(async (port) => (await freePort(port)) === port));
  return {
    exitCode,
    seconds,
    processes: started.length + 1,
    leftRunning: stillRunning(started),
    takenPorts: ports.filter((_, index) => free[index] === false),
  };
}
