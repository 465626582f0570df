// The doors that sealing and telling the record are handed: the chain, its checkpoints, and how far each sink has come.
import type { ChainHead, ChainRow } from './chain.js';
import type { Checkpoint } from './checkpoint.js';

/** The record as a chain, oldest first. */
export interface Chain {
  head(): Promise<ChainHead>;
  rows(after: number, limit: number): Promise<readonly ChainRow[]>;
}

export interface Checkpoints {
  newest(): Promise<Checkpoint | null>;
  /** Those that seal more than so many entries and at most `upTo`, shortest first. */
  after(size: number, upTo: number, limit: number): Promise<readonly Checkpoint[]>;
  /** Adds one if it follows the newest that is there; false when another instance was faster. */
  add(checkpoint: Checkpoint): Promise<boolean>;
}

/** How far a sink has been told. */
export interface Told {
  /** Number of the last entry. */
  readonly entry: number;
  /** Size of the last checkpoint. */
  readonly checkpoint: number;
}

/** A sink is told by one instance at a time: the one that holds it. Holding ends by itself. */
export interface SinkCursors {
  /** Takes or keeps hold for so long; null while another instance holds it. A sink that was never told begins at nought. */
  hold(name: string, holder: string, ms: number): Promise<Told | null>;
  /** Notes how far it was told; false when the hold was lost. */
  advance(name: string, holder: string, from: Told, to: Told): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

/** What the store keeps for the record beside the entries. */
export interface AuditBook {
  readonly storeId: string;
  readonly chain: Chain;
  readonly checkpoints: Checkpoints;
  readonly sinks: SinkCursors;
  /** Calls back after entries were added by this process; returns how to stop that. */
  onAppended(heard: () => void): () => void;
}
