// Asks Entra what was done to an account outside of the bot, for the time line; what takes long follows by itself.
import { notOnRecord } from '../src/audit/time-line.js';
import type { Services } from './services.js';
import type { Outside } from './views/audit-outside.js';

/** A person waits no longer for Entra's audit log: it takes five questions in ten seconds, whoever asks. */
const PATIENCE_MS = 2500;
/** Entries that are looked through for the bot's own writes: more than a mailbox has in the time that Entra keeps. */
const LOOKED_THROUGH = 500;

export interface Asked {
  /** What is known in time. */
  readonly early: Outside;
  /** What will be known; null where nothing more is to come. */
  readonly late: Promise<Outside> | null;
}

/** @param before the number of the last entry of the page before; null on the newest page */
export async function outsideOf(
  objectId: string,
  before: number | null,
  correlationId: string,
  services: Services,
): Promise<Asked> {
  const { impact, pause } = services;
  const reading = read(objectId, before, correlationId, services);
  // Whatever comes of it later is not lost.
  impact.goOn(reading);
  const early = await Promise.race([reading, pause(PATIENCE_MS).then(() => null)]);
  return early === null ? { early: { kind: 'asking' }, late: reading } : { early, late: null };
}

async function read(
  objectId: string,
  before: number | null,
  correlationId: string,
  { store: { record }, signInChanges }: Services,
): Promise<Outside> {
  const answer = await signInChanges(objectId, correlationId);
  if (answer.kind === 'not-known') return answer;
  const [newer] = before === null ? [] : await record.ofMailbox(objectId, { before: before + 1, limit: 1 });
  const isOwn = answer.changes.some((change) => change.isOwn);
  const entries = isOwn ? await record.ofMailbox(objectId, { before: null, limit: LOOKED_THROUGH }) : [];
  const changes = notOnRecord(answer.changes, entries, entries.length < LOOKED_THROUGH);
  return { kind: 'read', changes, newerAt: newer?.at ?? null };
}
