// Entra and Exchange as the approvals' doors see them: accounts in memory, every write kept, faults on demand.
import type { UpstreamTrace } from '../../src/failure.js';
import { Refused } from '../../src/failure.js';
import type { Account, AssessedMailbox, Exemption, MailboxType } from '../../src/mailboxes/mailbox.js';
import { assess } from '../../src/mailboxes/verdict.js';
import { account } from '../src/db/samples.js';

/** An accepted change of an account by the bot. */
export interface Write {
  readonly at: number;
  readonly objectId: string;
  readonly allowed: boolean;
  readonly requestId: string;
}

/** What goes wrong with the next call: no answer, a no, or the end of the process before it. */
const OF_ANY = ['unavailable', 'denied', 'crash-before'] as const;
/** What goes wrong with the next write, whatever is read before it: a no, an answer that is lost, or the end of the process after it. */
const OF_WRITES = ['write-denied', 'answer-lost', 'crash-after'] as const;
export const FAULTS = [...OF_ANY, ...OF_WRITES] as const;
export type Fault = (typeof FAULTS)[number];

/** The process is gone; whatever it was about to do, it did not. */
export class Crash extends Error {}

interface Kept {
  readonly enabled: readonly { readonly at: number; readonly enabled: boolean }[];
  readonly type: MailboxType;
  readonly isListed: boolean;
  readonly isSynced: boolean;
}
export type Turn = Partial<Pick<Kept, 'type' | 'isListed' | 'isSynced'>> & { readonly isEnabled?: boolean };

export interface TenantClock {
  now(): number;
  /** A call takes a while. */
  pass(): void;
}

export interface FakeTenant {
  readonly writes: readonly Write[];
  /** The next call, or the next write, fails so; null: it does not. */
  arm(fault: Fault | null): void;
  add(objectId: string, isEnabled: boolean): void;
  /** Somebody changes it behind the bot's back. */
  turn(objectId: string, turn: Turn): void;
  /** As it reads now, which may lag behind what was written; null for one that Exchange does not list. */
  seen(objectId: string, exemption: Exemption | null): AssessedMailbox | null;
  /** @throws Refused, Crash as armed */
  reread(objectId: string, exemption: Exemption | null): AssessedMailbox | null;
  /** @throws Refused, Crash as armed */
  write(objectId: string, allowed: boolean, correlationId: string): { readonly microsoftRequestId: string };
  /** @throws Refused, Crash as armed */
  readAccounts(objectIds: readonly string[]): ReadonlyMap<string, Account>;
}

/** @param lagMs how long a change takes until it can be read */
export function createFakeTenant(clock: TenantClock, lagMs: number): FakeTenant {
  const accounts = new Map<string, Kept>();
  const writes: Write[] = [];
  let armed: Fault | null = null;
  const take = (call: 'read' | 'write'): Fault | null => {
    clock.pass();
    if (call === 'read' && isOfWrites(armed)) return null;
    const fault = armed;
    armed = null;
    return fault;
  };
  const put = (objectId: string, isEnabled: boolean): void => {
    const kept = mustFind(objectId);
    accounts.set(objectId, { ...kept, enabled: [...kept.enabled, { at: clock.now(), enabled: isEnabled }] });
  };
  const mustFind = (objectId: string): Kept => {
    const kept = accounts.get(objectId);
    if (kept === undefined) throw new Error(`There is no account ${objectId}.`);
    return kept;
  };
  const read = (objectId: string): Account => {
    const { enabled, isSynced } = mustFind(objectId);
    const state = enabled.findLast(({ at }) => at <= clock.now() - lagMs) ?? enabled[0];
    return account(objectId, { accountEnabled: state?.enabled ?? null, onPremisesSyncEnabled: isSynced ? true : null });
  };
  const seen = (objectId: string, exemption: Exemption | null): AssessedMailbox | null => {
    const { type, isListed } = mustFind(objectId);
    if (!isListed) return null;
    const names = { displayName: objectId, userPrincipalName: objectId, address: objectId };
    const now = new Date(clock.now()).toISOString();
    return assess({
      ...{ mailbox: { objectId, type, ...names }, account: read(objectId), exemption },
      ...{ holdsRole: null, history: null, now },
    });
  };
  return {
    writes,
    seen,
    arm(fault) {
      armed = fault;
    },
    add: (objectId, enabled) =>
      void accounts.set(objectId, {
        ...{ enabled: [{ at: 0, enabled }], type: 'SharedMailbox', isListed: true, isSynced: false },
      }),
    turn(objectId, { isEnabled, ...change }) {
      accounts.set(objectId, { ...mustFind(objectId), ...change });
      if (isEnabled !== undefined) put(objectId, isEnabled);
    },
    reread(objectId, exemption) {
      failBefore(take('read'));
      return seen(objectId, exemption);
    },
    write(objectId, allowed, correlationId) {
      const fault = take('write');
      if (fault !== 'answer-lost' && fault !== 'crash-after') failBefore(fault);
      put(objectId, allowed);
      writes.push({ at: clock.now(), objectId, allowed, requestId: correlationId.split('-')[0] ?? '' });
      if (fault === 'crash-after') throw new Crash();
      if (fault === 'answer-lost') throw unavailable();
      return { microsoftRequestId: `ms-${writes.length}` };
    },
    readAccounts(objectIds) {
      failBefore(take('read'));
      return new Map(objectIds.map((id) => [id, read(id)]));
    },
  };
}

const TRACE: UpstreamTrace = { service: 'graph', status: null, code: null, requestId: 'ms-refused' };

function unavailable(): Refused {
  return new Refused({ kind: 'upstream-unavailable', trace: TRACE });
}

function isOfWrites(fault: Fault | null): boolean {
  return OF_WRITES.some((one) => one === fault);
}

function failBefore(fault: Fault | null): void {
  if (fault === null) return;
  if (fault === 'crash-before') throw new Crash();
  if (fault === 'denied' || fault === 'write-denied')
    throw new Refused({ kind: 'upstream-denied', trace: TRACE, permission: 'User.EnableDisable' });
  throw unavailable();
}
