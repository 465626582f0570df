// Composition of all that reaches approvers: announcing, reminding, installing, and what becomes of places that are gone.
import { performance } from 'node:perf_hooks';
import type { Approver } from '../src/approvals/approver.js';
import type { CheckReachDoors } from '../src/approvals/check-reach.js';
import type { RemindDoors } from '../src/approvals/remind-request.js';
import type { RemindReviewDoors } from '../src/approvals/remind-review.js';
import type { ResumeDoors } from '../src/approvals/resume-requests.js';
import { isGuest } from '../src/mailboxes/verdict.js';
import type { AnnounceDoors } from './announce.js';
import { type Approvers, createApprovers } from './approvers.js';
import type { Ground } from './compose.js';
import { whoIsReminded, whoMayReview } from './hearers.js';
import type { InstallDoors } from './install-app.js';
import type { LoseDoors } from './lose-place.js';
import { speakableId } from './speakable-id.js';

export interface Reaching {
  readonly approvers: Approvers;
  readonly announce: AnnounceDoors;
  readonly check: CheckReachDoors;
  readonly remind: RemindDoors;
  readonly review: RemindReviewDoors;
  readonly resume: ResumeDoors;
  readonly install: InstallDoors;
  readonly lose: LoseDoors;
}

type ReachGround = Pick<Ground, 'config' | 'store' | 'tenant' | 'clock' | 'newId'>;

/** @param chatsOf conversation ids of the chats that these people have with the bot */
export function composeReach(ground: ReachGround, chatsOf: CheckReachDoors['chatsOf']): Reaching {
  const { config, store, tenant, clock, newId } = ground;
  const { ledger, requests, places, installs } = store;
  const approvers = createApprovers({ read: (id) => readApprovers(ground, id), elapsed: () => performance.now() });
  const times = config.approvals;
  const hearing = { places, approvers };
  return {
    approvers,
    announce: { ...hearing, ledger, requests, clock, installs: tenant.installApp !== null },
    check: { ledger, requests, chatsOf },
    remind: { ledger, requests, clock, times, hearersOf: (request) => whoIsReminded(request, hearing) },
    review: { ledger, requests, clock, reviewersOf: (request) => whoMayReview(request, hearing) },
    resume: { ledger, requests, clock, times },
    install: { ...hearing, ledger, clock, installs, installApp: tenant.installApp, newCorrelationId: newId },
    lose: {
      ...{ ledger, requests, places, clock, subscriptions: store.subscriptions },
      ...{ flood: config.alerts.flood, newId: () => speakableId(8) },
    },
  };
}

async function readApprovers({ config, tenant }: ReachGround, correlationId: string): Promise<readonly Approver[]> {
  const members = await tenant.groupMembers(config.groups.approvers, correlationId);
  return members.map(({ id, displayName, accountEnabled, userType }) => ({
    objectId: id,
    name: displayName ?? id,
    accountEnabled,
    isGuest: isGuest(userType),
  }));
}
