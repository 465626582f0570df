// Everything else the bot says: greetings, help, questions, refusals and notices.

import { sentenceFor } from '../../../bot/refusal.js';
import { STEP } from '../../../bot/views/button.js';
import { choicesView } from '../../../bot/views/choices.js';
import type { CommandHelp } from '../../../bot/views/help.js';
import { helpView } from '../../../bot/views/help.js';
import { noticeView } from '../../../bot/views/notice.js';
import { refusalView } from '../../../bot/views/refusal.js';
import { welcomeView } from '../../../bot/views/welcome.js';
import { workingView } from '../../../bot/views/working.js';
import { hostileNames } from '../hostile.js';
import { idOf, mailboxOf } from './people.js';
import type { Scene } from './scene.js';

const entry = (name: string, usage: string, summary: string, role: CommandHelp['role']): CommandHelp => ({
  name,
  usage,
  summary,
  role,
  hidden: false,
});

const COMMANDS: readonly CommandHelp[] = [
  entry('help', '', 'Shows these commands.', 'anyone'),
  entry('list', '[verdict] [type] [text]', 'Lists the mailboxes with their sign-in status.', 'reader'),
  entry('status', '<mailbox>', 'Shows one mailbox in full, read afresh.', 'reader'),
  entry('scan', '', 'Reads the whole tenant again.', 'operator'),
  entry('block', '<mailbox…> <reason>', 'Asks for a block, which a second person decides.', 'operator'),
  entry('requests', '', 'Lists the requests, open ones first.', 'reader'),
  entry('approve', '<id>', 'Approves a request of somebody else.', 'approver'),
  entry('deny', '<id> <reason>', 'Denies a request.', 'approver'),
  entry('admit', 'here', 'Allows tenant data in this chat or channel.', 'approver'),
];

export function choice(
  displayName: string,
  index: number,
): { objectId: string; displayName: string; address: string; type: string } {
  const { address, type } = mailboxOf(displayName, index);
  return { objectId: idOf(index), displayName, address, type };
}

const hostileChoices = hostileNames.slice(0, 10).map(choice);

export const answerScenes: readonly Scene[] = [
  { name: 'welcome', view: welcomeView('personal') },
  { name: 'welcome-channel', view: welcomeView('channel') },
  { name: 'help', view: helpView(COMMANDS) },
  {
    name: 'choices',
    view: choicesView({
      said: 'desk',
      choices: [choice('Front Desk', 1), choice('Front Desk', 2), choice('Help Desk', 3)],
      more: 0,
      verb: 'status',
      reason: null,
    }),
  },
  {
    name: 'choices-reason',
    view: choicesView({
      said: 'desk',
      choices: [choice('Front Desk', 1), choice('Help Desk', 3)],
      more: 4,
      verb: 'block',
      reason: 'Never used, INC-7',
    }),
  },
  {
    name: 'choices-hostile',
    view: choicesView({
      said: hostileNames.join(' '),
      choices: hostileChoices,
      more: 1,
      verb: 'block',
      reason: hostileNames.join(' '),
    }),
  },
  {
    name: 'refusal',
    view: refusalView(sentenceFor({ kind: 'unknown-command', said: 'stauts', nearest: 'status' }), [
      STEP.list,
      STEP.help,
    ]),
  },
  {
    name: 'refusal-fault',
    view: refusalView('Something went wrong on my side. Nothing was changed. Try again.', [STEP.help], '4f9a1c'),
  },
  {
    name: 'refusal-hostile',
    view: refusalView(
      sentenceFor({
        kind: 'mailbox-not-found',
        said: hostileNames.join(' '),
        nearest: hostileChoices,
        scanWasPartial: true,
      }),
    ),
  },
  {
    name: 'notice',
    view: noticeView({
      title: '✓ This chat is admitted',
      text: 'Tenant data may now be shown here to everyone in the chat.',
      tone: 'good',
      facts: [{ label: 'Admitted by', value: 'Robin Meyer' }],
      steps: [STEP.list],
    }),
  },
  {
    name: 'notice-personal',
    view: noticeView({
      title: 'Ask me in a personal chat',
      text: 'Details of your tenant are not shown here until an approver has typed “admit here”.',
      steps: [STEP.admit],
    }),
  },
  { name: 'working', view: workingView() },
];
