// The one path of block, unblock and exempt: find the mailboxes, ask for what was left unsaid, show a preview.
import { choose, split } from '../src/approvals/choose-mailboxes.js';
import { draftRequest, keepAsking, type Wanted } from '../src/approvals/draft-request.js';
import type { Person, RequestAction } from '../src/approvals/request.js';
import { Refused } from '../src/failure.js';
import { findExactLeading, findLeading, findOne } from '../src/mailboxes/find.js';
import type { AssessedMailbox, Verdict } from '../src/mailboxes/mailbox.js';
import type { Scan } from '../src/mailboxes/scan.js';
import type { Selection } from '../src/mailboxes/selection.js';
import type { AskInput } from './ask-input.js';
import type { Reply, Turn } from './command.js';
import type { FilterSaid } from './filter-said.js';
import { findOwner } from './owner.js';
import { takeOwner } from './owner-words.js';
import { showAsking, showPreview } from './preview-reply.js';
import type { Services } from './services.js';
import { readTerm, takeTerm } from './term-words.js';
import { choicesView } from './views/choices.js';
import { filterWords } from './views/filter-words.js';
import { splitView } from './views/split.js';

/**
 * @throws Refused mailbox-*, filter-*, none-fit, until-*, owner-unfit, reason-*, watch-mode, too-many-mailboxes, nothing-to-ask, upstream-*
 */
export async function ask(action: RequestAction, input: AskInput, turn: Turn, services: Services): Promise<Reply> {
  const scan = await services.scanner.latest();
  try {
    const { rest, ...found } = await resolve(action, input, scan, services);
    const { until, reason, owner: ownerSaid } = saidOf(action, { ...input, rest }, turn);
    const owner = await ownerOf(ownerSaid, turn, services);
    const isUrgent = input.isUrgent && action === 'block';
    const asked = { action, ...found, reason, until, isUrgent, owner, ownerSaid: ownerSaid ?? '' };
    return await askFor(asked, turn, services);
  } catch (error) {
    if (!(error instanceof Refused) || error.failure.kind !== 'mailbox-ambiguous') throw error;
    if (input.named.length > 1) throw error;
    const rest = input.named.length === 0 ? input.rest.split(' ').slice(1).join(' ') : input.rest;
    const reason = `${input.isUrgent ? 'urgent ' : ''}${rest}`;
    return { kind: 'message', view: choicesView({ ...error.failure, verb: action, reason }) };
  }
}

/** What is asked for, wherever the mailboxes come from. */
export type Asked = Omit<Wanted, 'by' | 'conversationId' | 'audience' | 'correlationId'>;

/** A preview, or the question for what is missing, or the parts of what is too much for one request. */
export async function askFor(asked: Asked, turn: Turn, services: Services): Promise<Reply> {
  const { settings, create } = services;
  const wanted = wantedBy(asked, turn);
  if (asked.mailboxes.length > settings.maxMailboxes) return inParts(wanted, turn, services);
  if (!isComplete(asked)) {
    return {
      kind: 'message',
      view: showAsking(await keepAsking(wanted, 'asking', settings, create), 0, turn, services),
    };
  }
  const draft = await draftRequest(wanted, settings, create);
  return { kind: 'message', ...(await showPreview(draft, 0, turn, services)) };
}

/** With who asks, and where. */
export function wantedBy(asked: Asked, { place, actor, correlationId }: Turn): Wanted {
  const audience = place.kind === 'personal' ? 'requester' : 'place';
  return { ...asked, by: actor, audience, conversationId: place.conversationId, correlationId };
}

/** Whether everything is said that a preview needs. */
export function isComplete({ action, reason, until }: Pick<Asked, 'action' | 'reason' | 'until'>): boolean {
  return reason.trim() !== '' && (action === 'block' || until !== null);
}

/** Most parts that are shown: the first ten requests' worth. */
const MOST_PARTS = 10;

/** Everything that was said is kept with each part, so that nobody has to say it again. */
async function inParts(wanted: Wanted, { reader }: Turn, { settings, create }: Services): Promise<Reply> {
  const { maxMailboxes: limit } = settings;
  const parts = split(wanted.mailboxes, limit);
  const drafts: string[] = [];
  for (const { mailboxes } of parts.slice(0, MOST_PARTS)) {
    drafts.push((await keepAsking({ ...wanted, mailboxes }, 'asking', settings, create)).id);
  }
  const scan = wanted.selection?.scan ?? null;
  return { kind: 'message', view: splitView({ total: wanted.mailboxes.length, limit, parts, drafts, scan, reader }) };
}

interface Found {
  readonly mailboxes: readonly AssessedMailbox[];
  readonly rest: string;
  readonly selection: Selection | null;
  readonly leftOut: readonly string[];
}

async function resolve(action: RequestAction, input: AskInput, scan: Scan, services: Services): Promise<Found> {
  const { named, rest, filter, isAll } = input;
  const { scans } = services.store;
  if (filter !== null) return chosenBy(action, filter, rest, scan, services);
  if (named.length === 0) {
    const exact = isAll ? await findExactLeading(rest, scans) : await findLeading(rest, scans);
    if (exact === null) throw new Refused({ kind: 'filter-missing', action });
    return { mailboxes: [exact.mailbox], rest: exact.rest, selection: null, leftOut: [] };
  }
  const mailboxes: AssessedMailbox[] = [];
  for (const said of named) mailboxes.push(await findOne(said, scans));
  return { mailboxes, rest, selection: null, leftOut: [] };
}

/** Verdicts that a bulk of each action may be about. Whoever allows sign-in again says for whom. */
const IN_BULK: Readonly<Record<RequestAction, readonly Verdict[]>> = {
  block: ['exposed'],
  exempt: ['exposed', 'protected', 'synced', 'exempt'],
  unblock: [],
};

async function chosenBy(
  action: RequestAction,
  { verdict: said, types, text }: FilterSaid,
  rest: string,
  scan: Scan,
  { store }: Services,
): Promise<Found> {
  const verdict = said ?? 'exposed';
  if (action === 'unblock') throw new Refused({ kind: 'filter-missing', action });
  if (!IN_BULK[action].includes(verdict)) throw new Refused({ kind: 'filter-not-for', action, verdict });
  const selection = { verdict, types, text, scan: { state: scan.state, endedAt: scan.endedAt } };
  const { mailboxes, leftOut } = await choose(selection, store);
  if (mailboxes.length > 0) return { mailboxes, rest, selection, leftOut };
  const scanWasPartial = scan.state === 'partial';
  throw new Refused({ kind: 'none-fit', what: filterWords(selection), leftOut, scanWasPartial });
}

interface Said {
  readonly until: string | null;
  /** As it was said. */
  readonly owner: string | null;
  readonly reason: string;
}

/** A block has neither an end nor an owner, so words like "for 2 hours" stay in its reason. */
function saidOf(action: RequestAction, { term, owner: field, rest }: AskInput, { reader }: Turn): Said {
  if (action === 'block') return { until: null, owner: null, reason: rest };
  const { owner, rest: words } = field === null ? takeOwner(rest) : { owner: field, rest };
  const fromField = term === null ? null : readTerm(term, reader);
  if (fromField !== null) return { until: fromField, owner, reason: words };
  const { until, rest: reason } = takeTerm(words, reader);
  return { until, owner, reason };
}

/** The person who was named; null for nobody. @throws Refused owner-unfit, upstream-* */
export async function ownerOf(
  said: string | null,
  { correlationId }: Turn,
  { fresh, store }: Services,
): Promise<Person | null> {
  return said === null ? null : findOwner(said, correlationId, { ...fresh, scans: store.scans });
}
