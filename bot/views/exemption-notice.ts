// Tells the owner of an exemption that it ends soon, or has ended.
import type { ExemptionNotice } from '../../src/delivery/notice.js';
import type { Step } from './button.js';
import { keyOf } from './identity.js';
import { noticeView } from './notice.js';
import { plainName } from './plain.js';
import type { Reader, View } from './view.js';
import { moment } from './when.js';
import { type Tone, typeWord } from './words.js';

/** The card of an exemption's end. */
export function exemptionNoticeView(notice: ExemptionNotice, reader: Reader): View<'notice'> {
  const { mailbox, ownerName, reason, requestId, until } = notice;
  const { title, tone, text } = TEXTS[notice.state](notice, reader);
  return noticeView({
    title,
    tone,
    text,
    facts: [
      { label: 'Mailbox', value: `${plainName(mailbox.displayName)} · ${typeWord(mailbox.type)}` },
      { label: 'Address', value: mailbox.address },
      { label: 'Object id', value: mailbox.objectId },
      { label: 'Answers for it', value: ownerName },
      { label: 'Why', value: reason },
      { label: 'Ends', value: moment(until, reader) },
      { label: 'Agreed in', value: `Request ${requestId}` },
    ],
    steps: stepsOf(notice),
  });
}

interface Text {
  readonly title: string;
  readonly tone: Tone;
  readonly text: string;
}

const TEXTS: Readonly<Record<ExemptionNotice['state'], (notice: ExemptionNotice, reader: Reader) => Text>> = {
  ending: ({ until, blocksAtEnd }, reader) => ({
    title: '⏳ An exemption ends soon',
    tone: 'accent',
    text: `Sign-in of this mailbox is allowed until ${moment(until, reader)}. ${
      blocksAtEnd ? 'Then it is blocked again.' : 'After that it counts as exposed.'
    } If it is needed for longer, ask for a later end now; otherwise there is nothing to do.`,
  }),
  ended: ({ exemption }) => ({
    title: '⚠ An exemption has ended',
    tone: 'attention',
    text:
      exemption === 'unblock'
        ? 'The bot is in watch mode and blocks nothing, so this mailbox can still sign in. Block it in the Microsoft 365 admin center.'
        : 'This mailbox can still sign in and counts as exposed from now on. Ask for a block, or for another exemption.',
  }),
  extended: () => ({
    title: '✓ The exemption was prolonged',
    tone: 'good',
    text: 'Another end was agreed on since; status shows it.',
  }),
  blocked: () => ({
    title: '✓ The exemption is over',
    tone: 'good',
    text: 'Sign-in of this mailbox was blocked before the end.',
  }),
};

function stepsOf({ state, mailbox }: ExemptionNotice): readonly Step[] {
  const values = { mailbox: keyOf(mailbox) };
  const status: Step = { title: 'Status', verb: 'status', values };
  if (state === 'extended' || state === 'blocked') return [status];
  const prolong: Step = { title: 'Prolong', verb: 'exempt', values };
  return state === 'ended' ? [{ title: 'Request block', verb: 'block', values }, prolong, status] : [prolong, status];
}
