// The card of one finding: what was found, how dangerous it is, who did it, how it stands.
import type { CheckFinding, Finding, MailboxFinding } from '../../src/alerts/finding.js';
import type { Step } from './button.js';
import { STEP } from './button.js';
import type { Fact } from './evidence.js';
import { FINDING_TITLE, findingTone, stateSentence, turnSentence, whoSentence } from './finding-words.js';
import { keyOf } from './identity.js';
import { noticeView } from './notice.js';
import { plainName } from './plain.js';
import type { Reader, View } from './view.js';
import { moment } from './when.js';
import { EVIDENCE_WORD, typeWord } from './words.js';

/** @param isCopy an earlier message with the same card may stand beside it */
export function findingView(finding: Finding, reader: Reader, isCopy: boolean): View<'notice'> {
  const isOver = finding.state.kind === 'closed';
  const title = `${isOver ? '✓' : '⚠'} ${FINDING_TITLE[finding.kind]}${isOver ? ': closed' : ''}`;
  const copy = isCopy ? ' This message may be a copy of an earlier one.' : '';
  return noticeView({
    title,
    tone: findingTone(finding),
    text: `${stateSentence(finding.state, reader)}${copy}`,
    facts: finding.about === 'mailbox' ? mailboxFacts(finding, reader) : checkFacts(finding, reader),
    steps: isOver ? [] : stepsOf(finding),
  });
}

function mailboxFacts({ mailbox, risk, turns, who, firstSeenAt }: MailboxFinding, reader: Reader): readonly Fact[] {
  const enabledBy = whoSentence(who, reader);
  return [
    { label: 'Mailbox', value: `${plainName(mailbox.displayName)} · ${typeWord(mailbox.type)}` },
    { label: 'Address', value: mailbox.address },
    { label: 'Object id', value: mailbox.objectId },
    { label: 'Risk', value: EVIDENCE_WORD[risk] },
    ...(enabledBy === null ? [] : [{ label: 'Enabled by', value: enabledBy }]),
    ...turns.map((turn) => ({ label: 'Since then', value: turnSentence(turn, reader) })),
    { label: 'Found', value: moment(firstSeenAt, reader) },
  ];
}

function checkFacts({ problems, firstSeenAt }: CheckFinding, reader: Reader): readonly Fact[] {
  return [
    ...problems.map((value) => ({ label: 'Problem', value })),
    { label: 'Since', value: moment(firstSeenAt, reader) },
  ];
}

function stepsOf(finding: Finding): readonly Step[] {
  if (finding.about === 'check') return [STEP.scan];
  const values = { mailbox: keyOf(finding.mailbox) };
  const status: Step = { title: 'Status', verb: 'status', values };
  // What the bot cannot block, status explains.
  return finding.mailbox.obstacle === null ? [{ title: 'Request block', verb: 'block', values }, status] : [status];
}
