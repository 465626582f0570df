// Doctor's findings: what is broken or degraded with the step that mends it, and in one line what is well.
import type { Condition, Finding } from '../../src/doctor/finding.js';
import { buttons } from './button.js';
import { isWide, onCard, plain } from './plain.js';
import type { Reader, View } from './view.js';
import { counted, moment } from './when.js';
import { inText, type Sign, type Tone } from './words.js';

type Ill = Exclude<Condition, 'ok'>;

const SIGN: Readonly<Record<Ill, Sign>> = {
  broken: { mark: '⚠', tone: 'attention' },
  degraded: { mark: '●', tone: 'warning' },
  unchecked: { mark: '?', tone: 'default' },
};
const WORD: Readonly<Record<Ill, string>> = { broken: 'broken', degraded: 'degraded', unchecked: 'not checked' };
/** The worst first. */
const ORDER: readonly Ill[] = ['broken', 'degraded', 'unchecked'];

/** More of them do not fit a card; the command line shows all. */
const MOST_ROWS = 8;
const DETAIL_LIMIT = 300;
/** A command in full: cut short it would do something else, or nothing. */
const MEND_LIMIT = 600;
const FINE_LIMIT = 700;

/** The doctor card. */
export function doctorView(findings: readonly Finding[], reader: Reader): View<'doctor'> {
  const ill = ORDER.flatMap((condition) => findings.filter((finding) => finding.condition === condition));
  const shown = ill.slice(0, MOST_ROWS);
  const more = ill.length - shown.length;
  const fine = findings.filter(({ condition }) => condition === 'ok').map(({ title }) => title);
  const { text, tone } = headline(findings);
  return {
    card: 'doctor',
    summary: text,
    data: {
      tone,
      headline: text,
      rows: shown.map(rowOf),
      more: more === 0 ? '' : `And ${counted(more, 'more line')}: npm run doctor shows them all.`,
      fine: onCard(fine.join(', '), FINE_LIMIT),
      readAt: `Examined ${moment(reader.now, reader)}`,
      buttons: buttons([{ title: 'Examine again', verb: 'doctor' }]),
    },
  };
}

function headline(findings: readonly Finding[]): { readonly text: string; readonly tone: Tone } {
  const count = (condition: Condition): number => findings.filter((finding) => finding.condition === condition).length;
  const [broken, degraded, unchecked] = [count('broken'), count('degraded'), count('unchecked')];
  if (broken > 0) {
    const rest = degraded > 0 ? `, ${degraded} degraded` : '';
    return { text: `⚠ ${broken} ${broken === 1 ? 'thing is' : 'things are'} broken${rest}`, tone: 'attention' };
  }
  if (degraded > 0) return { text: `● It works, with ${counted(degraded, 'thing')} degraded`, tone: 'warning' };
  if (unchecked > 0) return { text: `✓ All that could be checked is well; ${unchecked} could not`, tone: 'good' };
  return { text: '✓ All is well', tone: 'good' };
}

function rowOf({ condition, title, detail, mend }: Finding) {
  const kind: Ill = condition === 'ok' ? 'unchecked' : condition;
  const { mark, tone } = inText(SIGN[kind]);
  return {
    mark,
    colour: tone,
    name: onCard(title),
    word: WORD[kind],
    detail: onCard(detail, DETAIL_LIMIT),
    ...mendOf(mend),
  };
}

/** What is copied must be the command: it is never broken up for narrow screens. One too wide for them stands in a block of its own, which scrolls. */
function mendOf(mend: Finding['mend']): { readonly mend: string; readonly command: string } {
  const text = mend === null ? '' : plain(mend, MEND_LIMIT);
  return isWide(text) ? { mend: '', command: text } : { mend: text, command: '' };
}
