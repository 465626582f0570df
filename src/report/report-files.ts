// A report as files: CSV whose cells no spreadsheet takes for a formula, and JSON Lines. One line a mailbox.
import { cell } from '../audit/csv.js';
import { CONTROLS, type Report, type ReportRow } from './report.js';

const COLUMNS = [
  ...['result', 'type', 'displayName', 'address', 'userPrincipalName', 'objectId', 'signIn', 'verdict', 'cause'],
  ...['evidence', 'exemptUntil', 'exemptionOwner', 'exemptionReason', 'exemptionRequest', 'readAt'],
] as const;

/** RFC 4180, with a header; UTF-8 with a byte order mark, which Excel needs to read names. */
export function reportCsv(report: Report): string {
  const header = `${COLUMNS.map(cell).join(',')}\r\n`;
  const lines = report.rows.map((row) => {
    const values = valuesOf(row, report);
    return `${COLUMNS.map((column) => cell(values[column] ?? '')).join(',')}\r\n`;
  });
  return `\ufeff${header}${lines.join('')}`;
}

/** The first line is the report itself, each other one a mailbox. */
export function reportJsonLines(report: Report): string {
  const { result, onlyExceptions, notes, counts, types, trend, at, scan } = report;
  const read =
    scan === null ? null : { id: scan.id, state: scan.state, startedAt: scan.startedAt, endedAt: scan.endedAt };
  const head = {
    kind: 'report',
    controls: CONTROLS,
    result,
    onlyExceptions,
    notes,
    at,
    scan: read,
    counts,
    types,
    trend,
  };
  const problems = scan?.problems ?? [];
  const lines = report.rows.map((row) => ({ kind: 'mailbox', ...valuesOf(row, report) }));
  return [{ ...head, problems }, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function valuesOf({ result, mailbox: assessed }: ReportRow, { scan }: Report): Readonly<Record<string, string | null>> {
  const { mailbox, account, signIn, verdict, cause, evidence, exemption } = assessed;
  const { type, displayName, address, userPrincipalName } = mailbox;
  return {
    ...{ result, type, displayName, address, userPrincipalName, signIn, verdict, cause, evidence },
    objectId: account?.id ?? mailbox.objectId,
    exemptUntil: exemption?.until ?? null,
    exemptionOwner: exemption?.ownerName ?? null,
    exemptionReason: exemption?.reason ?? null,
    exemptionRequest: exemption?.requestId ?? null,
    readAt: scan?.endedAt ?? null,
  };
}
