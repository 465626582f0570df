// Composition: configuration -> clients -> store -> services; every door the parts of the bot are handed.
import { randomUUID } from 'node:crypto';
import { seeAccount } from '../src/alerts/see-again.js';
import type { ApplyDoors } from '../src/approvals/apply-request.js';
import type { RequestSettings } from '../src/approvals/create-request.js';
import type { EndDoors } from '../src/approvals/end-exemption.js';
import type { Clock, Ids } from '../src/approvals/ports.js';
import type { RemindDoors } from '../src/approvals/remind-request.js';
import type { VerifyDoors } from '../src/approvals/verify-request.js';
import type { Config } from '../src/config.js';
import type { Store } from '../src/db/store.js';
import { type FreshDoors, readMailbox, rereadAccounts, withRolesOnce } from '../src/mailboxes/fresh.js';
import type { Account, Exemption } from '../src/mailboxes/mailbox.js';
import { isGuest } from '../src/mailboxes/verdict.js';
import type { Tenant } from '../src/tenant/index.js';
import type { AnnounceDoors } from './announce.js';
import { createAuthoriser } from './authorise.js';
import { type AlertWork, composeAlerts, composeScanner } from './compose-alerts.js';
import type { LateWork } from './late-work.js';
import type { Services } from './services.js';
import { speakableId } from './speakable-id.js';

/** What everything else is made from. */
export interface Ground {
  readonly config: Config;
  readonly store: Store;
  readonly tenant: Tenant;
  readonly clock: Clock;
  readonly late: LateWork;
  newId(): string;
  pause(ms: number): Promise<void>;
}

/** All of them but the log. */
export type VerifyPorts = Omit<VerifyDoors, 'listMissed'>;

export interface Composed {
  readonly services: Services;
  readonly apply: ApplyDoors;
  readonly verify: VerifyPorts;
  readonly announce: AnnounceDoors;
  readonly remind: RemindDoors;
  readonly exemptions: EndDoors;
  readonly alerts: AlertWork;
}

/** Connects the parts; nothing is started or asked yet. */
export function compose(ground: Ground): Composed {
  const { config, store, tenant, clock, late, pause } = ground;
  const { ledger, requests, places } = store;
  const fresh = freshDoors(ground);
  const scanner = composeScanner(ground, fresh.exemptionsOf);
  const approvers = approversOf(ground);
  const alerts = composeAlerts(ground, approvers);
  // Read back just now: replicas may still differ, so it is judged like any reading.
  const changed = (account: Account): Promise<void> => seeAccount(account, clock.now(), alerts.see);
  const services: Services = {
    authoriser: createAuthoriser({ groups: config.groups, isMember: tenant.isMember, readAccount: tenant.readAccount }),
    clock,
    create: {
      ...{ ledger, clock, ids: REQUEST_IDS, drafts: store.drafts },
      reread: (found, id) => rereadAccounts(found, id, fresh),
    },
    decide: { ledger, clock },
    fresh,
    impact: { ...fresh, impacts: store.impacts, pause, goOn: late.add },
    scanner,
    see: alerts.see,
    settings: settingsOf(config),
    store,
  };
  const apply: ApplyDoors = {
    ledger,
    requests,
    clock,
    mode: config.mode,
    exemptionWarningMs: config.approvals.exemptionWarningMs,
    beginRun() {
      const once = withRolesOnce({ ...fresh, signInHistory: NO_HISTORY });
      return { reread: async ({ objectId }, id) => (await readMailbox(objectId, id, once))?.mailbox ?? null };
    },
    block: tenant.block,
    unblock: tenant.unblock,
    revokeSessions: tenant.revokeSessions,
    changed: async ({ account }) => (account === null ? undefined : changed(account)),
  };
  const chatsOf = async (people: readonly string[]): Promise<readonly string[]> =>
    (await places.personalOf(people)).map(({ conversationId }) => conversationId);
  return {
    services,
    apply,
    verify: { ledger, requests, clock, readAccounts: tenant.readAccounts, changed },
    announce: { ledger, requests, places, clock, approvers },
    remind: { ledger, requests, clock, times: config.approvals, chatsOf },
    exemptions: { ledger, requests, clock, ids: REQUEST_IDS, mode: config.mode, chatsOf },
    alerts,
  };
}

function settingsOf({ approvals, mode }: Config): RequestSettings {
  return { ...approvals, mode };
}

function freshDoors({ store, tenant, clock }: Ground): FreshDoors {
  return {
    now: clock.now,
    findMailbox: tenant.findMailbox,
    readAccount: tenant.readAccount,
    readAccounts: tenant.readAccounts,
    signInHistory: tenant.signInHistory,
    async roleHolders(correlationId) {
      const roles = await tenant.roleHolders(correlationId);
      return roles.kind === 'read' ? roles.holders : null;
    },
    exemptionsOf: exemptionsOf(store),
  };
}

/** Before a write the account's own sign-ins decide nothing, so they are not asked for. */
const NO_HISTORY: FreshDoors['signInHistory'] = async () => ({
  lastSuccessAt: null,
  availability: 'unavailable',
  clients: [],
  apps: [],
  devices: [],
});

function exemptionsOf({ exemptions }: Store): (ids: readonly string[]) => Promise<ReadonlyMap<string, Exemption>> {
  return async (ids) => {
    const found = await exemptions.ofObjectIds(ids);
    const latest = new Map<string, Exemption>();
    for (const one of found) if ((latest.get(one.objectId)?.until ?? '') < one.until) latest.set(one.objectId, one);
    return latest;
  };
}

function approversOf({ config, tenant }: Ground): AnnounceDoors['approvers'] {
  return async (correlationId) => {
    const members = await tenant.groupMembers(config.groups.approvers, correlationId);
    return members.map(({ id, displayName, accountEnabled, userType }) => ({
      objectId: id,
      name: displayName ?? id,
      accountEnabled,
      isGuest: isGuest(userType),
    }));
  };
}

/** 24^6 is 191 million. */
const REQUEST_IDS: Ids = { draftId: randomUUID, requestId: () => speakableId(6) };
