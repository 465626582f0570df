// Alerts: every kind open, snoozed, taken care of, escalated and closed; digests of one, twelve and two thousand; who is told.
import { alertsView, type ToldPlace } from '../../../bot/views/alerts.js';
import { digestView } from '../../../bot/views/digest.js';
import { type FindingFacts, findingView } from '../../../bot/views/finding.js';
import type { DigestReason } from '../../../src/alerts/digest.js';
import type {
  CheckFinding,
  Finding,
  FoundMailbox,
  MailboxFinding,
  MailboxKind,
  Risk,
} from '../../../src/alerts/finding.js';
import type { FindingPage, Tally } from '../../../src/alerts/ports.js';
import {
  acknowledged,
  closed,
  escalated,
  learnt,
  openedCheck,
  openedMailbox,
  snoozed,
} from '../../../src/alerts/transitions.js';
import { NEVER_WATCHED, type WatchState } from '../../../src/alerts/watch-state.js';
import type { StoredPlace } from '../../../src/delivery/ports.js';
import type { Exemption } from '../../../src/mailboxes/mailbox.js';
import { HOSTILE } from '../hostile.js';
import { EXEMPTION, exposed, kim, mailboxOf, NOW, reader, robin } from './people.js';
import { requestOf } from './requests.js';
import type { Scene } from './scene.js';
import { USED } from './statuses.js';

const FOUND_AT = '2026-11-23T13:00:00.000Z';

function found(name: string, index: number, change: Partial<FoundMailbox> = {}): FoundMailbox {
  const { objectId, displayName, address, userPrincipalName, type } = mailboxOf(name, index);
  const id = objectId ?? '';
  const judged = { verdict: 'exposed', cause: 'sign-in-allowed', obstacle: null } as const;
  return { objectId: id, displayName, address, userPrincipalName, type, ...judged, ...change };
}

export function findingOf(
  kind: MailboxKind,
  {
    name = 'Payroll',
    risk = 'password-set',
    index = 6,
    ...change
  }: Partial<FoundMailbox> & {
    readonly name?: string;
    readonly risk?: Risk;
    readonly index?: number;
  } = {},
): MailboxFinding {
  return openedMailbox({
    ...{ id: 'HKXVWPDB', episode: 1, at: FOUND_AT, kind, risk, turns: [], enabledAfter: FOUND_AT },
    mailbox: found(name, index, change),
    isEnabledBySomebody: kind === 're-enabled' || kind === 'new',
  });
}

function show(finding: Finding | null, more: Partial<FindingFacts> = {}): Scene['view'] {
  if (finding === null) throw new Error('nothing changed');
  const facts = {
    reader,
    mode: 'enforce',
    isCopy: false,
    history: null,
    endedBy: null,
    exemption: null,
    approversHeard: true,
    mentions: [],
  } as const;
  return findingView({ ...facts, ...more, finding });
}

const AT = '2026-11-23T13:02:00.000Z';
const reEnabled = findingOf('re-enabled');
const known = (kind: 'person' | 'app' | 'sync' | 'not-known', name: string): Finding | null =>
  learnt(reEnabled, { state: 'known', by: { kind, id: null, name }, at: '2026-11-23T12:58:00.000Z' }, AT);
const SNOOZE = { until: '2026-11-26T08:00:00.000Z', by: kim, reason: 'Its owner is asked; answer on Thursday.' };
const turned: MailboxFinding = {
  ...findingOf('re-enabled', { risk: 'direct-sign-in' }),
  kind: 'direct-sign-in',
  turns: [
    { what: 'password-set', at: '2026-11-23T12:59:00.000Z', to: null },
    { what: 'direct-sign-in', at: '2026-11-23T13:01:00.000Z', to: null },
    { what: 'renamed', at: '2026-11-23T13:02:00.000Z', to: 'Payroll (old)' },
  ],
};
const check = (kind: CheckFinding['kind']): CheckFinding =>
  openedCheck({
    ...{ id: 'DKWPXVHB', episode: 1, at: FOUND_AT, kind, check: 'scan' },
    problems:
      kind === 'check-failed'
        ? ['Microsoft Graph refused to answer. The bot probably lacks the permission User.Read.All.']
        : ['1 of 3 pages of mailboxes could not be read.'],
  });
const MENTIONS = [{ text: '<at>Approver 1</at>', id: robin.objectId, name: robin.name }];

const RISKS = {
  new: 'never-used',
  converted: 'converted',
  'never-blocked': 'not-known',
  'exemption-worsened': 'password-set',
  'exemption-ended': 'never-used',
} as const;

/** What an exemption did not foresee opens an alert about it. */
const turnsOf = (kind: MailboxKind): MailboxFinding['turns'] =>
  kind === 'exemption-worsened' ? [{ what: 'password-set', at: '2026-11-23T12:59:00.000Z', to: null }] : [];

const exemptionOf = (kind: MailboxKind): Exemption | null => {
  if (kind === 'exemption-ended') return { ...EXEMPTION, until: FOUND_AT };
  return kind === 'exemption-worsened' ? EXEMPTION : null;
};

const kinds: readonly Scene[] = (
  ['new', 'converted', 'never-blocked', 'exemption-worsened', 'exemption-ended'] as const
).map((kind) => {
  const risk = RISKS[kind];
  const finding = { ...findingOf(kind, { risk }), turns: turnsOf(kind) };
  return { name: `finding-${kind}`, view: show(finding, { exemption: exemptionOf(kind) }) };
});

const FILTERLESS = { kinds: null, types: null, minRisk: null };
const place = (kind: StoredPlace['kind'], name: string, goneBecause: string | null = null): StoredPlace => ({
  ...{ conversationId: name, kind, tenantId: '', serviceUrl: '', reference: '', personId: null, name },
  ...{ admittedBy: robin, approvalsBy: null, goneBecause },
});
const TOLD: readonly ToldPlace[] = [
  {
    subscription: { ...FILTERLESS, conversationId: 'a', by: robin, at: NOW },
    place: place('channel', 'Operations'),
    last: { state: 'sent', error: null, posts: 1, toldAt: FOUND_AT },
  },
  {
    subscription: { ...FILTERLESS, minRisk: 'converted', conversationId: 'b', by: kim, at: NOW },
    place: place('personal', ''),
    last: { state: 'waiting', error: 'Throttled', posts: 0, toldAt: FOUND_AT },
  },
  {
    subscription: { ...FILTERLESS, conversationId: 'd', by: robin, at: NOW },
    place: place('channel', 'Night shift'),
    last: { state: 'waiting', error: 'Teams did not say whether it arrived', posts: 2, toldAt: FOUND_AT },
  },
  {
    subscription: { ...FILTERLESS, types: ['RoomMailbox'], conversationId: 'c', by: kim, at: NOW },
    place: place('groupChat', 'Facilities', 'BotNotInConversationRoster'),
    last: { state: 'dead', error: 'BotNotInConversationRoster', posts: 1, toldAt: null },
  },
];
const WATCHED: WatchState = {
  ...NEVER_WATCHED,
  answeredAt: '2026-11-23T13:04:30.000Z',
  lastCompleteScan: {
    ...{ id: 's', state: 'complete', startedAt: '2026-11-23T13:01:00.000Z', endedAt: '2026-11-23T13:02:00.000Z' },
    counts: {
      ...{ pages: 1, listed: 412, targets: 412, joined: 412 },
      verdicts: { exposed: 0, unknown: 0, protected: 0, synced: 0, exempt: 2, blocked: 410 },
      types: { SharedMailbox: 300, RoomMailbox: 100, EquipmentMailbox: 8, SchedulingMailbox: 4 },
    },
  },
};

function tallyOf(total: number, open: number): Tally {
  const worst = Math.min(open, 1);
  const byRisk = { 'password-set': worst, 'never-used': open - worst };
  return { total, open, byKind: { 'never-blocked': open }, byRisk };
}

function pageOf(open: number, page = 0): FindingPage {
  const names = ['Payroll', 'Front Desk', 'Info', 'Invoices', 'Travel', 'Press', 'Jobs', 'Legal', 'Spare', 'Archive'];
  const rows = names
    .slice(0, Math.min(10, open))
    .map((name, index) =>
      findingOf('never-blocked', { name, index: index + 1, risk: index === 0 ? 'password-set' : 'never-used' }),
    );
  return { rows, total: open, page, pageSize: 10 };
}

function digest(total: number, open: number, reason: DigestReason = 'first-run', page = 0): Scene['view'] {
  const told = { id: 'KDPWXVHB', reason, version: 1, at: FOUND_AT };
  return digestView({ digest: told, tally: tallyOf(total, open), page: pageOf(open, page), reader });
}

const hostile = exposed('x', 1).mailbox;

export const findingScenes: readonly Scene[] = [
  { name: 'finding-re-enabled', view: show(reEnabled, { history: { ...USED, lastSuccessAt: null, clients: [] } }) },
  { name: 'finding-re-enabled-asking', view: show(reEnabled), press: ['Request block'] },
  { name: 'finding-re-enabled-snoozing', view: show(reEnabled), press: ['Snooze'] },
  { name: 'finding-by-person', view: show(known('person', 'Sam Okafor')) },
  { name: 'finding-by-app', view: show(known('app', 'Provisioning')) },
  { name: 'finding-by-sync', view: show(known('sync', 'On-Premises Directory Synchronization Service Account')) },
  { name: 'finding-who-not-known', view: show(learnt(reEnabled, { state: 'not-known', why: 'no-record' }, AT)) },
  ...kinds,
  { name: 'finding-direct-sign-in', view: show(turned, { history: USED }) },
  {
    name: 'finding-synced',
    view: show(findingOf('re-enabled', { verdict: 'synced', cause: 'directory-synced', obstacle: 'directory-synced' })),
  },
  { name: 'finding-watch', view: show(reEnabled, { mode: 'watch' }), mode: 'watch' },
  { name: 'finding-copy', view: show(reEnabled, { isCopy: true }) },
  { name: 'finding-snoozed', view: show(snoozed(reEnabled, SNOOZE, AT)) },
  { name: 'finding-acknowledged', view: show(acknowledged(reEnabled, kim, AT)) },
  { name: 'finding-escalated', view: show(escalated(reEnabled, AT)) },
  { name: 'finding-escalated-untold', view: show(escalated(reEnabled, AT), { approversHeard: false }) },
  { name: 'finding-escalated-place', view: show(escalated(reEnabled, AT), { mentions: MENTIONS }) },
  {
    name: 'finding-closed',
    view: show(closed(known('person', 'Sam Okafor') ?? reEnabled, { kind: 'blocked', requestId: 'GMLVGN' }, AT), {
      endedBy: requestOf('done', 1, { createdAt: '2026-11-23T13:00:30.000Z' }),
    }),
  },
  { name: 'finding-closed-outside', view: show(closed(reEnabled, { kind: 'blocked-outside' }, AT)) },
  { name: 'finding-closed-deleted', view: show(closed(reEnabled, { kind: 'deleted' }, AT)) },
  { name: 'finding-check-failed', view: show(check('check-failed')) },
  { name: 'finding-check-partial', view: show(check('check-partial')) },
  { name: 'finding-check-closed', view: show(closed(check('check-failed'), { kind: 'healthy' }, AT)) },
  {
    name: 'finding-hostile',
    view: show(
      {
        ...findingOf('re-enabled', { displayName: HOSTILE.markdown, address: hostile.address }),
        turns: [{ what: 'renamed', at: AT, to: HOSTILE.long }],
        who: { state: 'known', by: { kind: 'person', id: null, name: HOSTILE.expression }, at: AT },
        state: { kind: 'snoozed', ...SNOOZE, by: { ...kim, name: HOSTILE.unbroken }, reason: HOSTILE.long, at: AT },
      },
      { history: { ...USED, clients: [HOSTILE.expression] }, isCopy: true },
    ),
  },
  { name: 'digest-1', view: digest(1, 1) },
  { name: 'digest-12', view: digest(12, 3) },
  { name: 'digest-2000', view: digest(2000, 1991, 'flood', 7) },
  { name: 'digest-escalation', view: digest(12, 3, 'escalation') },
  { name: 'digest-woken', view: digest(3, 3, 'woken') },
  { name: 'digest-subscribed', view: digest(12, 3, 'subscribed') },
  { name: 'digest-closed', view: digest(12, 0) },
  {
    name: 'alerts',
    view: alertsView({ tally: tallyOf(9, 9), page: pageOf(9), watch: WATCHED, told: TOLD, isHere: true, reader }),
  },
  {
    name: 'alerts-none',
    view: alertsView({ tally: tallyOf(0, 0), page: pageOf(0), watch: WATCHED, told: [], isHere: false, reader }),
  },
  {
    name: 'alerts-not-read',
    view: alertsView({ tally: tallyOf(0, 0), page: pageOf(0), watch: NEVER_WATCHED, told: [], isHere: false, reader }),
  },
];
