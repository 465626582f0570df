// One mailbox of a request: who it is, exactly, and what became of it.
import type { CardData } from '../../cards/index.js';
import type { ItemOutcome, RequestAction, RequestItem } from '../../src/approvals/request.js';
import type { Impact } from '../../src/mailboxes/impact.js';
import { identity } from './identity.js';
import { beforeAndAfter, impactLine } from './impact.js';
import { onCard, plain, plainName } from './plain.js';
import type { Reader } from './view.js';
import { counted, moment } from './when.js';
import { type Sign, typeWord } from './words.js';

/** Characters: ten of the longest in any script leave room for the rest of the card. */
const WHY_LIMIT = 160;

/** Characters of a name that stands in the middle of a line. */
const NAME_LIMIT = 60;

/** The mailboxes of a request in a few words: the name of the first, and how many others. Outside text: for a TextRun or a summary only. */
export function whatIsAsked(items: readonly RequestItem[]): string {
  const [first] = items;
  if (first === undefined) return 'no mailbox';
  const name = plain(plainName(first.displayName), NAME_LIMIT);
  return items.length === 1 ? name : `${name} and ${counted(items.length - 1, 'other')}`;
}

type Outcome = Sign & { readonly outcome: string; readonly detail: string };

/** A row of the request card: name, address and object id, because a name alone can be anyone's. */
export function requestItem(
  item: RequestItem,
  action: RequestAction,
  impact: Impact | undefined,
  reader: Reader,
): CardData['request']['items'][number] {
  return {
    ...identity(item),
    about: `${typeWord(item.type)} · ${beforeAndAfter(action, item.verdict)}`,
    impact: item.outcome === null ? impactLine(impact, item.evidence, reader) : '',
    ...outcomeOf(item.outcome, reader),
  };
}

function outcomeOf(outcome: ItemOutcome | null, reader: Reader): Outcome {
  switch (outcome?.kind) {
    case undefined:
      return { mark: '', tone: 'default', outcome: '', detail: '' };
    case 'struck':
      return { mark: '–', tone: 'default', outcome: 'Struck off', detail: `by ${plainName(outcome.by.name)}` };
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
        ? { mark: '?', tone: 'warning', outcome: 'Not confirmed', detail: failure(outcome) }
        : { mark: '✕', tone: 'attention', outcome: 'Failed', detail: failure(outcome) };
  }
}

function failure({ why, microsoftRequestId }: Extract<ItemOutcome, { kind: 'failed' }>): string {
  const trace = microsoftRequestId === null ? '' : ` Microsoft’s request id: ${plain(microsoftRequestId, 64)}`;
  return `${onCard(why, WHY_LIMIT)}${trace}`;
}
