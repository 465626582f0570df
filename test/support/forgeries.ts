// Presses that no card of ours gives out, made of one that a card would: and which of them a person may do all the same.

import type { JsonObject } from '../../sandbox/channel/json.js';
import type { Request } from '../../src/approvals/request.js';
import { isStanding } from '../../src/approvals/transitions.js';
import { type Facts, NOTHING, VALUES } from './card-data.js';
import type { Part } from './recruits.js';
import { ROLE_OF, refusalOf } from './roles.js';

/** What else there is, for somebody to name in place of what the card was about. */
export interface Elsewhere {
  readonly pending: Request;
  /** Content hash of a longer list that the genuine request had before. */
  readonly earlier: string;
  readonly closed: readonly Request[];
  readonly failed: Request;
  readonly urgent: Request;
  readonly draftId: string;
  readonly mailbox: string;
}

export interface Forgery {
  readonly what: string;
  readonly verb: string;
  readonly data: JsonObject;
}

const WRONG: readonly ((value: unknown) => unknown)[] = [
  (value) => [value],
  (value) => ({ $ne: value }),
  () => 7,
  () => true,
  (value) => [[value], { length: 1 }],
];

/** Words that our rules know, and that no button sends. */
const MORE: JsonObject = {
  ...{ action: 'unblock', state: 'approved', version: 99, quorum: 0, approvals: 9, mode: 'enforce', fill: 'all' },
  ...{ until: '2 years', owner: 'oli.outside@lighthouse.example', urgent: 'true', isUrgent: true },
  rules: { quorum: 0, executionMs: 1e12 },
  constructor: { prototype: { role: 'approver' } },
};

/** Everything that is done to a button of this verb; the first is the button as it is. */
export function forgeriesOf(
  verb: string,
  genuine: Facts,
  elsewhere: Elsewhere,
  nobody: JsonObject,
): readonly Forgery[] {
  const of = (facts: Partial<Facts>): JsonObject => ({ ...VALUES[verb]?.({ ...genuine, ...facts }) });
  const values = of({});
  const { pending, earlier, closed, failed, urgent, draftId, mailbox } = elsewhere;
  const listed = (request: Request): Partial<Facts> => ({ requestId: request.id, content: request.contentHash });
  const all: [what: string, data: JsonObject][] = [
    ['as it is', values],
    ['another request', of({ requestId: pending.id })],
    ['the list of another request', of({ content: pending.contentHash })],
    ['an earlier list', of({ content: earlier })],
    ['no list', { ...values, ...('content' in values && { content: null }) }],
    ...[...closed, failed, urgent].map((one): [string, JsonObject] => [`one that is ${one.state}`, of(listed(one))]),
    ['nothing that there is', of(NOTHING)],
    ['another preview', of({ draftId })],
    ['another mailbox', of({ mailbox, items: pending.items[0]?.objectId ?? '' })],
    ['more than a button says', { ...values, ...MORE }],
    ['somebody else', { ...values, ...nobody }],
    ...Object.entries(values).flatMap(([field, value], n): [string, JsonObject][] => [
      [`a wrong type of ${field}`, { ...values, [field]: WRONG[n % WRONG.length]?.(value) }],
      [`too long a ${field}`, { ...values, [field]: 'x'.repeat(9_000) }],
    ]),
  ];
  const seen = new Set<string>();
  return all
    .filter(([, data]) => !seen.has(JSON.stringify(data)) && seen.add(JSON.stringify(data)))
    .map(([what, data]) => ({ what, verb, data }));
}

/** Who presses: a part, and what they have asked for themselves. */
export interface Presser {
  readonly part: Part;
  /** Ids of the person's own requests. */
  readonly own: ReadonlySet<string>;
}

/**
 * Whether this is no forgery: whoever may press the button, or type the same, may do it however it came to be. Reading and
 * previews are not meant: they change nothing that is looked at.
 */
export function isTheirs(
  { verb, data }: Forgery,
  { part, own }: Presser,
  genuine: Facts,
  elsewhere: Elsewhere,
  of: Request,
): boolean {
  if (refusalOf(part, ROLE_OF[verb] ?? 'anyone') !== null) return false;
  const request = [of, elsewhere.pending].find(({ id }) => id === data['requestId']);
  const isOthers = request !== undefined && !own.has(request.id);
  const says = (field: string): boolean => data[field] === VALUES[verb]?.(genuine)[field];
  switch (verb) {
    case 'approve':
      return isOthers && data['content'] === request.contentHash;
    case 'strike':
      return isOthers && data['content'] === request.contentHash && isStruck(request, data['items']);
    case 'deny':
      return isOthers && says('reason');
    case 'withdraw':
      return request !== undefined && own.has(request.id);
    case 'retry':
      return data['requestId'] === elsewhere.failed.id;
    case 'reviewed':
      return data['requestId'] === elsewhere.urgent.id && says('reason');
    case 'snooze':
      return says('findingId') && says('until') && says('why');
    case 'acknowledge':
      return says('findingId');
    case 'scan':
      return true;
    default:
      return false;
  }
}

function isStruck({ items }: Request, said: unknown): boolean {
  return items.filter(isStanding).some(({ objectId }) => objectId === said);
}
