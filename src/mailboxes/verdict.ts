// The verdict on one mailbox: first rule that matches wins.
import type {
  Account,
  AssessedMailbox,
  Cause,
  Evidence,
  Exemption,
  Mailbox,
  SignIn,
  SignInHistory,
  Verdict,
} from './mailbox.js';
import { isTeamsRoomsSku } from './teams-rooms-licences.js';

/** What a verdict is judged from. */
export interface Facts {
  readonly mailbox: Mailbox;
  readonly account: Account | null;
  readonly exemption: Exemption | null;
  /** Whether the account holds a directory role, directly or through a group; null when roles could not be read. */
  readonly holdsRole: boolean | null;
  readonly history: Pick<SignInHistory, 'lastSuccessAt' | 'availability'> | null;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** Judges one mailbox. Never throws; what is not known is `unknown`, never fine. */
export function assess(facts: Facts): AssessedMailbox {
  const { mailbox, account } = facts;
  const exemption = inForce(facts.exemption, facts.now);
  const [verdict, cause] = judge(facts, exemption);
  const obstacle = account === null ? null : obstacleOf(account, facts.holdsRole);
  return {
    mailbox,
    account,
    signIn: signInOf(account),
    verdict,
    cause,
    obstacle,
    evidence: evidenceOf(facts),
    exemption,
  };
}

/** The sign-in state of an account; absent or unreturned is unknown. */
export function signInOf(account: Account | null): SignIn {
  if (account === null || account.accountEnabled === null) return 'unknown';
  return account.accountEnabled ? 'allowed' : 'blocked';
}

function judge(facts: Facts, exemption: Exemption | null): readonly [Verdict, Cause] {
  const { mailbox, account } = facts;
  if (account === null) return ['unknown', mailbox.objectId === null ? 'no-object-id' : 'no-account'];
  if (account.accountEnabled === null) return ['unknown', 'state-not-returned'];
  if (!account.accountEnabled) return ['blocked', 'sign-in-blocked'];
  if (exemption !== null) return ['exempt', 'exempt'];
  const obstacle = obstacleOf(account, facts.holdsRole);
  if (obstacle === null) return ['exposed', 'sign-in-allowed'];
  return [obstacle === 'directory-synced' ? 'synced' : 'protected', obstacle];
}

function obstacleOf(account: Account, holdsRole: boolean | null): Cause | null {
  return account.onPremisesSyncEnabled === true ? 'directory-synced' : protectionOf(account, holdsRole);
}

function protectionOf(account: Account, holdsRole: boolean | null): Cause | null {
  if (account.skuIds.some(isTeamsRoomsSku)) return 'teams-rooms-licence';
  if (holdsRole === true) return 'directory-role';
  if (account.managementRestricted === true) return 'management-restricted';
  return isGuest(account.userType) ? 'guest' : null;
}

/** Whether a userType of Entra says that the account belongs to another organisation. */
export function isGuest(userType: string | null): boolean {
  return userType?.toLowerCase() === 'guest';
}

function inForce(exemption: Exemption | null, now: string): Exemption | null {
  return exemption !== null && Date.parse(exemption.until) > Date.parse(now) ? exemption : null;
}

/** A password set within this time of creation is the one the account was born with. */
const BIRTH_MS = 24 * 3_600_000;

function evidenceOf({ account, history }: Facts): Evidence {
  if (history?.lastSuccessAt) return 'direct-sign-in';
  if (account === null) return 'not-known';
  const { createdAt, passwordChangedAt } = account;
  if (createdAt === null || passwordChangedAt === null) return 'not-known';
  if (Date.parse(passwordChangedAt) - Date.parse(createdAt) > BIRTH_MS) return 'password-set';
  return history?.availability === 'known' ? 'never-used' : 'not-known';
}
