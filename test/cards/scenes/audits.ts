// The record's time line: of a mailbox, of a request, of everything, and of nothing.
import { type AuditFacts, auditView, type NamedMailbox } from '../../../bot/views/audit.js';
import type { RecordEntry } from '../../../src/audit/entry.js';
import type { SignInChange } from '../../../src/mailboxes/enabling.js';
import { hostileNames } from '../hostile.js';
import { idOf, kim, reader, robin } from './people.js';
import type { Scene } from './scene.js';

const TRACE = '0d6f6f6f-1a11-4f0e-b3b1-7c1e9d2a5b60';
const NAMES = new Map<string, NamedMailbox>([
  [idOf(1), { displayName: 'Reception', address: 'reception1@contoso.example' }],
  [idOf(2), { displayName: 'Front Desk', address: 'frontdesk2@contoso.example' }],
]);

type Entry = AuditFacts['entries'][number];

function entryOf(seq: number, change: Partial<RecordEntry>): Entry {
  return {
    seq,
    event: 'request.created',
    at: `2026-11-23T12:${String(seq % 60).padStart(2, '0')}:00.000Z`,
    actor: { kind: 'bot' },
    requestId: 'K7M2QX',
    mailbox: null,
    microsoftRequestId: null,
    correlationId: null,
    detail: {},
    ...change,
  };
}

const story: readonly Entry[] = [
  entryOf(2314, { event: 'request.failed' }),
  entryOf(2313, {
    event: 'mailbox.block-failed',
    mailbox: idOf(2),
    microsoftRequestId: TRACE,
    detail: { why: 'Microsoft refused: Insufficient privileges to complete the operation.' },
  }),
  entryOf(2312, { event: 'mailbox.block-verified', mailbox: idOf(1), microsoftRequestId: TRACE }),
  entryOf(2311, { event: 'mailbox.block-written', mailbox: idOf(1), microsoftRequestId: TRACE }),
  entryOf(2309, { event: 'request.approved', actor: { kind: 'person', ...robin }, detail: { reason: null } }),
  entryOf(2308, { event: 'request.refused', actor: { kind: 'person', ...kim }, detail: { tried: 'approve' } }),
  entryOf(2307, {
    actor: { kind: 'person', ...kim },
    detail: { reason: 'Leaver’s old team mailbox, ticket INC-20411', mailboxes: 2 },
  }),
];
const others: readonly Entry[] = [
  entryOf(2310, { event: 'scan.published', requestId: null, detail: { why: 'schedule', mailboxes: 60, exposed: 14 } }),
  entryOf(2306, {
    event: 'place.admitted',
    requestId: null,
    actor: { kind: 'person', ...robin },
    detail: { name: 'IT Operations' },
  }),
];

/** What Entra tells of the account, so many minutes after twelve. */
function change(minute: number, name: string, kind: SignInChange['by']['kind']): SignInChange {
  return {
    recordId: `Directory_${minute}`,
    at: `2026-11-23T12:${String(minute % 60).padStart(2, '0')}:30.000Z`,
    objectId: idOf(1),
    by: { kind, id: null, name },
    to: minute % 2 === 0 ? 'allowed' : 'blocked',
    isOwn: false,
    correlationId: TRACE,
  };
}

const read = { kind: 'read', newerAt: null } as const;

/** Eight entries, each with the same text wherever text from outside may stand. */
export function hostileAudit(names: readonly string[]): AuditFacts {
  const named = (index: number): string => names[index % names.length] ?? '';
  return {
    subject: { kind: 'mailbox', objectId: idOf(99), mailbox: { displayName: named(0), address: named(1) } },
    entries: Array.from({ length: 8 }, (_, index) =>
      entryOf(index + 1, {
        event: index % 2 === 0 ? 'mailbox.block-failed' : 'request.created',
        actor: { kind: 'person', objectId: named(index), name: named(index) },
        requestId: named(index),
        mailbox: index % 3 === 0 ? named(index) : idOf(index),
        microsoftRequestId: named(index),
        detail: { reason: named(index), why: named(index + 1), name: named(index + 2), tried: named(index) },
      }),
    ),
    names: new Map(
      Array.from({ length: 8 }, (_, index) => [idOf(index), { displayName: named(index), address: named(index) }]),
    ),
    outside: {
      kind: 'read',
      newerAt: null,
      changes: Array.from({ length: 8 }, (_, index) => ({
        ...change(index + 10, named(index), index % 2 === 0 ? 'person' : 'sync'),
        correlationId: named(index),
        isOwn: index === 7,
      })),
    },
    before: null,
    hasOlder: true,
    reader,
  };
}

const mailbox = { kind: 'mailbox', objectId: idOf(1), mailbox: NAMES.get(idOf(1)) ?? null } as const;
const page = { names: NAMES, outside: null, before: null, hasOlder: false, reader };
const ofMailbox = story.filter((one) => one.mailbox !== idOf(2));

/** A mailbox that others changed as well. */
export const outsideScene = auditView({
  ...page,
  subject: mailbox,
  entries: ofMailbox,
  outside: {
    ...read,
    changes: [
      change(50, 'Hollis Helpdesk', 'person'),
      change(33, 'Joiners and Leavers', 'app'),
      change(32, 'On-Premises Directory Synchronization Service Account', 'sync'),
      change(6, '', 'not-known'),
      { ...change(4, 'Mailbox Guard', 'app'), isOwn: true },
    ],
  },
});

export const auditScenes: readonly Scene[] = [
  { name: 'audit-request', view: auditView({ ...page, subject: { kind: 'request', id: 'K7M2QX' }, entries: story }) },
  {
    name: 'audit-mailbox',
    view: auditView({
      ...page,
      subject: mailbox,
      entries: story.filter((one) => one.mailbox !== idOf(2)),
      hasOlder: true,
    }),
  },
  {
    name: 'audit-all',
    view: auditView({
      ...page,
      subject: { kind: 'all' },
      entries: [...story, ...others].toSorted((a, b) => b.seq - a.seq).slice(1),
      before: 2400,
    }),
  },
  { name: 'audit-outside', view: outsideScene },
  {
    name: 'audit-outside-many',
    view: auditView({
      ...page,
      subject: mailbox,
      entries: [],
      outside: { ...read, changes: Array.from({ length: 30 }, (_, n) => change(n, 'Hollis Helpdesk', 'person')) },
    }),
  },
  {
    name: 'audit-outside-asking',
    view: auditView({ ...page, subject: mailbox, entries: ofMailbox, outside: { kind: 'asking' } }),
  },
  {
    name: 'audit-outside-no-permission',
    view: auditView({
      ...page,
      subject: mailbox,
      entries: ofMailbox,
      outside: { kind: 'not-known', why: 'no-permission' },
    }),
  },
  { name: 'audit-none', view: auditView({ ...page, subject: mailbox, entries: [] }) },
  {
    name: 'audit-gone',
    view: auditView({ ...page, subject: { ...mailbox, mailbox: null }, entries: story.slice(2, 4) }),
  },
  { name: 'audit-hostile', view: auditView(hostileAudit(hostileNames)) },
];
