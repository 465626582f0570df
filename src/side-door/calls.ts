// What a program on the same machine may ask a bot that holds the embedded store. All of it reads; a backup is written to a
// file that the program, which runs as the same user, might have written by itself.
import { isAbsolute } from 'node:path';
import type { TrendDay } from '../alerts/trend.js';
import type { ChainHead, ChainRow } from '../audit/chain.js';
import type { Checkpoint } from '../audit/checkpoint.js';
import type { Whole } from '../db/copy/pieces.js';
import type { Finding } from '../doctor/finding.js';
import type { Exemption } from '../mailboxes/mailbox.js';

/** Everything goes through JSON and back. */
export interface SideDoorCalls {
  examine(): Promise<readonly Finding[]>;
  exemptionsOf(objectIds: readonly string[]): Promise<readonly Exemption[]>;
  /** Object id and time. */
  lastSignInsOf(objectIds: readonly string[]): Promise<readonly (readonly [string, string])[]>;
  /** The last days, oldest first. */
  trend(days: number): Promise<readonly TrendDay[]>;
  /** Into this file, an absolute path. Anything that is wrong with it is in `problem`, in words. */
  backUp(file: string): Promise<Whole | { readonly problem: string }>;
  storeId(): Promise<string>;
  /** The record's, as the doors of the chain and its checkpoints have them. */
  head(): Promise<ChainHead>;
  rows(after: number, limit: number): Promise<readonly ChainRow[]>;
  checkpoints(size: number, upTo: number, limit: number): Promise<readonly Checkpoint[]>;
}

export type CallName = keyof SideDoorCalls;

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isPath = (value: unknown): boolean => typeof value === 'string' && isAbsolute(value);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string');

/** What each call takes. */
const TAKES: { readonly [Name in CallName]: readonly ((value: unknown) => boolean)[] } = {
  examine: [],
  exemptionsOf: [isTexts],
  lastSignInsOf: [isTexts],
  trend: [isCount],
  backUp: [isPath],
  storeId: [],
  head: [],
  rows: [isCount, isCount],
  checkpoints: [isCount, isCount, isCount],
};

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(TAKES, name);
}

/** Whether these may be handed to the call. */
export function areArguments(name: CallName, args: unknown): args is readonly unknown[] {
  const takes = TAKES[name];
  return Array.isArray(args) && args.length === takes.length && takes.every((fits, index) => fits(args[index]));
}
