// Makes a pending request out of a preview, if its mailboxes are still as they were shown, and says which ones were left out.
import { Refused } from '../failure.js';
import type { AssessedMailbox } from '../mailboxes/mailbox.js';
import { REACH_MS } from './check-reach.js';
import { contentHash } from './content-hash.js';
import { DRAFT_MS, type Draft } from './draft.js';
import { whyNot } from './eligible.js';
import { about, person } from './narrate.js';
import type { Clock, Ids, Ledger, Work } from './ports.js';
import type { ReasonPattern } from './reason.js';
import { planReminders } from './remind-request.js';
import type { Person, Request, RequestItem, RequestRules } from './request.js';
import { checkTerm } from './term.js';
import { isStanding } from './transitions.js';

/** The settings that bound a request; frozen into it when it is made. */
export interface RequestSettings {
  readonly quorum: number;
  /** Milliseconds until silence is refusal. */
  readonly ttlMs: number;
  readonly executionMs: number;
  readonly reasonPattern: ReasonPattern | null;
  readonly maxMailboxes: number;
  readonly maxPerDay: number;
  /** Milliseconds until an urgent request expires, and between two pages of its approvers. */
  readonly urgentTtlMs: number;
  readonly urgentRepeatMs: number;
  /** Milliseconds an exemption may last, and how long before its end its owner is warned. */
  readonly longestExemptionMs: number;
  readonly exemptionWarningMs: number;
  /** Whether a block also ends the sessions that are open. */
  readonly revokeSessions: boolean;
  readonly mode: 'enforce' | 'watch';
}

export interface CreateDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Reads these mailboxes again, now. */
  reread(mailboxes: readonly AssessedMailbox[], correlationId: string): Promise<readonly AssessedMailbox[]>;
}

export interface Created {
  readonly request: Request;
  /** Sentences about mailboxes that are not part of it. */
  readonly leftOut: readonly string[];
  /** False when the preview had become a request already, or one for exactly these mailboxes stood open. */
  readonly isNew: boolean;
}

/** Who presses the preview's button. */
export interface Sending {
  readonly draft: Draft;
  readonly by: Person;
  readonly correlationId: string;
  /** The message that holds the preview: it becomes the request's card. Null where Teams did not say which it is. */
  readonly activityId: string | null;
}

const DAY_MS = 86_400_000;

/**
 * Reads the mailboxes of a preview again, keeps those that are still as they were shown, and stores the request with its
 * record entry and its next jobs in one transaction. However many press at once, a preview becomes one request, a mailbox
 * is in one open request, and the limits hold.
 * @throws Refused watch-mode, draft-gone, until-*, daily-cap, nothing-to-ask, upstream-*
 */
export async function createRequest(sending: Sending, settings: RequestSettings, doors: CreateDoors): Promise<Created> {
  const { draft, by, correlationId } = sending;
  const now = doors.clock.now();
  const isOwn = by.objectId.toLowerCase() === draft.by.objectId.toLowerCase();
  const isOld = Date.parse(now) - Date.parse(draft.createdAt) > DRAFT_MS;
  // Of what is not said in full yet, nobody has seen what it would do.
  const isUnseen = draft.stage !== 'preview';
  if (!isOwn || isUnseen || (isOld && draft.requestId === null)) throw new Refused({ kind: 'draft-gone' });
  if (settings.mode === 'watch' && draft.action !== 'exempt') throw new Refused({ kind: 'watch-mode' });
  checkTerm(draft.action, draft.until, now, { longestMs: settings.longestExemptionMs, isSent: true });
  const fresh = draft.requestId === null ? await doors.reread(draft.mailboxes, correlationId) : [];
  return doors.ledger.transaction((work) => createWithin(work, sending, fresh, settings, doors));
}

/** What is counted and what is stored are one: nobody else makes a request in between. */
async function createWithin(
  work: Work,
  sending: Sending,
  fresh: readonly AssessedMailbox[],
  settings: RequestSettings,
  doors: CreateDoors,
): Promise<Created> {
  await work.requests.lockCreation();
  const draft = await work.drafts.claim(sending.draft.id);
  if (draft === null) throw new Refused({ kind: 'draft-gone' });
  const made = draft.requestId === null ? null : await work.requests.load(draft.requestId);
  if (made !== null) return { request: made, leftOut: [], isNew: false };
  const { fitting, leftOut } = stillFitting(draft, fresh);
  const standing = await work.requests.openFor(fitting.map(idOf));
  const taken = takenBy(standing);
  const free = fitting.filter((mailbox) => !taken.has(idOf(mailbox)));
  for (const mailbox of fitting.filter((one) => taken.has(idOf(one)))) {
    leftOut.push(`${mailbox.mailbox.displayName} is in request ${taken.get(idOf(mailbox))?.id ?? ''} already.`);
  }
  const first = standing[0];
  if (free.length === 0 && first !== undefined) return { request: first, leftOut, isNew: false };
  if (free.length === 0) throw new Refused({ kind: 'nothing-to-ask', action: draft.action, reasons: leftOut });
  const request = requestFrom({ ...draft, leftOut: [...draft.leftOut, ...leftOut] }, free, settings, doors);
  await checkDailyCap(work, request, settings);
  await store(work, request, { ...sending, draft }, settings);
  return { request, leftOut, isNew: true };
}

/** What changed since the preview is left out: nobody asked for that. */
function stillFitting(
  draft: Draft,
  fresh: readonly AssessedMailbox[],
): { readonly fitting: readonly AssessedMailbox[]; readonly leftOut: string[] } {
  const shown = new Map(draft.mailboxes.map((mailbox) => [idOf(mailbox), mailbox]));
  const leftOut: string[] = [];
  const fitting = fresh.filter((mailbox) => {
    const reason = whyNot(draft.action, mailbox) ?? sinceShown(shown.get(idOf(mailbox)), mailbox);
    if (reason !== null) leftOut.push(reason);
    return reason === null;
  });
  return { fitting, leftOut };
}

function sinceShown(shown: AssessedMailbox | undefined, now: AssessedMailbox): string | null {
  if (shown?.verdict === now.verdict) return null;
  const was = shown?.verdict ?? 'unknown';
  return `${now.mailbox.displayName} was ${was} when it was shown and is ${now.verdict} now; ask again.`;
}

/** By account: the open request it is in. One that was struck off is free again. */
function takenBy(standing: readonly Request[]): ReadonlyMap<string, Request> {
  return new Map(
    standing.flatMap((request) => request.items.filter(isStanding).map((item) => [item.objectId, request] as const)),
  );
}

async function checkDailyCap(work: Work, request: Request, { maxPerDay }: RequestSettings): Promise<void> {
  const { createdAt, items, action } = request;
  const since = new Date(Date.parse(createdAt) - DAY_MS).toISOString();
  const left = maxPerDay - (await work.requests.itemsAskedSince(action, since));
  if (items.length <= left) return;
  throw new Refused({ kind: 'daily-cap', asked: items.length, left: Math.max(0, left), limit: maxPerDay });
}

async function store(
  work: Work,
  request: Request,
  { draft, correlationId, activityId }: Sending,
  settings: RequestSettings,
): Promise<void> {
  const { id, version, requester } = request;
  const { audience, conversationId } = draft;
  await work.requests.insert(request);
  await work.drafts.sent(draft.id, id);
  await work.record.append(
    about(request, 'request.created', person(requester), { correlationId, detail: facts(request) }),
  );
  const subject = { kind: 'request', id } as const;
  if (activityId === null) await work.deliveries.add(subject, version, [{ conversationId, audience }]);
  else await work.deliveries.adopt(subject, 0, conversationId, audience, activityId);
  await work.jobs.enqueue({ name: 'announce-request', requestId: id });
  const afterMs = Date.parse(request.expiresAt) - Date.parse(request.createdAt);
  await work.jobs.enqueue({ name: 'expire-request', requestId: id }, { afterMs });
  await work.jobs.enqueue({ name: 'check-reach', requestId: id }, { afterMs: REACH_MS });
  await planReminders(request, request.createdAt, settings, work);
}

/** What the record says of a new request beside its state. */
export function facts({ action, reason, items, rules, expiresAt, until, isUrgent, owner, follows }: Request) {
  const { quorum } = rules;
  const more = { until, owner: owner?.objectId ?? null, urgent: isUrgent, follows };
  return { action, reason, mailboxes: items.length, quorum, expiresAt, ...more };
}

function requestFrom(
  draft: Draft,
  mailboxes: readonly AssessedMailbox[],
  settings: RequestSettings,
  { clock, ids }: CreateDoors,
): Request {
  const now = clock.now();
  const { action, reason, by: requester, owner, until, isUrgent } = draft;
  const content = {
    ...{ action, reason, requester, owner, until, isUrgent },
    follows: null,
    rules: rulesFrom(settings),
    items: mailboxes.map(itemOf),
  };
  const { leftOut } = draft;
  const ttlMs = isUrgent ? settings.urgentTtlMs : settings.ttlMs;
  return {
    ...content,
    id: ids.requestId(),
    state: 'pending',
    version: 1,
    leftOut,
    decisions: [],
    review: null,
    reminders: 0,
    reach: null,
    contentHash: contentHash(content),
    origin: draft.conversationId,
    createdAt: now,
    expiresAt: new Date(Date.parse(now) + ttlMs).toISOString(),
    runBy: null,
    changedAt: now,
  };
}

function rulesFrom({ quorum, executionMs, revokeSessions }: RequestSettings): RequestRules {
  return { quorum, executionMs, revokeSessions };
}

function itemOf({ mailbox, account, verdict, evidence }: AssessedMailbox): RequestItem {
  return {
    objectId: account?.id ?? '',
    displayName: mailbox.displayName,
    userPrincipalName: account?.userPrincipalName ?? mailbox.userPrincipalName,
    address: mailbox.address,
    type: mailbox.type,
    verdict,
    evidence,
    outcome: null,
  };
}

function idOf(mailbox: AssessedMailbox): string {
  return mailbox.account?.id ?? '';
}

/** Each mailbox once, however often it was named. */
export function unique(mailboxes: readonly AssessedMailbox[]): readonly AssessedMailbox[] {
  return [...new Map(mailboxes.map((one) => [one.account?.id ?? one.mailbox.address.toLowerCase(), one])).values()];
}
