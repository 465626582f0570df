// A card that has come to rest: nothing that is still on its way changes it back.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Card } from './chat-window.js';

const REST_MS = 2_000;
const LOOK_MS = 100;
const PATIENCE_MS = 30_000;

/** An edit or an answer that was under way may come after the answer to a press and before the one that is the last, so a look is not enough. */
export async function restsWithoutButtons(card: Card): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  let since = performance.now();
  while (performance.now() - since < REST_MS) {
    const buttons = await card.buttons();
    if (buttons.length > 0) since = performance.now();
    assert.ok(performance.now() < until, `it keeps its buttons: ${buttons.join(', ')}`);
    await sleep(LOOK_MS);
  }
}
