// Random lives on a store, one after the other, each with its own people's requests and its own mailboxes.
import fc from 'fast-check';
import type { Store } from '../../src/db/store.js';
import { type Circumstances, createSmallWorld } from './small-world.js';
import { MAILBOXES, STEP } from './steps.js';
import { type Life, liveOnStore } from './store-life.js';

const MINUTE = 60_000;
/** Far enough from each other that nothing of one life is still counted in the next. */
const APART = 400 * 24 * 60 * MINUTE;

const CIRCUMSTANCES = fc.record({
  quorum: fc.constantFrom(1, 1, 2),
  mode: fc.constantFrom('enforce' as const, 'enforce' as const, 'enforce' as const, 'watch' as const),
  lagMs: fc.constantFrom(0, 0, 3_000, 40 * MINUTE),
  callMs: fc.constantFrom(50, 50, 50, 12 * MINUTE),
});

export interface OnStore {
  store(): Store;
  reopen(): Promise<unknown>;
}

/** How often a restart really opens the store again, which takes a second; else only the queue is lost. */
const REOPENED = 10;

interface Lives {
  readonly runs: number;
  readonly seed: number;
  /** No life is begun after so many milliseconds. */
  readonly limitMs?: number;
  /** Whether a life that breaks a law is told as it was found, without looking for a shorter one. */
  readonly isBrief?: boolean;
}

/** Returns how many lives there were. Throws fast-check's report with the seed and a life that breaks a law. */
export async function liveOnStores(
  { runs: numRuns, seed, limitMs, isBrief = false }: Lives,
  under: OnStore,
): Promise<number> {
  let lives = 0;
  let restarts = 0;
  let underWay: Promise<void> = Promise.resolve();
  const property = fc.asyncProperty(
    CIRCUMSTANCES,
    fc.array(STEP, { minLength: 20, maxLength: 60, size: 'max' }),
    async (circumstances, steps) => {
      lives += 1;
      const life = begin(lives, circumstances, under);
      const reopen = async (): Promise<void> => {
        restarts += 1;
        if (restarts % REOPENED === 0) await under.reopen();
      };
      underWay = liveOnStore(steps, { ...life, reopen });
      await underWay;
    },
  );
  const limit = limitMs === undefined ? {} : { interruptAfterTimeLimit: limitMs };
  try {
    await fc.assert(property, { numRuns, seed, endOnFailure: isBrief, ...limit });
  } finally {
    // The limit does not end the life that runs just then: it goes on, and may open the store again while that is closed.
    await underWay.catch(() => undefined);
  }
  return lives;
}

function begin(number: number, circumstances: Circumstances, under: OnStore): Omit<Life, 'reopen'> {
  const bornAt = Date.parse('2026-11-23T10:00:00.000Z') + number * APART;
  const world = createSmallWorld(under.store, bornAt, circumstances);
  const mailbox = (name: string): string => `life-${number}-${name}`;
  for (const [n, name] of MAILBOXES.entries()) world.tenant.add(mailbox(name), n % 2 === 0);
  return { world, mailbox };
}
