// The one-line command for a person at the keyboard: node control-command.js enable Reception
import { announcedControl } from './control-file.js';
import { asRequest, USAGE } from './control-words.js';

/** Sends the words of the command line to the running sandbox. Returns the exit code. */
async function run(words: readonly string[]): Promise<number> {
  const request = asRequest(words);
  if (typeof request === 'string') return fail(`${request}\n\n${USAGE}`);
  const controlUrl = announcedControl();
  if (controlUrl === undefined) return fail('No sandbox is running here. Start one with: npm run sandbox');
  const { method, path, body } = request;
  const sent =
    body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  let response: Response;
  try {
    response = await fetch(`${controlUrl}${path}`, { method, ...sent });
  } catch {
    return fail(
      `The sandbox at ${controlUrl} does not answer. It may have been stopped; start it with: npm run sandbox`,
    );
  }
  const answer: unknown = await response.json();
  if (!response.ok)
    return fail((answer as { readonly error?: string }).error ?? `The sandbox answered ${response.status}.`);
  process.stdout.write(`${request.say(answer)}\n`);
  return 0;
}

function fail(message: string): number {
  process.stderr.write(`${message}\n`);
  return 1;
}

process.exitCode = await run(process.argv.slice(2));
