// What a command of the command line is: one entry of its vocabulary, and what it may use of the world.
import type { Env } from '../src/config/env-reader.js';

/** Where a command writes, and what it knows. */
export interface World {
  readonly env: Env;
  /** Results, and nothing else: they may be piped on. */
  readonly out: NodeJS.WritableStream;
  /** Progress, hints and refusals. */
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
}

/** Flags with a value, by name; `true` where one is given without. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>;

export interface Flag {
  readonly type: 'string' | 'boolean';
  /** What stands for the value in the usage; empty for a switch. */
  readonly value: string;
  readonly about: string;
}

export interface CliCommand {
  readonly name: string;
  /** What stands after the name, flags aside. */
  readonly usage: string;
  readonly summary: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** What the exit codes mean; 2 is always a failure. */
  readonly codes: string;
  /** @returns the exit code. @throws UsageError, Refused, and errors with a sentence as their message */
  run(rest: readonly string[], flags: Flags, world: World): Promise<number>;
}

/** The words do not fit: the message says what would. */
export class UsageError extends Error {}

/** Every failure, and everything that could not be seen in full. */
export const FAILED = 2;

/** The value of a flag that takes one of a few. @throws UsageError */
export function choiceOf<T extends string>(flags: Flags, name: string, choices: readonly T[], fallback: T): T;
export function choiceOf<T extends string>(flags: Flags, name: string, choices: readonly T[], fallback: null): T | null;
export function choiceOf<T extends string>(
  flags: Flags,
  name: string,
  choices: readonly T[],
  fallback: T | null,
): T | null {
  const said = flags[name];
  if (said === undefined) return fallback;
  const found = choices.find((choice) => choice.toLowerCase() === String(said).toLowerCase());
  if (found === undefined) throw new UsageError(`--${name} takes ${choices.join(', ')}.`);
  return found;
}
