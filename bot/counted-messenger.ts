// Counts what is sent in answer to people, who do not wait for room: what can wait gives way to it.
import type { Place } from '../src/delivery/ports.js';
import type { Messenger } from './messenger.js';
import type { Pace } from './pace.js';

export function countedMessenger(messenger: Messenger, pace: Pace): Messenger {
  const note = ({ reference }: Pick<Place, 'reference'>): void => {
    const { conversation } = JSON.parse(reference) as { readonly conversation?: { readonly id?: string } };
    pace.note(conversation?.id ?? '');
  };
  return {
    send(place, view) {
      note(place);
      return messenger.send(place, view);
    },
    edit(place, activityId, view) {
      note(place);
      return messenger.edit(place, activityId, view);
    },
    remove(place, activityId) {
      note(place);
      return messenger.remove(place, activityId);
    },
    typing(place) {
      note(place);
      return messenger.typing(place);
    },
  };
}
