// A card in one state, with a name for its picture and its golden file.
import { bannerFor } from '../../../bot/views/banner.js';
import type { View } from '../../../bot/views/view.js';
import { type AdaptiveCard, createRenderer } from '../../../cards/render.js';

export interface Scene {
  readonly name: string;
  readonly view: View;
  /** Titles of buttons that are pressed before the picture is taken, to open what they open. */
  readonly press?: readonly string[];
  /** Of a bot that only watches; one that acts when left out. */
  readonly mode?: 'watch';
}

/** The scene's card as that bot renders it. */
export function cardIn({
  view,
  mode = 'enforce',
}: Pick<Scene, 'view'> & { readonly mode?: 'enforce' | 'watch' }): AdaptiveCard {
  return createRenderer({ banner: bannerFor(mode) })(view.card, view.data);
}
