// Three people and time: two approvals, terms that end, what fails and is mended, what is forged, and what is told of many.
import assert from 'node:assert/strict';
import { stdout } from 'node:process';
import type { Browser } from 'playwright-core';
import { exposeShared } from '../support/bulk.js';
import { newAlbum } from './album.js';
import { openChatWindow } from './chat-window.js';
import { findChromium, launchChromium } from './chromium.js';
import { notFooled } from './forged.js';
import { type Office, openOffice } from './office.js';
import type { OfficeCast } from './office-cast.js';
import { inPart } from './partly.js';
import { byTwo } from './quorum.js';
import type { Seat } from './sandbox-run.js';
import { telling } from './telling.js';
import { inTime } from './terms.js';

const ENV = {
  APPROVALS_REQUIRED: '2',
  REQUEST_TTL: 'PT30M',
  EXEMPTION_WARNING: 'PT5M',
  MAX_EXEMPTION: 'PT4H',
  WATCH_INTERVAL: 'PT1S',
  HEARTBEAT_INTERVAL: 'PT2H',
  ESCALATION_AFTER: 'P2D',
};
const SEATS = { requester: 'requester', approver: 'approver', second: 'secondApprover' } as const;

describe('an office of three', () => {
  let office: Office | undefined;
  let browser: Browser | undefined;
  let cast: OfficeCast | undefined;

  before(async function () {
    this.timeout(90_000);
    const chromium = findChromium();
    if (chromium === null) {
      stdout.write('    SKIPPED: no Chromium. Set CHROMIUM to its path, or install it as /usr/bin/chromium.\n');
      this.skip();
    }
    office = await openOffice({
      tenant: { users: 3300, mailboxes: 3100 },
      env: ENV,
      seats: SEATS,
      prepare: (tenant) => void exposeShared(tenant, 0),
    });
    browser = await launchChromium(chromium);
    cast = await seated(office, browser);
  });

  after(async function () {
    this.timeout(60_000);
    await browser?.close();
    await office?.close();
  });

  const on = (): OfficeCast => cast ?? assert.fail('The windows are not open.');
  byTwo(on);
  inTime(on);
  inPart(on);
  notFooled(on);
  telling(on);
});

async function seated(office: Office, browser: Browser): Promise<OfficeCast> {
  const seat = (name: keyof typeof SEATS): Seat => office.seats[name] ?? assert.fail(name);
  const [requester, approver, second, album] = await Promise.all([
    openChatWindow(browser, seat('requester')),
    openChatWindow(browser, seat('approver')),
    openChatWindow(browser, seat('second')),
    newAlbum('office'),
  ]);
  const names = {
    ...{ requester: seat('requester').name, approver: seat('approver').name, second: seat('second').name },
  };
  return { office, requester, approver, second, names, album };
}
