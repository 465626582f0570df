// What the outbox shows: each kind of subject, read now and seen with the recipient's eyes.
import type { Digest } from '../src/alerts/digest.js';
import type { Finding } from '../src/alerts/finding.js';
import { canBeDecided } from '../src/approvals/reach.js';
import type { Request } from '../src/approvals/request.js';
import { approvalsOf, isSamePerson, needsReview } from '../src/approvals/transitions.js';
import type { Store } from '../src/db/store.js';
import type { Notice } from '../src/delivery/notice.js';
import { type Delivery, SLOT, type StoredPlace, type Subject } from '../src/delivery/ports.js';
import { Refused } from '../src/failure.js';
import { factsOfDigest } from './digest-facts.js';
import { type FindingDoors, factsOfFinding } from './finding-facts.js';
import type { Shown } from './outbox.js';
import { readerOf } from './reader-of.js';
import { alertsEndedView } from './views/alerts-ended.js';
import { asCopy } from './views/copy.js';
import { digestView } from './views/digest.js';
import { exemptionNoticeView } from './views/exemption-notice.js';
import { findingView } from './views/finding.js';
import { heartbeatView } from './views/heartbeat.js';
import { pageOfRequest } from './views/item-page.js';
import { placeNoticeView } from './views/place-notice.js';
import { requestView } from './views/request.js';
import { supersededView } from './views/superseded.js';
import { unreachedView } from './views/unreached.js';
import type { Reader, View } from './views/view.js';

export interface SubjectDoors extends FindingDoors {
  readonly store: FindingDoors['store'] & Pick<Store, 'notices' | 'deliveries' | 'findings' | 'subscriptions'>;
  now(): string;
  /** Whether what stands there may be read there now. @throws Refused upstream-* where that is not known */
  mayRead(place: StoredPlace): Promise<boolean>;
}

export type Subjects = Readonly<Record<Subject['kind'], (id: string) => Promise<Shown | null>>>;

/** One way to show each kind. */
export function createSubjects(doors: SubjectDoors): Subjects {
  const { store, now } = doors;
  return {
    async request(id) {
      const request = await store.requests.load(id);
      if (request === null) return null;
      return {
        version: request.version,
        async view(delivery, place, isCopy) {
          const { audience, slot, page, activityId } = delivery;
          const viewerId = place.personId;
          if (activityId === null && !isStillDue(request, delivery, viewerId)) return null;
          if (slot === SLOT.unreached) return marked(unreachedView(request, readerOf(place, now())), isCopy);
          if (await store.deliveries.isSuperseded(delivery.id)) return supersededView(request, audience);
          const { shown } = pageOfRequest(request, page);
          const impacts = await store.impacts.ofObjectIds(shown.map(({ objectId }) => objectId));
          const reader = readerOf(place, now());
          return requestView({ request, audience, reader, page, impacts, slot, viewerId, isCopy });
        },
      };
    },
    async notice(id) {
      const found = await store.notices.load(id);
      if (found === null) return null;
      const { version, notice } = found;
      return {
        version,
        async view(_, place, isCopy) {
          if (notice.kind === 'heartbeat' && !(await doors.mayRead(place))) return null;
          return marked(noticeViewOf(notice, readerOf(place, now())), isCopy);
        },
      };
    },
    async finding(id) {
      const finding = await store.findings.load(id);
      if (finding === null) return null;
      const { version } = finding;
      return {
        version,
        async view({ audience, slot }, place, isCopy) {
          if (!(await mayReadFinding(finding, place, doors))) return null;
          const reader = readerOf(place, now());
          const inPlace = audience === 'place' && place.kind !== 'personal';
          const isTelling = audience === 'approver' && slot === finding.rings - 1;
          return findingView(await factsOfFinding(finding, { reader, isCopy, inPlace, isTelling }, doors));
        },
      };
    },
    async digest(id) {
      const found = await store.findings.digest(id);
      if (found === null) return null;
      const { digest } = found;
      return {
        version: digest.version,
        async view(delivery, place, isCopy) {
          if (!(await doors.mayRead(place))) return null;
          const view = await digestFor(digest, delivery, readerOf(place, now()), store);
          return isCopy ? asCopy(view) : view;
        },
      };
    },
  };
}

/** A first card is sent in any case; a reminder that has not gone out yet only to those who are still waited for. */
function isStillDue(request: Request, { slot }: Delivery, viewerId: string | null): boolean {
  if (slot === SLOT.first) return true;
  if (slot === SLOT.unreached) return request.state === 'pending' && !canBeDecided(request);
  if (slot > SLOT.review) return needsReview(request);
  const hasApproved = approvalsOf(request).some(({ by }) => isSamePerson(by, { objectId: viewerId ?? '' }));
  return request.state === 'pending' && !hasApproved;
}

/** That the bot sees nothing says nothing of the tenant, and Entra not answering is one reason for it: it waits for no answer. */
async function mayReadFinding(finding: Finding, place: StoredPlace, { mayRead }: SubjectDoors): Promise<boolean> {
  try {
    return await mayRead(place);
  } catch (error) {
    if (error instanceof Refused && finding.kind === 'check-failed') return true;
    throw error;
  }
}

function marked(view: View<'notice'>, isCopy: boolean): View {
  return isCopy ? asCopy(view) : view;
}

function noticeViewOf(notice: Notice, reader: Reader): View<'notice'> {
  switch (notice.kind) {
    case 'exemption':
      return exemptionNoticeView(notice, reader);
    case 'place':
      return placeNoticeView(notice, reader);
    case 'alerts-ended':
      return alertsEndedView(notice, reader);
    case 'heartbeat':
      return heartbeatView(notice, reader);
  }
}

/** An approver who was told because nobody else took care of them sees all; a subscription sees what it hears of. */
async function digestFor(
  digest: Digest,
  { audience, conversationId }: Delivery,
  reader: Reader,
  store: SubjectDoors['store'],
): Promise<View<'findings'>> {
  const heardBy = audience === 'place' ? await store.subscriptions.of(conversationId) : null;
  return digestView(await factsOfDigest(digest, { heardBy, page: 0, reader }, store));
}
