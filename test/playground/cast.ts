// What every part of the story needs: the two windows, who sits at them, and the album.
import type { Album } from './album.js';
import type { Card, ChatWindow } from './chat-window.js';

export interface Cast {
  readonly requester: ChatWindow;
  readonly approver: ChatWindow;
  readonly names: { readonly requester: string; readonly approver: string };
  readonly album: Album;
}

/** The id on a request's card. */
export async function requestIdOn(card: Card): Promise<string> {
  const [, id = ''] = /Request ([A-Z0-9]{6})\b/u.exec(await card.reads(/Request [A-Z0-9]{6}/u)) ?? [];
  return id;
}
