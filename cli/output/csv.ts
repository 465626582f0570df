// Rows as CSV (RFC 4180) whose cells no spreadsheet takes for a formula.
import { cell } from '../../src/audit/csv.js';

export function csv(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
