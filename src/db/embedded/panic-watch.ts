// Notices when PostgreSQL gives up inside of PGlite, and lets nothing more into it.
import type { PGlite } from '@electric-sql/pglite';

/** What PGlite calls of the engine for every statement, and after one that went wrong. */
interface EngineCalls {
  _PostgresMainLoopOnce(): void;
  stackRestore(pointer: number): void;
  _PostgresSendReadyForQueryIfNecessary(): void;
  _pgl_pq_flush(): void;
}

/** Says why the engine gave up; null while it works. */
export type PanicWatch = () => Error | null;

/**
 * A PostgreSQL server that cannot write its log or sync a file ends itself, and recovers when it is started again.
 * PGlite takes no notice and runs on with locks that nobody will ever release: the process would hang, or write on.
 * From here on it stays out: the statement fails, and so does every later one. What was acknowledged is on disk.
 * @param onPanic is told at once, and makes of it the error that everybody then gets.
 * @throws Error when this PGlite is not the one this was written for.
 */
export function watchForPanic(pglite: PGlite, onPanic: (error: unknown) => Error): PanicWatch {
  const engine = pglite.Module as unknown as EngineCalls;
  const {
    _PostgresMainLoopOnce: run,
    stackRestore,
    _PostgresSendReadyForQueryIfNecessary: ready,
    _pgl_pq_flush,
  } = engine;
  if ([run, stackRestore, ready, _pgl_pq_flush].some((call) => typeof call !== 'function')) {
    throw new Error('this version of PGlite keeps its engine elsewhere');
  }
  let panic: Error | null = null;
  engine._PostgresMainLoopOnce = () => {
    try {
      run();
    } catch (error) {
      if (!isOrdinary(pglite, error)) panic = onPanic(error);
      throw error;
    }
  };
  // Called first of all after an error: the only way out of PGlite's loop.
  engine.stackRestore = (pointer) => {
    if (panic !== null) throw panic;
    stackRestore(pointer);
  };
  engine._PostgresSendReadyForQueryIfNecessary = () => {
    if (panic === null) ready();
  };
  engine._pgl_pq_flush = () => {
    if (panic === null) _pgl_pq_flush();
  };
  const execute = pglite.execProtocolRawSync.bind(pglite);
  pglite.execProtocolRawSync = (message) => {
    if (panic !== null) throw panic;
    return execute(message);
  };
  return () => panic;
}

/** A failed statement leaves the engine by this jump, and is well. */
function isOrdinary(pglite: PGlite, error: unknown): boolean {
  const { POSTGRES_MAIN_LONGJMP } = pglite as unknown as { readonly POSTGRES_MAIN_LONGJMP: number };
  return (error as { readonly status?: number } | null)?.status === POSTGRES_MAIN_LONGJMP;
}
