// Asks for what was left unsaid: why, until when where the change ends, and which ones where there is a choice.
import type { Draft } from '../../src/approvals/draft.js';
import type { RequestAction } from '../../src/approvals/request.js';
import type { AssessedMailbox } from '../../src/mailboxes/mailbox.js';
import { typedTime } from '../wall-time.js';
import { type Choice, choiceOf } from './choice.js';
import { identity, known } from './identity.js';
import { pageOfItems } from './item-page.js';
import { onCard, plain } from './plain.js';
import type { Reader, View } from './view.js';
import { counted, number } from './when.js';
import { typeWord } from './words.js';

const MOST_SHOWN = 10;
/** Mailboxes on one page to choose from. */
const CHOICES_A_PAGE = 20;

export interface AskFacts {
  /** One that lacks something. */
  readonly draft: Draft;
  /** The form that reasons must have here, as a regular expression; null where any will do. */
  readonly pattern: string | null;
  readonly reader: Reader;
  /** First is 0. */
  readonly page?: number;
}

const WHICH: Readonly<Record<RequestAction, string>> = {
  block: 'Which ones should be blocked, and why?',
  unblock: 'Which ones may sign in again, until when, and why?',
  exempt: 'Which ones should be exempt, until when, and why?',
};

const QUESTION: Readonly<Record<RequestAction, (what: string) => string>> = {
  block: (what) => `Why should ${what} be blocked?`,
  unblock: (what) => `Until when, and why, should ${what} be allowed to sign in?`,
  exempt: (what) => `Until when, and why, should ${what} be exempt?`,
};

/** The mailboxes, and fields for the rest. Its buttons send the draft's id: everything said so far is kept with that. */
export function askView({ draft, pattern, reader, page = 0 }: AskFacts): View<'ask'> {
  const { action, mailboxes, reason, until, stage } = draft;
  const what = mailboxes.length === 1 ? 'this mailbox' : counted(mailboxes.length, 'mailbox', 'mailboxes');
  const choosing = stage === 'choosing' && mailboxes.length > 1;
  const headline = choosing ? WHICH[action] : QUESTION[action](what);
  return {
    card: 'ask',
    summary: headline,
    data: {
      headline,
      ...(choosing ? choicesOf(mailboxes, page) : listOf(mailboxes)),
      choosing,
      asksUntil: action !== 'block',
      until: until === null ? '' : typedTime(until, reader.timeZone),
      owner: plain(draft.ownerSaid, 320),
      reason: plain(reason, 500),
      hint: pattern === null ? '' : `Reasons here have this form: ${onCard(pattern, 200)}`,
      effect: 'Nothing changes yet: you see a preview first, and an approver other than you decides.',
      draftId: draft.id,
    },
  };
}

type Which = Pick<
  View<'ask'>['data'],
  'items' | 'more' | 'itemsHeading' | 'choices' | 'chosen' | 'allTitle' | 'paging'
>;

const NO_PAGES = { previous: 0, next: 0, hasPrevious: false, hasNext: false };

function listOf(mailboxes: readonly AssessedMailbox[]): Which {
  const left = mailboxes.length - MOST_SHOWN;
  const shown = mailboxes.slice(0, MOST_SHOWN);
  return {
    items: shown.map((one) => ({ ...identity(known(one)), about: typeWord(one.mailbox.type) })),
    more: left > 0 ? `And ${number(left)} more.` : '',
    ...{ itemsHeading: '', choices: [], chosen: '', allTitle: '', paging: NO_PAGES },
  };
}

/** On one page all are ticked already; of several pages nobody can see all ticks, so there is a button for all of them. */
function choicesOf(mailboxes: readonly AssessedMailbox[], wanted: number): Which {
  const { shown, heading, paging } = pageOfItems(mailboxes, wanted, CHOICES_A_PAGE);
  const choices: readonly Choice[] = shown.map(({ mailbox, account }) =>
    choiceOf({ ...mailbox, objectId: account?.id ?? mailbox.objectId ?? '' }),
  );
  const isWhole = shown.length === mailboxes.length;
  return {
    ...{ items: [], more: '', paging, choices },
    itemsHeading: isWhole ? 'Mailboxes' : `${heading} (what you tick counts for this page)`,
    chosen: isWhole ? choices.map(({ objectId }) => objectId).join(',') : '',
    allTitle: isWhole ? '' : `Preview all ${number(mailboxes.length)}`,
  };
}
