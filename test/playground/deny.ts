// Third part: the approver says no, and has to say why.
import assert from 'node:assert/strict';
import { type Cast, requestIdOn } from './cast.js';
import type { Card } from './chat-window.js';

const WHY = 'The panel at the door signs in with it until Friday.';

/** @param on asked once the windows are open */
export function denying(on: () => Cast): void {
  describe('a denial', () => {
    let asked: Card;
    let card: Card;

    it('is not sent without a reason', async () => {
      const { requester, approver, album } = on();
      asked = await requester.ask('block “Room Aurora (12)” never used');
      await asked.reads(/Pending approval.+Why never used.+room-aurora@/u);
      card = await approver.cardWith(`Request ${await requestIdOn(asked)}`);
      await card.press('Deny');
      await card.press('Send denial');
      await card.reads(/Say why: the requester reads it, and it is kept\./u);
      await album.take('deny-why', approver, card);
    });

    it('tells its reason in both windows', async () => {
      const { requester, approver, names, album } = on();
      await card.fill('Why do you deny it?', WHY);
      await card.press('Send denial');
      for (const copy of [card, asked]) {
        const text = await copy.reads(new RegExp(`✕ Denied .+Denied by ${names.approver} `, 'u'));
        assert.ok(text.includes(WHY), text);
        assert.deepEqual(await copy.buttons(), []);
      }
      await album.take('approver-denied', approver, card);
      await album.take('requester-denied', requester, asked);
    });

    it('changes nothing', async () => {
      const status = await on().requester.say('status room-aurora@lighthouse.example');
      await status.reads(/⚠ Sign-in allowed: exposed Room Aurora \(12\)/u);
    });
  });
}
