// Who a process is, so that a number given to another process later is not mistaken for it.
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process as another one can recognise it. Null where the system does not tell (anything but Linux). */
export interface ProcessIdentity {
  readonly pid: number;
  /** Ticks from the start of the system to the start of the process. */
  readonly startedAt: string | null;
  /** Changes with every start of the system. */
  readonly bootId: string | null;
  /** Containers have their own numbering of processes. */
  readonly namespace: string | null;
  readonly host: string;
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    startedAt: statOf(process.pid)?.startedAt ?? null,
    bootId: read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: read(() => readlinkSync('/proc/self/ns/pid')),
    host: hostname(),
  };
}

/**
 * Whether that process still lives; 'unseen' when it may, but out of this process's sight: in another container of
 * the same system, or on another host.
 */
export function lifeOf(other: ProcessIdentity, own: ProcessIdentity = ownIdentity()): 'alive' | 'dead' | 'unseen' {
  if (other.bootId !== own.bootId) return other.host === own.host ? 'dead' : 'unseen';
  if (other.bootId === null && other.host !== own.host) return 'unseen';
  if (other.namespace !== own.namespace) return 'unseen';
  const stat = statOf(other.pid);
  if (stat === null) return exists(other.pid) ? 'alive' : 'dead';
  if (GONE_STATES.has(stat.state)) return 'dead';
  return other.startedAt === null || other.startedAt === stat.startedAt ? 'alive' : 'dead';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A zombie keeps its number until its parent looks, but holds nothing open. */
const GONE_STATES: ReadonlySet<string> = new Set(['Z', 'X']);

/** Fields 3 and 22 of /proc/<pid>/stat; the name in field 2 may hold spaces and brackets, so count from its end. */
function statOf(pid: number): { readonly state: string; readonly startedAt: string } | null {
  const stat = read(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const startedAt = fields[19];
  return state === undefined || startedAt === undefined ? null : { state, startedAt };
}

function read(from: () => string): string | null {
  try {
    return from();
  } catch {
    return null;
  }
}
