// Loads a draft that a card names, for the person whose it is, and shows it: a page of its preview, or what it lacks.
import { ableFor } from '../src/approvals/approver.js';
import type { Draft } from '../src/approvals/draft.js';
import { draftRequest } from '../src/approvals/draft-request.js';
import { reachOf, UNTOLD } from '../src/approvals/reach.js';
import { REASON_LIMIT } from '../src/approvals/reason.js';
import type { Person, Reach } from '../src/approvals/request.js';
import { Refused } from '../src/failure.js';
import { type Impact, PATIENCE_MS, readImpacts } from '../src/mailboxes/impact.js';
import type { AssessedMailbox } from '../src/mailboxes/mailbox.js';
import { textOf } from './card-values.js';
import type { CardValues, Follow, Reply, Turn } from './command.js';
import { findOwner, type OwnerDoors } from './owner.js';
import type { Services } from './services.js';
import { readTerm } from './term-words.js';
import { askView } from './views/ask.js';
import { pageOfItems } from './views/item-page.js';
import { PREVIEW_PAGE, type PreviewFacts, previewView } from './views/preview.js';
import type { View } from './views/view.js';

/** What a person filled in. */
export interface Filled {
  readonly reason: string;
  /** The field for the end as it was written. */
  readonly term: string;
  /** The field for the owner as it was written; empty for who asks. */
  readonly owner: string;
  /** Object ids that were ticked, lower case; null for all. */
  readonly chosen: ReadonlySet<string> | null;
}

export interface DraftInput {
  readonly draftId: string;
  /** First is 0. */
  readonly page: number;
  /** Whether it was opened from a card that has to stay, such as one with several parts. */
  readonly opens: boolean;
  /** Null where the button sends no fields. */
  readonly filled: Filled | null;
}

/** The id is all that a card says of a draft, but for what a person filled in; everything else is read on the server. */
export function draftFromCard(values: CardValues): DraftInput {
  const page = Number(values['page'] ?? 0);
  return {
    draftId: textOf(values, 'draftId', 64),
    page: Number.isInteger(page) && page > 0 ? page : 0,
    opens: values['page'] === undefined && values['fill'] === undefined,
    filled: filledFrom(values),
  };
}

function filledFrom(values: CardValues): Filled | null {
  const fill = textOf(values, 'fill', 8);
  if (fill === '') return null;
  return {
    reason: textOf(values, 'reason', REASON_LIMIT * 4),
    term: textOf(values, 'until', 100),
    owner: textOf(values, 'owner', 320),
    chosen: fill === 'all' ? null : idsOf(values, 'items'),
  };
}

/** The values of ticked choices, with commas between them, in lower case; empty when none is. */
export function idsOf(values: CardValues, name: string): ReadonlySet<string> {
  const ids = textOf(values, name, 8000).split(',');
  return new Set(ids.map((id) => id.trim().toLowerCase()).filter((id) => id !== ''));
}

/** Only buttons name drafts. @throws Refused bad-argument */
export function draftFromText(said: string): DraftInput {
  throw new Refused({ kind: 'bad-argument', said, expected: 'the button of a preview' });
}

/** @throws Refused draft-gone when there is none, or when it is somebody else's */
export async function loadDraft(draftId: string, { actor }: Turn, { store }: Services): Promise<Draft> {
  const draft = await store.drafts.load(draftId);
  if (draft === null || draft.by.objectId !== actor.objectId) throw new Refused({ kind: 'draft-gone' });
  return draft;
}

/**
 * Another page of a draft, or the preview that it becomes with what was filled in. A preview is a draft of its own: what
 * one has seen and what is sent are the same, whatever is filled in on another device meanwhile.
 * @throws Refused draft-gone, none-chosen, and as `draftRequest`
 */
export async function goOn(draft: Draft, input: DraftInput, turn: Turn, services: Services): Promise<Reply> {
  const { page, filled } = input;
  const kind = input.opens ? 'message' : 'card';
  if (draft.stage === 'preview') return { kind, ...(await showPreview(draft, page, turn, services)) };
  const said = await complete(draft, filled, turn, services);
  if (said === null) return { kind, view: showAsking(draft, page, turn, services) };
  const { settings, create } = services;
  const preview = await draftRequest({ ...said, correlationId: turn.correlationId }, settings, create);
  const shown = await showPreview(preview, 0, turn, services);
  return kind === 'card' ? { kind, ...shown, settles: true } : { kind, ...shown };
}

/** The draft with everything said; null while something is still to be asked for. */
async function complete(
  draft: Draft,
  filled: Filled | null,
  { reader, correlationId }: Turn,
  { fresh, store }: Services,
): Promise<Draft | null> {
  const { action, mailboxes, stage } = draft;
  if (filled === null) {
    const isSaid = draft.reason.trim() !== '' && (action === 'block' || draft.until !== null);
    return stage === 'asking' && isSaid ? draft : null;
  }
  const { reason, term, owner: ownerSaid, chosen } = filled;
  const picked = stage === 'choosing' && chosen !== null && mailboxes.length > 1;
  const wanted = picked ? mailboxes.filter((mailbox) => chosen.has(idOf(mailbox))) : mailboxes;
  if (wanted.length === 0) throw new Refused({ kind: 'none-chosen' });
  if (action === 'block') return { ...draft, reason, mailboxes: wanted };
  const owner =
    ownerSaid === draft.ownerSaid ? draft.owner : await ownerOf(ownerSaid, correlationId, { ...fresh, ...store });
  return { ...draft, reason, until: readTerm(term, reader), owner, ownerSaid, mailboxes: wanted };
}

/** Nobody, where the field was emptied: then it is who asks. */
function ownerOf(said: string, correlationId: string, doors: OwnerDoors): Promise<Person> | null {
  return said === '' ? null : findOwner(said, correlationId, doors);
}

function idOf({ account, mailbox }: AssessedMailbox): string {
  return (account?.id ?? mailbox.objectId ?? '').toLowerCase();
}

/** What a draft lacks, as fields. */
export function showAsking(draft: Draft, page: number, { reader }: Turn, { settings }: Services): View<'ask'> {
  return askView({ draft, page, reader, pattern: settings.reasonPattern?.source ?? null });
}

/**
 * The page's accounts are asked about now; the others when their page is turned to. What takes longer than a person waits
 * for follows by itself, unless the preview became a request meanwhile.
 */
export async function showPreview(
  draft: Draft,
  page: number,
  turn: Turn,
  services: Services,
): Promise<{ readonly view: View<'preview'>; readonly follow?: Follow }> {
  const { shown } = pageOfItems(draft.mailboxes, page, PREVIEW_PAGE);
  const subjects = shown
    .map((one) => ({ ...one.mailbox, objectId: idOf(one) }))
    .filter(({ objectId }) => objectId !== '');
  const { correlationId, reader } = turn;
  const [{ impacts, isPartial }, reach] = await Promise.all([
    readImpacts(subjects, correlationId, services.impact, PATIENCE_MS),
    foreseeReach(draft, correlationId, services),
  ]);
  const draw = (known: ReadonlyMap<string, Impact>): View<'preview'> =>
    previewView({ draft, reader, page, impacts: known, reach, rules: rulesFor(draft, services) });
  if (!isPartial) return { view: draw(impacts) };
  const follow: Follow = async () => {
    const all = await readImpacts(subjects, correlationId, services.impact);
    const now = await services.store.drafts.load(draft.id);
    return now === null || now.requestId !== null ? null : draw(all.impacts);
  };
  return { view: draw(impacts), follow };
}

function rulesFor({ isUrgent }: Draft, { settings }: Services): PreviewFacts['rules'] {
  const { quorum, revokeSessions, ttlMs, urgentTtlMs } = settings;
  return { quorum, revokeSessions, ttlMs: isUrgent ? urgentTtlMs : ttlMs };
}

/** A preview does not wait for Entra longer than this to say who could be told. */
const FORESIGHT_MS = 1500;

/** Null where that is not known in time: the request's own card says it in any case. */
async function foreseeReach(
  { by }: Draft,
  correlationId: string,
  { approvers, impact, store, pause }: Services,
): Promise<Reach | null> {
  const members = approvers.lately(correlationId).catch((error: unknown) => {
    if (error instanceof Refused) return null;
    throw error;
  });
  // Whatever comes of it later is not lost.
  impact.goOn(members);
  const known = await Promise.race([members, pause(FORESIGHT_MS).then(() => null)]);
  if (known === null) return null;
  const able = ableFor(by, known);
  const chats = await store.places.personalOf(able.map(({ objectId }) => objectId));
  const withChat = new Set(chats.map(({ personId }) => personId ?? ''));
  return reachOf({ able, withChat, places: (await store.places.ofApprovals()).length }, UNTOLD);
}
