// What somebody does who installs by hand: reads the commands of docs/install.md, fills in a copy of env.example, runs npm.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Ran } from './run-program.js';

/** The lines of all fenced blocks below a heading, in order. @throws Error when there is no such heading */
export function commandsBelow(file: string, heading: string): readonly string[] {
  const [, part] = readFileSync(file, 'utf8').split(`\n## ${heading}\n`);
  if (part === undefined) throw new Error(`${file} has no part "${heading}".`);
  const [section = ''] = part.split('\n## ');
  const blocks = [...section.matchAll(/^ *```\n([\s\S]+?)^ *```$/gmu)];
  return blocks.flatMap(([, block = '']) => block.split('\n').map((line) => line.trim())).filter((line) => line !== '');
}

/** Writes values behind the names that the text has, and takes the "#" away. @throws Error for a name that is not there */
export function fillIn(example: string, values: Readonly<Record<string, string>>): string {
  let filled = example;
  for (const [name, value] of Object.entries(values)) {
    const line = new RegExp(`^#?${name}=.*$`, 'mu');
    if (!line.test(filled)) throw new Error(`There is no line for ${name} to fill in.`);
    filled = filled.replace(line, () => `${name}=${value}`);
  }
  return filled;
}

/** Runs a command line as a shell does, without one. @param env besides what any program needs */
export async function runLine(line: string, env: Readonly<Record<string, string>>): Promise<Ran> {
  const child = startLine(line, env);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: code as number | null, stdout, stderr };
}

/** The same, for what goes on running: in a process group of its own, since npm starts programs below it. */
export function startLine(line: string, env: Readonly<Record<string, string>>) {
  const [program = '', ...args] = line.split(' ');
  const { PATH = '', HOME = '', NODE_EXTRA_CA_CERTS = '', NODE_V8_COVERAGE } = process.env;
  const coverage = NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE };
  return spawn(program, args, {
    env: { PATH, HOME, NODE_EXTRA_CA_CERTS, ...coverage, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

/** One line of doctor's as it stands on a terminal. */
export interface DoctorLine {
  readonly mark: string;
  readonly title: string;
  readonly detail: string;
  readonly mend: string | null;
}

/** What doctor said, line by line; anything else on the terminal is left out. */
export function doctorLines(stdout: string): readonly DoctorLine[] {
  const found = stdout.matchAll(/^(ok|degraded|BROKEN|\?) +([^:\n]+): (.*)(?:\n {10}mend: (.*))?$/gmu);
  return [...found].map(([, mark = '', title = '', detail = '', mend = null]) => ({ mark, title, detail, mend }));
}
