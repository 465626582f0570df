// A sandbox tenant watched through the real clients, with the bot's own composition and a store; each piece of work is called by hand.

import type { Ground } from '../../../bot/compose.js';
import { composeAlerts, composeScanner } from '../../../bot/compose-alerts.js';
import { type Tenant as Sandbox, startTenant, type TenantOptions } from '../../../sandbox/tenant/index.js';
import type { MailboxFinding } from '../../../src/alerts/finding.js';
import { lookAtSignIns } from '../../../src/alerts/look-at-sign-ins.js';
import { lookUpWho } from '../../../src/alerts/look-up-who.js';
import { type Polled, watchAccounts } from '../../../src/alerts/watch-accounts.js';
import { loadConfig } from '../../../src/config.js';
import type { Scan } from '../../../src/mailboxes/scan.js';
import { openTestStore, type StoreEngine, type TestStore } from '../../support/store.js';
import { connect, quickDoors } from '../tenant/connect.js';

const BOT_ID = '11111111-2222-3333-4444-555555555555';

export interface WatchedTenant {
  readonly sandbox: Sandbox;
  readonly store: TestStore;
  scan(): Promise<Scan>;
  poll(): Promise<Polled>;
  look(): Promise<'looked' | 'nothing'>;
  lookUp(): Promise<boolean>;
  /** Lets every change be seen by every reader, and a minute pass. */
  settle(): void;
  /** `kind state` of the newest finding of each mailbox by that name. */
  of(name: string): Promise<string>;
  finding(name: string): Promise<MailboxFinding | undefined>;
  close(): Promise<void>;
}

/** @param api the Exchange API that lists the mailboxes */
export async function watchTenant(
  options: TenantOptions = {},
  { api = 'v2', engine }: { readonly api?: 'v2' | 'beta'; readonly engine?: StoreEngine } = {},
): Promise<WatchedTenant> {
  const sandbox = await startTenant(options);
  const store = await openTestStore({}, engine);
  const config = loadConfig({
    ...{ TENANT_ID: sandbox.tenantId, BOT_APP_TYPE: 'UserAssignedMSI', BOT_APP_ID: BOT_ID, SIGN_IN_LOOKS: '800' },
    ...{ OPERATORS_GROUP_ID: sandbox.groups.operatorsId, APPROVERS_GROUP_ID: sandbox.groups.approversId },
  });
  let scans = 0;
  const ground: Ground = {
    ...{ config, store, tenant: connect(sandbox, api, quickDoors(sandbox)) },
    clock: { now: () => new Date(sandbox.clock.now()).toISOString() },
    late: { add: () => undefined, settle: async () => undefined },
    examine: async () => [],
    newId() {
      scans += 1;
      return `5ca4c0de-0000-4000-8000-${String(scans).padStart(12, '0')}`;
    },
    pause: async () => undefined,
  };
  const alerts = composeAlerts(ground, async () => []);
  const exemptionsOf = async (ids: readonly string[]) =>
    new Map((await store.exemptions.ofObjectIds(ids)).map((one) => [one.objectId, one]));
  const scanner = composeScanner(ground, alerts.watch, exemptionsOf);
  const finding = async (name: string): Promise<MailboxFinding | undefined> => {
    const { objectId } = sandbox.directory.findMailbox(name);
    const [newest] = await store.findings.ofMailbox(objectId ?? '');
    return newest;
  };
  return {
    sandbox,
    store,
    finding,
    scan: () => scanner.scan('test'),
    poll: () => watchAccounts(alerts.watch),
    look: () => lookAtSignIns({ ...alerts.look, notRead: () => undefined }),
    lookUp: () => lookUpWho(alerts.lookUp),
    settle: () => sandbox.clock.advance(60_000),
    async of(name) {
      const one = await finding(name);
      if (one === undefined) return 'nothing';
      return `${one.kind} ${one.state.kind === 'closed' ? one.state.how.kind : one.state.kind}`;
    },
    async close() {
      await store.close();
      await sandbox.stop();
    },
  };
}
