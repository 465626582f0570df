// Loads a request that a person named, and shows it the way this person may see it here.

import { REASON_LIMIT } from '../src/approvals/reason.js';
import type { Request } from '../src/approvals/request.js';
import type { Audience } from '../src/delivery/ports.js';
import { Refused } from '../src/failure.js';
import { textOf } from './card-values.js';
import type { CardValues, Reply, Turn } from './command.js';
import type { Services } from './services.js';
import { requestView } from './views/request.js';

/** Which request, in which page of its list, and why (for a denial). */
export interface RequestInput {
  readonly requestId: string;
  readonly reason: string;
  readonly page: number;
  /** Whether a page of the card's own list was turned. */
  readonly turns: boolean;
  /** Content hash of the list that was on the card; null for typed words. */
  readonly content: string | null;
}

/** `<id> <reason>`: the id may be typed in any case, with "#" or "request" before it. */
export function requestFromText(text: string): RequestInput {
  const words = text
    .replace(/^request\s+/iu, '')
    .replace(/^#/u, '')
    .trim()
    .split(' ');
  return {
    requestId: normalId(words[0] ?? ''),
    reason: words.slice(1).join(' '),
    page: 0,
    turns: false,
    content: null,
  };
}

/** The id and version are the card's; everything else about the request is read on the server. */
export function requestFromCard(values: CardValues): RequestInput {
  const page = Number(values['page'] ?? 0);
  return {
    requestId: normalId(textOf(values, 'requestId', 64)),
    reason: textOf(values, 'reason', REASON_LIMIT * 4),
    page: Number.isInteger(page) && page > 0 ? page : 0,
    turns: values['page'] !== undefined,
    content: textOf(values, 'content', 64),
  };
}

/** @throws Refused bad-argument without an id, request-not-found */
export async function loadRequest(requestId: string, { store }: Services): Promise<Request> {
  if (requestId === '') {
    throw new Refused({ kind: 'bad-argument', said: '', expected: 'the id of a request, such as K7M2QX' });
  }
  const request = await store.requests.load(requestId);
  if (request === null) throw new Refused({ kind: 'request-not-found', said: requestId });
  return request;
}

/** The card of a request for this person; decision buttons only where a decision may be made. */
export function showRequest(
  request: Request,
  audience: Audience,
  turn: Turn,
  page = 0,
): Extract<Reply, { kind: 'card' }> {
  const shows = { subject: { kind: 'request', id: request.id } as const, version: request.version, audience };
  return {
    kind: 'card',
    view: requestView({ request, audience, reader: turn.reader, page, viewerId: turn.actor.objectId }),
    shows,
  };
}

/** How this person sees a request in this place; only a check at the click decides what they may do. */
export async function audienceFor(request: Request, turn: Turn, services: Services): Promise<Audience> {
  if (turn.actor.objectId === request.requester.objectId.toLowerCase()) return 'requester';
  const approver = await services.authoriser.isApprover(turn.actor.objectId, turn.correlationId);
  return approver ? 'approver' : 'requester';
}

/** Takes a pressed copy of the card under the outbox's care, so that it is edited like all others. */
export async function adoptCopy(request: Request, audience: Audience, turn: Turn, { store }: Services): Promise<void> {
  if (turn.cardActivityId === null) return;
  const subject = { kind: 'request', id: request.id } as const;
  await store.deliveries.adopt(subject, 0, turn.place.conversationId, audience, turn.cardActivityId);
}

function normalId(said: string): string {
  return said.replace(/^[#"']+|["'.,;:]+$/gu, '').toUpperCase();
}
