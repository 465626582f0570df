// Second part: one person asks, cannot approve it, another does, and both cards tell the outcome.
import assert from 'node:assert/strict';
import { type Cast, requestIdOn } from './cast.js';
import type { Card } from './chat-window.js';

/** @param on asked once the windows are open */
export function approving(on: () => Cast): void {
  describe('a block', () => {
    let asked: Card;
    let id: string;

    it('is asked for, and waits', async () => {
      const { requester, names, album } = on();
      asked = await requester.ask('block Reception nobody signs in here');
      const text = await asked.reads(/Pending approval.+1 of \d approvers was told/u);
      id = await requestIdOn(asked);
      assert.match(text, new RegExp(`Asked by ${names.requester} .+Why nobody signs in here`, 'u'));
      assert.doesNotMatch((await asked.buttons()).join(), /Approve|Deny|Review/u);
      await album.take('asked', requester, asked);
    });

    it('cannot be approved by the person who asked', async () => {
      const { requester, album } = on();
      const refusal = await requester.say(`approve ${id}`);
      await refusal.reads(/another approver has to decide it/u);
      await album.take('own-refused', requester, refusal);
      assert.match(await asked.reads(/Pending approval/u), /reception@lighthouse\.example/u);
    });

    it('stands before the approver with its reason and two buttons', async () => {
      const { approver, names, album } = on();
      const card = await approver.cardWith(`Request ${id}`);
      await card.reads(new RegExp(`Asked by ${names.requester} .+nobody signs in here.+reception@`, 'u'));
      assert.deepEqual(await card.buttons(), ['Approve', 'Deny']);
      await album.take('approver-asked', approver, card);
    });

    it('is done once approved, and says so in both windows', async () => {
      const { requester, approver, names, album } = on();
      const card = await approver.cardWith(`Request ${id}`);
      await card.press('Approve');
      const outcome = new RegExp(`✓ Blocked .+Approved by ${names.approver} .+✓ Blocked · read back`, 'u');
      for (const copy of [card, asked]) {
        const text = await copy.reads(outcome);
        assert.match(text, /nobody signs in here/u);
        assert.deepEqual(await copy.buttons(), ['Allow for a time']);
      }
      await album.take('approver-done', approver, card);
      await album.take('requester-done', requester, asked);
    });

    it('is seen in the tenant and among the requests', async () => {
      const { requester, names, album } = on();
      const status = await requester.say('status Reception');
      await status.reads(/✓ Sign-in blocked Reception/u);
      await album.take('status-blocked', requester, status);
      const requests = await requester.say('requests');
      await requests.reads(
        new RegExp(
          `No open request .+✓ Blocked · ${id} ${names.requester} · block Reception · just now nobody signs`,
          'u',
        ),
      );
      await album.take('requests', requester, requests);
    });
  });
}
