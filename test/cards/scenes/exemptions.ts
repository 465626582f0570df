// Exemptions: as they are asked for, while they last, and at their end.
import { exemptionNoticeView } from '../../../bot/views/exemption-notice.js';
import { previewView } from '../../../bot/views/preview.js';
import { requestView } from '../../../bot/views/request.js';
import { statusView } from '../../../bot/views/status.js';
import type { Draft } from '../../../src/approvals/draft.js';
import type { ItemOutcome, Request, RequestState } from '../../../src/approvals/request.js';
import type { ExemptedMailbox, ExemptionNotice } from '../../../src/delivery/notice.js';
import type { AssessedMailbox, Exemption } from '../../../src/mailboxes/mailbox.js';
import { hostileNames } from '../hostile.js';
import { accountOf, exposed, idOf, judged, kim, mailboxOf, NOW, reader, robin } from './people.js';
import { requestOf } from './requests.js';
import type { Scene } from './scene.js';

const UNTIL = '2026-12-31T22:59:00.000Z';
/** Of an exemption that is over by now. */
const OVER = { until: '2026-11-23T13:00:00.000Z' };
const REASON = 'Scanner on floor 2 until it is replaced, ticket INC-20433';

function exemptionOf(index: number, change: Partial<Exemption> = {}): Exemption {
  return {
    ...{ objectId: idOf(index), kind: 'exempt', requestId: 'K7M2QX', since: '2026-10-01T08:00:00.000Z' },
    baseline: { verdict: 'exposed', evidence: 'never-used' },
    ...{ ownerId: robin.objectId, ownerName: robin.name, reason: REASON, until: UNTIL },
    ...change,
  };
}

export function exempt(name: string, index: number, change: Partial<Exemption> = {}): AssessedMailbox {
  const mailbox = mailboxOf(name, index);
  return judged(mailbox, accountOf(mailbox), { exemption: exemptionOf(index, change) });
}

function blocked(name: string, index: number): AssessedMailbox {
  const mailbox = mailboxOf(name, index);
  return judged(mailbox, accountOf(mailbox, { accountEnabled: false }));
}

function preview(name: string, change: Partial<Draft>): Scene {
  const draft: Draft = {
    ...{
      id: 'draft',
      stage: 'preview',
      ownerSaid: '',
      selection: null,
      by: kim,
      action: 'unblock',
      reason: REASON,
      owner: robin,
      until: UNTIL,
      isUrgent: false,
    },
    ...{ mailboxes: [blocked('Front Desk', 1)], leftOut: [], conversationId: 'c', audience: 'requester' },
    ...{ createdAt: NOW, requestId: null },
    ...change,
  };
  const rules = { quorum: 1, ttlMs: 86_400_000, revokeSessions: true };
  return { name, view: previewView({ draft, reader, page: 0, impacts: new Map(), reach: null, rules }) };
}

function status(name: string, mailbox: AssessedMailbox, mode: 'enforce' | 'watch' = 'enforce'): Scene {
  const facts = { mailbox, history: null, readAt: '2026-11-23T13:04:50.000Z', openRequest: null, mode, reader };
  return { name, view: statusView(facts) };
}

export function noticed(
  displayName: string,
  index: number,
  state: ExemptedMailbox['state'],
  verdict: ExemptedMailbox['verdict'] = null,
): ExemptedMailbox {
  const { objectId, address, type } = mailboxOf(displayName, index);
  return { objectId: objectId ?? '', displayName, address, type, state, verdict };
}

export function noticeOf(
  mailboxes: readonly ExemptedMailbox[],
  change: Partial<ExemptionNotice> = {},
): ExemptionNotice {
  return {
    ...{ kind: 'exemption', id: 'exemption K7M2QX', exemption: 'exempt', ownerName: robin.name, reason: REASON },
    ...{ requestId: 'K7M2QX', until: '2026-11-30T22:59:00.000Z', blocksAtEnd: false, follow: null, insteadOf: null },
    mailboxes,
    ...change,
  };
}

function notice(name: string, mailboxes: readonly ExemptedMailbox[], change: Partial<ExemptionNotice> = {}): Scene {
  return { name, view: exemptionNoticeView(noticeOf(mailboxes, change), reader) };
}

const desk = (state: ExemptedMailbox['state'], verdict?: ExemptedMailbox['verdict']): readonly ExemptedMailbox[] => [
  noticed('Front Desk', 1, state, verdict),
];
const UNBLOCK = { exemption: 'unblock', blocksAtEnd: true } as const;
const many = Array.from({ length: 14 }, (_, index) =>
  noticed(`Archive ${2006 + index}`, index + 1, (['ending', 'blocked', 'extended'] as const)[index % 3] ?? 'ending'),
);
const hostile = hostileNames.map((name, index) => noticed(name, index + 1, 'ended', 'exposed'));
const hostileText = hostileNames.join(' ').slice(0, 500);

const asked = requestOf('pending', 1, { action: 'exempt', owner: robin, until: UNTIL, reason: REASON });
const ending = requestOf('pending', 2);
const TERM = { owner: robin, until: UNTIL, reason: REASON } as const;
const asApprover = { audience: 'approver', reader, viewerId: robin.objectId } as const;
const asRequester = { audience: 'requester', reader, viewerId: kim.objectId } as const;

/** A request for an unblock or an exemption, all of whose mailboxes came out as wanted once it is done. */
function termed(state: RequestState, count: number, action: 'unblock' | 'exempt'): Request {
  const request = requestOf(state, count, { action, ...TERM });
  const outcome: ItemOutcome =
    action === 'exempt' ? { kind: 'exempted', at: NOW } : { kind: 'unblocked', at: NOW, microsoftRequestId: null };
  const items = request.items.map((item) => ({
    ...item,
    verdict: action === 'unblock' ? ('blocked' as const) : item.verdict,
    outcome: state === 'done' ? outcome : item.outcome,
  }));
  return { ...request, items };
}

export const exemptionScenes: readonly Scene[] = [
  preview('preview-unblock', {}),
  preview('preview-exempt', { action: 'exempt', owner: kim, mailboxes: [exposed('Front Desk', 1)] }),
  preview('preview-prolong', {
    action: 'exempt',
    mailboxes: [exempt('Front Desk', 1)],
    until: '2027-03-31T21:59:00.000Z',
  }),
  preview('preview-block-exempt', {
    ...{ action: 'block', owner: null, until: null, reason: 'The scanner is gone' },
    mailboxes: [exempt('Front Desk', 1), ...Array.from({ length: 4 }, (_, n) => exempt(`Archive ${n}`, n + 2))],
  }),
  {
    name: 'request-exempt',
    view: requestView({ request: asked, audience: 'approver', reader, viewerId: robin.objectId }),
  },
  { name: 'request-exempt-done', view: requestView({ request: termed('done', 2, 'exempt'), ...asRequester }) },
  { name: 'request-exempt-denied', view: requestView({ request: termed('denied', 1, 'exempt'), ...asRequester }) },
  { name: 'request-unblock', view: requestView({ request: termed('pending', 1, 'unblock'), ...asApprover }) },
  { name: 'request-unblock-done', view: requestView({ request: termed('done', 1, 'unblock'), ...asRequester }) },
  {
    name: 'request-follows',
    view: requestView({ request: requestOf('applying', 2, { follows: 'R2D4XZ' }), ...asRequester }),
  },
  {
    name: 'request-block-exempt',
    view: requestView({
      request: { ...ending, items: ending.items.map((item) => ({ ...item, verdict: 'exempt' })) },
      ...{ audience: 'approver', reader, viewerId: robin.objectId },
    }),
  },
  status('status-exempt', exempt('Payroll', 6)),
  status('status-exempt-unblock', exempt('Payroll', 6, { kind: 'unblock' })),
  { ...status('status-exempt-watch', exempt('Payroll', 6, { kind: 'unblock' }), 'watch'), mode: 'watch' },
  notice('notice-exemption-ending', desk('ending')),
  notice('notice-exemption-ending-unblock', desk('ending'), UNBLOCK),
  notice('notice-exemption-ended', desk('ended', 'exposed'), { ...OVER, insteadOf: 'owner' }),
  notice('notice-exemption-followed', desk('ended'), { ...UNBLOCK, ...OVER, follow: 'R2D4XZ' }),
  notice('notice-exemption-extended', desk('extended')),
  notice('notice-exemption-blocked', desk('blocked'), OVER),
  notice('notice-exemption-many', many),
  {
    ...notice('notice-exemption-watch', desk('ended', 'exposed'), { ...OVER, exemption: 'unblock' }),
    mode: 'watch',
  },
  notice('notice-exemption-hostile', hostile, { ...OVER, ownerName: hostileText, reason: hostileText }),
];
