// What the bot says of many: a report, an alert, twelve and two thousand as one, and how the mailboxes stand.
import assert from 'node:assert/strict';
import { exposeShared } from '../support/bulk.js';
import type { OfficeCast } from './office-cast.js';

const MANY = 2000;
const PATIENCE_MS = 90_000;

/** @param on asked once the windows are open */
export function telling(on: () => OfficeCast): void {
  describe('what is told of many', () => {
    it('is reported against the control', async () => {
      const { requester, album } = on();
      const report = await requester.say('report');
      await report.reads(/✕ Failed: .+By type .+What did not pass/u);
      await album.take('report', requester, report);
    });

    it('comes to who wants it', async () => {
      const { approver, album } = on();
      const here = await approver.say('alerts here');
      await here.reads(/Alerts come here|open alerts/u);
      const open = await approver.cardWith('This message changes as they are fixed');
      await album.take('alerts-open', approver, open);
    });

    it('is one alert for one mailbox', async () => {
      const { office, approver, album } = on();
      const [box] = exposeShared(office.tenant, 1);
      // Of another mailbox there may be one already.
      const open = new RegExp(`Sign-in was allowed again.*${box?.address}.*Nobody takes care of it yet`, 'su');
      const alert = await approver.cardWith(open, PATIENCE_MS);
      assert.deepEqual(await alert.buttons(), ['I take care of it', 'Details', 'Request block', 'Snooze']);
      await album.take('digest-1', approver, alert);
    });

    it('is one message for a dozen, which counts what is fixed', async () => {
      const { office, approver, album } = on();
      exposeShared(office.tenant, 13);
      const digest = await approver.cardWith('12 new alerts at once', PATIENCE_MS);
      await digest.reads(/⚠ 12 new alerts at once 0 of 12 fixed/u);
      await album.take('digest-12', approver, digest);
      exposeShared(office.tenant, 0);
      await digest.reads(/✓ 12 of 12 fixed/u, PATIENCE_MS);
      await album.take('digest-12-fixed', approver, digest);
    });

    it('is one message for two thousand', async () => {
      const { office, approver, album } = on();
      exposeShared(office.tenant, MANY);
      const digest = await approver.cardWith('2,000 new alerts at once', PATIENCE_MS);
      await digest.reads(/⚠ 2,000 new alerts at once .+1 to 10 of 2,000 open/u, PATIENCE_MS);
      await album.take('digest-2000', approver, digest);
    });

    it('is reported anew, and said from time to time', async () => {
      const { office, requester, approver, album } = on();
      await office.restart(125);
      const beat = await approver.cardWith('the next one follows in', PATIENCE_MS);
      await beat.reads(/mailboxes, all read .+Open alerts/u);
      await album.take('heartbeat', approver, beat);
      const report = await requester.say('report');
      await report.reads(/✕ Failed: 2,0\d\d of/u);
      await album.take('report-many', requester, report);
    });
  });
}
