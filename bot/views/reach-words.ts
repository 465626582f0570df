// Whether anyone is there to decide: a request that nobody hears of must not look as if it were on its way.
import { missingOf, reachLeft } from '../../src/approvals/reach.js';
import type { Reach, Request } from '../../src/approvals/request.js';
import { approvalsOf } from '../../src/approvals/transitions.js';
import { onCard, plainName } from './plain.js';
import { counted } from './when.js';

/** Names that stand in a sentence; the others are counted. */
const MOST_ASKED = 3;
const NAME_LIMIT = 60;

/** Who of those that may still decide has heard of it, and what to do when that is too few. Holds names: outside text. */
export function toldOf(request: Request): string {
  const reach = reachLeft(request);
  if (reach === null) return '';
  const { approvers, reachable, told } = reach;
  if (approvers === null) return `Entra does not say yet who may decide it; I keep asking. ${posted(reach)}`.trim();
  const who = isBegun(request) ? 'other approver' : 'approver';
  const missing = missingOf(request);
  if (approvers === 0 && !isBegun(request)) return NOBODY;
  if (approvers < missing) return tooFew(approvers, missing, who);
  if (reachable === 0) return `${noChat(reach, who)} ${whomToAsk(reach)}`;
  const few = reachable < missing ? ` That is fewer than it needs. ${whomToAsk(reach)}` : '';
  const heard =
    told === 0
      ? `${counted(reachable, who)} ${reachable === 1 ? 'is' : 'are'} being told.`
      : `${told} of ${counted(approvers, who)} ${told === 1 ? 'was' : 'were'} told.`;
  return [heard, posted(reach)].filter((part) => part !== '').join(' ') + few;
}

/** Whether somebody has approved it already: then it is told of the others. */
export function isBegun(request: Request): boolean {
  return approvalsOf(request).length > 0;
}

type Who = 'approver' | 'other approver';

export const NOBODY =
  'Nobody may decide it: the approvers group has no enabled member other than the requester. Ask the person who runs me to add one.';

function tooFew(approvers: number, missing: number, who: Who = 'approver'): string {
  const may = approvers === 0 ? 'nobody else' : `only ${counted(approvers, who)}`;
  return `It needs ${counted(missing, 'more approval')}, and ${may} may give one: it can never be approved. Ask the person who runs me to add approvers to the group, and ask again.`;
}

function noChat(reach: Reach, who: Who): string {
  return reach.places === 0 ? UNHEARD[who] : `No ${who} has a chat with me. ${posted(reach)}`;
}

const UNHEARD: Readonly<Record<Who, string>> = {
  approver: 'No approver could be told: none has a chat with me.',
  'other approver': 'No other approver could be told: none has a chat with me.',
};

function posted({ places }: Reach): string {
  return places === 0 ? '' : `It is posted in ${counted(places, 'place')}.`;
}

/** The exact next step for the requester. Holds names: outside text. */
export function whomToAsk({ named, approvers, reachable }: Reach): string {
  const silent = named.filter(({ hasChat }) => !hasChat).slice(0, MOST_ASKED);
  if (silent.length === 0) return 'Ask the person who runs me to add approvers to the group.';
  const others = (approvers ?? 0) - reachable - silent.length;
  const names = silent.map(({ name }) => onCard(plainName(name), NAME_LIMIT));
  const all = others > 0 ? [...names, others === 1 ? 'one other' : `one of ${counted(others, 'other')}`] : names;
  const who = all.length > 1 ? `${all.slice(0, -1).join(', ')} or ${all.at(-1)}` : all.join('');
  return `Ask ${who} to open a chat with me in Teams and write “hello”: open requests are shown to them at once.`;
}

/** What a preview says of the request that it would become; empty when enough approvers can be told. Holds names. */
export function foresight(reach: Reach, quorum: number): string {
  const { approvers, reachable, places } = reach;
  if (approvers === null) return '';
  if (approvers === 0) return NOBODY;
  if (approvers < quorum) return tooFew(approvers, quorum);
  if (reachable >= quorum) return '';
  const where = places === 0 ? '' : ` It is posted in ${counted(places, 'place')} as well.`;
  const told =
    reachable === 0
      ? 'No approver has'
      : `Only ${counted(reachable, 'approver')} of ${approvers} ${reachable === 1 ? 'has' : 'have'}`;
  return `${told} a chat with me, fewer than it needs.${where} ${whomToAsk(reach)}`;
}
