// Keeps one scan running at a time in this process, and publishes what it read.
import type { RecordEntry } from '../audit/entry.js';
import type { AssessedMailbox } from './mailbox.js';
import type { Scan, Scans } from './scan.js';

export interface ScannerDoors {
  /** Reads the whole tenant. @throws Refused upstream-* when nothing could be read */
  read(): Promise<{ readonly scan: Scan; readonly mailboxes: readonly AssessedMailbox[] }>;
  readonly scans: Scans;
  record(entry: RecordEntry): Promise<void>;
}

export interface Scanner {
  /** Scans now, or joins the scan that is running. @throws Refused upstream-* */
  scan(why: string): Promise<Scan>;
  /** The latest scan; the very first one is awaited. @throws Refused upstream-* */
  latest(): Promise<Scan>;
}

/** Several callers share one reading: a busy morning does not multiply requests to Microsoft. */
export function createScanner(doors: ScannerDoors): Scanner {
  let running: Promise<Scan> | null = null;
  const run = async (why: string): Promise<Scan> => {
    const { scan, mailboxes } = await doors.read();
    await doors.scans.publish(scan, mailboxes);
    await doors.record(entryFor(scan, why));
    return scan;
  };
  const scan = (why: string): Promise<Scan> => {
    running ??= run(why).finally(() => {
      running = null;
    });
    return running;
  };
  return { scan, latest: async () => (await doors.scans.latest()) ?? scan('first question') };
}

function entryFor(scan: Scan, why: string): RecordEntry {
  const { targets, verdicts } = scan.counts;
  return {
    event: 'scan.published',
    at: scan.endedAt,
    actor: { kind: 'bot' },
    requestId: null,
    mailbox: null,
    microsoftRequestId: null,
    correlationId: scan.id,
    detail: { why, state: scan.state, mailboxes: targets, exposed: verdicts.exposed, unknown: verdicts.unknown },
  };
}
