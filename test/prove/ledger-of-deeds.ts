// What was done to accounts, and what the bot made of it: each deed must stand in the record once, and nothing that was not done.
import type { Db } from '../../src/db/db.js';

/** A change of one account by somebody. */
interface Deed {
  readonly objectId: string;
  readonly enabled: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Verdict {
  /** Deeds that the record does not have. */
  readonly missed: number;
  /** Entries of the record that no deed stands behind. */
  readonly invented: number;
  /** Milliseconds from each deed to its entry, shortest first. */
  readonly delays: readonly number[];
}

export interface LedgerOfDeeds {
  readonly count: number;
  done(objectId: string, enabled: boolean): void;
  /** Whether this account's last deed made it one that can sign in. */
  isKnown(objectId: string): boolean;
  /** When it was last enabled, or made so; null when it was not. */
  lastEnabledAt(objectId: string): number | null;
  /** Whether every deed is in the record by now. */
  isSettled(): Promise<boolean>;
  verdict(): Promise<Verdict>;
}

interface Entry {
  readonly mailbox: string;
  readonly event: string;
  readonly at: string;
}

/** @param db the bot's own database, read only */
export async function ledgerOfDeeds(db: Db): Promise<LedgerOfDeeds> {
  const deeds: Deed[] = [];
  const [before] = await db.query<{ last: string }>('SELECT coalesce(max(seq), 0)::text AS last FROM guard.record');
  const entries = async (): Promise<readonly Entry[]> =>
    db.query<Entry>(
      `SELECT r.mailbox, r.event, r.at FROM guard.record r
        WHERE r.seq > $1::bigint AND r.event IN ('finding.opened', 'finding.closed') AND r.mailbox IS NOT NULL
        ORDER BY r.seq`,
      [before?.last ?? '0'],
    );
  const compare = async (): Promise<Verdict> => {
    const byMailbox = grouped(await entries(), ({ mailbox }) => mailbox);
    const delays: number[] = [];
    let missed = 0;
    let matched = 0;
    for (const [objectId, done] of grouped(deeds, ({ objectId }) => objectId)) {
      const told = byMailbox.get(objectId) ?? [];
      for (const [n, deed] of done.entries()) {
        const entry = told[n];
        const isIt = entry?.event === (deed.enabled ? 'finding.opened' : 'finding.closed');
        if (!isIt) {
          missed += 1;
          continue;
        }
        matched += 1;
        delays.push(Date.parse(entry.at) - deed.at);
      }
    }
    const all = [...byMailbox.values()].reduce((sum, told) => sum + told.length, 0);
    return { missed, invented: all - matched, delays: delays.toSorted((a, b) => a - b) };
  };
  return {
    get count() {
      return deeds.length;
    },
    done(objectId, enabled) {
      deeds.push({ objectId, enabled, at: Date.now() });
    },
    isKnown: (objectId) => deeds.findLast((deed) => deed.objectId === objectId)?.enabled === true,
    lastEnabledAt: (objectId) => deeds.findLast((deed) => deed.objectId === objectId && deed.enabled)?.at ?? null,
    isSettled: async () => (await compare()).missed === 0,
    verdict: compare,
  };
}

function grouped<T>(list: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
