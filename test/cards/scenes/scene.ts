// A card in one state, with a name for its picture and its golden file.
import type { View } from '../../../bot/views/view.js';

export interface Scene {
  readonly name: string;
  readonly view: View;
  /** Titles of buttons that are pressed before the picture is taken, to open what they open. */
  readonly press?: readonly string[];
}
