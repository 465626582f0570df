// The card for an outcome: the reply's own, or a refusal with the next steps as buttons.
import type { Failure } from '../src/failure.js';
import type { Outcome } from './dispatch.js';
import { STEP, type Step } from './views/button.js';
import { refusalView } from './views/refusal.js';
import { VERBS, type Verb } from './views/verbs.js';
import type { View } from './views/view.js';

/** Null when the outbox answers by itself, and for a file, whose card Teams draws. */
export function viewOfOutcome(outcome: Outcome): View | null {
  switch (outcome.kind) {
    case 'reply':
      return 'view' in outcome.reply ? outcome.reply.view : null;
    case 'refused':
      return refusalView(outcome.sentence, stepsAfter(outcome.failure));
    case 'bug':
      return refusalView(outcome.sentence);
  }
}

/** Commands that make sense without anything after them. */
const ALONE: ReadonlySet<string> = new Set<Verb>([VERBS.list, VERBS.help, VERBS.scan, VERBS.requests]);

function stepsAfter(failure: Failure): readonly Step[] {
  switch (failure.kind) {
    case 'nothing-said':
      return [STEP.listExposed, STEP.help];
    case 'unknown-command':
      return [...nearestStep(failure.nearest), STEP.help];
    case 'mailbox-missing':
      return [STEP.listExposed];
    case 'mailbox-not-found':
      return [STEP.list, STEP.scan];
    case 'request-not-found':
    case 'request-closed':
      return [STEP.requests];
    case 'personal-chat-only':
      return [STEP.admit];
    default:
      return [];
  }
}

function nearestStep(nearest: string | null): readonly Step[] {
  const verb = Object.values(VERBS).find((one) => one === nearest);
  return verb !== undefined && ALONE.has(verb) && verb !== 'help' ? [{ title: verb, verb }] : [];
}
