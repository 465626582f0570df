// Writes a script for bash.
import { partsOf, type Script, SETTINGS_FILE, type Step, type Value } from './step.js';

/** Safe without quotes in every position of a command. */
const BARE = /^[\w./:=,@+-]+$/u;

/** A literal for bash: bare where that is safe, in single quotes, or in double quotes where it holds single ones. */
export function quoteBash(text: string): string {
  if (BARE.test(text)) return text;
  return text.includes("'") ? `"${escaped(text)}"` : `'${text}'`;
}

/** Everything that is special between double quotes, in a script (where "!" is not). */
function escaped(text: string): string {
  return text.replaceAll(/[\\`$"]/gu, '\\$&');
}

function word(value: Value): string {
  const parts = partsOf(value);
  if (parts.every((part) => typeof part === 'string')) return quoteBash(parts.join(''));
  return `"${parts.map((part) => (typeof part === 'string' ? escaped(part) : `\${${part.ref}}`)).join('')}"`;
}

function command(words: readonly Value[], patient = false): string {
  return [patient ? 'patiently' : '', ...words.map(word)].filter((one) => one !== '').join(' ');
}

/** @param folder where the settings file and other files of the scripts are, as seen from the project's folder */
export function bashScript({ about, steps }: Script, folder: string): string {
  return [
    '#!/usr/bin/env bash',
    ...about.map((line) => `# ${line}`),
    'set -euo pipefail',
    'umask 077',
    `folder=${quoteBash(folder)}`,
    PRELUDE,
    ...steps.flatMap((step) => render(step)),
    '',
  ].join('\n');
}

const PRELUDE = `settings="$folder/${SETTINGS_FILE}"
stop() { printf '%s\\n' "$1" >&2; exit 1; }
say() { printf '%s\\n' "$1"; }
# What a command prints, in one piece.
ask() { "$@" | tr -d '\\r'; }
# New objects take a moment to be known everywhere in Entra.
patiently() { local _; for _ in 1 2 3 4 5; do if "$@"; then return 0; fi; sleep "\${PATIENCE_SECONDS:-10}"; done; "$@"; }
recall() { if [ -f "$settings" ]; then sed -n "s/^$1=//p" "$settings" | tail -n 1 | tr -d '\\r'; fi; }
remember() { printf '%s=%s\\n' "$1" "$2" >> "$settings"; }
[ -f infra/azure.bicep ] || stop 'Run this in the folder of Mailbox Guard, where infra/azure.bicep is.'
mkdir -p "$folder"`;

function render(step: Step): readonly string[] {
  switch (step.kind) {
    case 'title':
      return ['', `# ${step.text}`];
    case 'say':
      return [`say ${word(step.text)}`];
    case 'run':
      return [command(step.command, step.patient)];
    case 'set':
      return [`${step.name}=$(ask ${command(step.command, step.patient)})`];
    case 'let':
      return [`${step.name}=${word(step.value)}`];
    case 'same':
      return [`[ "$${step.name}" = "$${step.as}" ] || stop ${word(step.otherwise)}`];
    case 'once':
      return [
        `${step.name}=$(recall ${step.name})`,
        `if [ -z "$${step.name}" ]; then`,
        ...indent(step.steps),
        `  remember ${step.name} "$${step.name}"`,
        'fi',
      ];
    case 'recall':
      return [`${step.name}=$(recall ${step.name})`, ...needed(step)];
    case 'need':
      return [`[ -n "$${step.name}" ] || stop ${word(step.otherwise)}`];
    case 'refuse':
      return [`[ -z "$${step.name}" ] || stop ${word(step.otherwise)}`];
    case 'when-empty':
      return [`if [ -z "$${step.name}" ]; then`, ...indent(step.steps), 'fi'];
    case 'when-filled':
      return [`if [ -n "$${step.name}" ]; then`, ...indent(step.steps), 'fi'];
    case 'file':
      return [
        `${step.keep === true ? `[ -f "$folder/${step.path}" ] || ` : ''}printf '%s' ${word(step.text)} > "$folder/${step.path}"`,
      ];
  }
}

function needed({ name, otherwise }: Extract<Step, { readonly kind: 'recall' }>): readonly string[] {
  return otherwise === undefined ? [] : render({ kind: 'need', name, otherwise });
}

/** Literals may hold line breaks, so only the first line of a step moves. */
function indent(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(render).map((line) => (line === '' ? line : `  ${line}`));
}
