// Who started whom on this machine, so that a test can tell whether something was left running.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
}

/** Every process that `pid` started, and what those started. */
export function descendantsOf(pid: number): readonly number[] {
  const all = rows();
  const found = [pid];
  for (const parent of found) found.push(...all.filter((row) => row.parent === parent).map((row) => row.pid));
  return found.slice(1);
}

/** Those that still run. One that has ended and only waits to be noticed does not. */
export function stillRunning(pids: readonly number[]): readonly number[] {
  const alive = new Set(
    rows()
      .filter(({ state }) => !state.startsWith('Z'))
      .map(({ pid }) => pid),
  );
  return pids.filter((pid) => alive.has(pid));
}

// Small container images have no ps, other systems have no /proc.
function rows(): readonly Row[] {
  return existsSync('/proc/self/stat') ? rowsOfProc() : rowsOfPs();
}

function rowsOfProc(): readonly Row[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => {
      const [state = '', parent = ''] = statOf(name);
      return state === '' ? [] : [{ pid: Number(name), parent: Number(parent), state }];
    });
}

/** What follows the program's name, which stands in brackets and may hold anything. Empty when it ended meanwhile. */
function statOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /su, '')
      .split(' ');
  } catch {
    return [];
  }
}

function rowsOfPs(): readonly Row[] {
  const said = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,state='], { encoding: 'utf8' });
  return said.split('\n').flatMap((line) => {
    const [pid, parent, state] = line.trim().split(/\s+/u);
    return pid === undefined || state === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), state }];
  });
}
