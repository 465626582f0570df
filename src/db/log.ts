// What the store says while it works; pino's loggers fit.
export interface StoreLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Says nothing. */
export const SILENT: StoreLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
