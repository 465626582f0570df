// Fourth part: a group chat, which sees nothing of the tenant until an approver admits it.
import assert from 'node:assert/strict';
import { type Cast, requestIdOn } from './cast.js';

/** The one group chat of a Playground window. */
const GROUP = 'IT desk';

/** @param on asked once the windows are open */
export function inGroup(on: () => Cast): void {
  describe('a group chat', () => {
    it('is told nothing of the tenant', async () => {
      const { approver, album } = on();
      await approver.openChat(GROUP);
      const refusal = await approver.mention('list');
      const text = await refusal.reads(/Details of your tenant are not shown here/u);
      assert.doesNotMatch(text, /lighthouse\.example|can sign in/u);
      await album.take('group-refused', approver, refusal);
    });

    it('is admitted by an approver, and then gets the list', async () => {
      const { approver, album } = on();
      const admitted = await approver.mention('admit here');
      await admitted.reads(/Admitted Everyone in this chat can now read mailbox names/u);
      await album.take('group-admitted', approver, admitted);
      const list = await approver.mention('list exposed');
      await list.reads(/1 to 10 of 12 exposed mailboxes/u);
      await album.take('group-list', approver, list);
    });

    it('lets an approver decide after Review, and every copy tells the outcome', async () => {
      const { requester, approver, names, album } = on();
      const asked = await requester.ask('block "Lee Leaver" left in June');
      const id = await requestIdOn(asked);
      const inChat = await approver.mention(`request ${id}`);
      await inChat.reads(/Pending approval .+Lee Leaver/u);
      assert.deepEqual(await inChat.buttons(), ['Review']);
      await album.take('group-request', approver, inChat);
      await inChat.press('Review');
      await inChat.reads(/Approve Deny/u);
      await album.take('group-review', approver, inChat);
      await inChat.press('Approve');
      const outcome = new RegExp(
        `✓ Blocked .+Approved by ${names.approver} .+lee\\.leaver@.+✓ Blocked · read back`,
        'u',
      );
      await inChat.reads(outcome);
      await asked.reads(outcome);
      await album.take('group-done', approver, inChat);
      await approver.openChat('Personal Chat');
      await (await approver.cardWith(`Request ${id}`)).reads(outcome);
      await album.take('group-done-requester', requester, asked);
    });
  });
}
