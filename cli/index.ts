// `mailbox-guard`: the bot's work from a terminal or a pipeline, without Teams.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type CliCommand, FAILED, type Flags, UsageError } from './command.js';
import { commands } from './commands/index.js';
import { linesFor } from './refusal.js';
import { usageOf } from './usage.js';

/** For every command, before or after its name. */
const COMMON = { 'env-file': { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

async function main(argv: readonly string[]): Promise<number> {
  const { command, rest, flags } = parse(argv);
  if (command === undefined) {
    const asked = flags['help'] === true;
    (asked ? process.stdout : process.stderr).write(usageOf(commands));
    return asked ? 0 : FAILED;
  }
  if (flags['help'] === true) {
    process.stdout.write(usageOf([command]));
    return 0;
  }
  const file = flags['env-file'];
  if (typeof file === 'string') process.loadEnvFile(file);
  return command.run(rest, flags, { env: process.env, out: process.stdout, err: process.stderr });
}

interface Parsed {
  readonly command: CliCommand | undefined;
  readonly rest: readonly string[];
  readonly flags: Flags;
}

/** @throws UsageError for a command or flag that there is not */
function parse(argv: readonly string[]): Parsed {
  const all = Object.assign({}, COMMON, ...commands.map(({ flags }) => flags));
  const { values, positionals } = parsed(() => parseArgs({ args: [...argv], options: all, allowPositionals: true }));
  const [name, ...rest] = positionals;
  const command = commands.find((one) => one.name === name);
  if (name !== undefined && command === undefined) throw new UsageError(`There is no command "${name}".`);
  const known = { ...COMMON, ...command?.flags };
  const stray = Object.keys(values).find((flag) => !Object.hasOwn(known, flag));
  if (stray !== undefined && command !== undefined) throw new UsageError(`${command.name} takes no --${stray}.`);
  return { command, rest, flags: values as Flags };
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

// A pipe that is closed early, as by `head`, is no failure of ours.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : FAILED));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const hint = error instanceof UsageError ? ['mailbox-guard --help says what there is.'] : [];
  const lines = error instanceof UsageError ? [error.message] : linesFor(error);
  process.stderr.write(`${[...lines, ...hint].join('\n')}\n`);
  process.exitCode = FAILED;
}
