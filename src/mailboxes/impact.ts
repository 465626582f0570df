// What a block would stop and who keeps access: read for a person's eyes, kept for the next person's.
import type { Account, SignInHistory } from './mailbox.js';

/** The use of one account, as far as it could be read. */
export interface Impact {
  /** Lower case. */
  readonly objectId: string;
  /** ISO 8601, UTC. */
  readonly readAt: string;
  readonly history: SignInHistory;
  /** How many licences are assigned. */
  readonly licences: number;
}

export interface Impacts {
  /** An older reading never replaces a newer one. */
  keep(impact: Impact): Promise<void>;
  /** By object id, lower case; those never read are absent. */
  ofObjectIds(objectIds: readonly string[]): Promise<ReadonlyMap<string, Impact>>;
}

export interface ImpactDoors {
  readonly impacts: Impacts;
  now(): string;
  signInHistory(objectId: string, correlationId: string): Promise<SignInHistory>;
}

/** A reading that is younger than this is shown again, in milliseconds: reports are limited to a few calls a second. */
const FRESH_MS = 600_000;

/** The impact of each of these accounts; what was read a short while ago is not read again. */
export async function readImpacts(
  accounts: readonly Account[],
  correlationId: string,
  { impacts, now, signInHistory }: ImpactDoors,
): Promise<ReadonlyMap<string, Impact>> {
  const known = new Map(await impacts.ofObjectIds(accounts.map(({ id }) => id)));
  for (const account of accounts) {
    const before = known.get(account.id);
    if (before !== undefined && Date.parse(now()) - Date.parse(before.readAt) < FRESH_MS) continue;
    const history = await signInHistory(account.id, correlationId);
    const impact = { objectId: account.id, readAt: now(), history, licences: account.skuIds.length };
    await impacts.keep(impact);
    known.set(account.id, impact);
  }
  return known;
}
