// Carries out a request under the faults that meet it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActiveFault, Effect } from './faults.js';
import type { Answer, Outcome } from './message.js';

/** An outcome and the fault that shaped it, if any. */
export interface Shaped {
  readonly outcome: Outcome;
  readonly fault: string | null;
}

/**
 * Runs `act` under the faults taken for this request. A status fault answers instead of it (or after it, when applied),
 * in the error format that `asError` gives.
 */
export async function misbehave(
  faults: readonly ActiveFault[],
  act: () => Promise<Answer>,
  asError: (effect: Effect & { readonly kind: 'status' }) => Answer,
): Promise<Shaped> {
  let shapedBy: string | null = null;
  for (const { id, effect } of faults) {
    shapedBy = id;
    switch (effect.kind) {
      case 'delay':
        await sleep(effect.ms);
        break;
      case 'status':
        if (effect.applied === true) await act();
        return { outcome: { kind: 'answer', answer: withRetryAfter(asError(effect), effect.retryAfter) }, fault: id };
      case 'reset':
        if (effect.when === 'after') await act();
        return { outcome: { kind: 'reset' }, fault: id };
      case 'truncate':
        return { outcome: { kind: 'truncated', answer: await act(), share: effect.share ?? 0.5 }, fault: id };
    }
  }
  return { outcome: { kind: 'answer', answer: await act() }, fault: shapedBy };
}

function withRetryAfter(answer: Answer, retryAfter: string | number | undefined): Answer {
  if (retryAfter === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'Retry-After': String(retryAfter) } };
}
