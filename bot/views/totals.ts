// The numbers of a scan, as cards show them, and what may honestly be said about them.
import type { Scan } from '../../src/mailboxes/scan.js';
import { onCard } from './plain.js';
import type { Reader } from './view.js';
import { age, counted, moment, number } from './when.js';

/** Mailboxes whose accounts can sign in, whatever the reason. */
export function allowedOf({ counts: { verdicts } }: Scan): number {
  return verdicts.exposed + verdicts.protected + verdicts.synced + verdicts.exempt;
}

/** The three numbers that matter, in words. */
export function totalsOf(scan: Scan): readonly { readonly count: string; readonly word: string }[] {
  const { verdicts } = scan.counts;
  return [
    { count: number(allowedOf(scan)), word: 'can sign in' },
    { count: number(verdicts.unknown), word: 'not known' },
    { count: number(verdicts.blocked), word: 'blocked' },
  ];
}

/** What the mailboxes that can sign in are; empty when there are none. */
export function breakdownOf(scan: Scan): string {
  const allowed = allowedOf(scan);
  if (allowed === 0) return '';
  const parts = (['exposed', 'protected', 'synced', 'exempt'] as const)
    .filter((verdict) => scan.counts.verdicts[verdict] > 0)
    .map((verdict) => `${number(scan.counts.verdicts[verdict])} ${verdict}`);
  return `Of the ${number(allowed)} that can sign in: ${parts.join(', ')}.`;
}

/** One line on the state of the tenant. Only a complete reading may say that nothing is left to block. */
export function headlineOf(scan: Scan): { readonly text: string; readonly tone: 'good' | 'warning' | 'attention' } {
  const { exposed, unknown } = scan.counts.verdicts;
  if (scan.state === 'partial') {
    return { text: `⚠ Partial read: ${partialWords(exposed)}`, tone: exposed > 0 ? 'attention' : 'warning' };
  }
  if (exposed > 0) return { text: `⚠ ${canSignIn(exposed)}`, tone: 'attention' };
  if (unknown > 0)
    return {
      text: `? ${counted(unknown, 'mailbox', 'mailboxes')} not known; no other is left to block`,
      tone: 'warning',
    };
  if (scan.counts.targets === 0) return { text: 'No mailbox of the watched types was found', tone: 'warning' };
  return { text: allClear(scan), tone: 'good' };
}

function partialWords(exposed: number): string {
  return exposed > 0 ? `at least ${canSignIn(exposed)}` : 'not proof that all are blocked';
}

function canSignIn(exposed: number): string {
  return exposed === 1
    ? '1 mailbox can sign in and should not'
    : `${number(exposed)} mailboxes can sign in and should not`;
}

function allClear(scan: Scan): string {
  const { targets } = scan.counts;
  const allowed = allowedOf(scan);
  if (allowed > 0) return `✓ Nothing to block; ${number(allowed)} can still sign in`;
  return targets === 1 ? '✓ Sign-in is blocked for the one mailbox' : `✓ Sign-in is blocked for all ${number(targets)}`;
}

/** How much was read and when: the age of the data in every answer. */
export function readLine(scan: Scan, reader: Reader): string {
  const { targets } = scan.counts;
  const when = `${age(scan.endedAt, reader)} (${moment(scan.endedAt, reader)})`;
  if (targets === 0 && scan.state === 'complete') return `Read ${when}.`;
  const mailboxes = counted(targets, 'mailbox', 'mailboxes');
  if (scan.state === 'partial')
    return `Partial read ${when}: ${mailboxes} seen. What was not read may be able to sign in.`;
  return `${targets === 1 ? 'The one mailbox' : `All ${mailboxes}`} read ${when}.`;
}

const MOST_PROBLEMS = 3;

/** Sentences about what was lost; those past the third are counted. */
export function problemsOf({ problems }: Scan): readonly string[] {
  const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => onCard(problem, 240));
  const more = problems.length - shown.length;
  return more > 0 ? [...shown, `And ${counted(more, 'more problem')}.`] : shown;
}
