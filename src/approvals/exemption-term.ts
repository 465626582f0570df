// Puts an exemption in force together with what has to happen at its end.
import type { AssessedMailbox, Exemption } from '../mailboxes/mailbox.js';
import type { Work } from './ports.js';
import type { Request } from './request.js';

/**
 * Within the caller's transaction; doing it twice does no more than doing it once.
 * @param warningMs how long before the end its owner is warned
 */
export async function beginExemption(
  request: Request,
  { account, verdict, evidence, exemption: before }: AssessedMailbox,
  at: string,
  warningMs: number,
  { exemptions, jobs }: Pick<Work, 'exemptions' | 'jobs'>,
): Promise<void> {
  const { action, until, owner, requester } = request;
  if (action === 'block' || until === null || account === null) return;
  const { objectId: ownerId, name: ownerName } = owner ?? requester;
  const objectId = account.id;
  // Prolonged, it is still measured against what was agreed to at first.
  const baseline = before?.baseline ?? { verdict, evidence };
  const exemption: Exemption = {
    ...{ objectId, kind: action, ownerId, ownerName, reason: request.reason, requestId: request.id },
    ...{ since: at, until, baseline },
  };
  await exemptions.put(exemption);
  const endsInMs = Date.parse(until) - Date.parse(at);
  await jobs.enqueue({ name: 'end-exemption', objectId, until }, { afterMs: endsInMs });
  // A term that is hardly longer than the warning needs none: it was agreed on just now.
  if (endsInMs > 2 * warningMs) {
    await jobs.enqueue({ name: 'warn-exemption', objectId, until }, { afterMs: endsInMs - warningMs });
  }
}
