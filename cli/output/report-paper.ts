// The report as text for a terminal: the result and what it rests on, counts by type, and every mailbox that did not pass.
import { MAILBOX_TYPES } from '../../src/mailboxes/mailbox.js';
import { CONTROL } from '../../src/report/control.js';
import type { Report, ReportRow } from '../../src/report/report.js';
import { table, terminalText } from './terminal-text.js';

const RESULT = { passed: 'PASS', failed: 'FAIL', 'not-known': 'NOT KNOWN' } as const;
const HEADINGS = ['result', 'name', 'address', 'why', 'evidence', 'exempt until', 'owner', 'reason', 'object id'];

export function reportPaper(report: Report): string {
  const { types, rows, trend } = report;
  const byType = MAILBOX_TYPES.map((type) => {
    const { total, blocked, allowed, unknown } = types[type];
    return [type, ...[total, blocked, allowed, unknown].map(String), type === CONTROL.type ? 'decides' : 'told apart'];
  });
  const wanting = rows.filter(({ result }) => result !== 'passed' && result !== 'not-controlled');
  const days = trend.map(({ day, allowed }) => [day, String(allowed)]);
  return [
    `${linesOf(report).join('\n')}\n`,
    table(['type', 'all', 'blocked', 'allowed', 'not known', ''], byType),
    ...(wanting.length === 0 ? [] : [table(HEADINGS, wanting.map(cellsOf))]),
    ...(days.length < 2 ? [] : [table(['day (UTC)', 'shared mailboxes that could sign in'], days)]),
  ].join('\n');
}

function linesOf({ result, counts, evidence, notes, scan, types, onlyExceptions }: Report): readonly string[] {
  const { total, allowed } = types[CONTROL.type];
  const excepted = counts['failed-with-exception'];
  const under = onlyExceptions ? 'each of them' : `${excepted} of them`;
  const used = Object.entries(evidence).filter(([, count]) => count > 0);
  return [
    `${CONTROL.benchmark} ${CONTROL.id}: ${CONTROL.title} (${CONTROL.tags.slice(1).join(', ')})`,
    `${RESULT[result]}: ${allowed} of ${total} shared mailboxes can sign in${excepted > 0 ? `, ${under} under a dated exemption` : ''}.`,
    `Read ${scan.startedAt} to ${scan.endedAt}, ${scan.state}.`,
    ...(used.length === 0 ? [] : [`Use of those: ${used.map(([name, n]) => `${n} ${words(name)}`).join(', ')}.`]),
    ...notes,
    ...scan.problems.map(terminalText),
  ];
}

function cellsOf({ result, mailbox: { mailbox, account, cause, evidence, exemption } }: ReportRow): readonly string[] {
  const excepted =
    result === 'failed-with-exception' && exemption !== null
      ? [exemption.until.slice(0, 10), exemption.ownerName, exemption.reason]
      : ['', '', ''];
  const { displayName, address } = mailbox;
  const id = account?.id ?? mailbox.objectId ?? '';
  return [words(result), displayName, address, words(cause), words(evidence), ...excepted, id];
}

const words = (name: string): string => name.replaceAll('-', ' ');
