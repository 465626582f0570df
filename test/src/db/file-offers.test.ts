// Offers of files: answered once, in time, by whom they were made to, where they were made.
import assert from 'node:assert/strict';
import type { FileOffer } from '../../../src/delivery/file-offer.js';
import { onEachEngine } from './on-each-engine.js';
import { at } from './samples.js';

const DAY = 24 * 60;

onEachEngine('File offers', {}, (under) => {
  const offer = (id: string, minute = 0): FileOffer => ({
    ...{ id, personId: 'robin', conversationId: 'a:1', format: 'csv', name: 'report.csv' },
    ...{ at: at(minute), messageId: null },
  });
  const answer = (minute: number) => ({ personId: 'robin', conversationId: 'a:1', at: at(minute) });

  it('are taken once, with the message that shows them', async () => {
    const { fileOffers } = under.store();
    await fileOffers.keep(offer('one'));
    await fileOffers.shown('one', 'm1');
    assert.deepEqual(await fileOffers.take('one', answer(1)), { ...offer('one'), messageId: 'm1' });
    assert.equal(await fileOffers.take('one', answer(1)), null);
    await fileOffers.shown('one', 'm2');
    assert.equal(await fileOffers.take('one', answer(1)), null);
  });

  it('are taken by one of many at once', async () => {
    const { fileOffers } = under.store();
    await fileOffers.keep(offer('raced'));
    const taken = await Promise.all(Array.from({ length: 12 }, () => fileOffers.take('raced', answer(1))));
    assert.equal(taken.filter((one) => one !== null).length, 1);
  });

  it('are nobody else’s, nowhere else’s and no other id’s', async () => {
    const { fileOffers } = under.store();
    await fileOffers.keep(offer('own'));
    assert.equal(await fileOffers.take('own', { ...answer(1), personId: 'oli' }), null);
    assert.equal(await fileOffers.take('own', { ...answer(1), conversationId: 'a:2' }), null);
    for (const id of ['', 'OWN', 'own ', '%', "' OR true; --", '\0']) {
      assert.equal(await fileOffers.take(id, answer(1)), null, id);
    }
    assert.notEqual(await fileOffers.take('own', answer(1)), null);
  });

  it('are over after a day, and forgotten with the next one', async () => {
    const { fileOffers } = under.store();
    await fileOffers.keep(offer('old'));
    await fileOffers.keep(offer('older'));
    assert.equal(await fileOffers.take('old', answer(DAY)), null);
    assert.notEqual(await fileOffers.take('old', answer(DAY - 1)), null);
    await fileOffers.keep(offer('new', DAY));
    assert.equal(await fileOffers.take('older', answer(1)), null);
    assert.notEqual(await fileOffers.take('new', answer(DAY + 1)), null);
  });
});
