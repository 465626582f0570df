// Makes a pending request out of mailboxes that can be blocked right now, and says which ones were left out.
import { Refused } from '../failure.js';
import type { AssessedMailbox } from '../mailboxes/mailbox.js';
import { contentHash } from './content-hash.js';
import { about, person } from './narrate.js';
import type { Clock, Ids, Ledger, Work } from './ports.js';
import { checkReason, type ReasonPattern } from './reason.js';
import type { Person, Request, RequestItem } from './request.js';

/** The settings that bound a request; frozen into it when it is made. */
export interface RequestSettings {
  readonly quorum: number;
  /** Milliseconds until silence is refusal. */
  readonly ttlMs: number;
  readonly executionMs: number;
  readonly reasonPattern: ReasonPattern | null;
  readonly maxMailboxes: number;
  readonly maxPerDay: number;
  readonly mode: 'enforce' | 'watch';
}

export interface CreateDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Reads these mailboxes again, now. */
  reread(mailboxes: readonly AssessedMailbox[], correlationId: string): Promise<readonly AssessedMailbox[]>;
}

export interface Asked {
  readonly by: Person;
  readonly mailboxes: readonly AssessedMailbox[];
  readonly reason: string;
  readonly conversationId: string;
  readonly audience: 'requester' | 'place';
  readonly correlationId: string;
}

export interface Created {
  readonly request: Request;
  /** Sentences about mailboxes that are not part of it. */
  readonly leftOut: readonly string[];
  /** False when an open request for exactly these mailboxes stood already. */
  readonly isNew: boolean;
}

const DAY_MS = 86_400_000;

/**
 * Reads the mailboxes again, keeps those that are exposed, and stores the request with its record entry and its next jobs in one transaction.
 * However many ask at once, a mailbox is in one open request and the limits hold.
 * @throws Refused watch-mode, mailbox-missing, reason-missing, reason-pattern, too-many-mailboxes, daily-cap, nothing-to-block, upstream-*
 */
export async function createRequest(asked: Asked, settings: RequestSettings, doors: CreateDoors): Promise<Created> {
  if (settings.mode === 'watch') throw new Refused({ kind: 'watch-mode' });
  if (asked.mailboxes.length === 0) throw new Refused({ kind: 'mailbox-missing' });
  if (asked.mailboxes.length > settings.maxMailboxes) {
    throw new Refused({ kind: 'too-many-mailboxes', asked: asked.mailboxes.length, limit: settings.maxMailboxes });
  }
  const reason = checkReason(asked.reason, settings.reasonPattern);
  const fresh = await doors.reread(unique(asked.mailboxes), asked.correlationId);
  return doors.ledger.transaction((work) => createWithin(work, { ...asked, reason }, fresh, settings, doors));
}

/** What is counted and what is stored are one: nobody else makes a request in between. */
async function createWithin(
  work: Work,
  asked: Asked,
  fresh: readonly AssessedMailbox[],
  settings: RequestSettings,
  doors: CreateDoors,
): Promise<Created> {
  await work.requests.lockCreation();
  const leftOut = fresh.filter((mailbox) => mailbox.verdict !== 'exposed').map(whyNot);
  const exposed = fresh.filter((mailbox) => mailbox.verdict === 'exposed');
  const standing = await work.requests.openFor(exposed.map(idOf));
  const taken = new Map(standing.flatMap((request) => request.items.map((item) => [item.objectId, request] as const)));
  const free = exposed.filter((mailbox) => !taken.has(idOf(mailbox)));
  for (const mailbox of exposed.filter((one) => taken.has(idOf(one)))) {
    leftOut.push(`${mailbox.mailbox.displayName} is in request ${taken.get(idOf(mailbox))?.id ?? ''} already.`);
  }
  const first = standing[0];
  if (free.length === 0 && first !== undefined) return { request: first, leftOut, isNew: false };
  if (free.length === 0) throw new Refused({ kind: 'nothing-to-block', reasons: leftOut });
  const request = draft(asked, free, settings, doors);
  await checkDailyCap(work, request, settings);
  await store(work, request, asked, settings);
  return { request, leftOut, isNew: true };
}

async function checkDailyCap(work: Work, { createdAt, items }: Request, { maxPerDay }: RequestSettings): Promise<void> {
  const since = new Date(Date.parse(createdAt) - DAY_MS).toISOString();
  const left = maxPerDay - (await work.requests.itemsAskedSince(since));
  if (items.length <= left) return;
  throw new Refused({ kind: 'daily-cap', asked: items.length, left: Math.max(0, left), limit: maxPerDay });
}

async function store(work: Work, request: Request, asked: Asked, settings: RequestSettings): Promise<void> {
  const { id, version, reason, items, expiresAt } = request;
  await work.requests.insert(request);
  const detail = { reason, mailboxes: items.length, quorum: settings.quorum, expiresAt };
  const { correlationId, conversationId, audience } = asked;
  await work.record.append(about(request, 'request.created', person(asked.by), { correlationId, detail }));
  await work.deliveries.add({ kind: 'request', id }, version, [{ conversationId, audience }]);
  await work.jobs.enqueue({ name: 'announce-request', requestId: id });
  await work.jobs.enqueue({ name: 'expire-request', requestId: id }, { afterMs: settings.ttlMs });
}

function draft(
  asked: Asked,
  mailboxes: readonly AssessedMailbox[],
  settings: RequestSettings,
  { clock, ids }: CreateDoors,
): Request {
  const now = clock.now();
  const rules = { quorum: settings.quorum, executionMs: settings.executionMs };
  const { by: requester, reason } = asked;
  const content = { action: 'block', reason, rules, requester, items: mailboxes.map(itemOf) } as const;
  return {
    ...content,
    id: ids.requestId(),
    state: 'pending',
    version: 1,
    decisions: [],
    reach: null,
    contentHash: contentHash(content),
    origin: asked.conversationId,
    createdAt: now,
    expiresAt: new Date(Date.parse(now) + settings.ttlMs).toISOString(),
    runBy: null,
    changedAt: now,
  };
}

function itemOf({ mailbox, account, verdict }: AssessedMailbox): RequestItem {
  return {
    objectId: account?.id ?? '',
    displayName: mailbox.displayName,
    userPrincipalName: account?.userPrincipalName ?? mailbox.userPrincipalName,
    address: mailbox.address,
    type: mailbox.type,
    verdict,
    outcome: null,
  };
}

function idOf(mailbox: AssessedMailbox): string {
  return mailbox.account?.id ?? '';
}

function unique(mailboxes: readonly AssessedMailbox[]): readonly AssessedMailbox[] {
  return [...new Map(mailboxes.map((one) => [one.account?.id ?? one.mailbox.address.toLowerCase(), one])).values()];
}

/** Why a mailbox is not part of a request, in one sentence. */
function whyNot({ mailbox, verdict }: AssessedMailbox): string {
  const name = mailbox.displayName;
  switch (verdict) {
    case 'blocked':
      return `${name}: sign-in is blocked already.`;
    case 'synced':
      return `${name} is synced from on-premises Active Directory; disable the account there.`;
    case 'protected':
      return `${name} is protected (a Teams device, an administrator, or managed elsewhere); see its status.`;
    case 'exempt':
      return `${name} is exempt for now; see its status.`;
    case 'unknown':
      return `${name}: its sign-in state could not be read.`;
    case 'exposed':
      return `${name} can be blocked.`;
  }
}
