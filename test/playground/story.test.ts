// The main job in two real windows: the sandbox as a person starts it, Agents Playground in Chromium, and Ctrl-C at the end.
import assert from 'node:assert/strict';
import { stdout } from 'node:process';
import type { Browser } from 'playwright-core';
import { newAlbum } from './album.js';
import { alerting } from './alert.js';
import { approving } from './approve.js';
import { inBulk } from './bulk.js';
import type { Cast } from './cast.js';
import { openChatWindow } from './chat-window.js';
import { findChromium, launchChromium } from './chromium.js';
import { denying } from './deny.js';
import { inGroup } from './group.js';
import { type SandboxRun, startSandboxRun } from './sandbox-run.js';
import { seeing } from './see.js';

/** The sandbox under its certificate, the bot, two windows with a guard each. */
const FEWEST_PROCESSES = 7;

const say = (line: string): boolean => stdout.write(`    ${line}\n`);

describe('npm run sandbox', () => {
  let run: SandboxRun;
  let stopped = false;

  before(async function () {
    this.timeout(90_000);
    run = await startSandboxRun();
    say(`ready after ${run.readySeconds.toFixed(1)} s`);
  });

  after(async () => {
    if (!stopped) await run?.stop();
  });

  it('says that it is a sandbox, who sits where, and what to type first', () => {
    assert.match(run.said(), /SANDBOX\. No account, no credentials/u);
    assert.match(run.said(), /A tenant with 60 mailboxes/u);
    assert.match(run.said(), /block Reception nobody signs in here/u);
    assert.notEqual(run.requester.url, run.approver.url);
  });

  describe('in two windows', () => {
    let browser: Browser | undefined;
    let cast: Cast | undefined;

    before(async function () {
      const chromium = findChromium();
      if (chromium === null) {
        say('SKIPPED: no Chromium. Set CHROMIUM to its path, or install it as /usr/bin/chromium.');
        this.skip();
      }
      browser = await launchChromium(chromium);
      const names = { requester: run.requester.name, approver: run.approver.name };
      const [requester, approver, album] = await Promise.all([
        openChatWindow(browser, run.requester),
        openChatWindow(browser, run.approver),
        newAlbum('sandbox'),
      ]);
      cast = { requester, approver, names, album };
    });

    after(() => browser?.close());

    const on = (): Cast => cast ?? assert.fail('The windows are not open.');
    seeing(on);
    approving(on);
    denying(on);
    inGroup(on);
    inBulk(on);
    alerting(on);
  });

  describe('at Ctrl-C', () => {
    it('leaves nothing behind', async () => {
      stopped = true;
      const { seconds, processes, ...left } = await run.stop();
      say(`${processes} processes, stopped after ${seconds.toFixed(1)} s`);
      assert.ok(processes >= FEWEST_PROCESSES, `${processes} processes are not the whole sandbox`);
      assert.deepEqual(left, { exitCode: 0, leftRunning: [], takenPorts: [] });
    });
  });
});
