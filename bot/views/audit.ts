// The time line of a mailbox, a request or everything: what happened, by whom, when, and Microsoft's trace of it.
import type { CardData } from '../../cards/index.js';
import type { RecordActor, RecordEntry, RecordEvent } from '../../src/audit/entry.js';
import { EVENT_MEANING } from '../../src/audit/meaning.js';
import { type NumberedEntry, timeLine } from '../../src/audit/time-line.js';
import { type Outside, outsideLine, outsideRow, outsideSentence } from './audit-outside.js';
import { exemptionDetail, sessionsDetail } from './exemption-detail.js';
import { nameOnCard, onCard, plain, plainName } from './plain.js';
import { retentionDetail } from './retention-detail.js';
import type { Reader, View } from './view.js';
import { counted, moment, number } from './when.js';
import type { Sign } from './words.js';

/** A mailbox as it is called now, or was when it was asked about. */
export interface NamedMailbox {
  readonly displayName: string;
  readonly address: string;
}

/** What the time line is about. */
export type Subject =
  | { readonly kind: 'all' }
  | { readonly kind: 'request'; readonly id: string }
  /** `mailbox` is null for one that no scan holds any more, `objectId` for one that has no account. */
  | { readonly kind: 'mailbox'; readonly objectId: string | null; readonly mailbox: NamedMailbox | null };

export interface AuditFacts {
  readonly subject: Subject;
  /** Newest first. */
  readonly entries: readonly NumberedEntry[];
  /** What Entra says was done outside of the bot in the time of this page; null where the time line is not of one account. */
  readonly outside: Outside | null;
  /** Names of the mailboxes in the entries, by object id. */
  readonly names: ReadonlyMap<string, NamedMailbox>;
  /** Null on the newest page. */
  readonly before: number | null;
  readonly hasOlder: boolean;
  readonly reader: Reader;
}

/** The card of the record. */
export function auditView(facts: AuditFacts): View<'audit'> {
  const { subject, entries, names, before, hasOlder, reader, outside } = facts;
  const headline = headlineOf(subject);
  const { rows, left } = timeLine(
    { entries, hasOlder, newerAt: outside?.kind === 'read' ? outside.newerAt : null },
    outside?.kind === 'read' ? outside.changes : [],
  );
  const shown = `${shownLine(entries.length, before, hasOlder)}${outsideLine(rows.length - entries.length, left)}`;
  return {
    card: 'audit',
    summary: `${headline}. ${shown}`,
    data: {
      headline,
      ...subjectLines(subject),
      shown,
      readAt: `As of ${moment(reader.now, reader)}. ${outsideSentence(outside)}`,
      rows: rows.map((one) =>
        one.kind === 'entry' ? row(one.entry, subject, names, reader) : outsideRow(one.change, reader),
      ),
      target: targetOf(subject),
      isRequest: subject.kind === 'request',
      isMailbox: subject.kind === 'mailbox' && subject.mailbox !== null,
      paging: {
        newest: before === null ? 'Refresh' : 'Newest',
        before: entries.at(-1)?.seq ?? 0,
        hasOlder,
      },
    },
  };
}

function headlineOf(subject: Subject): string {
  if (subject.kind === 'request') return `Record of request ${plain(subject.id, 16)}`;
  return subject.kind === 'mailbox' ? 'Record of a mailbox' : 'The record';
}

function subjectLines(subject: Subject): { readonly name: string; readonly address: string } {
  if (subject.kind !== 'mailbox') return { name: '', address: '' };
  const { mailbox, objectId } = subject;
  if (mailbox === null) return { name: 'No longer listed', address: onCard(objectId ?? '', 64) };
  return { name: nameOnCard(mailbox.displayName), address: onCard(mailbox.address) };
}

function targetOf(subject: Subject): { readonly requestId: string; readonly mailbox: string } {
  const mailbox = subject.kind === 'mailbox' ? plain(subject.objectId ?? subject.mailbox?.address ?? '') : '';
  return { requestId: subject.kind === 'request' ? subject.id : '', mailbox };
}

function shownLine(count: number, before: number | null, hasOlder: boolean): string {
  if (count === 0) return before === null ? 'Nothing is on record yet.' : 'There is nothing older.';
  const which = before === null ? 'the newest first' : `before number ${number(before)}, newest first`;
  return `${counted(count, 'entry', 'entries')}, ${which}${hasOlder ? '. There are older ones.' : '; none is older.'}`;
}

type Row = CardData['audit']['rows'][number];

function row(entry: NumberedEntry, subject: Subject, names: AuditFacts['names'], reader: Reader): Row {
  const { event, seq, at, actor } = entry;
  const trace = entry.microsoftRequestId === null ? '' : onCard(entry.microsoftRequestId, 64);
  return {
    ...(SIGNS[event] ?? PLAIN),
    what: EVENT_MEANING[event],
    number: `no. ${number(seq)}`,
    who: whoDid(actor),
    when: moment(at, reader),
    about: aboutWhat(entry, subject, names),
    detail: detailOf(entry, reader),
    trace: trace === '' ? '' : `Microsoft’s request id: ${trace}`,
  };
}

const PLAIN: Sign = { mark: '•', tone: 'default' };
const GOOD: Sign = { mark: '✓', tone: 'good' };
const BAD: Sign = { mark: '✕', tone: 'attention' };
const SIGNS: { readonly [E in RecordEvent]?: Sign } = {
  'request.created': { mark: '•', tone: 'accent' },
  'request.approved': GOOD,
  'request.approval-counted': GOOD,
  'request.denied': BAD,
  'request.refused': BAD,
  'request.done': GOOD,
  'request.failed': BAD,
  'mailbox.block-verified': GOOD,
  'mailbox.already-blocked': GOOD,
  'mailbox.block-failed': BAD,
  'finding.untold': BAD,
};

function whoDid(actor: RecordActor): string {
  return actor.kind === 'bot' ? 'Mailbox Guard' : nameOnCard(actor.name);
}

/** What the card's own heading says already is left out. */
function aboutWhat({ mailbox, requestId }: RecordEntry, subject: Subject, names: AuditFacts['names']): string {
  const request = requestId === null || subject.kind === 'request' ? '' : `request ${onCard(requestId, 16)}`;
  if (mailbox === null || (subject.kind === 'mailbox' && subject.objectId === mailbox)) return request;
  const named = names.get(mailbox);
  const one =
    named === undefined
      ? plain(mailbox, 64)
      : `${plain(plainName(named.displayName), 60)} (${plain(named.address, 80)})`;
  return onCard([one, request].filter((part) => part !== '').join(' · '), 240);
}

/** Entra forgets in a few weeks what this record keeps. */
function enabledDetail({ detail }: RecordEntry, reader: Reader): string {
  const by =
    typeof detail['enabledBy'] === 'string' && detail['enabledBy'] !== '' ? detail['enabledBy'] : 'nobody named';
  return onCard(`sign-in was allowed by ${plain(by, 120)}, ${moment(String(detail['enabledAt']), reader)}`, 240);
}

/** Characters of a reason or cause on the time line; the request's own card has it in full. */
const WHY_LIMIT = 160;

function detailOf(entry: RecordEntry, reader: Reader): string {
  const { event, detail } = entry;
  if (event === 'retention.deleted') return retentionDetail(entry, reader);
  if (event.startsWith('exemption.')) return exemptionDetail(entry, reader);
  if (event.startsWith('finding.') && typeof detail['enabledAt'] === 'string') return enabledDetail(entry, reader);
  const { reason, why, name, mailboxes, exposed } = detail;
  const count = typeof mailboxes === 'number' ? [counted(mailboxes, 'mailbox', 'mailboxes')] : [];
  if (typeof exposed === 'number') count.push(`${number(exposed)} exposed`);
  if (event === 'request.refused')
    return `tried to ${onCard(String(detail['tried'] ?? 'decide'), 20)} their own request`;
  const texts = [reason, why, name].filter((text) => typeof text === 'string' && text !== '');
  const said = texts.map((text) => onCard(String(text), WHY_LIMIT));
  return [...count, ...said, sessionsDetail(entry)].filter((part) => part !== '').join(' · ');
}
