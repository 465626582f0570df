// Reads environment variables one by one and collects what is wrong, so that every problem is told at once.
import { parse } from 'tinyduration';
import { Refused } from '../failure.js';

/** Environment variables as a process has them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** A variable and what it is for; the purpose is part of every complaint about it. */
export interface Variable {
  readonly name: string;
  readonly purpose: string;
}

/** Getters that never throw: a missing or bad variable is noted and a placeholder returned, until `finish`. */
export interface EnvReader {
  /** The trimmed value; null when it is absent or blank. */
  optional(name: string): string | null;
  required(variable: Variable): string;
  guid(variable: Variable): string;
  optionalGuid(variable: Variable): string | null;
  oneOf<T extends string>(variable: Variable, choices: readonly T[], fallback: T): T;
  someOf<T extends string>(variable: Variable, choices: readonly T[]): readonly T[];
  wholeNumber(
    variable: Variable,
    bounds: { readonly least: number; readonly most: number; readonly fallback: number },
  ): number;
  /** An ISO 8601 duration in milliseconds; years and months are refused, they have no fixed length. */
  duration(variable: Variable, fallback: string): number;
  /** Notes what a getter cannot see: combinations, addresses, patterns. */
  bad(variable: Variable, expected: string): void;
  missing(variable: Variable): void;
  /** @throws Refused bad-config, naming every problem */
  finish(): void;
}

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;
const NO_GUID = '00000000-0000-0000-0000-000000000000';

export function createEnvReader(env: Env): EnvReader {
  const problems: string[] = [];
  const optional = (name: string): string | null => env[name]?.trim() || null;
  const bad = ({ name, purpose }: Variable, expected: string): void => {
    problems.push(`${name} is bad: expected ${expected}. It is ${purpose}.`);
  };
  const missing = ({ name, purpose }: Variable): void => {
    problems.push(`${name} is missing. It is ${purpose}.`);
  };
  const required = (variable: Variable): string => {
    const value = optional(variable.name);
    if (value === null) missing(variable);
    return value ?? '';
  };
  const optionalGuid = (variable: Variable): string | null => {
    const value = optional(variable.name);
    if (value === null || GUID.test(value)) return value?.toLowerCase() ?? null;
    bad(variable, 'a GUID such as 11111111-2222-3333-4444-555555555555');
    return null;
  };
  return {
    optional,
    required,
    bad,
    missing,
    optionalGuid,
    guid: (variable) => {
      if (optional(variable.name) === null) missing(variable);
      return optionalGuid(variable) ?? NO_GUID;
    },
    oneOf: (variable, choices, fallback) => {
      const value = optional(variable.name);
      if (value === null) return fallback;
      const found = choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
      if (found === undefined) bad(variable, `one of ${choices.join(', ')}`);
      return found ?? fallback;
    },
    someOf: (variable, choices) => {
      const values = splitList(optional(variable.name));
      if (values.length === 0) return choices;
      const chosen = choices.filter((choice) => values.includes(choice.toLowerCase()));
      const known = new Set(choices.map((choice) => choice.toLowerCase()));
      if (!values.every((value) => known.has(value))) bad(variable, `a comma-separated list of ${choices.join(', ')}`);
      return chosen;
    },
    wholeNumber: (variable, { least, most, fallback }) => {
      const value = optional(variable.name);
      if (value === null) return fallback;
      const number = /^\d{1,9}$/u.test(value) ? Number(value) : Number.NaN;
      if (number >= least && number <= most) return number;
      bad(variable, `a whole number from ${least} to ${most}`);
      return fallback;
    },
    duration: (variable, fallback) => {
      const length = milliseconds(optional(variable.name) ?? fallback);
      if (length === null)
        bad(variable, `an ISO 8601 duration of at least a second, in weeks to seconds, such as ${fallback}`);
      return length ?? milliseconds(fallback) ?? SECOND;
    },
    finish: () => {
      if (problems.length > 0) throw new Refused({ kind: 'bad-config', problems });
    },
  };
}

/** Entries of a comma-separated list, lower-case, blanks dropped. */
export function splitList(text: string | null): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Longer than this is a mistake, not a setting. */
const LONGEST = 3660 * DAY;

function milliseconds(text: string): number | null {
  try {
    const { negative, years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = parse(text);
    if (negative === true || years !== 0 || months !== 0) return null;
    const total = weeks * 7 * DAY + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
    return total >= SECOND && total <= LONGEST ? Math.round(total) : null;
  } catch {
    return null;
  }
}
