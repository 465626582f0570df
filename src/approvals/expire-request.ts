// Silence is refusal: closes a request that nobody decided in time.
import { about, BOT } from './narrate.js';
import type { Clock, Ledger } from './ports.js';
import { expire, isOverdue } from './transitions.js';

/** Expires a pending request whose time is over; asks to be called again when it came early. */
export async function expireRequest(
  requestId: string,
  { ledger, clock }: { ledger: Ledger; clock: Clock },
): Promise<void> {
  await ledger.transaction(async (work) => {
    const request = await work.requests.load(requestId);
    if (request === null || request.state !== 'pending') return;
    const now = clock.now();
    if (!isOverdue(request, now)) {
      const afterMs = Date.parse(request.expiresAt) - Date.parse(now);
      await work.jobs.enqueue({ name: 'expire-request', requestId }, { afterMs });
      return;
    }
    const next = expire(request, now);
    if (next === null) return;
    if (!(await work.requests.replace(next))) {
      await work.jobs.enqueue({ name: 'expire-request', requestId }, { afterMs: 1000 });
      return;
    }
    await work.record.append(about(next, 'request.expired', BOT));
    await work.deliveries.touch({ kind: 'request', id: next.id }, next.version);
  });
}
