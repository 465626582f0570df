// Puts an exemption in force together with what has to happen at its end, and cuts it short.
import type { AssessedMailbox, Exemption } from '../mailboxes/mailbox.js';
import { markOnNotice } from './exemption-notice.js';
import { aboutExemption } from './narrate.js';
import type { Job, Work } from './ports.js';
import type { Request, RequestItem } from './request.js';

/**
 * Within the caller's transaction; doing it twice does no more than doing it once. An exemption that is in force already is
 * replaced: its own end finds nothing to do, and the message about it says so.
 * @param warningMs how long before the end its owner is warned
 */
export async function beginExemption(
  request: Request,
  item: RequestItem,
  now: AssessedMailbox,
  at: string,
  warningMs: number,
  work: Work,
): Promise<void> {
  const { action, until, owner, requester } = request;
  if (action === 'block' || until === null || now.account === null) return;
  const objectId = now.account.id;
  const before = await work.exemptions.last(objectId);
  const running = await work.exemptions.running(objectId);
  if (running?.requestId === request.id) return;
  const { objectId: ownerId, name: ownerName } = owner ?? requester;
  const exemption: Exemption = {
    ...{ objectId, kind: action, ownerId, ownerName, reason: request.reason, requestId: request.id },
    // Prolonged, it is still measured against what was agreed to at first.
    ...{ since: at, until, baseline: running?.baseline ?? baselineOf(item, now) },
  };
  await work.exemptions.put(exemption);
  const detail = { until, owner: ownerId, replaces: running?.requestId ?? null };
  await work.record.append(aboutExemption(exemption, 'exemption.begun', at, detail));
  if (before !== null && before.requestId !== request.id) await markOnNotice(before, 'extended', work);
  // So near, the end may be under way just now and not have seen this one.
  const isNear = Date.parse(until) - Date.parse(at) < NEAR_MS;
  if (isNear) await work.jobs.enqueue({ name: 'end-exemption', requestId: request.id }, { afterMs: NEAR_MS });
  await planEnd(exemption, at, warningMs, work);
}

/** As the approver saw it: what is worse later was not agreed to. */
function baselineOf({ verdict, evidence }: RequestItem, now: AssessedMailbox): Exemption['baseline'] {
  return { verdict, evidence: evidence === 'not-known' ? now.evidence : evidence };
}

/** Milliseconds: longer than any end takes. */
const NEAR_MS = 60_000;

/**
 * Makes sure that the end is planned, and the warning before it where that makes sense; all mailboxes of a request share them.
 * A time that has come already is now. Returns how many jobs that took.
 */
export async function planEnd(
  { requestId, since, until }: Pick<Exemption, 'requestId' | 'since' | 'until'>,
  at: string,
  warningMs: number,
  { jobs }: Pick<Work, 'jobs'>,
): Promise<number> {
  const endsInMs = Date.parse(until) - Date.parse(at);
  let planned = 0;
  const plan = async (job: Job, afterMs: number): Promise<void> => {
    await jobs.enqueue(job, { afterMs });
    planned += 1;
  };
  const end = { name: 'end-exemption', requestId } as const;
  if (!(await jobs.isUnderWay(end))) await plan(end, endsInMs);
  // A term that is hardly longer than the warning needs none: it was agreed on just then.
  if (Date.parse(until) - Date.parse(since) <= 2 * warningMs) return planned;
  const warn = { name: 'warn-exemption', requestId } as const;
  if (!(await jobs.isUnderWay(warn))) await plan(warn, endsInMs - warningMs);
  return planned;
}

/** Ends what is in force before its time, with the reason for the record. Does nothing where nothing is. */
export async function cutExemption(
  objectId: string,
  at: string,
  why: 'blocked' | 'not-unblocked',
  { exemptions, record }: Pick<Work, 'exemptions' | 'record'>,
): Promise<void> {
  const running = await exemptions.running(objectId);
  if (running === null) return;
  await exemptions.end(objectId, at);
  await record.append(aboutExemption(running, 'exemption.ended', at, { until: running.until, why }));
}
