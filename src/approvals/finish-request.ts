// Ends a running request once every one of its mailboxes has a lasting outcome.
import { about, BOT } from './narrate.js';
import type { Clock, Ledger } from './ports.js';
import { planReviewReminders } from './remind-review.js';
import { finish } from './transitions.js';

/** Does nothing while a mailbox is still open, or when the request has ended already. */
export async function finishRequest(
  requestId: string,
  doors: { readonly ledger: Ledger; readonly clock: Clock },
): Promise<void> {
  let again = true;
  while (again) {
    again = await doors.ledger.transaction(async (work) => {
      const request = await work.requests.load(requestId);
      const next = request === null ? null : finish(request, doors.clock.now());
      if (next === null) return false;
      if (!(await work.requests.replace(next))) return true;
      await work.record.append(about(next, next.state === 'done' ? 'request.done' : 'request.failed', BOT));
      const subject = { kind: 'request', id: next.id } as const;
      // What failed comes first from now on: whoever had turned to a later page would not see it.
      await work.deliveries.turnBack(subject);
      await work.deliveries.touch(subject, next.version);
      await planReviewReminders(next, doors.clock.now(), work);
      return false;
    });
  }
}
