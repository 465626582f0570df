// The report from the newest scan, on a card or as the bytes of a file.
import type { FileFormat, FileOffer } from '../src/delivery/file-offer.js';
import { MOST_BYTES } from '../src/delivery/upload-file.js';
import { Refused } from '../src/failure.js';
import { newestReading } from '../src/report/newest-reading.js';
import { type Report, reportOn, TREND_DAYS } from '../src/report/report.js';
import { reportCsv, reportJsonLines } from '../src/report/report-files.js';
import type { Services } from './services.js';

/** Larger than any tenant. */
const EVERY_ONE = 1_000_000;

type ReportDoors = Pick<Services, 'scanner' | 'store' | 'clock' | 'scope'>;

/** @throws Refused busy; upstream-*, when the tenant was never read and cannot be */
export async function readReport({ scanner, store, clock, scope }: ReportDoors): Promise<Report> {
  const reading = await newestReading({
    latest: scanner.latest,
    mailboxes: async () => (await store.scans.page({ verdict: null, type: null, text: null }, 0, EVERY_ONE)).rows,
  });
  const trend = await store.watch.trend(TREND_DAYS);
  return reportOn({ ...reading, trend, scope, at: clock.now() });
}

/** @throws Refused file-too-large */
export function bytesOf(
  report: Report,
  format: FileFormat,
  { tenantId }: Pick<Services, 'tenantId'>,
): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(format === 'csv' ? reportCsv(report) : reportJsonLines(report, tenantId));
  if (bytes.length > MOST_BYTES) throw new Refused({ kind: 'file-too-large', megabytes: MOST_BYTES / 1_000_000 });
  return bytes;
}

/** What the file is called; OneDrive takes no colons. */
export function fileName(format: FileFormat, at: FileOffer['at']): string {
  return `mailbox-sign-in-report-${at.slice(0, 16).replace('T', '-').replace(':', '')}-utc.${format}`;
}
