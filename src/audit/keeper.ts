// Keeps the record provable while the bot runs: takes checkpoints as they fall due and tells the sink.
import { setTimeout as after } from 'node:timers/promises';
import type { Checkpoint, Signer } from './checkpoint.js';
import type { Origin } from './event.js';
import { forward } from './forward.js';
import { type Loop, startLoop } from './loop.js';
import type { AuditBook } from './ports.js';
import type { AuditLog, Sink } from './sink.js';
import { RecordDamaged, takeCheckpoint } from './take-checkpoint.js';

export interface KeeperDoors {
  readonly book: AuditBook;
  readonly tenantId: string;
  /** Null: no checkpoints are made. */
  readonly signer: Signer | null;
  /** Null: the record is told to nobody. */
  readonly sink: Sink | null;
  /** This instance. */
  readonly instance: string;
  readonly log: AuditLog;
  now(): string;
  /** Milliseconds between looks for what another instance added, and for entries that have waited; tests cannot wait. */
  readonly everyMs?: number;
  /** Milliseconds of the first pause after a failure. */
  readonly retryMs?: number;
}

export interface Keeper {
  /** Seals what is not sealed yet and tells it once more, within about four seconds; then ends. Never throws. */
  stop(): Promise<void>;
}

const EVERY_MS = 30_000;
const RETRY_MS = 1_000;
const LONGEST_MS = 5 * 60_000;
/** Milliseconds for the last round of telling: a stop must not hang on somebody else's server. */
const FAREWELL_MS = 2_000;

const UNSIGNED =
  'AUDIT_SIGNING_KEY_PATH is not set: no checkpoints of the record are made, so entries cut off its end, or all of it written anew, cannot be found out later';

/** Starts beside the bot; nothing it does can fail or hold up what the bot does for people. */
export function startKeeper(doors: KeeperDoors): Keeper {
  const { book, signer, sink, instance, log } = doors;
  const origin: Origin = { tenant: doors.tenantId, store: book.storeId };
  const loops: Loop[] = [];
  const wake = (): void => {
    for (const loop of loops) loop.wake();
  };
  const seal = (always: boolean): Promise<Checkpoint | null> =>
    signer === null ? Promise.resolve(null) : takeCheckpoint({ book, origin, signer, now: doors.now, tell }, always);
  function tell(checkpoint: Checkpoint): void {
    log.info({ checkpoint }, 'checkpoint of the record');
    wake();
  }
  const speak = (): Promise<'more' | 'idle'> =>
    sink === null ? Promise.resolve('idle') : forward({ book, origin, sink, holder: instance });
  if (signer === null) log.warn({}, UNSIGNED);
  else loops.push(startLoop({ ...pace(doors), round: () => sealed(seal), onFailure: complain(log, SEALING) }));
  if (sink !== null) loops.push(startLoop({ ...pace(doors), round: speak, onFailure: complain(log, TELLING) }));
  const forget = book.onAppended(wake);
  return {
    async stop() {
      forget();
      const ended = await within(FAREWELL_MS, Promise.all(loops.map((loop) => loop.stop())));
      await seal(true).catch((error: unknown) => complain(log, SEALING)(error, 1));
      const farewell = async (): Promise<unknown> =>
        speak().catch((error: unknown) => complain(log, TELLING)(error, 1));
      // Where a delivery hangs, another one would too; the next start tells the rest.
      if (ended) await within(FAREWELL_MS, farewell());
      if (sink !== null) await book.sinks.release(sink.name, instance).catch(() => undefined);
    },
  };
}

async function sealed(seal: (always: boolean) => Promise<Checkpoint | null>): Promise<'more' | 'idle'> {
  return (await seal(false)) === null ? 'idle' : 'more';
}

function pace({ everyMs = EVERY_MS, retryMs = RETRY_MS }: KeeperDoors): {
  readonly everyMs: number;
  readonly retryMs: number;
  readonly longestMs: number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
} {
  const pause = (ms: number, signal: AbortSignal): Promise<void> =>
    after(ms, undefined, { ref: false, signal }).catch(() => undefined);
  return { everyMs, retryMs, longestMs: LONGEST_MS, pause };
}

const SEALING = 'No checkpoint of the record could be made; it is tried again';
const TELLING = 'The audit sink did not take what was told; it is told again';

function complain(log: AuditLog, what: string): (error: unknown, failures: number) => void {
  return (error, failures) => {
    const { message } = error instanceof Error ? error : { message: String(error) };
    if (error instanceof RecordDamaged)
      log.error({ badSeq: error.badSeq, why: message, failures }, 'The record was tampered with');
    else log.warn({ why: message, failures }, what);
  };
}

/** Whether the work was done in that time. */
function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  return Promise.race([work.then(() => true), after(ms, false, { ref: false })]);
}
