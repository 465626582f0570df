// The card of many findings at once: how many, of what kind and risk, how many are fixed, and a list of those that are not.
import type { Digest, DigestReason } from '../../src/alerts/digest.js';
import type { FindingPage, Tally } from '../../src/alerts/ports.js';
import { buttons, STEP } from './button.js';
import { breakdown, findingRow, pagingOf, rowsHeading } from './finding-rows.js';
import type { Reader, View } from './view.js';
import { counted, moment, number } from './when.js';

export interface DigestFacts {
  readonly digest: Digest;
  /** As this conversation hears of them. */
  readonly tally: Tally;
  /** The open ones, the worst first. */
  readonly page: FindingPage;
  readonly reader: Reader;
}

/** What is said of now counts the open ones; what is said of the moment of telling, all. */
const TITLES: Readonly<Record<DigestReason, (total: number, open: number) => string>> = {
  'first-run': (total, open) =>
    open < total
      ? `${number(open)} of ${counted(total, 'mailbox', 'mailboxes')} can still sign in`
      : `${counted(total, 'mailbox', 'mailboxes')} can sign in`,
  flood: (total) => `${counted(total, 'new alert')} at once`,
  escalation: (total) => `${counted(total, 'alert')} that nobody took care of`,
  woken: (total) => `${counted(total, 'alert')} whose snooze is over`,
  subscribed: (total, open) =>
    open < total ? `${number(open)} of ${counted(total, 'alert')} still open` : counted(total, 'open alert'),
};

/** Stays true: what closes is counted as fixed and leaves the list. */
export function digestView({ digest, tally, page, reader }: DigestFacts): View<'findings'> {
  const { total, open } = tally;
  const isOver = open === 0;
  const done = total - open;
  const headline = isOver ? `✓ ${fixedOf(total, total)}` : `⚠ ${TITLES[digest.reason](total, open)}`;
  return {
    card: 'findings',
    summary: isOver ? headline : `${headline}. ${fixedOf(done, total)}.`,
    data: {
      tone: isOver ? 'good' : 'attention',
      headline,
      text: isOver ? 'Each of them can sign in no more, is exempt, or is gone.' : `${fixedOf(done, total)}. ${WHAT}`,
      hasCounts: total > 1,
      counts: [
        { count: number(open), word: 'open' },
        { count: number(done), word: 'fixed' },
        { count: number(total), word: 'in all' },
      ],
      breakdown: breakdown(tally),
      rowsHeading: rowsHeading(page),
      rows: page.rows.map(findingRow),
      placesHeading: '',
      places: [],
      readAt: `Told ${moment(digest.at, reader)}. This message changes as they are fixed.`,
      paging: pagingOf(page, 'digest', digest.id),
      buttons: buttons([STEP.alerts]),
    },
  };
}

const WHAT = 'Whoever knows or resets such a password can sign in as the mailbox.';

function fixedOf(done: number, total: number): string {
  return `${number(done)} of ${number(total)} fixed`;
}
