// Too much for one request: the parts that it falls into, each to be selected.
import type { Part } from '../../src/approvals/choose-mailboxes.js';
import type { Scan } from '../../src/mailboxes/scan.js';
import type { Reader, View } from './view.js';
import { counted, momentAndAge, number } from './when.js';
import { typeWord } from './words.js';

export interface SplitFacts {
  readonly total: number;
  /** Most mailboxes in one request. */
  readonly limit: number;
  readonly parts: readonly Part[];
  /** Ids of the drafts of the first parts, in their order. */
  readonly drafts: readonly string[];
  /** What they were chosen from; null where they were named. */
  readonly scan: Pick<Scan, 'state' | 'endedAt'> | null;
  readonly reader: Reader;
}

/** Each row shows the preview of its part, with the reason and end that were said already; the card itself stays. */
export function splitView({ total, limit, parts, drafts, scan, reader }: SplitFacts): View<'split'> {
  const headline = `${counted(total, 'mailbox', 'mailboxes')} are more than one request may hold`;
  const shown = parts.slice(0, drafts.length);
  const left = parts.length - shown.length;
  const state = scan?.state === 'partial' ? 'partial scan' : 'scan';
  return {
    card: 'split',
    summary: headline,
    data: {
      headline,
      next: `A request holds ${number(limit)} at most. Select the parts one after the other: each shows its preview, with what you said.`,
      readAt: scan === null ? '' : `Of the ${state} of ${momentAndAge(scan.endedAt, reader)}.`,
      rows: shown.map((part, index) => ({ ...rowOf(part), draftId: drafts[index] ?? '' })),
      more:
        left > 0
          ? `And ${counted(left, 'more part')}: ask the same again after these. What is in an open request is left out then.`
          : '',
    },
  };
}

function rowOf({ type, mailboxes, first, of }: Part): {
  readonly name: string;
  readonly about: string;
  readonly title: string;
} {
  const count = mailboxes.length;
  const range = `${number(first)} to ${number(first + count - 1)} of ${number(of)}, strongest evidence first`;
  return {
    name: typeWord(type),
    about: count === of ? counted(count, 'mailbox', 'mailboxes') : range,
    title: `Preview ${counted(count, 'mailbox', 'mailboxes')}`,
  };
}
