// Time goes by: a request expires, an unblock ends over a restart of the bot, and an exemption is warned of and ends.
import assert from 'node:assert/strict';
import { requestIdOn } from './cast.js';
import type { Card } from './chat-window.js';
import { approversCards, type OfficeCast } from './office-cast.js';

/** What is planned for a time is done within some seconds of it; a restart takes some too. */
const PATIENCE_MS = 60_000;

/** @param on asked once the windows are open */
export function inTime(on: () => OfficeCast): void {
  describe('a request that nobody decides in time', () => {
    it('is over on every card, without a button, though one has approved it', async () => {
      const { office, requester, approver, second, album } = on();
      const asked = await requester.ask('block "Travel Desk" nobody signs in here');
      const id = await requestIdOn(asked);
      const [first, other] = await approversCards(on(), id);
      await first.press('Approve');
      await other.reads(/1 of 2/u);
      await office.advance(31);
      for (const card of [asked, first, other]) {
        await card.reads(/– Expired .+Nobody decided in time, and silence is refusal/u, PATIENCE_MS);
        assert.deepEqual(await card.buttons(), []);
      }
      const late = await second.say(`approve ${id}`);
      await late.reads(new RegExp(`Request ${id} is expired; it can no longer be decided`, 'u'));
      assert.equal(office.tenant.directory.isEnabled('travel'), true);
      await album.take('expired-requester', requester, asked);
      await album.take('expired-approver', approver, first);
      await album.take('expired-late', second, late);
    });
  });

  describe('an unblock for two hours', () => {
    const isEnabled = (): boolean => on().office.tenant.directory.isEnabled('support');
    let asked: Card;

    it('is allowed by two, until an end that stands on the card', async () => {
      const { requester, names, album } = on();
      asked = await requester.ask('unblock support@lighthouse.example for 2h the scanner is repaired');
      for (const card of await approversCards(on(), await requestIdOn(asked))) await card.press('Approve');
      await asked.reads(
        new RegExp(`✓ Unblocked .+Sign-in is allowed until .+${names.approver} .+${names.second} `, 'u'),
      );
      assert.equal(isEnabled(), true);
      await album.take('unblocked', requester, asked);
      const status = await requester.say('status support@lighthouse.example');
      await status.reads(/Sign-in allowed: exempt .+the scanner is repaired/u);
      await album.take('unblocked-status', requester, status);
    });

    it('ends though the bot was down: the mailbox is blocked again, and cards say so', async () => {
      const { office, requester, approver, album } = on();
      // From here on one approval is enough.
      await office.restart(130, { APPROVALS_REQUIRED: '1' });
      for (const window of [requester, approver]) {
        const card = await window.cardWith('block again, as agreed in request');
        await card.reads(/✓ Blocked .+✓ Blocked · read back/u, PATIENCE_MS);
        assert.ok(!(await card.buttons()).some((title) => /Approve|Deny/u.test(title)));
        await album.take(`unblock-over-${window === requester ? 'requester' : 'approver'}`, window, card);
      }
      assert.equal(isEnabled(), false);
      const status = await requester.say('status support@lighthouse.example');
      await status.reads(/✓ Sign-in blocked/u);
      await album.take('unblock-over-status', requester, status);
    });
  });

  describe('an exemption', () => {
    const status = async (pattern: RegExp, name: string): Promise<void> => {
      const { requester, album } = on();
      const card = await requester.say('status travel@lighthouse.example');
      await card.reads(pattern);
      await album.take(name, requester, card);
    };

    it('is agreed on by one now; an approver who comes late gets the final card', async () => {
      const { requester, approver, second, names, album } = on();
      const asked = await requester.ask('exempt travel@lighthouse.example for 40m the kiosk signs in with it');
      const id = await requestIdOn(asked);
      const [card, late] = await approversCards(on(), id);
      const agreed = new RegExp(`✓ Exempted .+Approved by ${names.approver} `, 'u');
      await second.behind(async () => {
        await card.press('Approve');
        for (const copy of [asked, card]) await copy.reads(agreed);
        await late.press('Approve');
      });
      await late.reads(agreed);
      assert.ok(!(await late.buttons()).some((title) => /Approve|Deny/u.test(title)));
      await album.take('exempted', approver, card);
      await album.take('exempted-late', second, late);
      await status(/Sign-in allowed: exempt .+the kiosk signs in with it/u, 'exempted-status');
    });

    it('is warned of before its end', async () => {
      const { office, requester, album } = on();
      await office.advance(36);
      const warned = await requester.cardWith('An exemption ends soon');
      await warned.reads(/⏳ An exemption ends soon .+Travel Desk/u);
      await album.take('exemption-ends-soon', requester, warned);
    });

    it('has ended: it is told, and the mailbox counts as exposed', async () => {
      const { office, requester, album } = on();
      await office.advance(5);
      const ended = await requester.cardWith('An exemption has ended');
      await ended.reads(/⚠ An exemption has ended .+Travel Desk/u);
      await album.take('exemption-ended', requester, ended);
      await status(/⚠ Sign-in allowed: exposed/u, 'exemption-ended-status');
    });
  });
}
