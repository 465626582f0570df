// One kind of alert from its first card to its last: as it comes, while it is snoozed, and closed once the tenant is mended.
import assert from 'node:assert/strict';
import type { FindingKind } from '../../src/alerts/finding.js';
import type { Card } from './chat-window.js';
import { KIND_SCENES, type KindsCast } from './kind-scenes.js';

/** A scan, what it finds, and a busy machine. */
const PATIENCE_MS = 60_000;
const DAY_MS = 86_400_000;
const SNOOZED_DAYS = 5;
const REASON = 'The owner is asked and answers on Friday.';

/** @param on asked once the windows are open */
export function ofKind(kind: FindingKind, on: () => KindsCast): void {
  const { title, address, begin, open, buttons, fix, closed } = KIND_SCENES[kind];
  /** What stands in the way of a regular expression. */
  const plain = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

  describe(`of the kind ${kind}`, () => {
    let card: Card;

    it('says what happened to which mailbox, and what can be done', async () => {
      const { approver, album } = on();
      await begin(on());
      card = await approver.cardWith(new RegExp(`⚠ ${plain(title)}.*${plain(address)}`, 'su'), PATIENCE_MS);
      await card.reads(new RegExp(`^⚠ ${plain(title)} .*${plain(address)}.*Nobody takes care of it yet`, 'u'));
      await card.reads(open, PATIENCE_MS);
      assert.deepEqual(await card.buttons(), buttons);
      await album.take(`${kind}-open`, approver, card);
    });

    it('is quiet until a date, for a reason', async () => {
      const { office, names, approver, album } = on();
      const until = new Date(office.tenant.clock.now() + SNOOZED_DAYS * DAY_MS);
      await card.press('Snooze');
      await card.fill('Quiet until when', until.toISOString().slice(0, 10));
      await card.fill('Why can it wait?', REASON);
      await card.element.getByRole('button', { name: 'Snooze', exact: true }).last().click();
      const day = until.toLocaleDateString('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
      const why = `Why it waits ${plain(REASON)}`;
      await card.reads(
        new RegExp(`^● ${plain(title)}: snoozed .*${why}.*Snoozed until ${day}, .+ by ${names.approver}\\.`, 'u'),
      );
      const left = buttons.filter((button) => !['I take care of it', 'Snooze'].includes(button));
      assert.deepEqual(new Set(await card.buttons()), new Set([...left, ...whileQuiet(buttons), 'Unsnooze']));
      await album.take(`${kind}-snoozed`, approver, card);
    });

    it('is closed by itself once the tenant is mended, and says how', async () => {
      const { approver, album } = on();
      await fix(on());
      await card.reads(
        new RegExp(`^✓ ${plain(title)}: closed .*It is kept in the record\\. .*${plain(closed)} Closed \\w+ \\d`, 'u'),
        PATIENCE_MS,
      );
      assert.deepEqual(await card.buttons(), address === '' ? [] : ['Details']);
      await album.take(`${kind}-closed`, approver, card);
    });
  });
}

/** Exempt stands in the fields of Snooze as long as there are these. */
function whileQuiet(buttons: readonly string[]): readonly string[] {
  return buttons.includes('Request block') ? ['Exempt'] : [];
}
