// Who can hear of a request, and whether that is enough for it to be decided.
import type { Approver } from './approver.js';
import type { NamedApprover, Reach, Request } from './request.js';
import { approvalsOf } from './transitions.js';

/** Approvers whose names are kept with a request: enough to know whom to ask. */
export const MOST_NAMED = 10;

/** Where requests go: to chats of people, and to chats and channels that were set up for it. */
export interface Audible {
  /** Those who may decide it; null while Entra does not say. */
  readonly able: readonly Approver[] | null;
  /** Object ids, lower case, of those who have a chat with the bot. */
  readonly withChat: ReadonlySet<string>;
  /** Chats and channels where requests are posted. */
  readonly places: number;
}

/** The counts and names that are kept with the request; of the told ones only those that may still decide count. */
export function reachOf({ able, withChat, places }: Audible, told: number): Reach {
  if (able === null) return { approvers: null, reachable: 0, told, places, named: [] };
  const people = able.map(({ objectId, name }): NamedApprover => {
    return { objectId, name, hasChat: withChat.has(objectId.toLowerCase()) };
  });
  const silent = people.filter(({ hasChat }) => !hasChat);
  const heard = people.filter(({ hasChat }) => hasChat);
  return {
    approvers: people.length,
    reachable: heard.length,
    told: Math.min(told, people.length),
    places,
    named: [...silent, ...heard].slice(0, MOST_NAMED),
  };
}

/** Approvals that are still missing. */
export function missingOf(request: Request): number {
  return Math.max(0, request.rules.quorum - approvalsOf(request).length);
}

/** Whether enough people have heard of it, as far as that can be told: who reads a channel is not known. */
export function canBeDecided(request: Request): boolean {
  const { reach } = request;
  if (reach === null) return false;
  return reach.places > 0 || reach.told >= missingOf(request);
}

/** Whether two counts say the same, so that nothing has to be written or shown anew. */
export function isSameReach(one: Reach | null, other: Reach): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
