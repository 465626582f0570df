// Findings as rows of a list, and what a number of them is made of.
import type { CardData } from '../../cards/index.js';
import { FINDING_KINDS, type Finding, type FindingKind, RISKS, type Risk } from '../../src/alerts/finding.js';
import type { FindingPage, Tally } from '../../src/alerts/ports.js';
import { FINDING_TITLE, RISK_SIGN, stateSign } from './finding-words.js';
import { identity, shortName } from './identity.js';
import { plainName } from './plain.js';
import { counted, number } from './when.js';
import { EVIDENCE_WORD, inText, typeWord } from './words.js';

type Row = CardData['findings']['rows'][number];

/** Findings on one page of a card. */
export const FINDINGS_A_PAGE = 10;

/** Outside text: for TextRuns only. */
export function findingRow(finding: Finding): Row {
  const { id, kind, state } = finding;
  const how = HOW[state.kind](state.kind === 'acknowledged' ? plainName(state.by.name) : '');
  if (finding.about === 'check') {
    const sign = state.kind === 'closed' ? stateSign(state) : { mark: '⚠', tone: 'attention' as const };
    const about = ['the bot’s own check', how].filter(Boolean).join(' · ');
    return { ...sign, name: FINDING_TITLE[kind], address: '', about, title: 'Open the alert', findingId: id };
  }
  const { name, address } = identity(finding.mailbox);
  const sign = state.kind === 'closed' ? stateSign(state) : inText(RISK_SIGN[finding.risk]);
  const parts = [typeWord(finding.mailbox.type), KIND_WORD[kind], EVIDENCE_WORD[finding.risk], how];
  const about = parts.filter(Boolean).join(' · ');
  return { ...sign, name, address, about, title: `Open ${shortName(finding.mailbox)}`, findingId: id };
}

const HOW: { readonly [K in Finding['state']['kind']]: (by: string) => string } = {
  open: () => '',
  escalated: () => 'escalated',
  snoozed: () => 'snoozed',
  acknowledged: (by) => `${by} takes care of it`,
  closed: () => 'closed',
};

/** Kinds in the middle of a line. */
export const KIND_WORD: Readonly<Record<FindingKind, string>> = {
  new: 'new',
  're-enabled': 'allowed again',
  converted: 'converted',
  'never-blocked': 'never blocked',
  'exemption-worsened': 'exempt, and worse than agreed',
  'exemption-ended': 'exemption ended',
  'direct-sign-in': 'signed in to directly',
  'check-failed': 'check failed',
  'check-partial': 'check partial',
};

/** "By kind: 8 never blocked, 1 new. By risk: 1 high risk, 8 lower risk." Our own words. */
export function breakdown({ byKind, byRisk, open }: Tally): string {
  if (open === 0) return '';
  const kinds = FINDING_KINDS.filter((kind) => (byKind[kind] ?? 0) > 0).map(
    (kind) => `${number(byKind[kind] ?? 0)} ${KIND_WORD[kind]}`,
  );
  const risks = RISKS.filter((risk) => (byRisk[risk] ?? 0) > 0).map(
    (risk) => `${number(byRisk[risk] ?? 0)} ${shortRisk(risk)}`,
  );
  const risk = risks.length === 0 ? '' : ` By risk: ${risks.join(', ')}.`;
  return `By kind: ${kinds.join(', ')}.${risk}`;
}

function shortRisk(risk: Risk): string {
  const { word } = RISK_SIGN[risk];
  const why = risk === 'converted' || risk === 'password-set' ? ` (${EVIDENCE_WORD[risk]})` : '';
  return `${word.toLowerCase()}${why}`;
}

/** "1 to 10 of 2,000 open, the worst first. Select one to open it." */
export function rowsHeading({ rows, total, page, pageSize }: FindingPage): string {
  if (total === 0) return '';
  if (rows.length === 0) return `There is no page ${number(page + 1)}; ${counted(total, 'open alert')} in all.`;
  if (total === 1) return 'Select it to open it.';
  if (rows.length === total) return `${number(total)} open, the worst first. Select one to open it.`;
  const first = page * pageSize + 1;
  const shown = `${number(first)} to ${number(first + rows.length - 1)} of ${number(total)}`;
  return `${shown} open, the worst first. Select one to open it.`;
}

/** Which pages there are before and after. */
export function pagingOf(
  { total, page, pageSize }: FindingPage,
  verb: 'alerts' | 'digest',
  digestId: string,
): CardData['findings']['paging'] {
  const last = Math.max(0, Math.ceil(total / pageSize) - 1);
  return {
    ...{ verb, digestId, previous: Math.max(0, Math.min(page - 1, last)), next: page + 1 },
    ...{ hasPrevious: page > 0, hasNext: page < last },
  };
}
