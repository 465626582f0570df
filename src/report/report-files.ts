// A report as files: CSV whose cells no spreadsheet takes for a formula, one JSON document, and JSON Lines.
import { cell } from '../audit/csv.js';
import { CONTROL } from './control.js';
import type { Report, ReportRow } from './report.js';

/** A field that changes its meaning changes the number. */
const SCHEMA = 'mailbox-guard.report.1';

const COLUMNS = [
  ...['result', 'type', 'displayName', 'address', 'userPrincipalName', 'objectId', 'signIn', 'verdict', 'cause'],
  ...['evidence', 'exemptUntil', 'exemptionOwner', 'exemptionReason', 'exemptionRequest', 'readAt'],
] as const;

/** A line a mailbox: RFC 4180, with a header; UTF-8 with a byte order mark, which Excel needs to read names. */
export function reportCsv(report: Report): string {
  const lines = report.rows.map((row) => {
    const values = valuesOf(row, report);
    return COLUMNS.map((column) => values[column] ?? '');
  });
  return `\ufeff${[COLUMNS, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')}`;
}

/** One document. */
export function reportJson(report: Report, tenantId: string): string {
  const mailboxes = report.rows.map((row) => valuesOf(row, report));
  return `${JSON.stringify({ ...headOf(report, tenantId), mailboxes }, null, 2)}\n`;
}

/** The first line is the report itself, each other one a mailbox. */
export function reportJsonLines(report: Report, tenantId: string): string {
  const mailboxes = report.rows.map((row) => ({ kind: 'mailbox', ...valuesOf(row, report) }));
  return [{ kind: 'report', ...headOf(report, tenantId) }, ...mailboxes]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

function headOf({ rows: _, scan, ...head }: Report, tenantId: string): object {
  const { id, state, startedAt, endedAt, problems, rolesChecked } = scan;
  const read = { id, state, startedAt, endedAt, problems, rolesChecked };
  return { schema: SCHEMA, control: CONTROL, tenantId, ...head, scan: read };
}

/** The exemption stands here only where it is in force for a mailbox that can sign in. */
function valuesOf({ result, mailbox: assessed }: ReportRow, { scan }: Report): Readonly<Record<string, string | null>> {
  const { mailbox, account, signIn, verdict, cause, evidence } = assessed;
  const exemption = verdict === 'exempt' ? assessed.exemption : null;
  const { type, displayName, address, userPrincipalName } = mailbox;
  return {
    ...{ result, type, displayName, address, userPrincipalName },
    objectId: account?.id ?? mailbox.objectId,
    ...{ signIn, verdict, cause, evidence },
    exemptUntil: exemption?.until ?? null,
    exemptionOwner: exemption?.ownerName ?? null,
    exemptionReason: exemption?.reason ?? null,
    exemptionRequest: exemption?.requestId ?? null,
    readAt: scan.endedAt,
  };
}
