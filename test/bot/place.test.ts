// Where an activity took place: only what Teams calls personal is, and people have one spelling.
import assert from 'node:assert/strict';
import type { Activity } from 'botframework-schema';
import { placeOf } from '../../bot/place.js';

function activity(conversationType: string | undefined): Activity {
  return {
    type: 'message',
    channelId: 'msteams',
    serviceUrl: 'https://smba.example/',
    from: { id: '29:a', aadObjectId: '3333AAAA-3333-4333-8333-333333333333' },
    recipient: { id: '28:bot' },
    conversation: { id: 'c', tenantId: 't', ...(conversationType !== undefined && { conversationType }) },
  } as Activity;
}

describe('places', () => {
  for (const [said, kind] of [
    ['personal', 'personal'],
    ['channel', 'channel'],
    ['groupChat', 'groupChat'],
    ['meeting', 'groupChat'],
    ['Personal', 'groupChat'],
    ['', 'groupChat'],
    [undefined, 'groupChat'],
  ] as const) {
    it(`count ${JSON.stringify(said)} as ${kind}`, () => {
      const place = placeOf(activity(said));
      assert.equal(place.kind, kind);
      assert.equal(place.personId === null, kind !== 'personal', 'a person only where there is one');
    });
  }

  it('spell the person in lower case, as Graph does', () => {
    assert.equal(placeOf(activity('personal')).personId, '3333aaaa-3333-4333-8333-333333333333');
  });
});
