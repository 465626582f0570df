// Last part: somebody allows sign-in again outside of the bot. It is told, taken care of, asked about and closed.
import assert from 'node:assert/strict';
import { announcedControl } from '../../sandbox/tenant/control-file.js';
import type { Cast } from './cast.js';
import type { Card } from './chat-window.js';
import { tellTenant } from './tell-tenant.js';

/** Two polls, and what a busy machine takes. */
const PATIENCE_MS = 25_000;

const tenant = (...words: readonly string[]): Promise<void> =>
  tellTenant(announcedControl() ?? assert.fail('no sandbox'), ...words);

/** @param on asked once the windows are open */
export function alerting(on: () => Cast): void {
  describe('an alert', () => {
    let card: Card;

    it('comes by itself when sign-in is allowed again', async () => {
      const { approver, album } = on();
      await tenant('enable', 'Reception');
      card = await approver.cardWith('Sign-in was allowed again');
      await card.reads(
        /Sign-in was allowed again Reception reception@lighthouse\.example.+Nobody takes care of it yet/u,
      );
      assert.deepEqual(await card.buttons(), ['I take care of it', 'Details', 'Request block', 'Snooze']);
      await album.take('alert', approver, card);
    });

    it('says who takes care of it', async () => {
      const { approver, names, album } = on();
      await card.press('I take care of it');
      await card.reads(new RegExp(`${names.approver} takes care of it`, 'u'));
      await album.take('alert-acknowledged', approver, card);
    });

    it('waits until a date when somebody says so', async () => {
      const { approver, album } = on();
      await card.press('Snooze');
      await album.take('alert-snoozing', approver, card);
      await card.fill('Why can it wait?', 'The helpdesk looks into it until Friday.');
      await card.element.getByRole('button', { name: 'Snooze', exact: true }).last().click();
      await card.reads(/Sign-in was allowed again: snoozed.+The helpdesk looks into it until Friday\./u);
      await album.take('alert-snoozed', approver, card);
    });

    it('is closed by itself when sign-in is blocked again', async () => {
      const { approver, album } = on();
      await tenant('disable', 'Reception');
      const closed = await approver.cardWith('Sign-in was allowed again');
      await closed.reads(/closed/iu, PATIENCE_MS);
      await album.take('alert-closed', approver, closed);
    });

    it('is listed, with who is told', async () => {
      const { approver, album } = on();
      const alerts = await approver.say('alerts');
      await alerts.reads(/open alert/u);
      await album.take('alerts', approver, alerts);
    });
  });
}
