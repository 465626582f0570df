// Two approvals are wanted: one is not enough, a second makes it run, and whoever comes late finds the final card.
import assert from 'node:assert/strict';
import { requestIdOn } from './cast.js';
import type { Card } from './chat-window.js';
import { approversCards, type OfficeCast } from './office-cast.js';

/** @param on asked once the windows are open */
export function byTwo(on: () => OfficeCast): void {
  describe('a request that two have to approve', () => {
    let asked: Card;
    let first: Card;
    let other: Card;

    it('says so, and stands before both', async () => {
      const { requester, album } = on();
      asked = await requester.ask('block Reception nobody signs in here');
      await asked.reads(/Pending approval \(0 of 2\).+Waiting for 2 approvers\. 2 of \d approvers were told/u);
      [first, other] = await approversCards(on(), await requestIdOn(asked));
      for (const card of [first, other]) assert.deepEqual(await card.buttons(), ['Approve', 'Deny']);
      await album.take('two-asked', requester, asked);
    });

    it('is not done once one has approved: every card says 1 of 2', async () => {
      const { office, requester, approver, second, names, album } = on();
      await first.press('Approve');
      const halfway = new RegExp(`Pending approval \\(1 of 2\\).+Waiting for one approver\\..+${names.approver}`, 'u');
      for (const card of [first, other, asked]) await card.reads(halfway);
      await first.reads(/You have approved it; another approver is needed/u);
      assert.deepEqual(await first.buttons(), []);
      assert.deepEqual(await other.buttons(), ['Approve', 'Deny']);
      assert.equal(office.tenant.directory.isEnabled('reception'), true);
      await album.take('two-first-approved', approver, first);
      await album.take('two-second-asked', second, other);
      await album.take('two-requester-waits', requester, asked);
    });

    it('counts nobody twice', async () => {
      const { office, approver, album } = on();
      const again = await approver.say(`approve ${await requestIdOn(asked)}`);
      await again.reads(/You have decided request \w+ already; another approver's decision is needed/u);
      await other.reads(/1 of 2/u);
      assert.equal(office.tenant.directory.isEnabled('reception'), true);
      await album.take('two-same-person-again', approver, again);
    });

    it('is done once the second has, and names both', async () => {
      const { office, second, names, album } = on();
      await other.press('Approve');
      const done = new RegExp(`✓ Blocked .+${names.approver} .+${names.second} .+✓ Blocked · read back`, 'u');
      for (const card of [asked, first, other]) await card.reads(done);
      assert.equal(office.tenant.directory.isEnabled('reception'), false);
      await album.take('two-done', second, other);
    });

    it('is over when one of them denies it; who comes late gets the final card', async () => {
      const { office, requester, second, names, album } = on();
      asked = await requester.ask('block "Lee Leaver" left in June');
      const id = await requestIdOn(asked);
      [first, other] = await approversCards(on(), id);
      const denied = new RegExp(`✕ Denied .+Denied by ${names.approver} `, 'u');
      await second.behind(async () => {
        await first.press('Deny');
        await first.fill('Why do you deny it?', 'Lee comes back in May.');
        await first.press('Send denial');
        for (const card of [asked, first]) await card.reads(denied);
        assert.deepEqual(await other.buttons(), ['Approve', 'Deny'], 'an old card');
        await other.press('Approve');
      });
      for (const card of [asked, first, other]) {
        await card.reads(denied);
        assert.deepEqual(await card.buttons(), []);
      }
      assert.equal(office.tenant.directory.isEnabled('lee.leaver'), true);
      await album.take('two-late', second, other);
      const typed = await second.say(`approve ${id}`);
      await typed.reads(
        new RegExp(`Request ${id} is denied \\(${names.approver}\\); it can no longer be decided`, 'u'),
      );
      await album.take('two-late-typed', second, typed);
    });
  });
}
