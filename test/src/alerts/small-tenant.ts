// A tenant of a few mailboxes behind plain doors, and the work on findings over a real store: for rules, without a wire.
import { lookAtSignIns } from '../../../src/alerts/look-at-sign-ins.js';
import { lookUpWho } from '../../../src/alerts/look-up-who.js';
import { type PublishDoors, publishScan, scanLost } from '../../../src/alerts/publish-scan.js';
import { seeAccount } from '../../../src/alerts/see-again.js';
import { tendFindings } from '../../../src/alerts/tend-findings.js';
import { beginWatching, type Polled, type WatchDoors, watchAccounts } from '../../../src/alerts/watch-accounts.js';
import type { WatchScope } from '../../../src/alerts/watch-state.js';
import type { Store } from '../../../src/db/store.js';
import { Refused } from '../../../src/failure.js';
import type { AccountChange, AccountRemoval } from '../../../src/mailboxes/account-changes.js';
import type { EnablingQuestion, EnablingsRead } from '../../../src/mailboxes/enabling.js';
import {
  type Account,
  MAILBOX_TYPES,
  type Mailbox,
  type MailboxType,
  type SignInHistory,
} from '../../../src/mailboxes/mailbox.js';
import { readScan, type ScanReading } from '../../../src/mailboxes/read-scan.js';
import { account, at } from '../db/samples.js';

export const LONG_AGO = '2020-01-01T00:00:00.000Z';
export const OUTAGE = new Refused({
  kind: 'upstream-unavailable',
  trace: { service: 'graph', status: 503, code: null, requestId: 'r' },
});
export const DENIED = new Refused({
  kind: 'upstream-denied',
  trace: { service: 'graph', status: 403, code: null, requestId: 'r' },
  permission: 'User.Read.All',
});

export interface SmallTenant {
  /** Minutes after T0. */
  minute: number;
  scope: WatchScope;
  flood: number;
  /** Accounts that readers see; may be changed at will. */
  readonly accounts: Map<string, Account>;
  readonly mailboxes: Map<string, Mailbox>;
  /** How often accounts were read. */
  reads: number;
  /** Done once, after the next poll was answered and before it is written down. */
  meanwhile: (() => Promise<void>) | null;
  /** Object ids that hold a directory role. */
  readonly roles: Set<string>;
  /** Object ids that Exchange lists under another type. */
  readonly others: Set<string>;
  /** What is thrown instead of an answer, while it is set. */
  fault: { list?: Refused; changes?: Refused; breaksOff?: Refused };
  history: SignInHistory;
  /** Of accounts whose own differs from that. */
  readonly histories: Map<string, SignInHistory>;
  /** Accounts that were looked at, and those of them about which nothing was told. */
  readonly looks: string[];
  readonly notRead: string[];
  log: EnablingsRead;
  readonly questions: EnablingQuestion[];
  /** A mailbox with its account; sign-in allowed unless said otherwise. */
  add(id: string, changes?: Partial<Account>, type?: MailboxType): void;
  /** Changes an account, and has the next poll tell of it. */
  change(id: string, changes: Partial<Account>, told?: Partial<AccountChange>): void;
  /** Deletes an account and its mailbox. */
  remove(id: string): void;
  expire(): void;
  scan(): Promise<void>;
  /** The two halves of a scan. */
  read(): Promise<ScanReading>;
  publish(reading: ScanReading): Promise<void>;
  lose(isLast?: boolean, why?: Error): Promise<void>;
  poll(): Promise<Polled>;
  /** Has watching begin, as a scan does before it reads. */
  begin(): Promise<void>;
  /** Reads one account now, for another reason. */
  see(id: string): Promise<void>;
  lookUp(): Promise<boolean>;
  look(): Promise<'looked' | 'nothing'>;
  tend(escalationMs?: number): Promise<number>;
}

export function smallTenant(store: () => Store): SmallTenant {
  const told: (AccountChange | AccountRemoval)[] = [];
  let isExpired = false;
  let ids = 0;
  const now = (): string => at(tenant.minute);
  const newId = (): string => {
    ids += 1;
    return `F${ids}`;
  };
  const joinAccounts = async (wanted: readonly string[]) => {
    tenant.reads += 1;
    const found = wanted.flatMap((id) => {
      const one = tenant.accounts.get(id);
      return one === undefined ? [] : [[id, one] as const];
    });
    return { accounts: new Map(found), lost: new Map<string, Refused>() };
  };
  const shared = () => ({
    ledger: store().ledger,
    clock: { now },
    book: store().watch,
    scope: tenant.scope,
    flood: tenant.flood,
    newId,
    joinAccounts,
  });
  const watch = (): WatchDoors => ({
    ...shared(),
    async accountChanges(token) {
      if (tenant.fault.changes !== undefined) throw tenant.fault.changes;
      if (token !== null && isExpired) {
        isExpired = false;
        return { kind: 'expired' };
      }
      const answer = token === null ? [] : told.slice(Number(token.slice('token-'.length)));
      const next = `token-${told.length}`;
      const meanwhile = tenant.meanwhile;
      tenant.meanwhile = null;
      await meanwhile?.();
      return {
        kind: 'changes',
        changed: answer.filter((one) => 'accountEnabled' in one),
        removed: answer.filter((one) => 'reason' in one),
        token: next,
      };
    },
  });
  const publish = (): PublishDoors => ({ ...shared(), signInLooks: 100 });
  const tenant: SmallTenant = {
    minute: 0,
    scope: { types: MAILBOX_TYPES, licensed: 'include' },
    flood: 10,
    accounts: new Map(),
    mailboxes: new Map(),
    reads: 0,
    meanwhile: null,
    roles: new Set(),
    others: new Set(),
    fault: {},
    history: { lastSuccessAt: null, availability: 'known', clients: [], apps: [], devices: [] },
    histories: new Map(),
    looks: [],
    notRead: [],
    log: { kind: 'read', enablings: [] },
    questions: [],
    add(id, changes = {}, type = 'SharedMailbox') {
      tenant.accounts.set(id, account(id, { createdAt: LONG_AGO, ...changes }));
      const address = `${id}@contoso.example`;
      tenant.mailboxes.set(id, { objectId: id, type, displayName: id, userPrincipalName: address, address });
    },
    change(id, changes, say = {}) {
      const before = tenant.accounts.get(id) ?? account(id, { createdAt: LONG_AGO });
      tenant.accounts.set(id, { ...before, ...changes });
      told.push({ objectId: id, accountEnabled: changes.accountEnabled ?? null, ...say });
    },
    remove(id) {
      tenant.accounts.delete(id);
      tenant.mailboxes.delete(id);
      told.push({ objectId: id, reason: 'changed' });
    },
    expire() {
      isExpired = true;
    },
    scan: async () => tenant.publish(await tenant.read()),
    publish: (reading) => publishScan(reading, 'test', publish()),
    read: () =>
      readScan(tenant.scope, {
        now,
        newId: () => `scan-${tenant.minute}`,
        async *listMailboxes(types) {
          if (tenant.fault.list !== undefined) throw tenant.fault.list;
          const mailboxes = [...tenant.mailboxes.values()].filter(({ type }) => types.includes(type));
          yield { listed: mailboxes.length, unreadable: 0, mailboxes, others: [...tenant.others] };
          if (tenant.fault.breaksOff !== undefined) throw tenant.fault.breaksOff;
        },
        joinAccounts,
        roleHolders: async () => ({ kind: 'read', holders: tenant.roles }),
        exemptionsOf: async (wanted) =>
          new Map((await store().exemptions.ofObjectIds(wanted)).map((one) => [one.objectId, one])),
        lastSignInsOf: store().watch.lastSignInsOf,
      }),
    lose: (isLast = true, why = tenant.fault.list ?? OUTAGE) => scanLost(why, isLast, publish()),
    poll: () => watchAccounts(watch()),
    begin: () => beginWatching(watch()),
    async see(id) {
      const readAt = now();
      const [one] = (await store().watch.sightingsOf([id])).values();
      const account = tenant.accounts.get(id);
      if (one !== undefined && account !== undefined) {
        await seeAccount(account, readAt, shared());
      }
    },
    lookUp: () =>
      lookUpWho({
        ...shared(),
        async enablings(question) {
          tenant.questions.push(question);
          return tenant.log;
        },
      }),
    look: () =>
      lookAtSignIns({
        ...{ ...shared(), impacts: store().impacts },
        signInHistory: async (id) => {
          tenant.looks.push(id);
          return tenant.histories.get(id) ?? tenant.history;
        },
        notRead: (id, isOver) => void tenant.notRead.push(isOver ? `${id}, the last` : id),
      }),
    tend: (escalationMs = 3_600_000) => tendFindings({ ...shared(), escalationMs }),
  };
  return tenant;
}
