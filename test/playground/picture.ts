// Makes docs/cards.png, the picture on the README's first screen, from a real run: `node dist/test/playground/picture.js`.
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stdout } from 'node:process';
import type { Browser } from 'playwright-core';
import { requestIdOn } from './cast.js';
import { type Card, openChatWindow } from './chat-window.js';
import { findChromium, launchChromium } from './chromium.js';
import { type SandboxRun, startSandboxRun } from './sandbox-run.js';

const FILE = join('docs', 'cards.png');
/** Pixels of the picture for each of the page: sharp on most screens, and not heavy. */
const SCALE = 1.15;
const MOST_KB = 300;
const LOOK = { deviceScaleFactor: SCALE, viewport: { width: 1280, height: 2000 } };
/** As wide as Playground shows a card. */
const CARD_PX = 446;

interface Shown {
  readonly caption: string;
  readonly png: Buffer;
}

async function shown(caption: string, card: Card): Promise<Shown> {
  return { caption, png: await card.element.screenshot() };
}

/** Tells the story once, and keeps the three cards that say what this is about. */
async function photograph(run: SandboxRun, browser: Browser): Promise<readonly Shown[]> {
  const requester = await openChatWindow(browser, run.requester, LOOK);
  const approver = await openChatWindow(browser, run.approver, LOOK);
  const list = await requester.say('list exposed');
  await list.reads(/exposed mailboxes/u);
  const first = await shown(`${run.requester.name} types “list exposed”`, list);
  const asked = await requester.ask('block Invoices its password was sent round by mail');
  const card = await approver.cardWith(`Request ${await requestIdOn(asked)}`);
  await card.reads(/Pending approval.+\d approvers? .+ told.+Approve Deny/u);
  const second = await shown(`and asks for a block: ${run.approver.name} sees`, card);
  await card.press('Approve');
  await asked.reads(/✓ Blocked · read back/u);
  return [first, second, await shown('and once it is approved, both see', asked)];
}

/** The cards side by side; the list, which is longer than the others, fades out at their height. */
function page(cards: readonly Shown[]): string {
  const figures = cards.map(
    ({ caption, png }) =>
      `<figure><figcaption>${caption}</figcaption><div><img src="data:image/png;base64,${png.toString('base64')}"></div></figure>`,
  );
  return `<!doctype html><style>
    body { margin: 0; padding: 24px; background: #f0f0f0; display: inline-flex; gap: 24px; align-items: flex-start; }
    figure { margin: 0; width: ${CARD_PX}px; }
    figcaption { font: 600 15px system-ui, sans-serif; color: #424242; margin-bottom: 12px; }
    div { border-radius: 8px; overflow: hidden; box-shadow: 0 1px 4px #0003; background: #fff; }
    img { display: block; width: 100%; }
    .long div { mask-image: linear-gradient(#000 85%, #0000); }
  </style><body>${figures.join('')}</body>
  <script>
    const boxes = [...document.querySelectorAll('figure > div')];
    const [list, ...others] = boxes;
    addEventListener('load', () => {
      const height = Math.max(...others.map((box) => box.offsetHeight));
      if (list.offsetHeight > height) {
        list.style.height = height + 'px';
        list.parentElement.classList.add('long');
      }
      document.body.dataset.ready = 'yes';
    });
  </script>`;
}

async function compose(browser: Browser, cards: readonly Shown[]): Promise<void> {
  const sheet = await browser.newPage({ deviceScaleFactor: SCALE, viewport: { width: 1500, height: 900 } });
  await sheet.setContent(page(cards));
  const body = sheet.locator('body[data-ready]');
  await mkdir(dirname(FILE), { recursive: true });
  await body.screenshot({ path: FILE });
}

const chromium = findChromium();
if (chromium === null) throw new Error('No Chromium. Set CHROMIUM to its path.');
const run = await startSandboxRun();
const browser = await launchChromium(chromium);
try {
  await compose(browser, await photograph(run, browser));
  const kilobytes = Math.ceil((await stat(FILE)).size / 1024);
  stdout.write(`${FILE}: ${kilobytes} KB\n`);
  if (kilobytes > MOST_KB) throw new Error(`A README's first screen should not wait for more than ${MOST_KB} KB.`);
} finally {
  await browser.close();
  await run.stop();
}
