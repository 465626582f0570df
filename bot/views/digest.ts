// The card of many findings at once: how many, the worst of them, and where the rest is.
import type { Digest, DigestReason } from '../../src/alerts/digest.js';
import type { Finding } from '../../src/alerts/finding.js';
import { STEP } from './button.js';
import { FINDING_TITLE } from './finding-words.js';
import { noticeView } from './notice.js';
import { plainName } from './plain.js';
import type { View } from './view.js';
import { counted, number } from './when.js';
import { EVIDENCE_WORD, typeWord } from './words.js';

export interface DigestFacts {
  readonly digest: Digest;
  /** As this conversation hears of them. */
  readonly total: number;
  readonly open: number;
  /** The worst first, a few of them. */
  readonly worst: readonly Finding[];
}

const TITLES: Readonly<Record<DigestReason, (open: number) => string>> = {
  'first-run': (open) => `${counted(open, 'mailbox', 'mailboxes')} can sign in`,
  flood: (open) => `${counted(open, 'new finding')} at once`,
  escalation: (open) => `${counted(open, 'finding')} nobody took care of`,
  woken: (open) => `${counted(open, 'finding')} whose snooze is over`,
  subscribed: (open) => `${counted(open, 'finding')} open now`,
};

export function digestView({ digest, total, open, worst }: DigestFacts): View<'notice'> {
  const isOver = open === 0;
  const title = isOver ? `✓ ${counted(total, 'finding')}: all closed` : `⚠ ${TITLES[digest.reason](open)}`;
  const more = open - worst.length;
  const rest = more > 0 ? ` The worst are shown, ${number(more)} more are in the list.` : '';
  return noticeView({
    title,
    tone: isOver ? 'good' : 'attention',
    text: isOver
      ? 'What was found is as it should be again, or gone.'
      : `${number(total - open)} of ${number(total)} are closed.${rest}`,
    facts: worst.map(factOf),
    steps: isOver ? [] : [STEP.listExposed],
  });
}

function factOf(finding: Finding): { readonly label: string; readonly value: string } {
  if (finding.about === 'check') return { label: 'Check', value: FINDING_TITLE[finding.kind] };
  const { displayName, type } = finding.mailbox;
  return { label: typeWord(type), value: `${plainName(displayName)}: ${EVIDENCE_WORD[finding.risk]}` };
}
