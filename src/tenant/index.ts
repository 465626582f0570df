// Connects to the tenant: every question and deed of the bot towards Graph and Exchange, on one credential.
import type { TenantConfig } from '../config.js';
import type { AccountChanges } from '../mailboxes/account-changes.js';
import type { EnablingQuestion, EnablingsRead, SignInChangesRead } from '../mailboxes/enabling.js';
import type { Account, SignInHistory } from '../mailboxes/mailbox.js';
import { checkMembership } from './check-membership.js';
import { createTokenSource, type TokenSource } from './credential.js';
import type { TenantDoors } from './doors.js';
import { createExchange } from './exchange.js';
import { createExchangeBeta } from './exchange-beta.js';
import { createExchangeV2 } from './exchange-v2.js';
import { findMailbox } from './find-mailbox.js';
import { createGraph } from './graph.js';
import { type AppInstalled, installApp } from './install-app.js';
import type { MailboxDirectory } from './mailbox-directory.js';
import { ownApp } from './own-app.js';
import { createPace, type Haste, REPORT_LIMIT, WRITE_LIMIT } from './pace.js';
import { createProbes, type TenantProbes } from './probes.js';
import { readAccount } from './read-account.js';
import { readAccountChanges } from './read-account-changes.js';
import { type AccountsRead, joinAccounts, readAccounts } from './read-accounts.js';
import { readEnablings } from './read-enablings.js';
import { type GroupMember, readGroupMembers } from './read-group-members.js';
import { type RoleHolders, readRoleHolders } from './read-role-holders.js';
import { readSignInChanges } from './read-sign-in-changes.js';
import { readSignInHistory } from './read-sign-in-history.js';
import { revokeSessions, type SessionsRevoked } from './revoke-sessions.js';
import { type Accepted, setSignIn } from './set-sign-in.js';

/** What the bot asks of the tenant and does to it; everything throws Refused upstream-* unless its file says otherwise. */
export interface Tenant extends MailboxDirectory {
  readAccount(identity: string, correlationId: string): Promise<Account | null>;
  readAccounts(identities: readonly string[], correlationId: string): Promise<ReadonlyMap<string, Account>>;
  joinAccounts(identities: readonly string[], correlationId: string): Promise<AccountsRead>;
  /** @param token of the answer before; null begins at now */
  accountChanges(token: string | null, correlationId: string): Promise<AccountChanges>;
  roleHolders(correlationId: string): Promise<RoleHolders>;
  /** @param haste `person` when left out: what nobody waits for leaves room to people */
  signInHistory(objectId: string, correlationId: string, haste?: Haste): Promise<SignInHistory>;
  /** Who enabled which accounts. Never throws for what the tenant does not tell. */
  enablings(question: EnablingQuestion, correlationId: string): Promise<EnablingsRead>;
  /** Who allowed and who blocked sign-in of this account, as far back as Entra tells. Never throws for what it does not. */
  signInChanges(objectId: string, correlationId: string): Promise<SignInChangesRead>;
  isMember(objectId: string, groupId: string, correlationId: string): Promise<boolean>;
  groupMembers(groupId: string, correlationId: string): Promise<readonly GroupMember[]>;
  /** @throws Refused rate-limited, besides, when too many writes wait for their turn */
  block(objectId: string, correlationId: string): Promise<Accepted>;
  /** @throws Refused as `block` */
  unblock(objectId: string, correlationId: string): Promise<Accepted>;
  /** @throws Refused as `block`, but for a missing permission */
  revokeSessions(objectId: string, correlationId: string): Promise<SessionsRevoked>;
  /** Null where the settings do not name the app in the catalogue. */
  readonly installApp: ((personId: string, correlationId: string) => Promise<AppInstalled>) | null;
  /** For doctor: on the same credential and clients as everything else. */
  readonly probes: TenantProbes;
}

/**
 * One connection for the life of the process: tokens, limits and clients are kept in it. Connects to nothing until asked.
 * @param tokens for tests that need another source than the configured credential
 */
export function connectTenant(
  config: TenantConfig,
  doors: TenantDoors,
  tokens: TokenSource = createTokenSource(config),
): Tenant {
  const graph = createGraph(config.graph, tokens, doors);
  const exchange = createExchange({ tenantId: config.tenantId, ...config.exchange }, tokens, doors);
  const directory = config.exchange.api === 'v2' ? createExchangeV2(exchange) : createExchangeBeta(exchange);
  const writes = createPace(WRITE_LIMIT, doors);
  // The audit and the sign-in log are one service with one limit; signInActivity is another's.
  const logs = createPace(REPORT_LIMIT, doors);
  const reports = { activity: createPace(REPORT_LIMIT, doors), signIns: logs };
  const {
    teamsAppId,
    graph: { endpoint },
  } = config;
  const app = teamsAppId === null ? null : { id: teamsAppId, graphEndpoint: endpoint };
  const self = () => ownApp(tokens, config.graph.scope, config.credential);
  return {
    ...directory,
    findMailbox: (identity, id) => findMailbox(directory, (one) => readAccount(graph, one, id), identity, id),
    readAccount: (identity, id) => readAccount(graph, identity, id),
    readAccounts: (identities, id) => readAccounts(graph, identities, id, doors),
    joinAccounts: (identities, id) => joinAccounts(graph, identities, id, doors),
    accountChanges: (token, id) => readAccountChanges(graph, token, id),
    roleHolders: (id) => readRoleHolders(graph, id),
    signInHistory: (objectId, id, haste) => readSignInHistory(graph, reports, objectId, id, doors, haste),
    enablings: (question, id) => readEnablings(graph, logs, self, question, id),
    signInChanges: (objectId, id) => readSignInChanges(graph, logs, self, objectId, id),
    isMember: (objectId, groupId, id) => checkMembership(graph, objectId, groupId, id),
    groupMembers: (groupId, id) => readGroupMembers(graph, groupId, id),
    block: (objectId, id) => setSignIn(graph, writes, { objectId, allowed: false }, id),
    unblock: (objectId, id) => setSignIn(graph, writes, { objectId, allowed: true }, id),
    revokeSessions: (objectId, id) => revokeSessions(graph, writes, objectId, id),
    installApp: app === null ? null : (personId, id) => installApp(graph, app, personId, id),
    probes: createProbes({
      graph,
      exchange,
      tokens,
      scopes: { graph: config.graph.scope, exchange: config.exchange.scope },
    }),
  };
}
