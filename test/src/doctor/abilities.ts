// What a bot can do in a tenant just now, tried one by one with its own clients.
import { createAuthoriser } from '../../../bot/authorise.js';
import type { Tenant as Sandbox } from '../../../sandbox/tenant/index.js';
import { loadConfig } from '../../../src/config.js';
import { Refused } from '../../../src/failure.js';
import { MAILBOX_TYPES } from '../../../src/mailboxes/mailbox.js';
import { connectTenant, type Tenant } from '../../../src/tenant/index.js';
import { all, quickDoors, tokensOf, WORK } from '../tenant/connect.js';
import type { Patient } from './clinic.js';

/** In the words of the documentation; each tells whether it works. */
const ABILITIES = {
  'people are let in': async (tenant, sandbox) => {
    const groups = { operators: sandbox.groups.operatorsId, approvers: sandbox.groups.approversId };
    const { allow } = createAuthoriser({ ...tenant, groups });
    await allow('operator', sandbox.people.requester.objectId, WORK);
    await allow('approver', sandbox.people.approver.objectId, WORK);
    return true;
  },
  // Whose account is not known to be enabled is told of nothing.
  'approvers are told': async (tenant, sandbox) =>
    (await tenant.groupMembers(sandbox.groups.approversId, WORK)).some(({ accountEnabled }) => accountEnabled === true),
  'mailboxes are listed': async (tenant) => (await all(tenant.listMailboxes(MAILBOX_TYPES, WORK))).length > 0,
  'sign-in states are read': async (tenant, sandbox) => {
    const { accounts, lost } = await tenant.joinAccounts([reception(sandbox)], WORK);
    return lost.size === 0 && accounts.get(reception(sandbox))?.accountEnabled === true;
  },
  'changes are followed': async (tenant) => (await tenant.accountChanges(null, WORK)).kind === 'changes',
  'administrator roles are known': async (tenant) => (await tenant.roleHolders(WORK)).kind === 'read',
  'last sign-ins are known': async (tenant, sandbox) =>
    (await tenant.signInHistory(reception(sandbox), WORK)).availability === 'known',
  'who allowed sign-in is known': async (tenant) =>
    (await tenant.enablings({ since: '2026-01-01T00:00:00Z', objectId: null }, WORK)).kind === 'read',
  'blocking and allowing work': async (tenant, sandbox) => {
    await tenant.block(reception(sandbox), WORK);
    await tenant.unblock(reception(sandbox), WORK);
    return true;
  },
  'sessions are ended': async (tenant, sandbox) =>
    (await tenant.revokeSessions(reception(sandbox), WORK)).kind === 'revoked',
  'the bot installs itself': async (tenant, sandbox) => {
    const { kind } = (await tenant.installApp?.(sandbox.people.approver.objectId, WORK)) ?? { kind: 'not-set' };
    return kind === 'installed' || kind === 'already';
  },
} as const satisfies Readonly<Record<string, (tenant: Tenant, sandbox: Sandbox) => Promise<boolean>>>;

export type Ability = keyof typeof ABILITIES;

const reception = (sandbox: Sandbox): string => sandbox.directory.find('Reception').id;

/** A refusal is a no; anything else is a bug. */
export async function abilitiesOf({ sandbox, env }: Patient): Promise<readonly (readonly [Ability, boolean])[]> {
  const tenant = connectTenant(loadConfig(env).tenant, quickDoors(sandbox), tokensOf(sandbox));
  const tried: (readonly [Ability, boolean])[] = [];
  for (const [ability, works] of Object.entries(ABILITIES) as [Ability, (typeof ABILITIES)[Ability]][]) {
    tried.push([ability, await works(tenant, sandbox).catch(refused)]);
  }
  return tried;
}

function refused(error: unknown): false {
  if (error instanceof Refused) return false;
  throw error;
}
