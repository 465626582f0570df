// Turns whatever went wrong into lines for a terminal; what nobody foresaw keeps its stack.
import { saidBy } from '../src/doctor/said.js';
import { Refused } from '../src/failure.js';
import { terminalText } from './output/terminal-text.js';

export function linesFor(error: unknown): readonly string[] {
  if (error instanceof Refused) return refusal(error);
  if (error instanceof Error && error.constructor === Error) return [terminalText(error.message)];
  // A system's error says what file it is about; a bug needs its stack.
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof Error)
    return [code === undefined ? (error.stack ?? error.message) : terminalText(error.message)];
  return [String(error)];
}

function refusal(error: Refused): readonly string[] {
  const { failure } = error;
  if (failure.kind === 'bad-config') return failure.problems.map(terminalText);
  if (failure.kind === 'upstream-denied') {
    return [
      terminalText(`${saidBy(error)}: it lacks ${failure.permission}.`),
      'mailbox-guard doctor says what mends it.',
    ];
  }
  return [terminalText(`${saidBy(error)}.`), 'mailbox-guard doctor may say more.'];
}
