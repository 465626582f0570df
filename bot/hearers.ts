// Where a request is heard of: the chats of those who may decide it, and the chats and channels where requests are posted.
import { type Approver, ableFor } from '../src/approvals/approver.js';
import type { Audible } from '../src/approvals/reach.js';
import type { Hearer } from '../src/approvals/remind-request.js';
import type { Request } from '../src/approvals/request.js';
import { freshEyes } from '../src/approvals/review-request.js';
import { hadASay } from '../src/approvals/transitions.js';
import type { Places, StoredPlace } from '../src/delivery/ports.js';
import { Refused } from '../src/failure.js';
import type { Approvers } from './approvers.js';
import { rootOf } from './thread.js';

export interface HearerDoors {
  readonly places: Pick<Places, 'personalOf' | 'ofApprovals' | 'find'>;
  readonly approvers: Pick<Approvers, 'lately'>;
}

export interface Heard extends Audible {
  /** For a first card: where one stands already, none is sent. */
  readonly hearers: readonly Hearer[];
  /** Why the approvers are not known; null when they are. */
  readonly unknown: Refused | null;
}

/** Everyone and every place that should hear of a new request. Where Entra does not answer, the places still do. */
export async function whoHears(request: Request, doors: HearerDoors): Promise<Heard> {
  const found = await lookUp(request, doors);
  const able = found instanceof Refused ? null : ableFor(request.requester, found);
  const chats = await chatsOf(able ?? [], doors);
  const places = await doors.places.ofApprovals();
  const elsewhere = places.filter((place) => !isWhereItWasAsked(place, request));
  return {
    able,
    unknown: found instanceof Refused ? found : null,
    withChat: new Set(chats.map(({ personId }) => personId ?? '')),
    places: places.length,
    hearers: [...chats.filter(({ conversationId }) => conversationId !== request.origin), ...elsewhere.map(inPlace)],
  };
}

async function lookUp(request: Request, { approvers }: HearerDoors): Promise<readonly Approver[] | Refused> {
  try {
    return await approvers.lately(request.id);
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** Those who may decide it, and every place where its card stands. @throws Refused upstream-* */
export async function whoIsReminded(request: Request, doors: HearerDoors): Promise<readonly Hearer[]> {
  const able = ableFor(request.requester, await doors.approvers.lately(request.id));
  return [...(await chatsOf(able, doors)), ...(await placesOf(request, doors))];
}

/** Those who took no part in it; where there are none, those who did. @throws Refused upstream-* */
export async function whoMayReview(request: Request, doors: HearerDoors): Promise<readonly Hearer[]> {
  const members = await doors.approvers.lately(request.id);
  const others = freshEyes(request, members);
  const able = ableFor(request.requester, members).filter((one) => hadASay(request, one));
  return [...(await chatsOf(others.length > 0 ? others : able, doors)), ...(await placesOf(request, doors))];
}

/** Where requests are posted, and the place where this one was asked for, as long as it may be shown there. */
async function placesOf(request: Request, { places }: HearerDoors): Promise<readonly Hearer[]> {
  const chosen = await places.ofApprovals();
  const origin = chosen.some((place) => isWhereItWasAsked(place, request)) ? null : await places.find(request.origin);
  if (origin === null || origin.kind === 'personal' || origin.goneBecause !== null) return chosen.map(inPlace);
  const root = await places.find(rootOf(request.origin));
  return [...chosen, ...(root?.admittedBy ? [origin] : [])].map(inPlace);
}

/** A channel is the same place in all of its threads. */
function isWhereItWasAsked({ conversationId }: StoredPlace, { origin }: Request): boolean {
  return conversationId === rootOf(origin);
}

async function chatsOf(people: readonly Approver[], { places }: HearerDoors): Promise<readonly Hearer[]> {
  const chats = await places.personalOf(people.map(({ objectId }) => objectId));
  return chats.map(({ conversationId, personId }) => ({ conversationId, personId, audience: 'approver' }));
}

function inPlace({ conversationId }: StoredPlace): Hearer {
  return { conversationId, personId: null, audience: 'place' };
}
