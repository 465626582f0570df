// The door that deletes what is past its term.

/** Rows that are deleted, by kind; never an entry of the record, and nothing that is open. */
export interface Deleted {
  /** Closed alerts, with what was looked up about them. */
  readonly findings: number;
  /** Of which no alert is left. */
  readonly digests: number;
  /** What the bot said by itself, unless an exemption that runs is behind it. */
  readonly notices: number;
  /** Where cards of those stand, and of requests that are closed. */
  readonly cards: number;
  /** What a block would have stopped, as it was read. */
  readonly impacts: number;
  /** How the tenant stood on a day. */
  readonly days: number;
  /** When the bot was last asked to install itself for a person. */
  readonly installs: number;
}

export interface RetentionInWork {
  /**
   * Deletes what was closed longer ago than the term, by the database's clock.
   * @param termMs milliseconds
   * @param most rows of each kind
   */
  deletePast(termMs: number, most: number): Promise<{ readonly before: string; readonly deleted: Deleted }>;
}
