// Requests, mailboxes, scans and places for the store's tests, each changed by the one thing a test is about.
import { contentHash } from '../../../src/approvals/content-hash.js';
import type { Reach, Request, RequestItem } from '../../../src/approvals/request.js';
import type { RecordEntry } from '../../../src/audit/entry.js';
import type { Place } from '../../../src/delivery/ports.js';
import {
  type Account,
  type AssessedMailbox,
  MAILBOX_TYPES,
  type Mailbox,
  VERDICTS,
  type Verdict,
} from '../../../src/mailboxes/mailbox.js';
import type { Scan } from '../../../src/mailboxes/scan.js';

export const T0 = '2026-11-23T10:00:00.000Z';

/** T0 and so many minutes. */
export function at(minutes: number): string {
  return new Date(Date.parse(T0) + minutes * 60_000).toISOString();
}

/** A text that is wildcard, quote, escape, script, accent and nothing at once. */
export const HOSTILE = `100%_"quoted"\\n'; DROP TABLE guard.requests; --\${x}\u202Eé\u0301\0 🏢\uD800<at>`;

export function person(name: string): { readonly objectId: string; readonly name: string } {
  return { objectId: `person-${name}`, name };
}

export function item(objectId: string, changes: Partial<RequestItem> = {}): RequestItem {
  return {
    objectId,
    displayName: `Mailbox ${objectId}`,
    userPrincipalName: `${objectId}@contoso.example`,
    address: `${objectId}@contoso.example`,
    type: 'SharedMailbox',
    verdict: 'exposed',
    evidence: 'not-known',
    outcome: null,
    ...changes,
  };
}

/** Everybody has a chat, and so many have been told. */
export function reach(approvers: number, told: number, changes: Partial<Reach> = {}): Reach {
  return { approvers, reachable: approvers, told, places: 0, named: [], ...changes };
}

export function request(id: string, changes: Partial<Request> = {}): Request {
  const content = {
    action: 'block',
    reason: 'nobody signs in',
    requester: person('requester'),
    items: [item(`${id}-a`), item(`${id}-b`)],
    rules: { quorum: 1, executionMs: 3_600_000, revokeSessions: false },
    owner: null,
    until: null,
    isUrgent: false,
    follows: null,
    ...changes,
  } as const;
  return {
    id,
    state: 'pending',
    version: 1,
    leftOut: [],
    decisions: [],
    review: null,
    reminders: 0,
    reach: null,
    contentHash: contentHash(content),
    origin: 'conversation',
    createdAt: T0,
    expiresAt: at(60),
    runBy: null,
    changedAt: T0,
    ...content,
    ...changes,
  };
}

export function entry(changes: Partial<RecordEntry> = {}): RecordEntry {
  return {
    event: 'request.created',
    at: T0,
    actor: { kind: 'person', ...person('requester') },
    requestId: null,
    mailbox: null,
    microsoftRequestId: null,
    correlationId: null,
    detail: {},
    ...changes,
  };
}

export function account(id: string, changes: Partial<Account> = {}): Account {
  return {
    id,
    userPrincipalName: `${id}@contoso.example`,
    displayName: id,
    accountEnabled: true,
    onPremisesSyncEnabled: null,
    userType: 'Member',
    skuIds: [],
    createdAt: null,
    passwordChangedAt: null,
    managementRestricted: null,
    ...changes,
  };
}

export function mailbox(
  name: string,
  changes: Partial<AssessedMailbox> = {},
  of: Partial<Mailbox> = {},
): AssessedMailbox {
  const local = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.');
  return {
    mailbox: {
      objectId: `id-${local}`,
      type: 'SharedMailbox',
      displayName: name,
      userPrincipalName: `${local}@contoso.example`,
      address: `${local}@contoso.example`,
      ...of,
    },
    account: null,
    signIn: 'allowed',
    verdict: 'exposed',
    cause: 'sign-in-allowed',
    obstacle: null,
    evidence: 'not-known',
    exemption: null,
    ...changes,
  };
}

export function scan(id: string, changes: Partial<Scan> = {}): Scan {
  const zero = <K extends string>(names: readonly K[]): Record<K, number> =>
    Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>;
  return {
    id,
    state: 'complete',
    startedAt: T0,
    endedAt: at(1),
    counts: { pages: 1, listed: 0, targets: 0, joined: 0, verdicts: zero(VERDICTS), types: zero(MAILBOX_TYPES) },
    problems: [],
    rolesChecked: true,
    ...changes,
  };
}

/** So many mailboxes, verdicts in turn. */
export function crowd(size: number): readonly AssessedMailbox[] {
  return Array.from({ length: size }, (_, n) =>
    mailbox(`Crowd ${String(n).padStart(5, '0')}`, { verdict: VERDICTS[n % VERDICTS.length] as Verdict }),
  );
}

export function place(conversationId: string, changes: Partial<Place> = {}): Place {
  return {
    conversationId,
    kind: 'personal',
    tenantId: 'tenant',
    serviceUrl: 'https://smba.example/',
    reference: '{}',
    personId: `person-${conversationId}`,
    name: null,
    ...changes,
  };
}
