// Composition of watching and telling: every door that findings are made and kept with.
import type { BeatDoors } from '../src/alerts/beat.js';
import type { LookDoors } from '../src/alerts/look-at-sign-ins.js';
import type { LookUpDoors } from '../src/alerts/look-up-who.js';
import { type PublishDoors, publishScan, scanLost } from '../src/alerts/publish-scan.js';
import type { SeeDoors } from '../src/alerts/see-again.js';
import type { TellApproversDoors } from '../src/alerts/tell-approvers.js';
import type { TendDoors } from '../src/alerts/tend-findings.js';
import { beginWatching, type WatchDoors } from '../src/alerts/watch-accounts.js';
import type { Approver } from '../src/approvals/approver.js';
import type { WatchConfig } from '../src/config.js';
import type { FreshDoors } from '../src/mailboxes/fresh.js';
import { readScan } from '../src/mailboxes/read-scan.js';
import { createScanner, type Scanner } from '../src/mailboxes/scanner.js';
import type { Ground } from './compose.js';
import { speakableId } from './speakable-id.js';

/** The doors of each piece of work on findings. */
export interface AlertWork {
  readonly watch: WatchDoors;
  readonly lookUp: LookUpDoors;
  readonly tend: TendDoors;
  /** All of them but the log. */
  readonly look: Omit<LookDoors, 'notRead'>;
  readonly tellApprovers: Omit<TellApproversDoors, 'untold'>;
  readonly see: SeeDoors;
  readonly beat: BeatDoors;
}

export function composeAlerts(ground: Ground, approvers: (id: string) => Promise<readonly Approver[]>): AlertWork {
  const { config, store, tenant, clock } = ground;
  const { ledger, watch: book, findings, places } = store;
  const { flood, escalationMs } = config.alerts;
  const { types, licensed } = config.watch;
  const shared = { ledger, clock, book, scope: { types, licensed }, flood, newId: findingId };
  const chatsOfApprovers = async (correlationId: string): Promise<readonly string[]> => {
    const able = (await approvers(correlationId)).filter((one) => one.accountEnabled !== false && !one.isGuest);
    const chats = await places.personalOf(able.map(({ objectId }) => objectId));
    return chats.map(({ conversationId }) => conversationId);
  };
  return {
    watch: { ...shared, accountChanges: tenant.accountChanges, joinAccounts: tenant.joinAccounts },
    lookUp: { ...shared, enablings: tenant.enablings },
    tend: { ...shared, escalationMs },
    look: {
      ...shared,
      impacts: store.impacts,
      signInHistory: (objectId, id) => tenant.signInHistory(objectId, id, 'background'),
    },
    tellApprovers: { ledger, clock, findings, chatsOfApprovers },
    see: shared,
    beat: {
      ...{ ledger, clock, book, findings, chatsOfApprovers, running: store.exemptions.running },
      ...{ everyMs: config.watch.heartbeatMs, scanEveryMs: scanEveryMs(config.watch) },
    },
  };
}

const DAY_MS = 86_400_000;

/** Everything is read at least once a day. */
export function scanEveryMs({ scanIntervalMs }: Pick<WatchConfig, 'scanIntervalMs'>): number {
  return Math.min(scanIntervalMs, DAY_MS);
}

/** 24^8 is 110 milliards: a first run of many thousands meets no id twice. */
const findingId = (): string => speakableId(8);

/** The scanner, with all that follows from what it reads. */
export function composeScanner(ground: Ground, watch: WatchDoors, exemptionsOf: FreshDoors['exemptionsOf']): Scanner {
  const { config, store, tenant, clock, newId } = ground;
  const { types, licensed } = config.watch;
  const doors = {
    now: clock.now,
    newId,
    listMailboxes: tenant.listMailboxes,
    joinAccounts: tenant.joinAccounts,
    roleHolders: tenant.roleHolders,
    exemptionsOf,
    lastSignInsOf: store.watch.lastSignInsOf,
  };
  const publish: PublishDoors = {
    ...{ ledger: store.ledger, clock, book: store.watch, newId: findingId },
    scope: { types, licensed },
    ...{ flood: config.alerts.flood, signInLooks: config.alerts.signInLooks },
    joinAccounts: tenant.joinAccounts,
  };
  return createScanner({
    async read() {
      await beginWatching(watch);
      return readScan({ types, licensed }, doors);
    },
    publish: (reading, why) => publishScan(reading, why, publish),
    failed: (error, isLast) => scanLost(error, isLast, publish),
    latest: store.scans.latest,
  });
}
