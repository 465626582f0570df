// Fifth part: everything exposed at once; the approver strikes one off. A request taken back, and an exemption.
import assert from 'node:assert/strict';
import { restsWithoutButtons } from './at-rest.js';
import { type Cast, requestIdOn } from './cast.js';
import type { Card } from './chat-window.js';

const DAY_MS = 86_400_000;

/** @param on asked once the windows are open */
export function inBulk(on: () => Cast): void {
  describe('many at once', () => {
    let asked: Card;
    let id: string;
    let count: number;

    it('are seen by name before anything is asked for', async () => {
      const { requester, album } = on();
      asked = await requester.say('block all exposed shared INC-4711 nobody signs in with these');
      const text = await asked.reads(/Preview: nothing is asked for yet.+Block sign-in of \d+ mailboxes/u);
      count = Number(/Block sign-in of (\d+) mailboxes/u.exec(text)?.[1]);
      assert.ok(count >= 3, text);
      await album.take('bulk-preview', requester, asked);
      await asked.press('Send request');
      await asked.reads(/Pending approval/u);
      id = await requestIdOn(asked);
      await album.take('bulk-asked', requester, asked);
    });

    it('are one fewer once the approver struck one off, on both cards', async () => {
      const { requester, approver, album } = on();
      const card = await approver.cardWith(`Request ${id}`);
      await card.press('Strike off…');
      await card.reads(/Strike mailboxes off/u);
      await card.element.getByRole('checkbox').first().click();
      await album.take('bulk-strike', approver, card);
      await card.press('Strike off');
      const fewer = new RegExp(`block sign-in of ${count - 1} mailbox`, 'u');
      // The other copy may be edited just then, with what was read of the accounts meanwhile.
      for (const copy of [card, asked]) await copy.reads(fewer, 60_000);
      await album.take('bulk-struck', approver, card);
      await album.take('bulk-struck-requester', requester, asked);
    });

    it('are blocked once approved, each with its outcome', async () => {
      const { requester, approver, names, album } = on();
      const card = await approver.cardWith(`Request ${id}`);
      await card.press('Approve');
      for (const copy of [card, asked]) {
        const all = `✓ Blocked .+All ${count - 1} mailboxes are blocked and read back`;
        await copy.reads(new RegExp(`${all}.+Approved by ${names.approver} .+✓ Blocked · read back`, 'u'), 60_000);
      }
      await album.take('bulk-done', approver, card);
      await album.take('bulk-done-requester', requester, asked);
    });
  });

  describe('a request', () => {
    it('is taken back by who made it, and the approver sees that', async () => {
      const { requester, approver, album } = on();
      const asked = await requester.ask('block "Projector Cart 3" a slip');
      const id = await requestIdOn(asked);
      const card = await approver.cardWith(`Request ${id}`);
      await asked.press('Withdraw');
      for (const copy of [card, asked]) {
        await restsWithoutButtons(copy);
        await copy.reads(/Withdrawn/u);
      }
      await album.take('withdrawn', approver, card);
    });

    it('for an exemption has an end and an owner, and the mailbox says so once it is agreed', async () => {
      const { requester, approver, names, album } = on();
      const until = new Date(Date.now() + 60 * DAY_MS).toISOString().slice(0, 10);
      const asked = await requester.say(
        `exempt "Projector Cart 3" until ${until} a scanner signs in with it until it is replaced`,
      );
      await asked.reads(/Preview: nothing is asked for yet/u);
      await album.take('exempt-preview', requester, asked);
      await asked.press('Send request');
      const card = await approver.cardWith(`Request ${await requestIdOn(asked)}`);
      await album.take('exempt-asked', approver, card);
      await card.press('Approve');
      for (const copy of [card, asked]) await copy.reads(new RegExp(`✓ .+Approved by ${names.approver} `, 'u'));
      await album.take('exempt-done', requester, asked);
      const status = await requester.say('status projector-cart-3@lighthouse.example');
      // Microsoft answers few questions about sign-ins at a time, and the watch asks them too.
      await status.reads(/exempt/iu, 60_000);
      await album.take('status-exempt', requester, status);
    });
  });
}
