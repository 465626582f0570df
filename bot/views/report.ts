// The card of a report: the result, what it rests on, what failed and who answers for exemptions, and how it was before.
import type { CardData } from '../../cards/index.js';
import { EVIDENCE, type Evidence, MAILBOX_TYPES, type MailboxType } from '../../src/mailboxes/mailbox.js';
import { CONTROL } from '../../src/report/control.js';
import type { Report, ReportRow, Tally } from '../../src/report/report.js';
import { buttons, STEP } from './button.js';
import { exemptionLine } from './exemption.js';
import { identity } from './identity.js';
import { onCard } from './plain.js';
import { readLine } from './totals.js';
import type { Reader, View } from './view.js';
import { counted, moment, number } from './when.js';
import { EVIDENCE_WORD, typeWord } from './words.js';

const MOST_ROWS = 8;

/** Whether the report can be had as a file: in this chat, in the personal one, or not at all. */
export type Files = 'here' | 'elsewhere' | 'none';

const ELSEWHERE = 'For all of it as a file, type “report csv” or “report json” in our personal chat.';

/** Only a whole reading in which every shared mailbox is blocked passes. */
export function reportView(report: Report, reader: Reader, files: Files = 'none'): View<'report'> {
  const { result, scan, counts, trend, types } = report;
  const wanting = report.rows.filter((row) => row.result !== 'passed' && row.result !== 'not-controlled');
  const headline = headlineOf(report);
  return {
    card: 'report',
    summary: `${CONTROL.tags[0]}: ${headline}`,
    data: {
      tone: { passed: 'good', failed: 'attention', 'not-known': 'warning' }[result],
      headline,
      text: explanation(report),
      note: CONTROL.tags.join(' · '),
      problems: scan.problems.map((problem) => onCard(problem, 300)),
      counts: [
        { count: number(counts.passed), word: 'passed' },
        { count: number(counts.failed), word: 'failed' },
        { count: number(counts['failed-with-exception']), word: 'failed with exception' },
        { count: number(counts['not-known']), word: 'not known' },
      ],
      types: MAILBOX_TYPES.map((type) => typeLine(type, types[type])),
      itemsHeading: wanting.length === 0 ? '' : 'What did not pass',
      items: wanting.slice(0, MOST_ROWS).map((row) => itemOf(row, reader)),
      more: moreOf(wanting.slice(MOST_ROWS)),
      hasTrend: trend.length > 1,
      // Fourteen days at most, so none is twice; a whole date would be cut under its bar.
      trend: trend.map(({ day, allowed }) => ({ x: String(Number(day.slice(-2))), y: allowed })),
      trendAxis: `Day (UTC), ${trend[0]?.day ?? ''} to ${trend.at(-1)?.day ?? ''}`,
      trendText: trend.map(({ day, allowed }) => `${day}: ${number(allowed)}`).join('; '),
      readAt: `${readLine(scan, reader)} Reported ${moment(report.at, reader)}.`,
      files: files === 'elsewhere' ? ELSEWHERE : '',
      hasFiles: files === 'here',
      fileButtons: buttons(files === 'here' ? [STEP.reportCsv, STEP.reportJson] : []),
      buttons: buttons([STEP.listExposed, STEP.listExempt]),
    },
  };
}

function headlineOf({ result, counts, onlyExceptions }: Report): string {
  const failed = counts.failed + counts['failed-with-exception'];
  const total = failed + counts.passed + counts['not-known'];
  switch (result) {
    case 'passed':
      return `✓ Passed: sign-in is blocked for ${total === 1 ? 'the only shared mailbox' : `all ${number(total)} shared mailboxes`}`;
    case 'failed':
      return `✕ Failed${onlyExceptions ? ', by exceptions only' : ''}: ${number(failed)} of ${counted(total, 'shared mailbox', 'shared mailboxes')} can sign in`;
    case 'not-known':
      return '? Not known: not everything could be looked at';
  }
}

function explanation({ result, counts, evidence, notes }: Report): string {
  const exempt = counts['failed-with-exception'];
  const excepted =
    exempt === 0
      ? ''
      : `${counted(exempt, 'is', 'are')} exempt: the control knows no exceptions, so that counts as failed with an exception.`;
  const used = EVIDENCE.filter((one) => evidence[one] > 0).map((one) => `${number(evidence[one])} ${USED[one]}`);
  const rule = 'Sign-in has to be blocked for every shared mailbox.';
  const use = used.length === 0 ? '' : `Use of those that can sign in: ${used.join(', ')}.`;
  // Notes stand in the way of a pass; where something failed there is none anyway.
  const against = {
    passed: [],
    failed: [excepted, use, ...notes],
    'not-known': [...notes, 'So it cannot pass.'],
  }[result];
  return [rule, ...against.filter((line) => line !== '')].join(' ');
}

/** After a count. */
const USED: Readonly<Record<Evidence, string>> = {
  'direct-sign-in': 'used with its own password',
  'password-set': 'with a password set after creation',
  converted: 'converted from a person’s mailbox',
  'never-used': 'without a sign-in on record',
  'not-known': 'not known',
};

/** Our own words. */
function typeLine(
  type: MailboxType,
  { total, blocked, allowed, unknown: notKnown }: Tally,
): { readonly label: string; readonly value: string } {
  const label =
    type === CONTROL.type ? `${typeWord(type)} (decides the result)` : `${typeWord(type)} (reported, decides nothing)`;
  const unknown = notKnown === 0 ? '' : `, ${number(notKnown)} not known`;
  return { label, value: `${number(total)}: ${number(blocked)} blocked, ${number(allowed)} can sign in${unknown}` };
}

/** Outside text: for TextRuns only. */
function itemOf({ mailbox: assessed, result }: ReportRow, reader: Reader): CardData['report']['items'][number] {
  const { name, address } = identity(assessed.mailbox);
  const { exemption } = assessed;
  const about =
    result === 'failed-with-exception' && exemption !== null
      ? `exempt ${exemptionLine(exemption, reader)}`
      : result === 'not-known'
        ? 'whether it can sign in is not known'
        : EVIDENCE_WORD[assessed.evidence];
  const isUnknown = result === 'not-known';
  return { mark: isUnknown ? '?' : '✕', tone: isUnknown ? 'default' : 'attention', name, address, about };
}

/** How many are not shown, and the lists that have them. */
function moreOf(rest: readonly ReportRow[]): string {
  if (rest.length === 0) return '';
  const lists = [...new Set(rest.map(({ mailbox }) => `“list ${mailbox.verdict} shared”`))];
  const named = lists.length === 1 ? `${lists[0]} has` : `${lists.slice(0, -1).join(', ')} and ${lists.at(-1)} have`;
  return `And ${number(rest.length)} more: ${named} all.`;
}
