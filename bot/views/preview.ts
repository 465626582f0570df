// What is about to be asked for, exactly: each mailbox with its state before and after, and what the change means.
import type { Draft } from '../../src/approvals/draft.js';
import type { Reach } from '../../src/approvals/request.js';
import type { Impact } from '../../src/mailboxes/impact.js';
import type { AssessedMailbox } from '../../src/mailboxes/mailbox.js';
import { ACTION_WORDS } from './action-words.js';
import { exemptionsReplaced } from './exemption.js';
import { identity, known } from './identity.js';
import { beforeAndAfter, impactLine } from './impact.js';
import { nameOnCard, onCard, plain, plainName, reasonOnCard } from './plain.js';
import { foresight } from './reach-words.js';
import { effectOf, leftOutOf, pageOfItems } from './request.js';
import type { Reader, View } from './view.js';
import { counted, lasting, momentAndAge } from './when.js';
import { typeWord } from './words.js';

/** Mailboxes on one page: as many as the sign-in reports can be asked about at once. */
export const PREVIEW_PAGE = 5;

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
  return {
    card: 'preview',
    summary: `Preview: ${title}. Nothing is asked for yet.`,
    data: {
      tone: draft.isUrgent ? 'attention' : 'accent',
      headline: 'Preview: nothing is asked for yet',
      title: onCard(title),
      next: [nextOf(rules, draft), reach === null ? '' : foresight(reach, rules.quorum)].filter(isSaid).join(' '),
      facts: factsOf(draft, reader),
      items: shown.map((mailbox) => itemOf(mailbox, draft, impacts, reader)),
      itemsHeading: heading,
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
  const words = `${ACTION_WORDS[action].what} ${only ?? counted(mailboxes.length, 'mailbox', 'mailboxes')}`;
  return isUrgent ? `Urgent: ${words}` : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function nextOf({ quorum, ttlMs }: PreviewFacts['rules'], { isUrgent }: Draft): string {
  const who = quorum === 1 ? 'An approver other than you decides' : `${quorum} approvers other than you decide`;
  const pages = isUrgent ? ' Everyone who can be reached is paged until somebody does.' : '';
  return `Look at the list, then send the request. ${who} within ${lasting(ttlMs)}, or it expires.${pages}`;
}

function factsOf({ action, reason, until, owner, mailboxes }: Draft, reader: Reader): View<'preview'>['data']['facts'] {
  const facts = [{ label: 'Why', value: reasonOnCard(reason), detail: '' }];
  if (until !== null) facts.push({ label: 'Until', value: momentAndAge(until, reader), detail: '' });
  if (owner !== null) {
    facts.push({ label: 'Owner', value: nameOnCard(owner.name), detail: plain(owner.objectId, 64) });
  }
  const replaced = exemptionsReplaced(action, mailboxes, reader).map((fact) => ({ ...fact, detail: '' }));
  return [...facts, ...replaced];
}

function itemOf(
  mailbox: AssessedMailbox,
  { action }: Draft,
  impacts: PreviewFacts['impacts'],
  reader: Reader,
): View<'preview'>['data']['items'][number] {
  const { account, verdict, evidence } = mailbox;
  return {
    ...identity(known(mailbox)),
    about: `${typeWord(mailbox.mailbox.type)} · ${beforeAndAfter(action, verdict)}`,
    impact: impactLine(impacts.get(account?.id ?? ''), evidence, reader),
  };
}
