// What remains of sessions that were open when mailboxes were blocked: told for each way in which it came out, never for all of them by one.
import type { RequestItem, Sessions } from '../../src/approvals/request.js';
import { isFulfilled } from '../../src/approvals/transitions.js';
import { counted, number } from './when.js';

/** A mailbox that was blocked already, or a bot that was not to end sessions, has no note of them. */
type Came = Sessions | 'not-tried';

const ITSELF = 'end by themselves within 60 to 90 minutes';

/** What is said where it came out alike for every mailbox. */
const ALIKE: Readonly<Record<Came, string>> = {
  ended: 'new sign-ins fail at once, and open sessions were ended',
  'no-permission': `new sign-ins fail at once. Open sessions were not ended, because the bot lacks User.RevokeSessions.All: they ${ITSELF}`,
  'not-ended': `new sign-ins fail at once. Microsoft did not end the open sessions: they ${ITSELF}`,
  'not-tried': 'new sign-ins fail at once; sessions that are open end within 60 to 90 minutes',
};

const LEFT_OPEN = ['no-permission', 'not-ended', 'not-tried'] as const;
const WHY: Readonly<Record<(typeof LEFT_OPEN)[number], string>> = {
  'no-permission': 'the bot lacks User.RevokeSessions.All',
  'not-ended': 'Microsoft did not do it',
  'not-tried': 'it was not tried',
};

/** Of the mailboxes that are blocked by now; goes on after a colon, without the full stop. Empty where none is. */
export function sessionsOf(items: readonly RequestItem[]): string {
  const came = items.filter(isFulfilled).map(cameOf);
  const [first] = came;
  if (first === undefined) return '';
  if (came.every((one) => one === first)) return ALIKE[first];
  const countOf = (which: Came): number => came.filter((one) => one === which).length;
  const ended = countOf('ended');
  const open = LEFT_OPEN.filter((which) => countOf(which) > 0);
  const why = open.map((which, n) => {
    if (open.length === 1) return WHY[which];
    const of = n === 0 && ended === 0 ? mailboxes(countOf(which)) : number(countOf(which));
    return `for ${of} ${WHY[which]}`;
  });
  const said =
    ended === 0
      ? `Open sessions were not ended: ${listed(why)}. They ${ITSELF}`
      : `Open sessions were ended for ${mailboxes(ended)}, not for ${number(came.length - ended)}: ${listed(why)}. The others ${ITSELF}`;
  return `new sign-ins fail at once. ${said}`;
}

function cameOf({ outcome }: RequestItem): Came {
  return (outcome !== null && 'sessions' in outcome ? outcome.sessions : undefined) ?? 'not-tried';
}

function mailboxes(count: number): string {
  return counted(count, 'mailbox', 'mailboxes');
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`;
}
