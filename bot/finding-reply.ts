// Finds the alert that a person means, and shows it; a pressed copy of its card comes under the outbox's care.
import type { Finding } from '../src/alerts/finding.js';
import { isClosed } from '../src/alerts/finding.js';
import { Refused } from '../src/failure.js';
import { findLeading, findOne } from '../src/mailboxes/find.js';
import type { AssessedMailbox } from '../src/mailboxes/mailbox.js';
import { textOf } from './card-values.js';
import type { CardValues, Reply, Turn } from './command.js';
import { factsOfFinding } from './finding-facts.js';
import type { Services } from './services.js';
import { readTargets } from './targets.js';
import { choicesView } from './views/choices.js';
import { findingView } from './views/finding.js';

/** Which alert, and the words after it. */
export interface FindingSaid {
  readonly findingId: string | null;
  /** Address, object id or quoted name of a mailbox; null when the words begin with a name, or an id was said. */
  readonly mailbox: string | null;
  readonly rest: string;
}

/** As bot/speakable-id.ts makes them. */
const ID = /^[#"']*([B-DF-HJ-NP-TV-XZ2479]{8})["'.,;:]*(?=$|\s)/iu;

export function findingFromText(text: string): FindingSaid {
  const id = ID.exec(text.trim());
  if (id !== null) {
    return { findingId: (id[1] ?? '').toUpperCase(), mailbox: null, rest: text.trim().slice(id[0].length).trim() };
  }
  const { named, rest } = readTargets(text);
  if (named.length > 1) throw new Refused({ kind: 'bad-argument', said: named[1] ?? '', expected: 'one mailbox' });
  return { findingId: null, mailbox: named[0] ?? null, rest };
}

export function findingFromCard(values: CardValues): FindingSaid {
  const findingId = textOf(values, 'findingId', 16).toUpperCase() || null;
  return {
    findingId,
    mailbox: textOf(values, 'mailbox', 320) || null,
    rest: textOf(values, 'why', 2000) || textOf(values, 'reason', 2000),
  };
}

export interface FoundFinding {
  readonly finding: Finding;
  readonly rest: string;
}

/** @throws Refused finding-not-found, no-alert, mailbox-* */
export async function findFinding(
  { findingId, mailbox, rest }: FindingSaid,
  services: Services,
): Promise<FoundFinding> {
  const { findings, scans } = services.store;
  if (findingId !== null) {
    const finding = await findings.load(findingId);
    if (finding === null) throw new Refused({ kind: 'finding-not-found', said: findingId });
    return { finding, rest };
  }
  if (mailbox !== null) return { finding: await openOf(await findOne(mailbox, scans), services), rest };
  if (rest === '') throw new Refused({ kind: 'mailbox-missing' });
  const found = await findLeading(rest, scans);
  return { finding: await openOf(found.mailbox, services), rest: found.rest };
}

async function openOf({ mailbox, account }: AssessedMailbox, { store }: Services): Promise<Finding> {
  const objectId = account?.id ?? mailbox.objectId;
  const episodes = objectId === null ? [] : await store.findings.ofMailbox(objectId);
  const open = episodes.find((one) => !isClosed(one));
  if (open === undefined) throw new Refused({ kind: 'no-alert', said: mailbox.displayName });
  return open;
}

/** Where a name fits several mailboxes, these are offered, and the command goes on with the chosen one. */
export async function orChoose(
  verb: 'snooze' | 'unsnooze' | 'acknowledge' | 'alert',
  { rest }: FindingSaid,
  act: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refused) || error.failure.kind !== 'mailbox-ambiguous') throw error;
    const reason = verb === 'snooze' ? rest.split(' ').slice(1).join(' ') : null;
    return { kind: 'message', view: choicesView({ ...error.failure, verb, reason }) };
  }
}

/** What was done shows on every card; a pressed one becomes one of them. */
export async function doneWith(finding: Finding, toast: string, turn: Turn, services: Services): Promise<Reply> {
  if (turn.cardActivityId === null) return showFinding(finding, turn, services);
  const { conversationId } = turn.place;
  const subject = { kind: 'finding', id: finding.id } as const;
  await services.store.deliveries.adopt(subject, 0, conversationId, audienceIn(turn), turn.cardActivityId);
  return { kind: 'posted', toast };
}

export async function showFinding(finding: Finding, turn: Turn, services: Services): Promise<Reply> {
  const { store, settings, approvers } = services;
  const doors = { store, mode: settings.mode, approvers: approvers.lately };
  const inPlace = turn.place.kind !== 'personal';
  const seeing = { reader: turn.reader, isCopy: false, inPlace, isTelling: false };
  const view = findingView(await factsOfFinding(finding, seeing, doors));
  const subject = { kind: 'finding', id: finding.id } as const;
  return { kind: 'message', view, shows: { subject, version: finding.version, audience: audienceIn(turn) } };
}

function audienceIn({ place }: Turn): 'approver' | 'place' {
  return place.kind === 'personal' ? 'approver' : 'place';
}
