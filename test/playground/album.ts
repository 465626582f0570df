// Pictures of a story, for people to look at: the window, the card as it stands in it, and the card as wide as on a phone.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { type Card, type ChatWindow, SIZE } from './chat-window.js';

/** Git-ignored. */
const FOLDER = join('screenshots', 'playground');
/** Tall enough that nothing of the page lies over a card. */
const TALL = { width: SIZE.width, height: 3600 };
const PHONE_PX = 320;
const PHONE_STYLE = `.phone .ac-preview-panel { width: ${PHONE_PX}px !important }`;

export interface Album {
  /** Takes the window, the card in it and the card on a phone. Fails when something on the card does not fit. */
  take(name: string, window: ChatWindow, card: Card): Promise<void>;
}

/** An empty album of a story, in a folder of its own. */
export async function newAlbum(story: string): Promise<Album> {
  const folder = join(FOLDER, story);
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
  const found = await misfits(page);
  await page.evaluate(`document.documentElement.classList.remove('phone')`);
  if (found.length > 0) throw new Error(`On a phone this does not fit: ${found.join(' | ')}`);
}

/**
 * Texts that stand over the edge of their card, on any card of the chat, and texts that are cut where they stand.
 * Not the dots of the menu with further actions: Playground draws them wider than their button.
 */
function misfits(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll('.ac-adaptiveCard')].flatMap((card) => {
    const edge = card.getBoundingClientRect();
    const isOver = ({ left, right }) => left < edge.left - 1 || right > edge.right + 1;
    return [...card.querySelectorAll('*')]
      .filter((part) => part.childElementCount === 0 && part.textContent !== '')
      .filter((part) => !(part.textContent === '...' && part.closest('button, .ac-pushButton-content') !== null))
      .filter((part) => isOver(part.getBoundingClientRect()) || part.scrollWidth > part.clientWidth + 1)
      .filter((part) => part.clientWidth > 0)
      .map((part) => part.textContent);
  })`);
}
