// What the outbox shows: each kind of subject, read now and seen with the recipient's eyes.

import type { Store } from '../src/db/store.js';
import type { Subject } from '../src/delivery/ports.js';
import type { Shown } from './outbox.js';
import { readerOf } from './reader-of.js';
import { exemptionNoticeView } from './views/exemption-notice.js';
import { requestView } from './views/request.js';

export interface SubjectDoors {
  readonly store: Pick<Store, 'requests' | 'notices' | 'impacts'>;
  now(): string;
}

export type Subjects = Readonly<Record<Subject['kind'], (id: string) => Promise<Shown | null>>>;

/** One way to show each kind. */
export function createSubjects({ store, now }: SubjectDoors): Subjects {
  return {
    async request(id) {
      const request = await store.requests.load(id);
      if (request === null) return null;
      return {
        version: request.version,
        async view({ audience, slot }, place, isCopy) {
          const impacts = await store.impacts.ofObjectIds(request.items.map(({ objectId }) => objectId));
          const reader = readerOf(place, now());
          return requestView({ request, audience, reader, impacts, slot, viewerId: place.personId, isCopy });
        },
      };
    },
    async notice(id) {
      const found = await store.notices.load(id);
      if (found === null) return null;
      const { version, notice } = found;
      return { version, view: async (_, place) => exemptionNoticeView(notice, readerOf(place, now())) };
    },
  };
}
