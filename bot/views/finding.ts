// The card of one finding: what was found, how dangerous it is, who did it, how it stands, and what can be done.
import type { CheckFinding, Finding, MailboxFinding } from '../../src/alerts/finding.js';
import { isClosed } from '../../src/alerts/finding.js';
import type { Request } from '../../src/approvals/request.js';
import { approvalsOf } from '../../src/approvals/transitions.js';
import type { Exemption, SignInHistory } from '../../src/mailboxes/mailbox.js';
import { type Advice, adviceAgainst } from './advice.js';
import { buttons, STEP, type Step } from './button.js';
import { COPY } from './copy.js';
import { type Fact, impactOf, ownSignIn } from './evidence.js';
import { exemptionLine } from './exemption.js';
import {
  findingHeadline,
  findingSentence,
  findingTone,
  RISK_SIGN,
  stateSentence,
  stateSign,
  turnSentence,
  whoSentence,
} from './finding-words.js';
import { identity, keyOf } from './identity.js';
import type { Mention } from './mentions.js';
import { nameOnCard, onCard, plain, reasonOnCard } from './plain.js';
import type { Reader, View } from './view.js';
import { momentAndAge } from './when.js';
import { EVIDENCE_WORD, typeWord } from './words.js';

export interface FindingFacts {
  readonly finding: Finding;
  readonly reader: Reader;
  readonly mode: 'enforce' | 'watch';
  /** An earlier message with the same card may stand beside it. */
  readonly isCopy: boolean;
  /** What was read last of how the account is used; null where nothing was. */
  readonly history: SignInHistory | null;
  /** The request that ended it; null when none did. */
  readonly endedBy: Request | null;
  /** What a finding about an exemption is about; null for all others. */
  readonly exemption: Exemption | null;
  /** Of an escalated one: whether the message about that has arrived with an approver. */
  readonly approversHeard: boolean;
  /** Who has to act and should be named in a place. */
  readonly mentions: readonly Mention[];
}

/** The alert card. Only a mailbox that the bot may block gets a button for it; what it may not comes with the next step. */
export function findingView(facts: FindingFacts): View<'finding'> {
  const { finding, reader, isCopy, approversHeard, mentions } = facts;
  const { headline, name } = { headline: findingHeadline(finding), name: headOf(finding) };
  const isOver = isClosed(finding);
  const called = isOver ? [] : mentions;
  return {
    card: 'finding',
    summary: `${headline}${name.name === '' ? '' : `: ${name.name}`}`,
    data: {
      tone: findingTone(finding),
      headline,
      ...name,
      risk: riskOf(facts),
      sentence: findingSentence(finding),
      facts: factsOf(facts).map(({ label, value }) => ({ label, value: onCard(value, 600) })),
      steps: isOver ? [] : nextSteps(facts),
      state: { ...stateSign(finding.state), text: onCard(stateSentence(finding.state, approversHeard, reader), 400) },
      call: called.length === 0 ? '' : `Somebody has to take care of it: ${called.map(({ text }) => text).join(', ')}`,
      mentions: called,
      note: isCopy ? COPY : '',
      readAt: `Alert ${finding.id} · found ${momentAndAge(finding.firstSeenAt, reader)}`,
      ...actionsOf(facts),
    },
  };
}

function headOf(finding: Finding): Pick<View<'finding'>['data'], 'name' | 'address' | 'objectId'> {
  if (finding.about === 'check') return { name: '', address: '', objectId: '' };
  const { name, address, objectId } = identity(finding.mailbox);
  return { name, address, objectId: `${typeWord(finding.mailbox.type)} mailbox · ${objectId}` };
}

function riskOf({ finding, history }: FindingFacts): View<'finding'>['data']['risk'] {
  if (finding.about === 'check') return { mark: '', tone: 'default', word: '', why: '' };
  // What was read since of its sign-ins is not called unknown.
  const isUnused = history?.availability === 'known' && history.lastSuccessAt === null;
  const why = finding.risk === 'not-known' && isUnused ? 'never-used' : finding.risk;
  return { ...RISK_SIGN[finding.risk], why: EVIDENCE_WORD[why] };
}

function factsOf(facts: FindingFacts): readonly Fact[] {
  const { finding, reader } = facts;
  const { state } = finding;
  const about = finding.about === 'mailbox' ? mailboxFacts(finding, facts) : checkFacts(finding);
  const why = state.kind === 'snoozed' ? [{ label: 'Why it waits', value: reasonOnCard(state.reason) }] : [];
  return [...about, ...why, ...endFacts(facts.endedBy, reader)];
}

function mailboxFacts({ who, turns }: MailboxFinding, facts: FindingFacts): readonly Fact[] {
  const { finding, history, exemption, reader } = facts;
  const enabledBy = whoSentence(who, reader);
  const agreed = finding.kind === 'exemption-ended' ? 'Was exempt' : 'Exempt';
  const stops = isClosed(finding) ? [] : impactOf(history);
  return [
    ...(enabledBy === null ? [] : [{ label: 'Enabled by', value: enabledBy }]),
    ...(exemption === null ? [] : [{ label: agreed, value: exemptionLine(exemption, reader) }]),
    ...turns.map((turn) => ({ label: 'Since then', value: turnSentence(turn, reader) })),
    { label: 'Own sign-in', value: ownSignIn(history, reader) },
    ...(stops.length === 0 ? [] : [{ label: 'A block stops', value: stops.join(' ') }]),
  ];
}

function checkFacts(finding: CheckFinding): readonly Fact[] {
  const label = isClosed(finding) ? 'What was wrong' : 'What is wrong';
  return finding.problems.map((value) => ({ label, value }));
}

/** Who had it blocked or exempted. Outside text: for TextRuns only. */
function endFacts(request: Request | null, reader: Reader): readonly Fact[] {
  if (request === null) return [];
  const approvers = approvalsOf(request).map(({ by }) => nameOnCard(by.name));
  return [
    { label: 'Asked by', value: `${nameOnCard(request.requester.name)}: ${reasonOnCard(request.reason)}` },
    ...(approvers.length === 0 ? [] : [{ label: 'Approved by', value: approvers.join(', ') }]),
    { label: 'Asked', value: momentAndAge(request.createdAt, reader) },
  ];
}

/** What a person must do where the bot cannot block. */
function nextSteps({ finding, mode }: FindingFacts): Advice['steps'] {
  if (finding.about === 'check') return [];
  const { obstacle, userPrincipalName } = finding.mailbox;
  if (obstacle !== null) {
    const { sentence, steps } = adviceAgainst(obstacle, userPrincipalName);
    return [{ text: sentence, font: 'Default' }, ...steps];
  }
  return mode === 'watch' ? [{ text: BY_HAND, font: 'Default' }] : [];
}

const BY_HAND =
  'This bot only watches. Block sign-in in the Microsoft 365 admin center: Users, Active users, the account, Block sign-in.';

type Actions = Pick<
  View<'finding'>['data'],
  'canRequest' | 'canSnooze' | 'isMailbox' | 'findingId' | 'mailbox' | 'reason' | 'buttons' | 'more' | 'hasMore'
>;

/** Four at first sight; where there would be five, Exempt stands in the fields of Snooze alone. */
function actionsOf({ finding, mode }: FindingFacts): Actions {
  const isOver = isClosed(finding);
  const isMailbox = finding.about === 'mailbox';
  const canRequest = !isOver && isMailbox && mode === 'enforce' && finding.mailbox.obstacle === null;
  const more = isOver ? [] : besides(finding, canRequest);
  return {
    ...{ canRequest, isMailbox, findingId: finding.id },
    canSnooze: !isOver && finding.state.kind !== 'snoozed',
    mailbox: isMailbox ? keyOf(finding.mailbox) : '',
    reason: plain(`Alert ${finding.id}: ${findingHeadline(finding).replace(/^\S+ /u, '')}`, 200),
    buttons: buttons(stepsOf(finding, canRequest)),
    more: buttons(more),
    hasMore: more.length > 0,
  };
}

/** The next deeds, at the end of the card. */
function stepsOf(finding: Finding, canRequest: boolean): readonly Step[] {
  const { id, state } = finding;
  if (isClosed(finding)) return finding.about === 'check' ? [] : [details(finding)];
  const unsnooze: readonly Step[] =
    state.kind === 'snoozed' ? [{ title: 'Unsnooze', verb: 'unsnooze', values: { findingId: id } }] : [];
  if (finding.about === 'check') return [...unsnooze, STEP.scan];
  return canRequest ? unsnooze : [...unsnooze, exempt(finding)];
}

/** What stands beside its state. */
function besides(finding: Finding, canRequest: boolean): readonly Step[] {
  const { id, state } = finding;
  const isUntended = state.kind === 'open' || state.kind === 'escalated';
  const tend: readonly Step[] = isUntended
    ? [{ title: 'I take care of it', verb: 'acknowledge', values: { findingId: id } }]
    : [];
  if (finding.about === 'check') return tend;
  return [...tend, ...(canRequest && !isUntended ? [exempt(finding)] : []), details(finding)];
}

function details({ mailbox }: MailboxFinding): Step {
  return { title: 'Details', verb: 'status', values: { mailbox: keyOf(mailbox) } };
}

function exempt({ mailbox }: MailboxFinding): Step {
  return { title: 'Exempt', verb: 'exempt', values: { mailbox: keyOf(mailbox) } };
}
