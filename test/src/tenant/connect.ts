// Connects the real clients to a sandbox tenant, with waits that take no time and are written down.
import type { Tenant as Sandbox } from '../../../sandbox/tenant/index.js';
import type { TenantConfig } from '../../../src/config.js';
import { type Failure, Refused } from '../../../src/failure.js';
import type { TokenSource } from '../../../src/tenant/credential.js';
import type { TenantDoors } from '../../../src/tenant/doors.js';
import { connectTenant, type Tenant } from '../../../src/tenant/index.js';

export const WORK = 'b6f5b3f0-0f0e-4d5c-9a52-0123456789ab';

/** Doors whose sleep moves the sandbox's clock instead of waiting, and keeps the milliseconds asked for. */
export interface QuickDoors extends TenantDoors {
  readonly waits: number[];
}

export function quickDoors(sandbox: Pick<Sandbox, 'clock'>): QuickDoors {
  const waits: number[] = [];
  return {
    waits,
    now: () => sandbox.clock.now(),
    random: () => 0.5,
    sleep: async (ms) => {
      waits.push(ms);
      sandbox.clock.advance(ms);
    },
  };
}

export function configFor(sandbox: Sandbox, api: 'v2' | 'beta' = 'v2'): TenantConfig {
  return {
    tenantId: sandbox.tenantId,
    credential: { kind: 'managed-identity', clientId: sandbox.identities.app.clientId },
    authority: { host: 'https://login.microsoftonline.com', instanceDiscovery: true },
    graph: { endpoint: sandbox.graphUrl, scope: 'https://graph.microsoft.com/.default' },
    exchange: { endpoint: sandbox.exchangeUrl, scope: 'https://outlook.office365.com/.default', api },
    teamsAppId: null,
  };
}

/**
 * Tokens straight from the sandbox's issuer, a new one for each try, so that what is granted and revoked shows at once. MSAL
 * keeps managed identity tokens and the endpoint per process, which two sandboxes in one process cannot share;
 * credential.test.ts proves the real credentials in processes of their own.
 */
export function tokensOf(sandbox: Sandbox): TokenSource {
  return async (scope) => {
    const resource = scope.startsWith('https://graph') ? 'graph' : 'exchange';
    return (await sandbox.tokens.issue(sandbox.identities.app, resource, scope.replace(/\/\.default$/u, ''))).token;
  };
}

/** The tenant's clients, as the bot has them. */
export function connect(sandbox: Sandbox, api: 'v2' | 'beta' = 'v2', doors: TenantDoors = quickDoors(sandbox)): Tenant {
  return connectTenant(configFor(sandbox, api), doors, tokensOf(sandbox));
}

/** Everything that pages give. */
export async function all<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const page of pages) list.push(page);
  return list;
}

/** Why something was refused. Throws what is no refusal, and when nothing was refused. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Refused) return error.failure;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
