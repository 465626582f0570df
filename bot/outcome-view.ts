// The card for an outcome: the reply's own, or a refusal with the next step as a button.
import type { Outcome } from './dispatch.js';
import { refusalView } from './views/refusal.js';
import type { View } from './views/view.js';

/** Null when the outbox answers by itself. */
export function viewOfOutcome(outcome: Outcome): View | null {
  if (outcome.kind === 'reply') return outcome.reply.kind === 'posted' ? null : outcome.reply.view;
  return refusalView(outcome.sentence);
}
