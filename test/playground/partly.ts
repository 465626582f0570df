// Some of many cannot be blocked: what failed is named with what to do, and runs again once it is mended.
import assert from 'node:assert/strict';
import type { Mailbox } from '../../sandbox/tenant/records.js';
import { exposeShared, makePrivileged } from '../support/bulk.js';
import { requestIdOn } from './cast.js';
import type { Card } from './chat-window.js';
import type { OfficeCast } from './office-cast.js';

const COUNT = 4;
const PATIENCE_MS = 60_000;

/** @param on asked once the windows are open */
export function inPart(on: () => OfficeCast): void {
  describe('four mailboxes, one of them out of reach', () => {
    let boxes: readonly Mailbox[];
    let mend: () => void;
    let asked: Card;
    let card: Card;
    const enabled = (): readonly string[] =>
      boxes
        .filter(({ userPrincipalName }) => on().office.tenant.directory.isEnabled(userPrincipalName))
        .map(({ displayName }) => displayName);

    it('are partly blocked; the card says which failed, why, and what to do', async () => {
      const { office, requester, approver, album } = on();
      boxes = exposeShared(office.tenant, COUNT);
      const [outOfReach] = boxes;
      assert.ok(outOfReach);
      mend = makePrivileged(office.tenant, outOfReach).undo;
      await office.advance(1);
      asked = await requester.ask(`block ${boxes.map(({ address }) => address).join(' ')} not used any more`);
      card = await approver.cardWith(`Request ${await requestIdOn(asked)}`);
      await card.press('Approve');
      for (const copy of [asked, card]) {
        const text = await copy.reads(/⚠ Partly blocked .+3 of 4 mailboxes blocked\. 1 failed/u, PATIENCE_MS);
        assert.match(
          text,
          /Failed · Microsoft refused the change \(403\).+The account is privileged.+then run it again or ask anew/u,
        );
      }
      assert.deepEqual(enabled(), [outOfReach.displayName]);
      assert.deepEqual(await asked.buttons(), ['Run again', 'Allow for a time']);
      await album.take('partly', requester, asked);
      await album.take('partly-approver', approver, card);
    });

    it('fail again while nothing is mended', async () => {
      const { requester, album } = on();
      await asked.press('Run again');
      await asked.reads(/⚠ Partly blocked .+3 of 4 mailboxes blocked\. 1 failed/u, PATIENCE_MS);
      assert.equal(enabled().length, 1);
      await album.take('partly-again', requester, asked);
    });

    it('are all blocked once it is mended and run again', async () => {
      const { requester, approver, album } = on();
      mend();
      await asked.press('Run again');
      for (const copy of [asked, card]) {
        await copy.reads(/✓ Blocked .+All 4 mailboxes are blocked and read back/u, PATIENCE_MS);
      }
      assert.deepEqual(enabled(), []);
      await album.take('partly-mended', requester, asked);
      await album.take('partly-mended-approver', approver, card);
    });
  });
}
