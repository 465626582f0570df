// One mailbox of a request: who it is, exactly, what is known of its use, what became of it, and what to do about that.
import type { CardData } from '../../cards/index.js';
import { nextStep } from '../../src/approvals/next-step.js';
import type { ItemOutcome, Request, RequestItem } from '../../src/approvals/request.js';
import { isStanding } from '../../src/approvals/transitions.js';
import type { Impact } from '../../src/mailboxes/impact.js';
import { fitLines } from './fit-lines.js';
import { identity } from './identity.js';
import { beforeAndAfter, shared, type Use, useOf } from './impact.js';
import type { ItemPage } from './item-page.js';
import { onCard, plain, plainName } from './plain.js';
import type { Reader } from './view.js';
import { counted, moment } from './when.js';
import { EVIDENCE_WORD, type Sign, typeWord } from './words.js';

/** Characters: ten of the longest in any script leave room for the rest of the card. */
const WHY_LIMIT = 130;

/** Characters of a name that stands in the middle of a line. */
const NAME_LIMIT = 60;

/** Names in a list of programs or people; the others are counted. */
const MOST_NAMES = 3;

/** The mailboxes of a request in a few words: the name of the first, and how many others. Outside text: for a TextRun or a summary only. */
export function whatIsAsked(items: readonly RequestItem[]): string {
  const [first] = items;
  if (first === undefined) return 'no mailbox';
  const name = plain(plainName(first.displayName), NAME_LIMIT);
  return items.length === 1 ? name : `${name} and ${counted(items.length - 1, 'other')}`;
}

type Outcome = Sign & { readonly outcome: string; readonly detail: string };
type Row = CardData['request']['items'][number];

const NO_USE: Use = { lines: [], notKnown: [] };

/** Bytes that a card may have in all, with a little to spare; what a row costs beside its texts. */
const ROOM = 24_500;
const ROW_BYTES = 500;

/**
 * Rows of the request card: name, address and object id, because a name alone can be anyone's.
 * @param bytesTaken by the rest of the card
 */
export function requestItems(
  { shown, heading, paging }: ItemPage<RequestItem>,
  request: Request,
  impacts: ReadonlyMap<string, Impact> | undefined,
  reader: Reader,
  bytesTaken: number,
): Pick<CardData['request'], 'items' | 'itemsHeading' | 'notes' | 'paging'> {
  const { notes, lines: all } = shared(shown.map((item) => useOfItem(item, request, impacts, reader)));
  const rows = shown.map((item) => row(item, request, [], reader));
  const lines = fitLines(all, ROOM - bytesTaken - Buffer.byteLength(JSON.stringify(rows)) - rows.length * ROW_BYTES);
  const items = rows.map((one, index) => ({ ...one, lines: lines[index] ?? [] }));
  return { items, itemsHeading: heading, notes: notes.map((text) => ({ text })), paging };
}

/** What an account is used for matters as long as somebody may decide by it. */
function useOfItem(
  { objectId, verdict, evidence, outcome }: RequestItem,
  { state, action }: Request,
  impacts: ReadonlyMap<string, Impact> | undefined,
  reader: Reader,
): Use {
  if (state !== 'pending' || outcome !== null) return NO_USE;
  const impact = impacts?.get(objectId.toLowerCase());
  const why = verdict === 'exposed' ? EVIDENCE_WORD[evidence] : '';
  return useOf({ action, verdict, why, impact, reader, most: MOST_NAMES });
}

function row(item: RequestItem, request: Request, lines: Use['lines'], reader: Reader): Row {
  return {
    ...identity(item),
    about: isStanding(item)
      ? `${typeWord(item.type)} · ${beforeAndAfter(request.action, item.verdict)}`
      : typeWord(item.type),
    lines,
    ...outcomeOf(item.outcome, reader),
    todo: nextStep(request, item),
    trace: traceOf(item),
  };
}

function outcomeOf(outcome: ItemOutcome | null, reader: Reader): Outcome {
  switch (outcome?.kind) {
    case undefined:
      return { mark: '', tone: 'default', outcome: '', detail: '' };
    case 'struck':
      return {
        mark: '–',
        tone: 'default',
        outcome: 'Struck off',
        detail: `by ${onCard(plainName(outcome.by.name), 60)}`,
      };
    case 'blocked':
      return { mark: '✓', tone: 'good', outcome: 'Blocked', detail: `read back ${moment(outcome.at, reader)}` };
    case 'unblocked':
      return { mark: '✓', tone: 'good', outcome: 'Unblocked', detail: `read back ${moment(outcome.at, reader)}` };
    case 'written':
      return { mark: '⏳', tone: 'accent', outcome: 'Written', detail: 'waiting until Entra shows it' };
    case 'already-blocked':
      return { mark: '✓', tone: 'good', outcome: 'Was blocked already', detail: 'nothing was written' };
    case 'exempted':
      return { mark: '✓', tone: 'good', outcome: 'Exempted', detail: 'nothing had to be written' };
    case 'skipped':
      return { mark: '–', tone: 'default', outcome: 'Left alone', detail: onCard(outcome.why, WHY_LIMIT) };
    case 'failed':
      return outcome.isUnconfirmed === true
        ? { mark: '?', tone: 'default', outcome: 'Not confirmed', detail: onCard(outcome.why, WHY_LIMIT) }
        : { mark: '✕', tone: 'attention', outcome: 'Failed', detail: onCard(outcome.why, WHY_LIMIT) };
  }
}

/** What Microsoft's support finds a refused change by. */
function traceOf({ outcome }: RequestItem): string {
  if (outcome?.kind !== 'failed' || outcome.microsoftRequestId === null) return '';
  return `Microsoft’s request id ${plain(outcome.microsoftRequestId, 64)}`;
}
