// What the time line says about deleting what is past its term: how much of what, and what it was older than.
import type { RecordEntry } from '../../src/audit/entry.js';
import type { Deleted } from '../../src/retention/ports.js';
import { onCard } from './plain.js';
import type { Reader } from './view.js';
import { counted, moment } from './when.js';

const WORDS: { readonly [K in keyof Deleted]: readonly [string, string] } = {
  findings: ['alert', 'alerts'],
  digests: ['digest', 'digests'],
  notices: ['notice', 'notices'],
  cards: ['place of a card', 'places of cards'],
  impacts: ['reading of use', 'readings of use'],
  days: ['day of the trend', 'days of the trend'],
  installs: ['note of an installation', 'notes of installations'],
};

export function retentionDetail({ detail }: RecordEntry, reader: Reader): string {
  const parts = Object.entries(WORDS).flatMap(([kind, [one, many]]) => {
    const rows = detail[kind];
    return typeof rows === 'number' && rows > 0 ? [counted(rows, one, many)] : [];
  });
  return onCard(`${parts.join(', ')} from before ${moment(String(detail['before']), reader)}`, 240);
}
