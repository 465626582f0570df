// What PostgreSQL said last before it gave up: the reason that the error itself does not carry.

const GIVING_UP = /\b(?:PANIC|FATAL): +(?<words>.+)/;

/** Listens to what PostgreSQL prints. */
export class LastWords {
  #words: string | null = null;

  /** For PGlite's `onStderr`; false keeps the text off our own output. */
  readonly listen = (text: string): boolean => {
    this.#words = GIVING_UP.exec(text)?.groups?.['words'] ?? this.#words;
    return false;
  };

  /** The error with PostgreSQL's own words in front of it, where there are any. */
  explain(error: unknown): Error {
    const message = error instanceof Error ? error.message : String(error);
    return new Error(this.#words === null ? message : this.#words, { cause: error });
  }
}
