// What the command line says of itself.
import type { CliCommand } from './command.js';

export function usageOf(commands: readonly CliCommand[]): string {
  const parts = commands.map(({ name, usage, summary, flags, codes }) => {
    const options = Object.entries(flags).map(
      ([flag, { value, about }]) => `      --${flag}${value === '' ? '' : ` <${value}>`}: ${about}`,
    );
    return [`  ${`${name} ${usage}`.trim()}`, `      ${summary}`, ...options, `      exit codes: ${codes}`].join('\n');
  });
  return [
    'Usage: mailbox-guard [--env-file <file>] <command>',
    'Settings come from the environment, as the bot has them (env.example); Teams is needed by none of these.',
    '',
    ...parts,
    '',
  ].join('\n');
}
