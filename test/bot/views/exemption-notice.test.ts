// The card of an exemption's end: what is said of which mailboxes, and what is offered.
import assert from 'node:assert/strict';
import { exemptionNoticeView } from '../../../bot/views/exemption-notice.js';
import type { ExemptedMailbox, ExemptionNotice } from '../../../src/delivery/notice.js';
import { noticed, noticeOf } from '../../cards/scenes/exemptions.js';
import { idOf, reader } from '../../cards/scenes/people.js';

function card(states: readonly ExemptedMailbox['state'][], change: Partial<ExemptionNotice> = {}) {
  const mailboxes = states.map((state, index) => noticed(`Archive ${index + 1}`, index + 1, state));
  const { data, summary } = exemptionNoticeView(noticeOf(mailboxes, change), reader);
  const offered = data.buttons.map(({ title, verb, data: sent }) => ({ title, verb, sent: sent['mailbox'] }));
  return { ...data, summary, offered };
}

describe('the notice of an exemption', () => {
  it('warns of the end, and offers a later one or an earlier one', () => {
    const { title, text, offered } = card(['ending']);
    assert.equal(title, '⏳ An exemption ends soon');
    assert.match(text, /this mailbox is allowed until 30 Nov 2026, 23:59 CET\. After that it counts/);
    assert.deepEqual(offered, [
      { title: 'Prolong', verb: 'exempt', sent: idOf(1) },
      { title: 'Block now', verb: 'block', sent: idOf(1) },
    ]);
  });

  it('prolongs what is to be blocked at its end so that it still is', () => {
    const { text, offered } = card(['ending'], { exemption: 'unblock', blocksAtEnd: true });
    assert.match(text, /Then it is blocked again/);
    assert.equal(offered[0]?.verb, 'unblock');
  });

  it('says what the end means: open, being blocked again, or left to a person while the bot only watches', () => {
    const open = card(['ended']);
    assert.equal(open.title, '⚠ An exemption has ended');
    assert.match(open.text, /still allowed\. From now on it counts/);
    assert.deepEqual(
      open.offered.map(({ title }) => title),
      ['Request block', 'Prolong'],
    );
    const followed = card(['ended'], { exemption: 'unblock', blocksAtEnd: true, follow: 'R2D4XZ' });
    assert.match(followed.text, /being blocked again, as agreed: request R2D4XZ/);
    assert.deepEqual(
      followed.offered.map(({ title }) => title),
      ['Open request', 'Status'],
    );
    const watched = card(['ended'], { exemption: 'unblock' });
    assert.match(watched.text, /watch mode and blocks nothing/);
    assert.deepEqual(
      watched.offered.map(({ verb }) => verb),
      ['exempt', 'status'],
    );
  });

  it('says to whom else it was told, and why', () => {
    assert.match(card(['ended'], { insteadOf: 'owner' }).text, /The owner could not be told/);
    assert.doesNotMatch(card(['ended']).text, /could not be told/);
  });

  it('offers nothing but a look once there is nothing to do', () => {
    for (const state of ['extended', 'blocked'] as const) {
      const { tone, offered } = card([state]);
      assert.deepEqual([tone, offered.map(({ title }) => title)], ['good', ['Status']]);
    }
  });

  it('is one card for many: what is still to come decides, and only that is acted on', () => {
    const { title, text, facts, offered } = card(['blocked', 'ending', 'extended', 'ending']);
    assert.equal(title, '⏳ An exemption ends soon');
    assert.match(text, /of 2 mailboxes is allowed/);
    assert.deepEqual(
      facts.slice(0, 4).map(({ value }) => value.split(' · ').at(-1)),
      ['sign-in blocked', 'archive22@contoso.example', 'another end was agreed on', 'archive44@contoso.example'],
    );
    assert.deepEqual(
      offered.map(({ sent }) => sent),
      [`${idOf(2)},${idOf(4)}`, `${idOf(2)},${idOf(4)}`],
    );
  });

  it('names ten, counts the others, and sends them to the list when they are too many for a button', () => {
    const { facts, offered } = card(Array.from({ length: 40 }, () => 'ending' as const));
    assert.equal(facts.filter(({ label }) => label === 'Mailbox').length, 10);
    assert.ok(facts.some(({ value }) => value === '30 others'));
    assert.deepEqual(offered, [{ title: 'List exempt', verb: 'list', sent: undefined }]);
  });
});
