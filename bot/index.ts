// `npm start`: runs the bot until it is told to stop, or says everything that is wrong with its settings.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Refused } from '../src/failure.js';
import { type RunningBot, startBot } from './start.js';

let running: Promise<RunningBot> | null = null;

/** The stages of a stop end sooner; this is for the one that hangs without letting go. */
const LONGEST_STOP_MS = 10_000;

/** Also while it is still starting: then it stops as soon as it has come up. */
function stop(): void {
  setTimeout(() => process.exit(1), LONGEST_STOP_MS);
  Promise.resolve(running)
    .then((bot) => bot?.stop())
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// Under a parent that started it, a closed channel means that the parent is gone.
process.once('disconnect', stop);

/** Nothing should come here; what does has left the process in a state that nobody knows. */
function giveUp(error: unknown): void {
  process.stderr.write(
    `Mailbox Guard stops after an unforeseen error: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
}
process.on('uncaughtException', giveUp);
process.on('unhandledRejection', giveUp);

/** As the command line and `npm run package` take it: what the environment has already goes first. */
function readSettingsFile(): void {
  const { values } = parseArgs({ options: { 'env-file': { type: 'string' } } });
  const file = values['env-file'];
  if (file !== undefined) process.loadEnvFile(file);
}

try {
  readSettingsFile();
  running = startBot(process.env, () => process.exit(1));
  const { port } = await running;
  process.send?.({ listening: port });
} catch (error) {
  const { failure } = error instanceof Refused ? error : { failure: null };
  const why =
    failure?.kind === 'bad-config' ? ['Mailbox Guard cannot start:', ...failure.problems].join('\n  ') : error;
  process.stderr.write(`${why instanceof Error ? (why.stack ?? why.message) : String(why)}\n`);
  process.exit(1);
}
