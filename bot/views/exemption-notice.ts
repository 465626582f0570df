// Tells the owner of exemptions that they end soon, or have ended.
import type { ExemptedMailbox, ExemptionNotice, ExemptionState } from '../../src/delivery/notice.js';
import { STEP, type Step } from './button.js';
import type { Fact } from './evidence.js';
import { keyOf } from './identity.js';
import { noticeView } from './notice.js';
import { plain, plainName } from './plain.js';
import type { Reader, View } from './view.js';
import { counted, moment, momentAndAge } from './when.js';
import { type Tone, typeWord } from './words.js';

/** The card of the end of what one request exempted. */
export function exemptionNoticeView(notice: ExemptionNotice, reader: Reader): View<'notice'> {
  const { ownerName, reason, requestId, until, mailboxes } = notice;
  const { title, tone, text } = TEXTS[stateOf(mailboxes)](notice, reader);
  const mind = notice.insteadOf === 'owner' ? ` ${OWNER_NOT_TOLD}` : '';
  return noticeView({
    title,
    tone,
    text: `${text}${mind}`,
    facts: [
      ...mailboxFacts(mailboxes),
      { label: 'Owner', value: ownerName },
      { label: 'Why', value: reason },
      { label: 'Until', value: momentAndAge(until, reader) },
      { label: 'Agreed in', value: `Request ${requestId}` },
    ],
    steps: stepsOf(notice),
  });
}

const OWNER_NOT_TOLD =
  'The owner could not be told: there is no chat of theirs with me, or their account is gone. You are told instead.';

/** What matters most of all that became of them. */
function stateOf(mailboxes: readonly ExemptedMailbox[]): ExemptionState {
  const found = (['ending', 'ended', 'extended'] as const).find((state) =>
    mailboxes.some((mailbox) => mailbox.state === state),
  );
  return found ?? 'blocked';
}

interface Text {
  readonly title: string;
  readonly tone: Tone;
  readonly text: string;
}

const TEXTS: Readonly<Record<ExemptionState, (notice: ExemptionNotice, reader: Reader) => Text>> = {
  ending: ({ until, blocksAtEnd, mailboxes }, reader) => ({
    title: '⏳ An exemption ends soon',
    tone: 'accent',
    text: `Sign-in of ${these(mailboxes, 'ending')} is allowed until ${moment(until, reader)}. ${
      blocksAtEnd ? 'Then it is blocked again.' : 'After that it counts as any other that can sign in.'
    } If it is needed for longer, ask for a later end now; otherwise there is nothing to do.`,
  }),
  ended: (notice) =>
    notice.follow === null
      ? { title: '⚠ An exemption has ended', tone: 'attention', text: afterTheEnd(notice) }
      : {
          title: '⏳ An exemption has ended',
          tone: 'accent',
          text: `Sign-in of ${these(notice.mailboxes, 'ended')} is being blocked again, as agreed: request ${notice.follow}.`,
        },
  extended: () => ({
    title: '✓ Another end was agreed on',
    tone: 'good',
    text: 'The exemption goes on with another term; status shows it.',
  }),
  blocked: () => ({
    title: '✓ The exemption is over',
    tone: 'good',
    text: 'Sign-in is blocked.',
  }),
};

function afterTheEnd({ exemption, mailboxes }: ExemptionNotice): string {
  const open = `Sign-in of ${these(mailboxes, 'ended')} is still allowed.`;
  return exemption === 'unblock'
    ? `${open} The bot is in watch mode and blocks nothing: block it in the Microsoft 365 admin center.`
    : `${open} From now on it counts as any other that can sign in. Ask for a block, or for another exemption.`;
}

function these(mailboxes: readonly ExemptedMailbox[], state: ExemptionState): string {
  const concerned = mailboxes.filter((mailbox) => mailbox.state === state).length;
  return concerned === 1 ? 'this mailbox' : counted(concerned, 'mailbox', 'mailboxes');
}

const MOST_NAMED = 10;

function mailboxFacts(mailboxes: readonly ExemptedMailbox[]): readonly Fact[] {
  const [only] = mailboxes;
  if (mailboxes.length === 1 && only !== undefined) {
    return [
      { label: 'Mailbox', value: described(only, []) },
      { label: 'Address', value: only.address },
      { label: 'Object id', value: only.objectId },
    ];
  }
  const named = mailboxes.slice(0, MOST_NAMED).map((one) => ({
    label: 'Mailbox',
    // The notice breaks it where a phone needs that; cut any shorter, an address names no mailbox.
    value: described(one, [plain(one.address, 64)]),
  }));
  const more = mailboxes.length - named.length;
  return more > 0 ? [...named, { label: 'And', value: counted(more, 'other') }] : named;
}

const STATE_WORD: Readonly<Record<ExemptionState, string>> = {
  ending: '',
  ended: '',
  extended: 'another end was agreed on',
  blocked: 'sign-in blocked',
};

/** Outside text: for TextRuns only. */
function described({ displayName, type, state, verdict }: ExemptedMailbox, more: readonly string[]): string {
  const name = plain(plainName(displayName), 60);
  return [name, typeWord(type), ...more, STATE_WORD[state], verdict ?? ''].filter((part) => part !== '').join(' · ');
}

/** More ids than these do not fit into a button. */
const MOST_AT_ONCE = 20;

function stepsOf(notice: ExemptionNotice): readonly Step[] {
  const { mailboxes, exemption, follow, blocksAtEnd } = notice;
  const state = stateOf(mailboxes);
  const concerned = mailboxes.filter((mailbox) => mailbox.state === state);
  const [only] = concerned;
  const status: Step =
    concerned.length === 1 && only !== undefined
      ? { title: 'Status', verb: 'status', values: { mailbox: keyOf(only) } }
      : STEP.listExempt;
  if (state === 'ended' && follow !== null) {
    return [{ title: 'Open request', verb: 'request', values: { requestId: follow } }, status];
  }
  if (state === 'extended' || state === 'blocked' || concerned.length > MOST_AT_ONCE) return [status];
  const values = { mailbox: concerned.map(keyOf).join(',') };
  // What is to be blocked at its end is prolonged so that it still is.
  const prolong: Step = { title: 'Prolong', verb: blocksAtEnd ? exemption : 'exempt', values };
  const block: Step = { title: state === 'ended' ? 'Request block' : 'Block now', verb: 'block', values };
  // A bot that only watches takes no request for a block.
  const watches = exemption === 'unblock' && !blocksAtEnd;
  if (watches) return [prolong, status];
  return state === 'ended' ? [block, prolong] : [prolong, block];
}
