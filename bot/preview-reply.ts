// Loads a preview that a card names, for the person whose it is, and shows a page of it.
import { ableFor } from '../src/approvals/approver.js';
import type { Draft } from '../src/approvals/draft.js';
import { reachOf } from '../src/approvals/reach.js';
import type { Reach } from '../src/approvals/request.js';
import { Refused } from '../src/failure.js';
import { readImpacts } from '../src/mailboxes/impact.js';
import { textOf } from './card-values.js';
import type { CardValues, Turn } from './command.js';
import type { Services } from './services.js';
import { PREVIEW_PAGE, previewView } from './views/preview.js';
import { pageOfItems } from './views/request.js';
import type { View } from './views/view.js';

export interface DraftInput {
  readonly draftId: string;
  /** First is 0. */
  readonly page: number;
}

/** The id is all that a card says of a preview; everything else is read on the server. */
export function draftFromCard(values: CardValues): DraftInput {
  const page = Number(values['page'] ?? 0);
  return { draftId: textOf(values, 'draftId', 64), page: Number.isInteger(page) && page > 0 ? page : 0 };
}

/** Only buttons name previews. @throws Refused bad-argument */
export function draftFromText(said: string): DraftInput {
  throw new Refused({ kind: 'bad-argument', said, expected: 'the button of a preview' });
}

/** @throws Refused draft-gone when there is none, or when it is somebody else's */
export async function loadDraft(draftId: string, { actor }: Turn, { store }: Services): Promise<Draft> {
  const draft = await store.drafts.load(draftId);
  if (draft === null || draft.by.objectId !== actor.objectId) throw new Refused({ kind: 'draft-gone' });
  return draft;
}

/** The page's accounts are asked about now; the others when their page is turned to. */
export async function showPreview(
  draft: Draft,
  page: number,
  { reader, correlationId }: Turn,
  services: Services,
): Promise<View<'preview'>> {
  const { impact, settings } = services;
  const { shown } = pageOfItems(draft.mailboxes, page, PREVIEW_PAGE);
  const accounts = shown.flatMap(({ account }) => (account === null ? [] : [account]));
  const impacts = await readImpacts(accounts, correlationId, impact);
  const { quorum, revokeSessions } = settings;
  const ttlMs = draft.isUrgent ? settings.urgentTtlMs : settings.ttlMs;
  const reach = await foreseeReach(draft, correlationId, services);
  return previewView({ draft, reader, page, impacts, reach, rules: { quorum, ttlMs, revokeSessions } });
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
  return reachOf({ able, withChat, places: (await store.places.ofApprovals()).length }, 0);
}
