// The result of a scan: what was read, what was lost, what was found.
import type { Scan } from '../../src/mailboxes/scan.js';
import { buttons, STEP } from './button.js';
import type { Fact } from './evidence.js';
import { breakdownOf, headlineOf, problemsOf, totalsOf } from './totals.js';
import type { Reader, View } from './view.js';
import { counted, lasting, momentAndAge, number } from './when.js';
import { typeWord } from './words.js';

/** The scan card. */
export function scanView(scan: Scan, reader: Reader): View<'scan'> {
  const { text, tone } = headlineOf(scan);
  const { exposed } = scan.counts.verdicts;
  return {
    card: 'scan',
    summary: text,
    data: {
      tone,
      headline: text,
      sentence: sentenceOf(scan),
      totals: totalsOf(scan),
      breakdown: breakdownOf(scan),
      problems: problemsOf(scan),
      facts: factsOf(scan, reader),
      buttons: buttons([exposed > 0 ? STEP.listExposed : STEP.list, { ...STEP.scan, title: 'Scan again' }]),
    },
  };
}

function sentenceOf({ state }: Scan): string {
  return state === 'complete'
    ? 'Every mailbox of the watched types was read, with its Entra account.'
    : 'Something was not read. Nothing here proves that all mailboxes are blocked.';
}

function factsOf({ counts, startedAt, endedAt, rolesChecked }: Scan, reader: Reader): readonly Fact[] {
  const took = lasting(Date.parse(endedAt) - Date.parse(startedAt));
  const types = Object.entries(counts.types)
    .filter(([, count]) => count > 0)
    .map(([type, count]) => `${number(count)} ${typeWord(type).toLowerCase()}`);
  return [
    { label: 'Read', value: `${momentAndAge(endedAt, reader)}, in ${took}` },
    { label: 'Mailboxes', value: types.length === 0 ? 'none' : types.join(', ') },
    { label: 'Accounts', value: `${number(counts.joined)} of ${number(counts.targets)} found in Entra` },
    {
      label: 'Exchange',
      value: `${counted(counts.listed, 'mailbox', 'mailboxes')} listed on ${counted(counts.pages, 'page')}`,
    },
    { label: 'Roles', value: rolesChecked ? 'checked' : 'not checked: the permission is missing' },
  ];
}
