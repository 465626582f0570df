// Keeps one scan running at a time in this process, and publishes what it read.
import { Refused } from '../failure.js';
import type { ScanReading } from './read-scan.js';
import type { Scan } from './scan.js';

export interface ScannerDoors {
  /** Reads the whole tenant. @throws Refused upstream-* when nothing could be read */
  read(): Promise<ScanReading>;
  /** Makes it the scan that lists answer from, with all that follows from it. */
  publish(reading: ScanReading, why: string): Promise<void>;
  /** Hears that nothing could be read; `isLast` when nobody tries again before the next scan is due. */
  failed(error: Refused, isLast: boolean): Promise<void>;
  latest(): Promise<Scan | null>;
}

export interface Scanner {
  /**
   * Scans now, or joins the scan that is running.
   * @param isLast whether a failure is not followed by another try soon
   * @throws Refused upstream-*
   */
  scan(why: string, isLast?: boolean): Promise<Scan>;
  /** The latest scan; the very first one is awaited. @throws Refused upstream-* */
  latest(): Promise<Scan>;
}

/** Several callers share one reading: a busy morning does not multiply requests to Microsoft. */
export function createScanner(doors: ScannerDoors): Scanner {
  let running: Promise<Scan> | null = null;
  const run = async (why: string, isLast: boolean): Promise<Scan> => {
    const reading = await doors.read().catch(async (error: unknown) => {
      if (error instanceof Refused) await doors.failed(error, isLast);
      throw error;
    });
    await doors.publish(reading, why);
    return reading.scan;
  };
  const scan = (why: string, isLast = false): Promise<Scan> => {
    running ??= run(why, isLast).finally(() => {
      running = null;
    });
    return running;
  };
  return { scan, latest: async () => (await doors.latest()) ?? scan('first question') };
}
