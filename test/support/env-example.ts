// Reads env.example: every setting with its group, its one line and its default.
import { readFileSync } from 'node:fs';

export interface ExampleSetting {
  readonly name: string;
  readonly group: string;
  readonly meaning: string;
  /** Empty: there is none. */
  readonly fallback: string;
  readonly required: boolean;
  readonly secret: boolean;
}

const GROUP = /^# == (.+) ==$/u;
const SETTING = /^(#?)(\w+)=(.*)$/u;

/** @throws Error for a line that is neither a group, a meaning, a setting nor blank, below the opening paragraph */
export function readEnvExample(): readonly ExampleSetting[] {
  const settings: ExampleSetting[] = [];
  let group = '';
  let meaning = '';
  for (const line of readFileSync('env.example', 'utf8').split('\n')) {
    const [, title] = GROUP.exec(line) ?? [];
    const [, hash, name, fallback = ''] = SETTING.exec(line) ?? [];
    if (title !== undefined) group = title;
    else if (name !== undefined) {
      settings.push({ name, group, fallback, required: hash === '', ...told(meaning) });
      meaning = '';
    } else if (group !== '' && line.startsWith('# ') && meaning === '') meaning = line.slice(2);
    else if (group !== '' && line !== '') throw new Error(`env.example: one line says what a setting is for: ${line}`);
  }
  return settings;
}

/** "Required." and "Secret." are flags of the line, not words of it. */
function told(line: string): { readonly meaning: string; readonly secret: boolean } {
  return { meaning: line.replaceAll(/ (?:Required|Secret)\./gu, ''), secret: / Secret\./u.test(line) };
}
