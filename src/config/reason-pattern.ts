// The pattern that reasons must match, run so that no pattern and no reason can hold up the bot.
import { createContext, Script } from 'node:vm';
import type { EnvReader, Variable } from './env-reader.js';

/** As much of a RegExp as judging a reason needs. */
export interface ReasonPattern {
  readonly source: string;
  test(text: string): boolean;
}

/** Milliseconds that matching one reason may take; an honest pattern needs less than one. */
const PATIENCE_MS = 100;

/**
 * The pattern from the settings, or null when none is set or it does not compile.
 * A pattern such as `^(a+)+$` backtracks exponentially: bounding the text to 500 characters does not help (40 suffice), and
 * whether a pattern does so cannot be told from its look. So each match runs under V8's execution limit, and one
 * that does not end in time counts as no match: the reason is refused, the bot goes on.
 */
export function readReasonPattern(env: EnvReader, variable: Variable): ReasonPattern | null {
  const source = env.optional(variable.name);
  if (source === null) return null;
  try {
    return timed(new RegExp(source, 'u'));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'not readable';
    env.bad(variable, `a regular expression in JavaScript's unicode syntax (${why})`);
    return null;
  }
}

function timed(pattern: RegExp): ReasonPattern {
  const sandbox: { pattern: RegExp; text: string } = { pattern, text: '' };
  const context = createContext(sandbox);
  const script = new Script('pattern.test(text)');
  return {
    source: pattern.source,
    test: (text) => {
      sandbox.text = text;
      try {
        return script.runInContext(context, { timeout: PATIENCE_MS }) === true;
      } catch {
        return false;
      }
    },
  };
}
