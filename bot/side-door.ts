// What the running bot answers programs beside it, for as long as it holds the embedded store.
import { randomUUID } from 'node:crypto';
import type { Store } from '../src/db/store.js';
import type { Examine } from '../src/doctor/examine.js';
import { openSideDoor, type SideDoor } from '../src/side-door/serve.js';
import type { Log } from './log.js';

/** A door that cannot be opened is told in the log and keeps nobody from their work. */
export async function openSideDoorOf(
  dataDir: string,
  { audit, exemptions, watch, backUp }: Pick<Store, 'audit' | 'exemptions' | 'watch' | 'backUp'>,
  examine: Examine,
  log: Log,
): Promise<SideDoor | null> {
  const { chain, checkpoints, storeId } = audit;
  const calls = {
    examine: () => examine(randomUUID()),
    exemptionsOf: exemptions.ofObjectIds,
    lastSignInsOf: async (ids: readonly string[]) => [...(await watch.lastSignInsOf(ids))],
    trend: watch.trend,
    // A file that is there already or a full disk is for the person who asks, not for the log.
    backUp: (file: string) => backUp(file).catch((error: Error) => ({ problem: error.message })),
    storeId: async () => storeId,
    head: chain.head,
    rows: chain.rows,
    checkpoints: checkpoints.after,
  };
  const failed = (err: unknown, call: string): void => log.error({ err, call }, 'side door: call failed');
  try {
    return await openSideDoor({ dataDir, calls, failed });
  } catch (err) {
    log.warn({ err }, 'side door shut: the command line works only while the bot is stopped');
    return null;
  }
}
