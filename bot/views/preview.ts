// What is about to be asked for, exactly: each mailbox with its state before and after, and what the change means.
import type { Draft } from '../../src/approvals/draft.js';
import type { Reach } from '../../src/approvals/request.js';
import type { Impact } from '../../src/mailboxes/impact.js';
import type { AssessedMailbox } from '../../src/mailboxes/mailbox.js';
import type { Selection } from '../../src/mailboxes/selection.js';
import { ACTION_WORDS } from './action-words.js';
import { exemptionsReplaced } from './exemption.js';
import { filterWords } from './filter-words.js';
import { fitLines } from './fit-lines.js';
import { identity, known } from './identity.js';
import { beforeAndAfter, shared, type Use, useOf } from './impact.js';
import { pageOfItems } from './item-page.js';
import { nameOnCard, onCard, plain, plainName, reasonOnCard } from './plain.js';
import { foresight } from './reach-words.js';
import { effectOf, leftOutOf } from './request.js';
import type { Reader, View } from './view.js';
import { counted, lasting, moment, momentAndAge } from './when.js';
import { causeWords, typeWord } from './words.js';

/** Mailboxes on one page: as many as the sign-in reports can be asked about at once. */
export const PREVIEW_PAGE = 5;
/** Bytes of what is known of the mailboxes of a page; the rest of the card has room beside it whatever it holds. */
const LINES_BYTES = 11_000;
/** Names in a list of programs or people; the others are counted. */
const MOST_NAMES = 5;

export interface PreviewFacts {
  readonly draft: Draft;
  readonly reader: Reader;
  /** First is 0. */
  readonly page: number;
  /** By object id, lower case. */
  readonly impacts: ReadonlyMap<string, Impact>;
  /** Who could hear of it; null where that is not known. */
  readonly reach: Reach | null;
  /** The rules that the request would be made with. */
  readonly rules: { readonly quorum: number; readonly ttlMs: number; readonly revokeSessions: boolean };
}

/** The preview card: nothing is asked for until its button is pressed. */
export function previewView({ draft, reader, page, impacts, reach, rules }: PreviewFacts): View<'preview'> {
  const { shown, heading, paging } = pageOfItems(draft.mailboxes, page, PREVIEW_PAGE);
  const title = titleOf(draft);
  const { notes, lines: all } = shared(shown.map((mailbox) => useOfMailbox(mailbox, draft, impacts, reader)));
  const lines = fitLines(all, LINES_BYTES);
  return {
    card: 'preview',
    summary: `Preview: ${title}. Nothing is asked for yet.`,
    data: {
      tone: draft.isUrgent ? 'attention' : 'accent',
      headline: 'Preview: nothing is asked for yet',
      title: onCard(title),
      next: [nextOf(rules, draft), reach === null ? '' : foresight(reach, rules.quorum)].filter(isSaid).join(' '),
      facts: factsOf(draft, reader),
      warning: draft.selection === null ? '' : aboutScan(draft.selection, reader),
      items: shown.map((mailbox, index) => itemOf(mailbox, draft, lines[index] ?? [])),
      itemsHeading: heading,
      notes: notes.map((text) => ({ text })),
      leftOut: leftOutOf(draft.leftOut),
      effect: effectOf({ action: draft.action, rules }),
      paging,
      draftId: draft.id,
    },
  };
}

const isSaid = (sentence: string): boolean => sentence !== '';

/** Holds the mailbox's name when there is but one: outside text. */
function titleOf({ action, mailboxes, isUrgent }: Draft): string {
  const [first] = mailboxes;
  const only = mailboxes.length === 1 && first !== undefined ? plain(plainName(first.mailbox.displayName), 60) : null;
  const words = ACTION_WORDS[action].what(only ?? counted(mailboxes.length, 'mailbox', 'mailboxes'));
  return isUrgent ? `Urgent: ${words}` : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function nextOf({ quorum, ttlMs }: PreviewFacts['rules'], { isUrgent }: Draft): string {
  const who = quorum === 1 ? 'An approver other than you decides' : `${quorum} approvers other than you decide`;
  const pages = isUrgent ? ' Everyone who can be reached is paged until somebody does.' : '';
  return `Look at the list, then send the request. ${who} within ${lasting(ttlMs)}, or it expires.${pages}`;
}

function factsOf(draft: Draft, reader: Reader): View<'preview'>['data']['facts'] {
  const { action, reason, until, owner, mailboxes, selection } = draft;
  const facts = [{ label: 'Why', value: reasonOnCard(reason), detail: '' }];
  if (until !== null) facts.push({ label: 'Until', value: momentAndAge(until, reader), detail: '' });
  if (owner !== null) {
    facts.push({ label: 'Owner', value: nameOnCard(owner.name), detail: plain(owner.objectId, 64) });
  }
  if (selection !== null) {
    const scan = `of the scan of ${momentAndAge(selection.scan.endedAt, reader)}`;
    facts.push({ label: 'Chosen', value: `all ${filterWords(selection)}`, detail: scan });
  }
  const replaced = exemptionsReplaced(action, mailboxes, reader).map((fact) => ({ ...fact, detail: '' }));
  return [...facts, ...replaced];
}

/** Past this age a scan is called old: new and newly enabled mailboxes may be missing. */
const OLD_MS = 2 * 3_600_000;

/** What the choice may lack; empty when the scan was whole and recent. */
function aboutScan({ scan }: Selection, reader: Reader): string {
  if (scan.state === 'partial') {
    return 'The scan that this was chosen from was partial: mailboxes that fit may be missing. Type “scan”, then ask again.';
  }
  if (Date.parse(reader.now) - Date.parse(scan.endedAt) <= OLD_MS) return '';
  return `The scan that this was chosen from is of ${moment(scan.endedAt, reader)}: mailboxes that fit since are missing. Type “scan”, then ask again.`;
}

function useOfMailbox(
  mailbox: AssessedMailbox,
  { action }: Draft,
  impacts: PreviewFacts['impacts'],
  reader: Reader,
): Use {
  const { account, verdict } = mailbox;
  const impact = impacts.get(account?.id ?? '');
  return useOf({ action, verdict, why: causeWords(mailbox), impact, reader, most: MOST_NAMES });
}

function itemOf(
  mailbox: AssessedMailbox,
  { action }: Draft,
  lines: Use['lines'],
): View<'preview'>['data']['items'][number] {
  return {
    ...identity(known(mailbox)),
    about: `${typeWord(mailbox.mailbox.type)} · ${beforeAndAfter(action, mailbox.verdict)}`,
    lines,
  };
}
