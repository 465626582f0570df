// Doctor's doors on the real things: the tenant's clients, the bot's token, the store, files, and the way in from outside.
import { readFile } from 'node:fs/promises';
import type { Config } from '../config.js';
import type { Store } from '../db/store.js';
import type { TokenSource } from '../tenant/credential.js';
import type { Tenant } from '../tenant/index.js';
import { claimsOf } from '../tenant/token-claims.js';
import type { AddressAnswer, DoctorDoors, ExaminedStore } from './doors.js';

export interface DoctorGround {
  readonly config: Config;
  readonly tenant: Pick<Tenant, 'probes' | 'groupMembers'>;
  /** The bot's own, as messages are sent with. */
  readonly botTokens: TokenSource;
  readonly store: DoctorDoors['store'];
}

export function openDoors({ config, tenant, botTokens, store }: DoctorGround): DoctorDoors {
  return {
    config,
    store,
    probes: tenant.probes,
    groupMembers: tenant.groupMembers,
    botToken: async () => claimsOf(await botTokens(config.bot.scope)),
    ask,
    versions: async () => ({
      manifest: await versionIn(new URL('appPackage/manifest.json', ROOT)),
      program: await versionIn(new URL('package.json', ROOT)),
    }),
    readText: (path) => readFile(path, 'utf8'),
    now: Date.now,
  };
}

/** An open store as doctor looks at it. */
export function examinedStore({
  engine,
  healthy,
  migrations,
  places,
}: Pick<Store, 'engine' | 'healthy' | 'migrations' | 'places'>): ExaminedStore {
  return {
    engine,
    healthy,
    migrations,
    async reachable(objectIds) {
      const chats = await places.personalOf(objectIds);
      return new Set(chats.map(({ personId }) => personId).filter((id) => id !== null));
    },
  };
}

/** From dist/src/doctor. */
const ROOT = new URL('../../../', import.meta.url);
const ANSWER_MS = 10_000;
/** More of a body than this says nothing about who answers. */
const BODY_LIMIT = 1_000;

async function ask(method: 'GET' | 'POST', address: string): Promise<AddressAnswer> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const headers = method === 'POST' ? { 'content-type': 'application/json' } : undefined;
  const response = await fetch(address, {
    method,
    redirect: 'manual',
    signal,
    ...(headers && { headers, body: '{}' }),
  });
  return { status: response.status, body: (await response.text()).slice(0, BODY_LIMIT) };
}

async function versionIn(file: URL): Promise<string | null> {
  try {
    const { version } = JSON.parse(await readFile(file, 'utf8')) as { readonly version?: unknown };
    return typeof version === 'string' ? version : null;
  } catch {
    return null;
  }
}
