// What the outbox shows: each kind of subject, read now and seen with the recipient's eyes.

import type { Digest } from '../src/alerts/digest.js';
import { EVERY_FINDING } from '../src/alerts/ports.js';
import type { Store } from '../src/db/store.js';
import type { Delivery, Subject } from '../src/delivery/ports.js';
import type { Shown } from './outbox.js';
import { readerOf } from './reader-of.js';
import { digestView } from './views/digest.js';
import { exemptionNoticeView } from './views/exemption-notice.js';
import { findingView } from './views/finding.js';
import { requestView } from './views/request.js';
import type { View } from './views/view.js';

export interface SubjectDoors {
  readonly store: Pick<Store, 'requests' | 'notices' | 'impacts' | 'findings' | 'subscriptions'>;
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
    async finding(id) {
      const finding = await store.findings.load(id);
      if (finding === null) return null;
      const { version } = finding;
      return { version, view: async (_, place, isCopy) => findingView(finding, readerOf(place, now()), isCopy) };
    },
    async digest(id) {
      const found = await store.findings.digest(id);
      if (found === null) return null;
      const { digest } = found;
      return { version: digest.version, view: (delivery) => digestFor(digest, delivery, store) };
    },
  };
}

/** Findings of a digest that its card names. */
const WORST = 8;

/** An approver who was told because nobody else took care of them sees all; a subscription sees what it hears of. */
async function digestFor(digest: Digest, delivery: Delivery, store: SubjectDoors['store']): Promise<View<'notice'>> {
  const heardBy = delivery.audience === 'place' ? await store.subscriptions.of(delivery.conversationId) : null;
  const filter = { ...EVERY_FINDING, digestId: digest.id, heardBy };
  const all = await store.findings.page(filter, 0, 1);
  const open = await store.findings.page({ ...filter, state: 'open' }, 0, WORST);
  return digestView({ digest, total: all.total, open: open.total, worst: open.rows });
}
