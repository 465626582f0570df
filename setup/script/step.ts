// What a setup script does, step by step, before it is written for one shell or the other.

/** A variable of the script. Names are upper case where they are settings, lower case where only the script needs them. */
export interface Ref {
  readonly ref: string;
}

/** Text as it is, the value of a variable, or both put together. */
export type Value = string | Ref | readonly (string | Ref)[];

export type Step =
  /** A heading for the person who reads the script. */
  | { readonly kind: 'title'; readonly text: string }
  /** Tells the person who runs it. */
  | { readonly kind: 'say'; readonly text: Value }
  | { readonly kind: 'run'; readonly command: readonly Value[]; readonly patient?: boolean }
  /** What the command prints, without blanks at its ends. */
  | { readonly kind: 'set'; readonly name: string; readonly command: readonly Value[]; readonly patient?: boolean }
  | { readonly kind: 'let'; readonly name: string; readonly value: Value }
  /** A value that stays in the settings file; made by the steps unless an earlier run, or a person, has put it there. */
  | { readonly kind: 'once'; readonly name: string; readonly steps: readonly Step[] }
  /** A value of the settings file, which must stand there where it is said what to do otherwise. */
  | { readonly kind: 'recall'; readonly name: string; readonly otherwise?: string }
  /** Stops where the variable is empty. */
  | { readonly kind: 'need'; readonly name: string; readonly otherwise: Value }
  /** Stops where the variable is not empty. */
  | { readonly kind: 'refuse'; readonly name: string; readonly otherwise: Value }
  /** Stops where two variables differ. */
  | { readonly kind: 'same'; readonly name: string; readonly as: string; readonly otherwise: Value }
  | { readonly kind: 'when-empty' | 'when-filled'; readonly name: string; readonly steps: readonly Step[] }
  /** Writes a file, or leaves it as it is where it exists and must be kept. */
  | { readonly kind: 'file'; readonly path: string; readonly text: Value; readonly keep?: boolean };

/** A script, for people who hold one role. */
export interface Script {
  /** File name without extension. */
  readonly name: string;
  /** What it does and what the person who runs it must be. */
  readonly about: readonly string[];
  readonly steps: readonly Step[];
}

/** Where scripts leave what they found out: in the form of the bot's settings. */
export const SETTINGS_FILE = 'settings.env';

export const ref = (name: string): Ref => ({ ref: name });

/** The parts of a value in order. */
export function partsOf(value: Value): readonly (string | Ref)[] {
  return typeof value === 'string' || 'ref' in value ? [value] : value;
}

/**
 * JSON with variables in it. Refs stand for text without quotes and backslashes, such as ids.
 * @param body plain data whose strings may be Refs
 */
export function json(body: unknown): readonly (string | Ref)[] {
  const refs: Ref[] = [];
  const text = JSON.stringify(
    body,
    (_, value: unknown) => {
      if (typeof value !== 'object' || value === null || !('ref' in value)) return value;
      refs.push(value as Ref);
      return MARK;
    },
    2,
  );
  return text.split(MARK).flatMap((part, index) => [part, ...refs.slice(index, index + 1)]);
}

/** Cannot stand in a JSON text: JSON.stringify writes control characters otherwise. */
const MARK = '\u{F0000}';
