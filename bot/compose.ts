// Composition: configuration -> clients -> store -> services; every door the parts of the bot are handed.
import { randomUUID } from 'node:crypto';
import { seeAccount, seeAgain } from '../src/alerts/see-again.js';
import type { ApplyDoors } from '../src/approvals/apply-request.js';
import type { RequestSettings } from '../src/approvals/create-request.js';
import type { Clock, Ids } from '../src/approvals/ports.js';
import type { ResumeDoors } from '../src/approvals/resume-exemptions.js';
import type { VerifyDoors } from '../src/approvals/verify-request.js';
import type { Config } from '../src/config.js';
import type { Store } from '../src/db/store.js';
import type { Examine } from '../src/doctor/examine.js';
import { type FreshDoors, readMailbox, rereadAccounts, withRolesOnce } from '../src/mailboxes/fresh.js';
import type { ImpactDoors } from '../src/mailboxes/impact.js';
import type { Account, AssessedMailbox, Exemption, SignInHistory } from '../src/mailboxes/mailbox.js';
import type { Tenant } from '../src/tenant/index.js';
import { createAuthoriser } from './authorise.js';
import { type AlertWork, composeAlerts, composeScanner } from './compose-alerts.js';
import { composeReach, type Reaching } from './compose-reach.js';
import { type EndPorts, exemptionDoors } from './exemption-doors.js';
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
  readonly examine: Examine;
  newId(): string;
  pause(ms: number): Promise<void>;
}

/** All of them but the log. */
export type VerifyPorts = Omit<VerifyDoors, 'listMissed'>;

export interface Composed {
  readonly services: Services;
  readonly apply: ApplyDoors;
  readonly verify: VerifyPorts;
  readonly reach: Reaching;
  readonly exemptions: EndPorts & ResumeDoors;
  readonly alerts: AlertWork;
  /** For reading what nobody waits for. */
  readonly impactLater: ImpactDoors;
}

/** Connects the parts; nothing is started or asked yet. */
export function compose(ground: Ground): Composed {
  const { config, store, tenant, clock } = ground;
  const { ledger, requests, places } = store;
  const fresh = freshDoors(ground);
  const impact = impactDoors(ground);
  const chatsOf = async (people: readonly string[]): Promise<readonly string[]> =>
    (await places.personalOf(people)).map(({ conversationId }) => conversationId);
  const reach = composeReach(ground, chatsOf, impact);
  const approvers = reach.approvers.lately;
  const alerts = composeAlerts(ground, approvers);
  const scanner = composeScanner(ground, alerts.watch, fresh.exemptionsOf);
  // Read back just now: replicas may still differ, so it is judged like any reading.
  const changed = (account: Account, readAt: string): Promise<void> => seeAccount(account, readAt, alerts.see);
  const services: Services = {
    alerts: alerts.see,
    approvers: reach.approvers,
    authoriser: createAuthoriser({ groups: config.groups, isMember: tenant.isMember, readAccount: tenant.readAccount }),
    clock,
    create: {
      ...{ ledger, clock, ids: REQUEST_IDS, drafts: store.drafts },
      reread: async (found, id) => rereadAccounts(found, id, fresh, await historiesOf(found, store)),
    },
    decide: { ledger, clock },
    examine: ground.examine,
    files: config.bot.uploadHosts.length > 0,
    fresh,
    impact,
    installsItself: reach.announce.installs,
    pause: ground.pause,
    scanner,
    scope: { types: config.watch.types, licensed: config.watch.licensed },
    tenantId: config.tenant.tenantId,
    see: alerts.see,
    settings: settingsOf(config),
    signInChanges: tenant.signInChanges,
    store,
  };
  const apply: ApplyDoors = {
    ledger,
    requests,
    clock,
    mode: config.mode,
    exemptionWarningMs: config.approvals.exemptionWarningMs,
    beginRun() {
      const once = withRolesOnce({ ...fresh, signInHistory: historyLastRead(store) });
      return { reread: async ({ objectId }, id) => (await readMailbox(objectId, id, once))?.mailbox ?? null };
    },
    block: tenant.block,
    unblock: tenant.unblock,
    revokeSessions: tenant.revokeSessions,
    changed,
  };
  return {
    services,
    apply,
    verify: { ledger, requests, clock, readAccounts: tenant.readAccounts, changed },
    reach,
    exemptions: exemptionDoors({
      ...{ ledger, requests, clock, config, store, fresh, approvers, chatsOf, ids: REQUEST_IDS },
      ended: (assessed) => seeAgain({ assessed, lastSignInAt: null, readAt: clock.now() }, alerts.see),
    }),
    alerts,
    impactLater: { ...impact, signInHistory: (objectId, id) => tenant.signInHistory(objectId, id, 'background') },
  };
}

function impactDoors({ store, tenant, clock, pause, late }: Ground): ImpactDoors {
  const { signInHistory, access, readAccounts } = tenant;
  return { impacts: store.impacts, now: clock.now, pause, goOn: late.add, signInHistory, access, readAccounts };
}

/** What is known of the accounts' own sign-ins already: whoever signed in once has the password, however long ago it was read. */
async function historiesOf(
  mailboxes: readonly AssessedMailbox[],
  { impacts }: Store,
): Promise<ReadonlyMap<string, SignInHistory>> {
  const ids = mailboxes.map(({ account, mailbox }) => account?.id ?? mailbox.objectId).filter((id) => id !== null);
  const known = await impacts.ofObjectIds(ids);
  return new Map([...known].map(([id, { history }]) => [id, history]));
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

/** Before a write the account's own sign-ins decide nothing, so they are not asked for again. */
function historyLastRead({ impacts }: Store): FreshDoors['signInHistory'] {
  return async (objectId) => (await impacts.ofObjectIds([objectId])).get(objectId)?.history ?? NO_HISTORY;
}

const NO_HISTORY: SignInHistory = {
  ...{ lastSuccessAt: null, availability: 'unavailable' },
  ...{ clients: [], apps: [], devices: [] },
};

function exemptionsOf({ exemptions }: Store): (ids: readonly string[]) => Promise<ReadonlyMap<string, Exemption>> {
  return async (ids) => {
    const found = await exemptions.ofObjectIds(ids);
    const latest = new Map<string, Exemption>();
    for (const one of found) if ((latest.get(one.objectId)?.until ?? '') < one.until) latest.set(one.objectId, one);
    return latest;
  };
}

/** 24^6 is 191 million. */
const REQUEST_IDS: Ids = { draftId: randomUUID, requestId: () => speakableId(6) };
