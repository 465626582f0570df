// A notice: something happened that needs no list and no decision.
import { buttons, type Step } from './button.js';
import type { Fact } from './evidence.js';
import { onCard, plain } from './plain.js';
import type { View } from './view.js';
import type { Tone } from './words.js';

export interface NoticeFacts {
  /** Our own words: it stands where Markdown is read. */
  readonly title: string;
  readonly text: string;
  readonly tone?: Tone;
  readonly facts?: readonly Fact[];
  readonly steps?: readonly Step[];
}

/** The notice card. */
export function noticeView({ title, text, tone = 'default', facts = [], steps = [] }: NoticeFacts): View<'notice'> {
  return {
    card: 'notice',
    summary: `${title}. ${plain(text, 200)}`,
    data: {
      tone,
      title,
      text: onCard(text, 1200),
      facts: facts.map(({ label, value }) => ({ label, value: onCard(value, 500) })),
      buttons: buttons(steps),
    },
  };
}
