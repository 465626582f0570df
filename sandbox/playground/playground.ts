// One Agents Playground window as a child process: started on a free port, known by its real port, and surely stopped.
import { type ChildProcess, fork } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type PlaygroundSeed, writePlaygroundConfiguration } from './configuration.js';
import { freePort } from './free-port.js';

export interface PlaygroundOptions {
  readonly seed: PlaygroundSeed;
  /** Where Playground posts activities: the relay's address for it. */
  readonly messagesUrl: string;
  /** The wanted port; the next free one is taken when it is not free. */
  readonly port: number;
  /** Ports promised to others that do not listen yet. */
  readonly taken?: readonly number[];
  /** Folder for configuration and log, such as `.sandbox`. */
  readonly root: string;
  /** Script to run in place of Playground's command line; for tests. */
  readonly program?: string;
  /** How long it may take to come up; 30 s unless said. */
  readonly patienceMs?: number;
}

export interface Playground {
  /** The page to open. */
  readonly url: string;
  readonly port: number;
  /** Whether the wanted port was taken, so that this is another. */
  readonly moved: boolean;
  /** Playground's own connector, for the relay. */
  readonly connectorUrl: string;
  readonly logFile: string;
  /** Resolves once the process and its children are gone. Safe to call twice. */
  stop(): Promise<void>;
}

const STOP_MS = 4000;

function commandLine(): string {
  const manifest = fileURLToPath(import.meta.resolve('@microsoft/m365agentsplayground/package.json'));
  return join(dirname(manifest), 'cli.js');
}

/** No more of our environment than a program needs: it is not ours, and what is in there may be a secret. */
function environment(configPath: string, logFile: string): NodeJS.ProcessEnv {
  const passed = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LANG'];
  const ours = passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...Object.fromEntries(ours),
    TEAMSAPPTESTER_BROWSER: 'none',
    M365_AGENTS_PLAYGROUND_CONFIG_PATH: configPath,
    M365_AGENTS_PLAYGROUND_LOGFILE: logFile,
  };
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function stopGuard(guard: ChildProcess): Promise<void> {
  if (hasExited(guard)) return;
  const gone = new Promise<void>((tell) => guard.once('exit', () => tell()));
  if (guard.connected) guard.disconnect();
  const timer = setTimeout(() => killGroup(guard), STOP_MS);
  await gone;
  clearTimeout(timer);
}

/** The guard leads a process group of its own, so this reaches everything that it started. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}

async function portFrom(guard: ChildProcess): Promise<number> {
  if (guard.stdout) {
    for await (const line of createInterface(guard.stdout)) {
      const [, port] = /Listening on (\d+)/.exec(line) ?? [];
      if (port !== undefined) return Number(port);
    }
  }
  throw new Error('Agents Playground ended before it listened.');
}

/** Playground says that it listens before it has read its configuration, and ends if it does not like it. */
async function untilServed(guard: ChildProcess, url: string): Promise<void> {
  while (!hasExited(guard)) {
    const served = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (served) return;
    await sleep(100);
  }
  throw new Error('Agents Playground ended before it served its page.');
}

async function reasonIn(logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return log.split('\n').findLast((line) => line.includes('Reason:')) ?? `See ${logFile}.`;
}

function launch(options: PlaygroundOptions, port: number, configPath: string, logFile: string): ChildProcess {
  const program = options.program ?? commandLine();
  const start = ['start', '-e', options.messagesUrl, '-c', 'msteams', '-p', String(port), '--disable-telemetry'];
  return fork(fileURLToPath(new URL('./guard.js', import.meta.url)), [program, ...start], {
    cwd: dirname(configPath),
    env: environment(configPath, logFile),
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    execArgv: [],
    // A group of its own: a Ctrl-C at the keyboard reaches us alone, and we stop it in order.
    detached: true,
  });
}

/**
 * Starts a Playground and waits until its page is served. It listens on all interfaces: neither its command line, nor
 * its configuration file, nor the HOST variable can tell it otherwise.
 * @throws Error with what its log gives as the reason, when it does not come up
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const configPath = await writePlaygroundConfiguration(resolve(options.root), options.seed);
  const logFile = join(dirname(configPath), 'playground.log');
  await rm(logFile, { force: true });
  // Playground itself would take a random port where the wanted one is not free.
  const wanted = await freePort(options.port, options.taken);
  const guard = launch(options, wanted, configPath, logFile);
  const patience = setTimeout(() => void stopGuard(guard), options.patienceMs ?? 30_000);
  try {
    const port = await portFrom(guard);
    const url = `http://127.0.0.1:${port}`;
    await untilServed(guard, url);
    guard.stdout?.resume();
    const stop = (): Promise<void> => stopGuard(guard);
    return { url, port, moved: port !== options.port, connectorUrl: `${url}/_connector`, logFile, stop };
  } catch (error) {
    await stopGuard(guard);
    throw new Error(`${error instanceof Error ? error.message : error} ${await reasonIn(logFile)}`);
  } finally {
    clearTimeout(patience);
  }
}
