// A request in each state, for each audience.
import { sentenceFor } from '../../../bot/refusal.js';
import { requestView } from '../../../bot/views/request.js';
import type { Decision, ItemOutcome, Request, RequestItem, RequestState } from '../../../src/approvals/request.js';
import type { Mailbox } from '../../../src/mailboxes/mailbox.js';
import { hostileNames } from '../hostile.js';
import { IMPACTS, UNTOLD } from './impacts.js';
import { alex, kim, mailboxOf, NOW, REACH, reader, robin, sam } from './people.js';
import type { Scene } from './scene.js';

const AT = '2026-11-23T13:20:00.000Z';
const TRACE = '0d6f6f6f-1a11-4f0e-b3b1-7c1e9d2a5b60';
const CONTENT = '0'.repeat(64);
const NAMES = ['Front Desk', 'Archive 2019', 'Reception'];

const BLOCKED = { kind: 'blocked', at: AT, microsoftRequestId: TRACE } as const;
export const OUTCOMES: readonly ItemOutcome[] = [
  BLOCKED,
  { kind: 'written', at: AT, microsoftRequestId: TRACE },
  { kind: 'already-blocked', at: AT },
  { kind: 'skipped', at: AT, cause: 'teams-rooms-licence', why: 'It has a Teams Rooms or shared device licence now.' },
  {
    kind: 'failed',
    at: AT,
    cause: 'write-denied',
    why: 'Microsoft refused the change (403).',
    microsoftRequestId: TRACE,
  },
];

/** One of every way in which a mailbox can come out otherwise. */
const CAUSES: readonly ItemOutcome[] = [
  {
    kind: 'failed',
    at: AT,
    cause: 'write-denied',
    why: 'Microsoft refused the change (403).',
    microsoftRequestId: TRACE,
  },
  {
    kind: 'failed',
    at: AT,
    cause: 'refused',
    why: 'Microsoft answered: Request_BadRequest',
    microsoftRequestId: TRACE,
  },
  {
    kind: 'failed',
    at: AT,
    cause: 'switched-back',
    why: 'Microsoft accepted the change, but the account still reads as sign-in allowed.',
    microsoftRequestId: TRACE,
  },
  {
    kind: 'failed',
    at: AT,
    cause: 'unconfirmed',
    isUnconfirmed: true,
    why: 'Microsoft accepted the change, but the account could not be read since.',
    microsoftRequestId: TRACE,
  },
  { kind: 'skipped', at: AT, cause: 'directory-synced', why: 'It is synced from on-premises Active Directory now.' },
  {
    kind: 'skipped',
    at: AT,
    cause: 'not-listed',
    why: 'Exchange no longer lists it as a shared, room, equipment or scheduling mailbox.',
  },
  { kind: 'skipped', at: AT, cause: 'late', why: 'The time to carry out the approval ran out.' },
];

export function itemOf(
  { objectId, displayName, userPrincipalName, address, type }: Mailbox,
  outcome: ItemOutcome | null = null,
): RequestItem {
  return {
    objectId: objectId ?? '',
    displayName,
    userPrincipalName,
    address,
    type,
    verdict: 'exposed',
    evidence: 'password-set',
    outcome,
  };
}

function decisionsOf(state: RequestState): readonly Decision[] {
  if (state === 'pending' || state === 'expired' || state === 'withdrawn') return [];
  const denied = state === 'denied';
  return [
    {
      by: robin,
      verdict: denied ? 'deny' : 'approve',
      reason: denied ? 'The scanner on floor 2 still uses it until Friday.' : null,
      at: AT,
      content: CONTENT,
    },
  ];
}

function outcomeIn(state: RequestState, index: number): ItemOutcome | null {
  if (state === 'done') return BLOCKED;
  if (state === 'applying') return index === 0 ? BLOCKED : null;
  return state === 'failed' ? (OUTCOMES[index % OUTCOMES.length] ?? null) : null;
}

export function requestOf(state: RequestState, count: number, change: Partial<Request> = {}): Request {
  const items = Array.from({ length: count }, (_, index) =>
    itemOf(mailboxOf(NAMES[index % NAMES.length] ?? '', index + 1), outcomeIn(state, index)),
  );
  return {
    id: 'K7M2QX',
    action: 'block',
    state,
    version: 3,
    reason: 'Leaver’s old team mailbox, ticket INC-20411',
    requester: kim,
    items,
    decisions: decisionsOf(state),
    ...{ owner: null, until: null, isUrgent: false, follows: null, leftOut: [], review: null, reminders: 0 },
    rules: { quorum: 1, executionMs: 3_600_000, revokeSessions: false },
    reach: REACH,
    contentHash: CONTENT,
    origin: '19:abc@thread.tacv2',
    createdAt: NOW,
    expiresAt: '2026-11-24T13:05:00.000Z',
    runBy: state === 'approved' || state === 'applying' ? '2026-11-23T14:20:00.000Z' : null,
    changedAt: AT,
    ...change,
  };
}

/** Ten mailboxes a page, each with a name at its worst, and a reason and people to match. */
export function hostileRequest(state: RequestState, names: readonly string[] = hostileNames): Request {
  const all = names.join(' ');
  const by = { ...robin, name: names[0] ?? '' };
  const failed: ItemOutcome = { kind: 'failed', at: AT, why: all, microsoftRequestId: TRACE };
  return requestOf(state, 0, {
    reason: all,
    requester: { ...kim, name: names.at(-1) ?? '' },
    decisions: [
      ...Array.from({ length: 6 }, () => ({ by, verdict: 'approve' as const, reason: null, at: AT, content: CONTENT })),
      ...(state === 'pending' ? [] : [{ by, verdict: 'deny' as const, reason: all, at: AT, content: CONTENT }]),
    ],
    rules: { quorum: 9, executionMs: 1, revokeSessions: false },
    items: Array.from({ length: 34 }, (_, index) => {
      const name = names[index % names.length] ?? '';
      const address = `${'a'.repeat(64)}${index}@${'b'.repeat(180)}.example`;
      return itemOf({ ...mailboxOf('x', index), displayName: name, address }, state === 'failed' ? failed : null);
    }),
  });
}

const UNHEARD = { approvers: 1, reachable: 0, told: 0, places: 0, named: [{ ...sam, hasChat: false }] };
const asApprover = { audience: 'approver', reader, viewerId: robin.objectId } as const;
const asRequester = { audience: 'requester', reader, viewerId: kim.objectId } as const;
const asPlace = { audience: 'place', reader } as const;
const struckBy: ItemOutcome = { kind: 'struck', at: '2026-11-23T13:30:00.000Z', by: alex };
/** Somebody approved the longer list, then three were struck off. */
function struck(count: number): Request {
  const request = requestOf('pending', count, { rules: { quorum: 2, executionMs: 3_600_000, revokeSessions: false } });
  const items = request.items.map((item, index) => (index < 3 ? { ...item, outcome: struckBy } : item));
  const decisions = [{ by: robin, verdict: 'approve' as const, reason: null, at: AT, content: 'f'.repeat(64) }];
  return { ...request, items, decisions };
}
const everyCause = requestOf('failed', CAUSES.length + 1, { runBy: '2026-11-23T14:20:00.000Z' });
const withCauses: Request = {
  ...everyCause,
  items: everyCause.items.map((item, index) => ({ ...item, outcome: CAUSES[index] ?? BLOCKED })),
};
/** A request does not end while a write still waits to be read back. */
function readBack(request: Request): Request {
  const items = request.items.map((item) => (item.outcome?.kind === 'written' ? { ...item, outcome: BLOCKED } : item));
  return { ...request, items };
}
const begun = requestOf('applying', 3);
const halfWay: Request = {
  ...begun,
  items: begun.items.map((item, index) => ({ ...item, outcome: [BLOCKED, OUTCOMES[1] ?? null][index] ?? null })),
};
/** A request for one mailbox that came out otherwise. */
function cameOut(outcome: ItemOutcome = BLOCKED): Request {
  const request = requestOf('failed', 1, { runBy: '2026-11-23T14:20:00.000Z' });
  return { ...request, items: request.items.map((item) => ({ ...item, outcome })) };
}
/** What became of open sessions differs from mailbox to mailbox, and some were blocked before. */
const sessions: readonly ItemOutcome[] = [
  { ...BLOCKED, sessions: 'ended' },
  { ...BLOCKED, sessions: 'no-permission' },
  { ...BLOCKED, sessions: 'not-ended' },
  { kind: 'already-blocked', at: AT },
];
const mixed = requestOf('done', sessions.length);
const mixedSessions: Request = {
  ...mixed,
  items: mixed.items.map((item, index) => ({ ...item, outcome: sessions[index] ?? null })),
};
const quorumOfTwo = requestOf('pending', 1, {
  rules: { quorum: 2, executionMs: 3_600_000, revokeSessions: false },
  decisions: [{ by: robin, verdict: 'approve', reason: null, at: AT, content: CONTENT }],
});

export const requestScenes: readonly Scene[] = [
  { name: 'request-pending-approver', view: requestView({ request: requestOf('pending', 2), ...asApprover }) },
  {
    name: 'request-pending-deny',
    view: requestView({ request: requestOf('pending', 1), ...asApprover }),
    press: ['Deny'],
  },
  { name: 'request-pending-requester', view: requestView({ request: requestOf('pending', 1), ...asRequester }) },
  {
    name: 'request-pending-untold',
    view: requestView({ request: requestOf('pending', 1, { reach: UNHEARD }), ...asRequester }),
  },
  { name: 'request-pending-place', view: requestView({ request: requestOf('pending', 1), ...asPlace }) },
  { name: 'request-pending-quorum', view: requestView({ request: quorumOfTwo, ...asApprover }) },
  {
    name: 'request-pending-many',
    view: requestView({ request: requestOf('pending', 34), ...asApprover, page: 1, impacts: IMPACTS }),
  },
  {
    name: 'request-pending-known',
    view: requestView({ request: requestOf('pending', 5), ...asApprover, impacts: IMPACTS }),
  },
  {
    name: 'request-pending-untold-use',
    view: requestView({ request: requestOf('pending', 3), ...asApprover, impacts: UNTOLD }),
  },
  { name: 'request-pending-struck', view: requestView({ request: struck(8), ...asApprover, impacts: IMPACTS }) },
  {
    name: 'request-pending-changed',
    view: requestView({
      request: struck(8),
      ...asApprover,
      impacts: IMPACTS,
      notice: sentenceFor({ kind: 'list-changed', requestId: 'K7M2QX' }),
    }),
  },
  {
    name: 'request-pending-urgent',
    view: requestView({ request: requestOf('pending', 2, { isUrgent: true }), ...asApprover, slot: 2 }),
  },
  { name: 'request-failed-causes', view: requestView({ request: withCauses, ...asRequester }) },
  {
    name: 'request-done-urgent',
    view: requestView({
      request: requestOf('done', 12, { isUrgent: true }),
      audience: 'approver',
      reader,
      viewerId: alex.objectId,
      page: 0,
    }),
  },
  { name: 'request-approved', view: requestView({ request: requestOf('approved', 1), ...asPlace }) },
  { name: 'request-applying', view: requestView({ request: requestOf('applying', 2), ...asApprover }) },
  { name: 'request-applying-written', view: requestView({ request: halfWay, ...asRequester }) },
  { name: 'request-done', view: requestView({ request: requestOf('done', 2), ...asRequester }) },
  { name: 'request-done-sessions', view: requestView({ request: mixedSessions, ...asRequester }) },
  { name: 'request-failed', view: requestView({ request: readBack(requestOf('failed', 5)), ...asRequester }) },
  {
    name: 'request-failed-in-time',
    view: requestView({
      request: readBack(requestOf('failed', 5, { runBy: '2026-11-23T14:20:00.000Z' })),
      ...asRequester,
    }),
  },
  { name: 'request-not-blocked', view: requestView({ request: cameOut(CAUSES[0]), ...asRequester }) },
  { name: 'request-not-confirmed', view: requestView({ request: cameOut(CAUSES[3]), ...asRequester }) },
  { name: 'request-denied', view: requestView({ request: requestOf('denied', 1), ...asRequester }) },
  { name: 'request-expired', view: requestView({ request: requestOf('expired', 1), ...asPlace }) },
  { name: 'request-withdrawn', view: requestView({ request: requestOf('withdrawn', 1), ...asPlace }) },
  { name: 'request-hostile', view: requestView({ request: hostileRequest('failed'), ...asApprover }) },
];
