// `npm start`: runs the bot until it is told to stop, or says everything that is wrong with its settings.
import process from 'node:process';
import { Refused } from '../src/failure.js';
import { startBot } from './start.js';

try {
  const bot = await startBot(process.env);
  const stop = (): void => {
    bot.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Under a parent that starts it, a closed channel means the parent is gone.
  process.once('disconnect', stop);
  process.send?.({ listening: bot.port });
} catch (error) {
  const { failure } = error instanceof Refused ? error : { failure: null };
  const why =
    failure?.kind === 'bad-config' ? ['Mailbox Guard cannot start:', ...failure.problems].join('\n  ') : error;
  process.stderr.write(`${why instanceof Error ? (why.stack ?? why.message) : String(why)}\n`);
  process.exitCode = 1;
}
