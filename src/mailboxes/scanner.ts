// Keeps one scan running at a time in this process, and publishes what it read.
import type { ScanReading } from './read-scan.js';
import type { Scan } from './scan.js';

export interface ScannerDoors {
  /** Reads the whole tenant. @throws Refused upstream-* when nothing could be read */
  read(): Promise<ScanReading>;
  /** Makes it the scan that lists answer from, with all that follows from it. */
  publish(reading: ScanReading, why: string): Promise<void>;
  /** Hears that nothing was read or published; `isLast` when nobody tries again before the next scan is due. */
  failed(error: unknown, isLast: boolean): Promise<void>;
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
    try {
      const reading = await doors.read();
      await doors.publish(reading, why);
      return reading.scan;
    } catch (error) {
      // Where the store is what fails, that this cannot be written down either must not hide why.
      await doors.failed(error, isLast).catch(() => undefined);
      throw error;
    }
  };
  const scan = (why: string, isLast = false): Promise<Scan> => {
    running ??= run(why, isLast).finally(() => {
      running = null;
    });
    return running;
  };
  return { scan, latest: async () => (await doors.latest()) ?? scan('first question') };
}
