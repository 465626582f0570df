// What people are about to ask for: questions for what is missing, previews of one and of many, parts, and what to strike off.
import { askView } from '../../../bot/views/ask.js';
import { type PreviewFacts, previewView } from '../../../bot/views/preview.js';
import { splitView } from '../../../bot/views/split.js';
import { strikeView } from '../../../bot/views/strike.js';
import { split } from '../../../src/approvals/choose-mailboxes.js';
import type { Draft } from '../../../src/approvals/draft.js';
import type { AssessedMailbox, MailboxType } from '../../../src/mailboxes/mailbox.js';
import { HOSTILE, hostileNames } from '../hostile.js';
import { hostileImpacts, IMPACTS, UNTOLD } from './impacts.js';
import { exposed, judged, kim, mailboxOf, NOW, oneOfEach, REACH, reader } from './people.js';
import { requestOf } from './requests.js';
import type { Scene } from './scene.js';

export function draftOf(mailboxes: readonly AssessedMailbox[], change: Partial<Draft> = {}): Draft {
  return {
    id: '5f0c2f0e-9d6e-4a1a-8a55-3f7d2b1c9e10',
    stage: 'preview',
    by: kim,
    action: 'block',
    reason: 'Nobody signs in with these, INC-20411',
    mailboxes,
    ...{ owner: null, ownerSaid: '', until: null, isUrgent: false, selection: null, leftOut: [] },
    ...{ conversationId: 'a:1', audience: 'requester', createdAt: NOW, requestId: null },
    ...change,
  };
}

const NAMES = ['Front Desk', 'Archive 2019', 'Room Oslo', 'Beamer 4', 'Dentist Bookings'];
const TYPES: readonly MailboxType[] = [
  'SharedMailbox',
  'SharedMailbox',
  'RoomMailbox',
  'EquipmentMailbox',
  'SchedulingMailbox',
];

export function manyExposed(count: number): readonly AssessedMailbox[] {
  return Array.from({ length: count }, (_, index) =>
    exposed(NAMES[index % NAMES.length] ?? '', index + 1, TYPES[index % TYPES.length]),
  );
}

const RULES = { quorum: 1, ttlMs: 86_400_000, revokeSessions: false };
const facts = (draft: Draft, more: Partial<PreviewFacts> = {}): PreviewFacts => ({
  ...{ draft, reader, page: 0, impacts: IMPACTS, reach: REACH, rules: RULES },
  ...more,
});
const scan = { state: 'complete', endedAt: '2026-11-23T13:03:00.000Z' } as const;
const selection = { verdict: 'exposed', types: ['SharedMailbox', 'RoomMailbox'], text: null, scan } as const;
const hostileDraft = draftOf(
  hostileNames.slice(0, 5).map((name, index) => {
    const address = `${'a'.repeat(64)}${index}@${'b'.repeat(180)}.example`;
    return judged({ ...mailboxOf('x', index), displayName: name, address }, exposed('x', index).account);
  }),
  {
    reason: hostileNames.join(' '),
    selection: { ...selection, text: HOSTILE.markdown, scan: { ...scan, state: 'partial' } },
    leftOut: hostileNames.map((name) => `${name}: sign-in is blocked already.`),
  },
);
const chooses = (count: number): Draft =>
  draftOf(manyExposed(count), { stage: 'choosing', action: 'unblock', reason: '' });
const asking = (mailboxes: readonly AssessedMailbox[], change: Partial<Draft> = {}): Draft =>
  draftOf(mailboxes, { stage: 'asking', reason: '', ...change });

export const draftScenes: readonly Scene[] = [
  { name: 'ask', view: askView({ draft: asking(manyExposed(1)), pattern: null, reader }) },
  { name: 'ask-many', view: askView({ draft: asking(manyExposed(13)), pattern: '^INC-[0-9]+', reader }) },
  {
    name: 'ask-until',
    view: askView({
      draft: asking(manyExposed(2), { action: 'exempt', until: '2027-01-31T17:00:00.000Z' }),
      pattern: null,
      reader,
    }),
  },
  { name: 'ask-choosing', view: askView({ draft: chooses(5), pattern: null, reader }) },
  { name: 'ask-choosing-many', view: askView({ draft: chooses(47), pattern: null, reader, page: 1 }) },
  {
    name: 'ask-hostile',
    view: askView({
      draft: { ...chooses(0), mailboxes: hostileNames.map((name, index) => judged(mailboxOf(name, index), null)) },
      pattern: `^${HOSTILE.expression}$`,
      reader,
    }),
  },
  { name: 'preview', view: previewView(facts(draftOf(manyExposed(1)))) },
  {
    name: 'preview-many',
    view: previewView(
      facts(draftOf(manyExposed(47), { selection, leftOut: ['3 that fit are in open requests already: K7M2QX.'] })),
    ),
  },
  {
    name: 'preview-partial',
    view: previewView(
      facts(draftOf(manyExposed(3), { selection: { ...selection, scan: { ...scan, state: 'partial' } } }), {
        impacts: UNTOLD,
      }),
    ),
  },
  {
    name: 'preview-urgent',
    view: previewView(
      facts(draftOf(manyExposed(2), { isUrgent: true }), {
        rules: { quorum: 2, ttlMs: 1_800_000, revokeSessions: true },
      }),
    ),
  },
  {
    name: 'preview-exempt',
    view: previewView(
      facts(draftOf(oneOfEach().slice(0, 5), { action: 'exempt', owner: kim, until: '2027-01-31T22:59:00.000Z' })),
    ),
  },
  { name: 'preview-hostile', view: previewView(facts(hostileDraft, { impacts: hostileImpacts(5) })) },
  {
    name: 'split',
    view: splitView({
      ...{ total: 214, limit: 100, scan, reader },
      parts: split(manyExposed(214), 50),
      drafts: ['1', '2', '3', '4'],
    }),
  },
  { name: 'strike', view: strikeView(requestOf('pending', 34), 1) },
  { name: 'strike-hostile', view: strikeView(hostileStrike(), 0) },
];

function hostileStrike() {
  const request = requestOf('pending', hostileNames.length);
  const items = request.items.map((item, index) => ({ ...item, displayName: hostileNames[index] ?? '' }));
  return { ...request, items };
}
