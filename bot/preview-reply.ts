// Loads a preview that a card names, for the person whose it is, and shows a page of it.
import type { Draft } from '../src/approvals/draft.js';
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
  { impact, settings }: Services,
): Promise<View<'preview'>> {
  const { shown } = pageOfItems(draft.mailboxes, page, PREVIEW_PAGE);
  const accounts = shown.flatMap(({ account }) => (account === null ? [] : [account]));
  const impacts = await readImpacts(accounts, correlationId, impact);
  const { quorum, revokeSessions } = settings;
  const ttlMs = draft.isUrgent ? settings.urgentTtlMs : settings.ttlMs;
  return previewView({ draft, reader, page, impacts, rules: { quorum, ttlMs, revokeSessions } });
}
