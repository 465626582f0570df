// Finds the command, asks whether this person may use it here, runs it, and explains what went wrong: the one catch.
import { distance } from 'fastest-levenshtein';
import { type Failure, Refused } from '../src/failure.js';
import { mustBeAdmitted } from './authorise.js';
import type { Command, Invocation, Reply, Turn } from './command.js';
import type { CutShort } from './cut-short.js';
import type { Log } from './log.js';
import { sentenceFor } from './refusal.js';
import type { Services } from './services.js';

/** A reply, or the sentence that stands in for one. */
export type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'refused'; readonly failure: Failure; readonly sentence: string }
  | { readonly kind: 'bug'; readonly sentence: string };

export interface DispatchDoors {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly log: Log;
  readonly cutShort: Pick<CutShort, 'unless'>;
  /** Milliseconds, for the log's duration only. */
  elapsed(): number;
}

/** How far an invocation has come. */
interface Progress {
  /** Whether something may have been changed already. */
  mayBeDone: boolean;
}

/** Runs one invocation to its end, or until the bot stops. Never throws. */
export async function dispatch(invocation: Invocation, turn: Turn, doors: DispatchDoors): Promise<Outcome> {
  const startedAt = doors.elapsed();
  const progress: Progress = { mayBeDone: false };
  const outcome = await doors.cutShort.unless(attempt(invocation, turn, doors, progress), () => notFinished(progress));
  const { actor, place, correlationId } = turn;
  doors.log.info(
    {
      command: commandName(invocation, doors.commands),
      via: invocation.args.via,
      actor: actor.objectId,
      place: place.kind,
      outcome: outcome.kind === 'refused' ? outcome.failure.kind : outcome.kind,
      // What is done for a request later, by a job, carries the request's id.
      request: requestIn(outcome),
      ms: Math.round(doors.elapsed() - startedAt),
      correlationId,
    },
    'turn',
  );
  return outcome;
}

function requestIn(outcome: Outcome): string | null {
  if (outcome.kind !== 'reply' || !('view' in outcome.reply)) return null;
  const subject = outcome.reply.shows?.subject;
  return subject?.kind === 'request' ? subject.id : null;
}

function notFinished({ mayBeDone }: Progress): Outcome {
  const failure: Failure = { kind: 'restarting', mayBeDone };
  return { kind: 'refused', failure, sentence: sentenceFor(failure) };
}

async function attempt(invocation: Invocation, turn: Turn, doors: DispatchDoors, progress: Progress): Promise<Outcome> {
  try {
    const command = findCommand(invocation, doors.commands);
    if (command.discloses) mustBeAdmitted(turn.place);
    const role = command.roleFor(invocation, turn.place);
    await doors.services.authoriser.allow(role, turn.actor.objectId, turn.correlationId);
    progress.mayBeDone = !command.changesNothing;
    return { kind: 'reply', reply: await command.handle(invocation, turn, doors.services) };
  } catch (error) {
    if (error instanceof Refused) {
      return { kind: 'refused', failure: error.failure, sentence: sentenceFor(error.failure) };
    }
    const command = commandName(invocation, doors.commands);
    doors.log.error({ err: error, correlationId: turn.correlationId, command }, 'bug in a command');
    const sentence = `Something went wrong on my side; nothing more was done. Reference: ${turn.correlationId}.`;
    return { kind: 'bug', sentence };
  }
}

/** For the log, which holds nothing that people typed: a first word may be anything, a password too. */
function commandName(invocation: Invocation, commands: readonly Command[]): string {
  return commandOf(invocation, commands)?.name ?? '(unknown)';
}

function commandOf({ name, args }: Invocation, commands: readonly Command[]): Command | undefined {
  const typed = args.via === 'text';
  return commands.find(
    (command) => (command.name === name || command.aliases.includes(name)) && !(typed && command.hidden),
  );
}

function findCommand(invocation: Invocation, commands: readonly Command[]): Command {
  const found = commandOf(invocation, commands);
  if (found !== undefined) return found;
  throw new Refused({
    kind: 'unknown-command',
    said: invocation.name,
    nearest: nearestCommand(invocation.name, commands),
  });
}

/** The command that was probably meant: the fewest letters away, if few enough. */
export function nearestCommand(said: string, commands: readonly Command[]): string | null {
  let best: { readonly name: string; readonly away: number } | null = null;
  for (const command of commands.filter((one) => !one.hidden)) {
    for (const word of [command.name, ...command.aliases]) {
      const away = word.startsWith(said) && said.length > 1 ? 1 : distance(said, word);
      if (best === null || away < best.away) best = { name: command.name, away };
    }
  }
  return best !== null && best.away <= Math.max(1, Math.floor(said.length / 2)) ? best.name : null;
}
