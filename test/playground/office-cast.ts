// What the parts of the office's story need beside two windows: a third one, and the office itself.
import type { Cast } from './cast.js';
import type { Card, ChatWindow } from './chat-window.js';
import type { Office } from './office.js';

export interface OfficeCast extends Cast {
  /** A second approver. */
  readonly second: ChatWindow;
  readonly names: Cast['names'] & { readonly second: string };
  readonly office: Office;
}

/** The cards of both approvers for this request, once nothing about them is on its way any more: a form on one that is drawn anew closes. */
export async function approversCards({ approver, second }: OfficeCast, id: string): Promise<readonly [Card, Card]> {
  const cards = [await approver.cardWith(`Request ${id}`), await second.cardWith(`Request ${id}`)] as const;
  for (const card of cards) await card.reads(/2 of \d approvers were told/u);
  return cards;
}
