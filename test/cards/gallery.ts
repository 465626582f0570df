// Draws every scene with Microsoft's renderer in Chromium, light and dark, narrow and wide: `node dist/test/cards/gallery.js [name…]`.
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { argv, exit, stdout } from 'node:process';
import { type Browser, chromium, type Page } from 'playwright-core';
import { mentionsOn, withNames } from '../../sandbox/channel/card-mentions.js';
import type { JsonObject } from '../../sandbox/channel/json.js';
import { scenes } from './scenes/index.js';
import { cardIn, type Scene } from './scenes/scene.js';
import { hostConfig, stylesheet, type Theme } from './teams-host.js';

const FOLDER = 'screenshots/cards';
const RENDERER = createRequire(import.meta.url).resolve('adaptivecards-renderer/dist/adaptivecards.min.js');
const STYLES = createRequire(import.meta.url).resolve('adaptivecards-renderer/dist/adaptivecards.css');
const WIDTHS = { narrow: 320, wide: 800 } as const;
const CHROMIUM = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

async function draw(page: Page, scene: Scene, theme: Theme): Promise<void> {
  const card = asTeamsShows(cardIn(scene));
  await page.setContent(`<!doctype html><style>${stylesheet(theme)}</style><div id="card"></div>`);
  await page.addStyleTag({ path: STYLES });
  await page.addStyleTag({ content: stylesheet(theme) });
  await page.addScriptTag({ path: RENDERER });
  await page.evaluate(`(() => {
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(${JSON.stringify(hostConfig(theme))});
    card.parse(${JSON.stringify(card)});
    document.getElementById('card').append(card.render());
  })()`);
  for (const title of scene.press ?? []) await page.getByRole('button', { name: title, exact: true }).click();
}

/** The renderer knows no mentions: in Teams a name stands in the place of each mark. */
function asTeamsShows(card: JsonObject): JsonObject {
  const mentions = mentionsOn(card);
  return JSON.parse(JSON.stringify(card), (key, value) =>
    key === 'text' ? withNames(String(value), mentions) : value,
  );
}

/** What does not fit: text over the edge of the card, and titles of buttons that are cut. */
async function misfits(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const cut = [...document.querySelectorAll('.ac-pushButton, .ac-pushButton *')].filter(
      (element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0);
    return [...(wide > 0 ? ['is ' + wide + ' px too wide'] : []), ...cut.map((element) => 'cuts "' + element.textContent + '"')];
  })()`);
}

async function photograph(browser: Browser, wanted: readonly Scene[]): Promise<number> {
  let count = 0;
  for (const [size, width] of Object.entries(WIDTHS)) {
    const page = await browser.newPage({ viewport: { width, height: 600 } });
    for (const theme of ['light', 'dark'] as const) {
      for (const scene of wanted) {
        await draw(page, scene, theme);
        const found = await misfits(page);
        for (const misfit of found) stdout.write(`${scene.name} ${misfit} at ${width} px\n`);
        count += found.length;
        await page.screenshot({ path: `${FOLDER}/${scene.name}.${size}.${theme}.png`, fullPage: true });
      }
    }
    await page.close();
  }
  return count;
}

await mkdir(FOLDER, { recursive: true });
const names = argv.slice(2);
const wanted = scenes.filter(({ name }) => names.length === 0 || names.includes(name));
const browser = await chromium.launch(CHROMIUM);
try {
  const count = await photograph(browser, wanted);
  stdout.write(`${wanted.length} cards drawn into ${FOLDER}\n`);
  if (count > 0) exit(1);
} finally {
  await browser.close();
}
