// The bodies that answer what Teams waits for; each travels with HTTP 200.
import type { CardRenderer } from '../cards/render.js';
import type { FoundChoice } from './views/choice.js';
import type { View } from './views/view.js';

/** learn.microsoft.com: "Universal Actions for Adaptive Cards", response format. */
export interface InvokeAnswer {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

/** Replaces the card for the person who pressed. */
export function cardAnswer(view: View, render: CardRenderer): InvokeAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: render(view.card, view.data) };
}

/** A sentence beside the card, which stays. */
export function textAnswer(text: string): InvokeAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
}

/** A sentence that says what went wrong; the card stays. */
export function errorAnswer(statusCode: 400 | 403 | 500 | 501, code: string, message: string): InvokeAnswer {
  return { statusCode, type: 'application/vnd.microsoft.error', value: { code, message } };
}

/** What a field that searches offers; learn.microsoft.com: "Typeahead search in Adaptive Cards", invoke response. */
export function searchAnswer(results: readonly FoundChoice[]): InvokeAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}
