// What is told at one time, and how many are too many to be told one by one.
import type { DigestReason } from './digest.js';
import type { Told } from './told.js';

export interface Telling {
  readonly told: readonly Told[];
  /** ISO 8601, UTC: now. */
  readonly at: string;
  /** More new findings than this, for one conversation and at one time, are told as one digest. */
  readonly flood: number;
  /** What a digest would be for. The findings of the first run are one however few they are. */
  readonly reason: DigestReason;
  newId(): string;
}
