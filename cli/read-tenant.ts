// Reads the whole tenant once, as the bot's scan does, without publishing it: the bot's own lists stay as they are.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { TrendDay } from '../src/alerts/trend.js';
import { loadReadingConfig, type ReadingConfig } from '../src/config.js';
import { readScan, type ScanDoors, type ScanReading } from '../src/mailboxes/read-scan.js';
import { TREND_DAYS } from '../src/report/report.js';
import { connectTenant, type Tenant } from '../src/tenant/index.js';
import type { World } from './command.js';
import { type Progress, progressOn } from './output/progress.js';
import { openBeside } from './store-beside.js';

export interface TenantRead {
  readonly config: ReadingConfig;
  readonly reading: ScanReading;
  /** How the last days ended, oldest first, as far as the bot's store knows. */
  readonly trend: readonly TrendDay[];
}

/**
 * Needs the settings of the tenant's credential, and none of Teams. Exemptions and sign-ins seen before come from the bot's
 * store where there is one.
 * @throws Refused bad-config, upstream-*; Error with a sentence when the store cannot be used
 */
export async function readTenant({ env, err }: World): Promise<TenantRead> {
  const config = loadReadingConfig(env);
  const beside = await openBeside(config.store);
  const progress = progressOn(err);
  try {
    const doors = { now: Date.now, sleep: (ms: number) => pause(ms), random: Math.random };
    const tenant = connectTenant(config.tenant, doors);
    const { types, licensed } = config.watch;
    const reading = await readScan({ types, licensed }, { ...beside, ...watched(tenant, progress), ...OWN });
    return { config, reading, trend: await beside.trend(TREND_DAYS) };
  } finally {
    progress.end();
    await beside.close();
  }
}

const OWN: Pick<ScanDoors, 'now' | 'newId'> = { now: () => new Date().toISOString(), newId: randomUUID };
/** As many as one call reads, so that the bar moves with each. */
const AT_ONCE = 1000;

type Watched = Pick<ScanDoors, 'listMailboxes' | 'joinAccounts' | 'roleHolders'>;

/** The tenant's own doors, with what goes through them counted. */
function watched(tenant: Tenant, progress: Progress): Watched {
  return {
    async *listMailboxes(types, id) {
      progress.phase('Listing mailboxes');
      for await (const page of tenant.listMailboxes(types, id)) {
        progress.advance(page.listed);
        yield page;
      }
    },
    async joinAccounts(identities, id) {
      progress.phase('Reading accounts', identities.length);
      const accounts = new Map();
      const lost = new Map();
      for (let from = 0; from < identities.length; from += AT_ONCE) {
        const some = identities.slice(from, from + AT_ONCE);
        const read = await tenant.joinAccounts(some, id);
        for (const [identity, account] of read.accounts) accounts.set(identity, account);
        for (const [identity, refusal] of read.lost) lost.set(identity, refusal);
        progress.advance(some.length);
      }
      return { accounts, lost };
    },
    roleHolders(id) {
      progress.phase('Reading directory roles');
      return tenant.roleHolders(id);
    },
  };
}
