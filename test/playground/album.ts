// Pictures of a story, for people to look at: the window, the card as it stands in it, and the card as wide as on a phone.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { type Card, type ChatWindow, SIZE } from './chat-window.js';

/** Git-ignored. */
const FOLDER = join('screenshots', 'playground');
/** Tall enough that nothing of the page lies over a card. */
const TALL = { width: SIZE.width, height: 2000 };
const PHONE_PX = 320;
const PHONE_STYLE = `.phone .ac-preview-panel { width: ${PHONE_PX}px !important }`;

export interface Album {
  /** Takes the window, the card in it and the card on a phone. Fails when something on the card does not fit. */
  take(name: string, window: ChatWindow, card: Card): Promise<void>;
}

/** An empty album. */
export async function newAlbum(folder = FOLDER): Promise<Album> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let count = 0;
  return {
    async take(name, { page }, { element }) {
      count += 1;
      const start = join(folder, `${String(count).padStart(2, '0')}-${name}`);
      await element.scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${start}.window.png` });
      await page.setViewportSize(TALL);
      await element.screenshot({ path: `${start}.card.png` });
      await onPhone(page, element, `${start}.phone.png`);
      await page.setViewportSize(SIZE);
    },
  };
}

async function onPhone(page: Page, element: Locator, path: string): Promise<void> {
  await page.addStyleTag({ content: PHONE_STYLE });
  await page.evaluate(`document.documentElement.classList.add('phone')`);
  await element.screenshot({ path });
  const found = await element.evaluate(`(card) => [card, ...card.querySelectorAll('*')]
    .filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0 && getComputedStyle(part).display !== 'inline')
    .map((part) => part.textContent)`);
  await page.evaluate(`document.documentElement.classList.remove('phone')`);
  if (Array.isArray(found) && found.length > 0) throw new Error(`On a phone this does not fit: ${found.join(' | ')}`);
}
