// An office with a browser window for each of its people, open for as long as a story lasts.
import assert from 'node:assert/strict';
import { stdout } from 'node:process';
import type { Browser } from 'playwright-core';
import type { PersonaName } from '../../sandbox/tenant/seed/people.js';
import { type Album, newAlbum } from './album.js';
import { type ChatWindow, openChatWindow } from './chat-window.js';
import { findChromium, launchChromium } from './chromium.js';
import { type Office, type OfficeOptions, openOffice } from './office.js';
import type { Seat } from './sandbox-run.js';

export interface OfficeWindows<Window extends string> {
  readonly office: Office;
  readonly windows: Readonly<Record<Window, ChatWindow>>;
  /** Who sits there. */
  readonly names: Readonly<Record<Window, string>>;
  readonly album: Album;
}

interface Opened {
  readonly office: Office;
  readonly browser: Browser;
}

/**
 * Opens all before the tests of the block that this is called in and closes it after them; skips them without Chromium.
 * @param story names the folder of its pictures
 */
export function officeWindows<Window extends string>(
  story: string,
  options: OfficeOptions & { readonly seats: Readonly<Record<Window, PersonaName>> },
): () => OfficeWindows<Window> {
  let opened: Partial<Opened> = {};
  let seated: OfficeWindows<Window> | undefined;

  before(async function () {
    this.timeout(90_000);
    const chromium = findChromium();
    if (chromium === null) {
      stdout.write('    SKIPPED: no Chromium. Set CHROMIUM to its path, or install it as /usr/bin/chromium.\n');
      this.skip();
    }
    const office = await openOffice(options);
    opened = { office };
    const browser = await launchChromium(chromium);
    opened = { office, browser };
    seated = await seat<Window>(story, options.seats, { office, browser });
  });

  after(async function () {
    this.timeout(60_000);
    await opened.browser?.close();
    await opened.office?.close();
  });

  return () => seated ?? assert.fail('The windows are not open.');
}

async function seat<Window extends string>(
  story: string,
  seats: Readonly<Record<Window, PersonaName>>,
  { office, browser }: Opened,
): Promise<OfficeWindows<Window>> {
  const names = Object.keys(seats) as Window[];
  const seatOf = (name: Window): Seat => office.seats[name] ?? assert.fail(name);
  const open = names.map(async (name) => [name, await openChatWindow(browser, seatOf(name))] as const);
  return {
    office,
    windows: Object.fromEntries(await Promise.all(open)) as Record<Window, ChatWindow>,
    names: Object.fromEntries(names.map((name) => [name, seatOf(name).name])) as Record<Window, string>,
    album: await newAlbum(story),
  };
}
