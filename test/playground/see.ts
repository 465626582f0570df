// First part of the story: a person looks at the tenant.
import assert from 'node:assert/strict';
import type { Cast } from './cast.js';
import type { Card } from './chat-window.js';

/** What Playground calls the menu with the actions that are seldom needed. */
const MORE = '...';

/** @param on asked once the windows are open */
export function seeing(on: () => Cast): void {
  describe('a person who looks', () => {
    let list: Card;

    it('is greeted', async () => {
      const { requester, album } = on();
      const greeting = await requester.cardWith('Type one of these');
      assert.deepEqual(await greeting.buttons(), ['List', 'Tell me here', 'Requests']);
      await album.take('welcome', requester, greeting);
    });

    it('gets the list: totals, age, ten rows', async () => {
      const { requester, album } = on();
      list = await requester.say('list');
      const text = await list.reads(/1 to 10 of 60 mailboxes/u);
      assert.match(text, /13 mailboxes can sign in and should not/u);
      assert.match(text, /All 60 mailboxes read (just now|\d+ (minute|second)s? ago)/u);
      assert.match(text, /Invoices invoices@lighthouse\.example ⚠ Sign-in allowed · Shared · exposed/u);
      await album.take('list', requester, list);
    });

    it('turns the page on the same card', async () => {
      const { requester, album } = on();
      await list.press('Next');
      await list.reads(/11 to 20 of 60 mailboxes/u);
      assert.deepEqual(await list.buttons(), ['Filter', MORE, 'Previous', 'Next', 'Request block of exposed…']);
      await album.take('list-next', requester, list);
    });

    it('narrows it with the filter', async () => {
      const { requester, album } = on();
      await list.press('Filter');
      await album.take('list-filter', requester, list);
      // Taking the picture changes the window's size; Playground may then draw a card with a chart anew, and close what was open.
      const apply = list.element.getByRole('button', { name: 'Apply', exact: true });
      if (!(await apply.isVisible())) await list.press('Filter');
      await list.choose('Verdict', 'Protected: a device or a role needs it');
      await list.choose('Type', 'Room');
      await list.press('Apply');
      const text = await list.reads(/1 to 2 of 2 protected room mailboxes/u);
      assert.match(text, /Room Cassini \(8\).+protected: a Teams device signs in with it/u);
      assert.doesNotMatch(text, /invoices@/u);
      await album.take('list-filtered', requester, list);
    });

    it('opens one mailbox', async () => {
      const { requester, album } = on();
      const status = await requester.say('status Reception');
      const text = await status.reads(/reception@lighthouse\.example/u);
      assert.match(text, /⚠ Sign-in allowed: exposed Reception/u);
      assert.deepEqual(await status.buttons(), ['Exempt', 'Request block', 'Refresh']);
      await album.take('status', requester, status);
    });

    it('is helped after a slip of the finger', async () => {
      const { requester, album } = on();
      const answer = await requester.say('lits');
      await answer.reads(/"lits" is not a command\. Did you mean "list"\?/u);
      await album.take('slip', requester, answer);
      const help = await requester.say('help');
      await help.reads(/block <mailbox…> \[urgent\] <reason>/u);
      await album.take('help', requester, help);
    });
  });
}
