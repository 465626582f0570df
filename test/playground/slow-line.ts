// A window on a slow line: its person acts on cards that have changed already.
import type { Page } from 'playwright-core';

/** While the deed is done nothing that the bot changes is seen; then all of it, in order. */
export type SlowLine = (deed: () => Promise<void>) => Promise<void>;

/** Stands between a page and what is pushed to it; before the page is opened. */
export async function slowLine(page: Page): Promise<SlowLine> {
  let held: (() => void)[] | null = null;
  await page.routeWebSocket(/./u, (socket) => {
    socket.connectToServer().onMessage((data) => {
      if (held === null) socket.send(data);
      else held.push(() => socket.send(data));
    });
  });
  return async (deed) => {
    const waiting: (() => void)[] = [];
    held = waiting;
    try {
      await deed();
    } finally {
      held = null;
      for (const send of waiting) send();
    }
  };
}
