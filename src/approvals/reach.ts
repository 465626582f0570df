// Who can hear of a request, and whether that is enough for it to be decided.
import type { Approver } from './approver.js';
import type { NamedApprover, Person, Reach, Request } from './request.js';
import { approvalsOf, isSamePerson } from './transitions.js';

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

/** At whom its card has arrived. */
export interface Told {
  readonly count: number;
  /** Object ids, lower case. */
  readonly ids: ReadonlySet<string>;
}
export const UNTOLD: Told = { count: 0, ids: new Set() };

/** The counts and names that are kept with the request; of the told ones no more than may decide count. */
export function reachOf({ able, withChat, places }: Audible, told: Told): Reach {
  if (able === null) return { approvers: null, reachable: 0, told: told.count, places, named: [] };
  const people = able.map(({ objectId, name }): NamedApprover => {
    const id = objectId.toLowerCase();
    return { objectId, name, hasChat: withChat.has(id), isTold: told.ids.has(id) };
  });
  const silent = people.filter(({ hasChat }) => !hasChat);
  const heard = people.filter(({ hasChat }) => hasChat);
  return {
    approvers: people.length,
    reachable: heard.length,
    told: Math.min(told.count, people.length),
    places,
    named: [...silent, ...heard].slice(0, MOST_NAMED),
  };
}

/**
 * The same without those who have approved the list as it stands: who else can hear of it, and may still decide. Counted
 * whenever it is asked for, since a decision takes somebody out, and mailboxes that are struck off bring them back.
 */
export function reachLeft(request: Request): Reach | null {
  const { reach } = request;
  if (reach === null || reach.approvers === null) return reach;
  const spent = approvalsOf(request).flatMap(({ by }) => countedAs(by, reach));
  const approvers = Math.max(0, reach.approvers - spent.length);
  const told = reach.told - spent.filter(isTold).length;
  return {
    ...reach,
    approvers,
    reachable: Math.max(0, reach.reachable - spent.filter(({ hasChat }) => hasChat).length),
    told: Math.min(Math.max(0, told), approvers),
    named: reach.named.filter((one) => !spent.some((other) => isSamePerson(one, other))),
  };
}

/** Where not all are named, those who are not come after everyone without a chat: who decides is taken for one who was told. */
function countedAs(by: Person, { named, approvers }: Reach): readonly NamedApprover[] {
  const known = named.find((one) => isSamePerson(one, by));
  if (known !== undefined) return [known];
  return named.length < (approvers ?? 0) ? [{ ...by, hasChat: true, isTold: true }] : [];
}

function isTold(one: NamedApprover): boolean {
  return one.isTold ?? one.hasChat;
}

/** Approvals that are still missing. */
export function missingOf(request: Request): number {
  return Math.max(0, request.rules.quorum - approvalsOf(request).length);
}

/** Whether enough of those who may still decide have heard of it, as far as that can be told: who reads a channel is not known. */
export function canBeDecided(request: Request): boolean {
  const left = reachLeft(request);
  if (left === null) return false;
  const missing = missingOf(request);
  if (left.approvers !== null && left.approvers < missing) return false;
  return left.places > 0 || left.told >= missing;
}

/** Whether two counts say the same, so that nothing has to be written or shown anew. */
export function isSameReach(one: Reach | null, other: Reach): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
