// One Agents Playground window in a browser, used as a person would: type, read cards, press their buttons.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, type BrowserContextOptions, errors, type Locator, type Page } from 'playwright-core';
import { sendCustom } from './custom-activity.js';
import type { Seat } from './sandbox-run.js';
import { type SlowLine, slowLine } from './slow-line.js';

/** A card in the chat. */
export interface Card {
  readonly element: Locator;
  /** Waits until its visible text fits, and gives it back on one line. @throws AssertionError with the text it has instead */
  reads(pattern: RegExp, patienceMs?: number): Promise<string>;
  press(button: string): Promise<void>;
  fill(label: string, text: string): Promise<void>;
  /** Picks a choice of a drop-down list by its title. */
  choose(label: string, title: string): Promise<void>;
  /** Titles of the buttons that a person can see. */
  buttons(): Promise<readonly string[]>;
}

export interface ChatWindow {
  readonly page: Page;
  /** Sends a message and gives the card that comes in answer. */
  say(text: string): Promise<Card>;
  /** The same with a mention of the bot before it, as group chats need. */
  mention(text: string): Promise<Card>;
  /** Asks for something, looks at the preview and sends it; the preview becomes the request's card. */
  ask(text: string): Promise<Card>;
  /** Sends what Playground's "Custom activity" sends with this in it, and gives the card that comes in answer. */
  sendCustom(part: Readonly<Record<string, unknown>>): Promise<Card>;
  /** The newest card with this text on it; waits for it. */
  cardWith(text: string | RegExp, patienceMs?: number): Promise<Card>;
  /** As on a slow line: while this is done, nothing that the bot changes is seen; then all of it, in order. */
  readonly behind: SlowLine;
  openChat(name: string): Promise<void>;
}

export const SIZE = { width: 1280, height: 900 };
const BOT = 'Mailbox Guard';
/** A form that opens within a card is a card to Playground, but none to us. */
const CARD = '.ac-adaptiveCard:not(.ac-adaptiveCard *)';
const PATIENCE_MS = 15_000;
const LOOK_AGAIN_MS = 50;

/** Opens the page and waits until the bot has greeted, which it does when the chat is new to it. */
export async function openChatWindow(
  browser: Browser,
  { url }: Seat,
  look: BrowserContextOptions = {},
): Promise<ChatWindow> {
  const page = await browser.newPage({ viewport: SIZE, ...look });
  page.setDefaultTimeout(PATIENCE_MS);
  // Fonts of Microsoft's servers; without a network each page would wait for them.
  await page.route(
    ({ hostname }) => hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  const behind = await slowLine(page);
  await page.goto(url);
  const cards = page.locator(CARD);
  await cards.first().waitFor();
  await page.getByRole('button', { name: 'Hide log panel' }).click();
  const send = (write: () => Promise<void>): Promise<Card> => answerTo(page, () => message(page, write));
  const say = (text: string): Promise<Card> => send(() => page.keyboard.type(text));
  return {
    page,
    say,
    async ask(text) {
      const card = await say(text);
      await card.reads(/Preview: nothing is asked for yet.+→.+Send request/u);
      await card.press('Send request');
      return card;
    },
    mention: (text) =>
      send(async () => {
        await page.keyboard.type('@');
        await page.getByRole('menuitem', { name: BOT }).click();
        await page.keyboard.type(` ${text}`);
      }),
    sendCustom: (part) => answerTo(page, () => sendCustom(page, part)),
    behind,
    async cardWith(text, timeout = PATIENCE_MS) {
      const card = cards.filter({ hasText: text }).last();
      await card.waitFor({ timeout });
      return cardAt(await pinned(cards, card));
    },
    async openChat(name) {
      await page.getByRole('treeitem', { name }).click();
      await cards.first().waitFor();
    },
  };
}

/** Which of all cards it is; it stays that one when others with the same text come after it. */
async function pinned(cards: Locator, card: Locator): Promise<Locator> {
  for (;;) {
    const all = await cards.elementHandles();
    const wanted = await card.elementHandle();
    for (const [index, one] of all.entries()) {
      if (await one.evaluate((node, other) => node === other, wanted)) return cards.nth(index);
    }
    // It was drawn anew meanwhile.
  }
}

async function answerTo(page: Page, send: () => Promise<void>): Promise<Card> {
  const cards = page.locator(CARD);
  const before = await cards.count();
  await send();
  const answer = cards.nth(before);
  await answer.waitFor();
  return cardAt(answer);
}

async function message(page: Page, write: () => Promise<void>): Promise<void> {
  await page.locator('div[role="textbox"][contenteditable="true"]').first().click();
  await write();
  await page.getByRole('button', { name: 'Send Message' }).click();
}

function cardAt(element: Locator): Card {
  return {
    element,
    reads: (pattern, patienceMs = PATIENCE_MS) => reads(element, pattern, patienceMs),
    press: (button) => element.getByRole('button', { name: button, exact: true }).click(),
    fill: (label, text) => element.getByLabel(label).fill(text),
    choose: async (label, title) => {
      await element.getByRole('combobox', { name: label, exact: true }).click();
      await element.page().getByRole('option', { name: title, exact: true }).click();
    },
    buttons: async () => {
      const titles = await element.locator('.ac-pushButton-content').filter({ visible: true }).allInnerTexts();
      return titles.map((title) => title.trim());
    },
  };
}

// Playground draws a card anew when it is edited, so it is looked for each time; and it tells nobody when it has done so.
async function reads(element: Locator, pattern: RegExp, patienceMs: number): Promise<string> {
  const until = performance.now() + patienceMs;
  for (;;) {
    // biome-ignore lint/performance/useDomNodeTextContent: what a person can see is the point, not what is in the page
    const text = (await element.innerText().catch(whileDrawn)).replace(/\s+/gu, ' ').trim();
    if (pattern.test(text)) return text;
    if (performance.now() > until) assert.match(text, pattern);
    await sleep(LOOK_AGAIN_MS);
  }
}

/** A card that is edited fifty times in a row may be away for as long as that takes: then it has no text yet. */
function whileDrawn(error: unknown): string {
  if (error instanceof errors.TimeoutError) return '';
  throw error;
}
