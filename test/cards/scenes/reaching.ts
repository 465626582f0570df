// Reaching approvers: who can be told, reminders, incidents and their reviews, and what happens when nobody hears.

import { alertsEndedView } from '../../../bot/views/alerts-ended.js';
import { approvalsView } from '../../../bot/views/approvals.js';
import { placeNoticeView } from '../../../bot/views/place-notice.js';
import { previewView } from '../../../bot/views/preview.js';
import { type RequestFacts, requestView } from '../../../bot/views/request.js';
import { requestsView } from '../../../bot/views/requests.js';
import { supersededView } from '../../../bot/views/superseded.js';
import { unreachedView } from '../../../bot/views/unreached.js';
import type { Approver } from '../../../src/approvals/approver.js';
import type { Reach, Request } from '../../../src/approvals/request.js';
import type { Install } from '../../../src/delivery/installs.js';
import { SLOT, type StoredPlace } from '../../../src/delivery/ports.js';
import { hostileNames } from '../hostile.js';
import { draftOf } from './drafts.js';
import { exposed, idOf, kim, lin, NOW, REACH, reader, robin, sam } from './people.js';
import { hostileRequest, requestOf } from './requests.js';
import type { Scene } from './scene.js';

const LATER = { ...reader, now: '2026-11-24T01:05:00.000Z' };
const member = (name: string, index: number, changes: Partial<Approver> = {}): Approver => ({
  ...{ objectId: idOf(900 + index), name, accountEnabled: true, isGuest: false },
  ...changes,
});
const MEMBERS: readonly Approver[] = [
  ...[sam, robin, lin].map((one) => ({ ...one, accountEnabled: true, isGuest: false })),
  member('Noor Haddad', 1),
  member('Ida Berg', 2, { accountEnabled: false }),
  member('Pat Visitor', 3, { isGuest: true }),
  member('Jo Unsaid', 4, { accountEnabled: null }),
];
const installOf = (personId: string, outcome: Install['outcome']): Install => ({ personId, askedAt: NOW, outcome });
export const placed = (
  name: string | null,
  kind: StoredPlace['kind'],
  changes: Partial<StoredPlace> = {},
): StoredPlace => ({
  ...{ conversationId: `19:${name}`, kind, tenantId: 't', serviceUrl: 'https://smba.example/', reference: '{}' },
  ...{ personId: null, name, admittedBy: robin, approvalsBy: robin, goneBecause: null },
  ...changes,
});
const FACTS = {
  ...{ members: MEMBERS, installs: [], installsItself: false, quorum: 1, here: null, page: 0, reader },
  withChat: new Set([robin.objectId, lin.objectId]),
  places: [placed('Security operations', 'channel'), placed(null, 'groupChat', { approvalsBy: lin })],
  lost: [],
} as const;

export function approvalsOf(names: readonly string[], page = 0) {
  const places = names.slice(0, 6).map((name) => placed(name, 'channel', { approvalsBy: { ...robin, name } }));
  return approvalsView({
    ...FACTS,
    members: names.map((name, index) => member(name, index)),
    installs: names.map((why, index) => installOf(idOf(900 + index), { kind: 'refused', why })),
    places,
    lost: names.slice(6, 10).map((name) => placed(name, 'groupChat', { goneBecause: name })),
    page,
  });
}

const URGENT = {
  isUrgent: true,
  expiresAt: '2026-11-23T13:35:00.000Z',
  reason: 'Its password stands in a forum, INC-20512',
};
const UNHEARD: Reach = {
  ...REACH,
  reachable: 0,
  told: 0,
  named: REACH.named.map((one) => ({ ...one, hasChat: false })),
};
const asApprover = { audience: 'approver', reader, viewerId: robin.objectId } as const;
const asRequester = { audience: 'requester', reader, viewerId: kim.objectId } as const;
const asPlace = { audience: 'place', reader } as const;
const review = { by: sam, at: NOW, note: 'The password was reset. The only sign-ins of the week were ours.' };
const scene = (name: string, request: Request, facts: Omit<RequestFacts, 'request'>): Scene => ({
  name,
  view: requestView({ request, ...facts }),
});
const tooFew: Reach = {
  ...REACH,
  reachable: 1,
  told: 1,
  named: REACH.named.map((one, n) => ({ ...one, hasChat: n === 2 })),
};
const quorumOfTwo = { quorum: 2, executionMs: 3_600_000, revokeSessions: false };

export const reachingScenes: readonly Scene[] = [
  {
    name: 'approvals',
    view: approvalsView({
      ...FACTS,
      installs: [installOf(sam.objectId, { kind: 'no-permission' })],
      installsItself: true,
    }),
  },
  {
    name: 'approvals-all-told',
    view: approvalsView({ ...FACTS, members: MEMBERS.slice(1, 3), places: [], here: 'off' }),
  },
  {
    name: 'approvals-too-few',
    view: approvalsView({
      ...FACTS,
      quorum: 3,
      here: 'on',
      lost: [placed('Mail team', 'groupChat', { goneBecause: 'BotNotInConversationRoster' })],
    }),
  },
  { name: 'approvals-nobody', view: approvalsView({ ...FACTS, members: MEMBERS.slice(4), places: [] }) },
  {
    name: 'approvals-many',
    view: approvalsView({
      ...FACTS,
      members: Array.from({ length: 45 }, (_, n) => member(`Member ${n + 1}`, n)),
      page: 1,
    }),
  },
  { name: 'approvals-hostile', view: approvalsOf(hostileNames) },
  scene('request-urgent-approver', requestOf('pending', 1, URGENT), asApprover),
  scene('request-urgent-place', requestOf('pending', 1, { ...URGENT, reach: { ...REACH, places: 1 } }), asPlace),
  scene('request-urgent-page', requestOf('pending', 2, URGENT), { ...asApprover, slot: 3 }),
  scene('request-reminder', requestOf('pending', 1), { ...asApprover, reader: LATER, slot: 1 }),
  { name: 'request-superseded', view: supersededView(requestOf('pending', 1), 'approver') },
  { name: 'request-superseded-done', view: supersededView(requestOf('done', 2), 'place') },
  scene('request-pending-too-few', requestOf('pending', 1, { reach: tooFew, rules: quorumOfTwo }), asRequester),
  scene(
    'request-pending-not-known',
    requestOf('pending', 1, { reach: { ...UNHEARD, approvers: null, named: [] } }),
    asRequester,
  ),
  { name: 'request-unreached', view: unreachedView(requestOf('pending', 1, { reach: UNHEARD }), reader) },
  { name: 'request-unreached-found', view: unreachedView(requestOf('pending', 1), reader) },
  scene('request-review-owed', requestOf('done', 1, URGENT), {
    ...asApprover,
    viewerId: sam.objectId,
    slot: SLOT.review + 2,
  }),
  scene('request-review-noted', requestOf('done', 1, { ...URGENT, review }), asRequester),
  { name: 'alerts-ended', view: alertsEndedView({ kind: 'alerts-ended', id: 'n', at: NOW }, reader) },
  { name: 'place-gone', view: placeNoticeView(goneNotice('Security operations'), reader) },
  {
    name: 'requests-owing',
    view: requestsView({ ...owing(), total: 2, open: 1, owing: 1, page: 0, pageSize: 8, reader }),
  },
  {
    name: 'preview-unreachable',
    view: previewView({
      draft: draftOf([exposed('Front Desk', 1)], { reason: 'Ticket INC-20411' }),
      ...{ reader, page: 0, impacts: new Map(), reach: tooFew },
      rules: { quorum: 2, ttlMs: 86_400_000, revokeSessions: false },
    }),
  },
  { name: 'request-unreached-hostile', view: unreachedView(unheardOf(hostileNames), reader) },
  scene('request-urgent-hostile', { ...unheardOf(hostileNames), ...URGENT }, { ...asPlace, slot: 3 }),
];

export function goneNotice(text: string) {
  return {
    kind: 'place',
    id: 'p',
    place: { kind: 'channel', name: text },
    because: 'BotNotInConversationRoster',
    at: NOW,
  } as const;
}

/** Nobody has a chat, and everybody's name is at its worst. */
export function unheardOf(names: readonly string[]): Request {
  const named = names.slice(0, 10).map((name, index) => ({ objectId: idOf(index), name, hasChat: false }));
  return { ...hostileRequest('pending', names), decisions: [], reach: { ...UNHEARD, approvers: 12, named } };
}

function owing(): { readonly rows: readonly Request[] } {
  return { rows: [requestOf('pending', 1), requestOf('done', 2, { ...URGENT, id: 'M4T7PC' })] };
}
