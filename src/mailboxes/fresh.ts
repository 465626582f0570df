// Reads single mailboxes again, now: before a person decides, before a write, and for `status`.
import type { Account, AssessedMailbox, Exemption, Mailbox, SignInHistory } from './mailbox.js';
import { assess } from './verdict.js';

export interface FreshDoors {
  now(): string;
  /** One mailbox by object id or user principal name; null when Exchange does not list it. @throws Refused upstream-* */
  findMailbox(identity: string, correlationId: string): Promise<Mailbox | null>;
  /** One account; null when it does not exist. @throws Refused upstream-* */
  readAccount(objectIdOrUpn: string, correlationId: string): Promise<Account | null>;
  /** Accounts by object id; those that do not exist are absent. @throws Refused upstream-* */
  readAccounts(objectIds: readonly string[], correlationId: string): Promise<ReadonlyMap<string, Account>>;
  /** Object ids of accounts that hold a directory role; null when that may not be read. */
  roleHolders(correlationId: string): Promise<ReadonlySet<string> | null>;
  signInHistory(objectId: string, correlationId: string): Promise<SignInHistory>;
  exemptionsOf(objectIds: readonly string[]): Promise<ReadonlyMap<string, Exemption>>;
}

/** A mailbox read in full, with its own sign-ins. */
export interface Reading {
  readonly mailbox: AssessedMailbox;
  readonly history: SignInHistory | null;
  readonly rolesChecked: boolean;
  /** ISO 8601, UTC. */
  readonly readAt: string;
}

/** Type, account, roles, exemption and sign-ins of one mailbox, all read now; null when Exchange does not list it. */
export async function readMailbox(identity: string, correlationId: string, doors: FreshDoors): Promise<Reading | null> {
  const mailbox = await doors.findMailbox(identity, correlationId);
  if (mailbox === null) return null;
  const account = await doors.readAccount(mailbox.objectId ?? mailbox.userPrincipalName, correlationId);
  const [holders, history, exemptions] = await Promise.all([
    doors.roleHolders(correlationId),
    account === null ? null : doors.signInHistory(account.id, correlationId),
    account === null ? new Map<string, Exemption>() : doors.exemptionsOf([account.id]),
  ]);
  const readAt = doors.now();
  const exemption = account === null ? null : (exemptions.get(account.id) ?? null);
  const holdsRole = account === null || holders === null ? null : holders.has(account.id);
  const facts = { mailbox, account, exemption, holdsRole, history, now: readAt };
  return { mailbox: assess(facts), history, rolesChecked: holders !== null, readAt };
}

/**
 * Reads through the same doors, with the directory roles read once, when they are first needed, for as long as these
 * doors are kept. A reading that failed is not kept.
 */
export function withRolesOnce(doors: FreshDoors): FreshDoors {
  let reading: ReturnType<FreshDoors['roleHolders']> | null = null;
  return {
    ...doors,
    roleHolders(correlationId) {
      reading ??= doors.roleHolders(correlationId).catch((error: unknown) => {
        reading = null;
        throw error;
      });
      return reading;
    },
  };
}

/**
 * A mailbox known before with its account read again. Roles are not read for it: one that it held then it is taken to hold
 * still.
 * @param lastSignInAt when its own account last signed in (ISO 8601), as far as that was ever read
 */
export function reassess(
  { mailbox, obstacle }: AssessedMailbox,
  account: Account | null,
  exemption: Exemption | null,
  lastSignInAt: string | null,
  now: string,
): AssessedMailbox {
  const holdsRole = obstacle === 'directory-role' ? true : null;
  const history = lastSignInAt === null ? null : ({ lastSuccessAt: lastSignInAt, availability: 'known' } as const);
  return assess({ mailbox, account, exemption, holdsRole, history, now });
}

/**
 * The accounts of mailboxes from a scan, read again in as few calls as possible; their types are read before the write.
 * @param histories what is known of their own sign-ins, by object id: evidence only
 */
export async function rereadAccounts(
  mailboxes: readonly AssessedMailbox[],
  correlationId: string,
  doors: FreshDoors,
  histories: ReadonlyMap<string, SignInHistory> = new Map(),
): Promise<readonly AssessedMailbox[]> {
  const ids = mailboxes.map(({ account, mailbox }) => account?.id ?? mailbox.objectId).filter((id) => id !== null);
  const [accounts, holders, exemptions] = await Promise.all([
    doors.readAccounts(ids, correlationId),
    doors.roleHolders(correlationId),
    doors.exemptionsOf(ids),
  ]);
  return mailboxes.map(({ mailbox, account: before }) => {
    const id = before?.id ?? mailbox.objectId;
    const account = id === null ? null : (accounts.get(id) ?? null);
    const exemption = id === null ? null : (exemptions.get(id) ?? null);
    const holdsRole = id === null || holders === null ? null : holders.has(id);
    const history = id === null ? null : (histories.get(id) ?? null);
    return assess({ mailbox, account, exemption, holdsRole, history, now: doors.now() });
  });
}
