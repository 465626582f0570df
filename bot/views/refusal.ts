// A refusal: one sentence that says what to do next, and buttons that do it.
import { buttons, type Step } from './button.js';
import { onCard, plain } from './plain.js';
import type { View } from './view.js';

const SENTENCE_LIMIT = 1200;

/** The refusal card. `reference` names a fault in the log, for the person who runs the bot; empty when there is none. */
export function refusalView(sentence: string, steps: readonly Step[] = [], reference = ''): View<'refusal'> {
  return {
    card: 'refusal',
    summary: plain(sentence, 200),
    data: {
      sentence: onCard(sentence, SENTENCE_LIMIT),
      reference: reference === '' ? '' : `Reference ${plain(reference, 64)}, for the person who runs the bot.`,
      buttons: buttons(steps),
    },
  };
}
