// The list of mailboxes: the numbers of the scan, the age of the data, and one page of rows.
import type { CardData } from '../../cards/index.js';
import type { AssessedMailbox } from '../../src/mailboxes/mailbox.js';
import type { MailboxFilter, MailboxPage, Scan } from '../../src/mailboxes/scan.js';
import { exemptionLine } from './exemption.js';
import { identity, keyOf, known, shortName } from './identity.js';
import { onCard, plain } from './plain.js';
import { breakdownOf, headlineOf, problemsOf, readLine, totalsOf } from './totals.js';
import type { Reader, View } from './view.js';
import { counted, number } from './when.js';
import { causePhrase, inText, SIGN_IN_WORD, typeWord, VERDICT_SIGN } from './words.js';

export interface ListFacts {
  readonly scan: Scan;
  readonly page: MailboxPage;
  readonly filter: MailboxFilter;
  /** Whether the page is the one mailbox that was chosen by name. */
  readonly isChosen?: boolean;
  readonly reader: Reader;
  /** In watch mode no block can be asked for, so none is offered. */
  readonly mode?: 'enforce' | 'watch';
}

const NONE_WATCHED =
  'No mailboxes. Look whether MAILBOX_TYPES names the right types, and type “doctor”: it says what the bot can read.';

/** The list card. Only a complete scan without exposed and unknown mailboxes says that there is nothing to block. */
export function listView(facts: ListFacts): View<'list'> {
  const { scan, page, filter, isChosen = false, reader, mode = 'enforce' } = facts;
  const { text: headline, tone } = headlineOf(scan);
  const found = isChosen ? chosenLine(page) : shownLine(page, filter);
  const shown = scan.counts.targets === 0 && !isNarrowed(filter) ? NONE_WATCHED : found;
  const last = Math.max(0, Math.ceil(page.total / page.pageSize) - 1);
  const turns = { hasPrevious: page.page > 0, hasNext: page.page < last };
  // The button asks for all that fit the filter, and one chosen by name is none of its words.
  const canRequest = mode === 'enforce' && !isChosen && showsExposed(page, filter);
  return {
    card: 'list',
    summary: `${headline}. ${shown}`,
    data: {
      tone,
      headline,
      readAt: readLine(scan, reader),
      totals: totalsOf(scan),
      ...donutOf(scan),
      breakdown: [breakdownOf(scan), scan.rolesChecked ? '' : ROLES_NOT_CHECKED].join(' ').trim(),
      problems: problemsOf(scan),
      filter: {
        verdict: filter.verdict ?? 'all',
        type: filter.type ?? 'all',
        text: plain(filter.text ?? '', TEXT_LIMIT, TEXT_LIMIT * 2),
        shown: page.total === 0 && (isChosen || isNarrowed(filter)),
      },
      shown,
      rows: page.rows.map((assessed) => row(assessed, reader)),
      paging: {
        previous: Math.max(0, Math.min(page.page - 1, last)),
        next: page.page + 1,
        ...turns,
      },
      request: { canRequest, scanMode: canRequest && turns.hasPrevious && turns.hasNext ? 'secondary' : 'primary' },
    },
  };
}

const SLICES = [
  { verdict: 'blocked', legend: 'Blocked', color: 'good' },
  { verdict: 'exposed', legend: 'Exposed', color: 'attention' },
  { verdict: 'exempt', legend: 'Exempt', color: 'categoricalBlue' },
  { verdict: 'synced', legend: 'Synced, can sign in', color: 'warning' },
  { verdict: 'protected', legend: 'Protected, can sign in', color: 'categoricalPurple' },
  { verdict: 'unknown', legend: 'Not known', color: 'neutral' },
] as const;

/** The same numbers as a picture; a host without charts shows the numbers alone. */
function donutOf({ counts }: Scan): Pick<CardData['list'], 'donut' | 'hasDonut'> {
  const slices = SLICES.filter(({ verdict }) => counts.verdicts[verdict] > 0);
  const donut = slices.map(({ verdict, legend, color }) => ({ legend, value: counts.verdicts[verdict], color }));
  return { donut, hasDonut: donut.length > 1 };
}

/** As much of the text as `list` takes: a shorter one would find other mailboxes on the next page. */
const TEXT_LIMIT = 256;

const ROLES_NOT_CHECKED =
  'Directory roles were not checked: an administrator’s account may stand here as exposed. Microsoft refuses to block it.';

function row(assessed: AssessedMailbox, reader: Reader): CardData['list']['rows'][number] {
  const { mailbox, signIn, verdict, exemption } = assessed;
  const { name, address } = identity(mailbox);
  const why =
    verdict === 'exempt' && exemption !== null ? `exempt ${exemptionLine(exemption, reader)}` : causePhrase(assessed);
  const about = [typeWord(mailbox.type), why].filter((part) => part !== '');
  return {
    ...inText(VERDICT_SIGN[verdict]),
    state: SIGN_IN_WORD[signIn],
    name,
    address,
    about: about.join(' · '),
    title: `Open ${shortName(mailbox)}`,
    mailbox: keyOf(known(assessed)),
  };
}

/** Whether a block of all that fit this filter is a block of something that stands here. */
function showsExposed({ rows }: MailboxPage, { verdict }: MailboxFilter): boolean {
  return (verdict === null || verdict === 'exposed') && rows.some((row) => row.verdict === 'exposed');
}

function isNarrowed({ verdict, type, text }: MailboxFilter): boolean {
  return verdict !== null || type !== null || (text ?? '') !== '';
}

/** Which rows these are, such as "1 to 10 of 14 exposed room mailboxes". */
function shownLine({ rows, total, page, pageSize }: MailboxPage, filter: MailboxFilter): string {
  const what = whatIsShown(filter, total);
  if (total === 0) return `No ${what}.${isNarrowed(filter) ? ' Change the filter to see others.' : ''}`;
  if (rows.length === 0)
    return `There is no page ${number(page + 1)}; ${counted(total, 'mailbox', 'mailboxes')} in all.`;
  const first = page * pageSize + 1;
  return `${number(first)} to ${number(first + rows.length - 1)} of ${number(total)} ${what}. Select one to open it.`;
}

function chosenLine({ total }: MailboxPage): string {
  return total === 0
    ? 'The mailbox you chose is not in the newest scan any more. Change the filter to see others.'
    : 'The mailbox you chose. Select it to open it; apply the filter without choosing one to see all.';
}

function whatIsShown({ verdict, type, text }: MailboxFilter, total: number): string {
  const words = [
    verdict ?? '',
    type === null ? '' : typeWord(type).toLowerCase(),
    total === 1 ? 'mailbox' : 'mailboxes',
    (text ?? '') === '' ? '' : `with “${onCard(text ?? '', 60)}” in name or address`,
  ];
  return words.filter((word) => word !== '').join(' ');
}
