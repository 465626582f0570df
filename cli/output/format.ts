// In which form a command writes its result.
import { choiceOf, type Flag, type Flags } from '../command.js';

const FORMATS = ['table', 'csv', 'json'] as const;

export const FORMAT: Flag = {
  type: 'string',
  value: FORMATS.join('|'),
  about: 'form of the result; table when left out',
};

export type Format = (typeof FORMATS)[number];

/** @throws UsageError */
export function formatOf(flags: Flags): Format {
  return choiceOf(flags, 'format', FORMATS, 'table');
}
