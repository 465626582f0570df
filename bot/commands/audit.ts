// `audit`: what the record says of a mailbox, of a request, or of everything, newest first.
import type { RecordedEntry, RecordPage, Store } from '../../src/db/store.js';
import { Refused } from '../../src/failure.js';
import { findOne } from '../../src/mailboxes/find.js';
import { textOf } from '../card-values.js';
import { type CardValues, command, type Reply, type Turn } from '../command.js';
import { outsideOf } from '../outside-of-record.js';
import type { Services } from '../services.js';
import { readOneTarget } from '../targets.js';
import { auditView, type NamedMailbox, type Subject } from '../views/audit.js';
import { choicesView } from '../views/choices.js';

/** Entries on one page. */
const PAGE_SIZE = 8;

interface AuditInput {
  /** A request's id or a mailbox; empty for the whole record. */
  readonly said: string;
  /** Entries older than this number; null for the newest. */
  readonly before: number | null;
}

export const audit = command<AuditInput>({
  name: 'audit',
  aliases: ['history', 'record', 'timeline'],
  usage: '[mailbox | request id]',
  summary: 'Show the record of a mailbox or request: who asked, who decided, what was written.',
  role: 'reader',
  discloses: true,
  changesNothing: true,
  fromText: (text) => ({ said: readOneTarget(text.replace(/^(?:request|mailbox)\s+/iu, '')), before: null }),
  fromCard: (values) => ({
    said: textOf(values, 'requestId', 64) || textOf(values, 'mailbox', 320),
    before: beforeOf(values),
  }),
  async run({ said, before }, turn, services) {
    try {
      return await showTimeLine(await subjectOf(said, services), before, turn, services);
    } catch (error) {
      if (!(error instanceof Refused) || error.failure.kind !== 'mailbox-ambiguous') throw error;
      return { kind: 'message', view: choicesView({ ...error.failure, verb: 'audit', reason: null }) };
    }
  },
});

function beforeOf(values: CardValues): number | null {
  const value = Number(values['before'] ?? 0);
  if (Number.isSafeInteger(value) && value >= 0) return value === 0 ? null : value;
  throw new Refused({ kind: 'bad-argument', said: 'before', expected: 'the number of an entry' });
}

const REQUEST_ID = /^#?([BCDFGHJKLMNPQRSTVWXZ2479]{6})$/iu;
const OBJECT_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

/** A request where there is one of that id; else a mailbox, also one that no scan holds any more but the record does. */
async function subjectOf(said: string, { store, scanner }: Services): Promise<Subject> {
  if (said === '') return { kind: 'all' };
  const id = REQUEST_ID.exec(said)?.[1]?.toUpperCase();
  if (id !== undefined && (await store.requests.load(id)) !== null) return { kind: 'request', id };
  await scanner.latest();
  const gone = OBJECT_ID.test(said) ? said.toLowerCase() : null;
  if (gone !== null && (await store.scans.matching(gone)).length === 0) {
    const [entry] = await store.record.ofMailbox(gone, { before: null, limit: 1 });
    if (entry !== undefined) return { kind: 'mailbox', objectId: gone, mailbox: null };
  }
  const { mailbox, account } = await findOne(said, store.scans);
  return { kind: 'mailbox', objectId: account?.id ?? mailbox.objectId, mailbox };
}

async function showTimeLine(
  subject: Subject,
  before: number | null,
  { reader, correlationId }: Turn,
  services: Services,
): Promise<Reply> {
  const { store } = services;
  const found = await entriesOf(subject, { before, limit: PAGE_SIZE + 1 }, store);
  const entries = found.slice(0, PAGE_SIZE);
  const names = await namesIn(entries, store);
  const page = { subject, entries, names, before, hasOlder: found.length > PAGE_SIZE, reader };
  const asked = subject.kind === 'mailbox' && subject.objectId !== null ? subject.objectId : null;
  if (asked === null) return { kind: 'card', view: auditView({ ...page, outside: null }) };
  const { early, late } = await outsideOf(asked, before, correlationId, services);
  const view = auditView({ ...page, outside: early });
  if (late === null) return { kind: 'card', view };
  return { kind: 'card', view, follow: async () => auditView({ ...page, outside: await late }) };
}

async function entriesOf(
  subject: Subject,
  page: RecordPage,
  { record }: Pick<Store, 'record'>,
): Promise<readonly RecordedEntry[]> {
  switch (subject.kind) {
    case 'all':
      return record.newest(page);
    case 'request':
      return record.ofRequest(subject.id, page);
    case 'mailbox':
      return subject.objectId === null ? [] : record.ofMailbox(subject.objectId, page);
  }
}

/** The record keeps object ids only: names come from the newest scan, else from the request that named the mailbox. */
async function namesIn(
  entries: readonly RecordedEntry[],
  { scans, requests }: Pick<Store, 'scans' | 'requests'>,
): Promise<ReadonlyMap<string, NamedMailbox>> {
  const names = new Map<string, NamedMailbox>();
  for (const { mailbox: objectId, requestId } of entries) {
    if (objectId === null || names.has(objectId)) continue;
    const [known] = await scans.matching(objectId);
    const named =
      known?.mailbox ??
      (requestId === null ? null : await requests.load(requestId))?.items.find((item) => item.objectId === objectId);
    if (named !== undefined) names.set(objectId, named);
  }
  return names;
}
