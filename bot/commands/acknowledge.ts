// `acknowledge`: somebody takes care of an alert, so that it is not escalated.
import { acknowledgeFinding } from '../../src/alerts/act-on-finding.js';
import { command } from '../command.js';
import {
  doneWith,
  type FindingSaid,
  findFinding,
  findingFromCard,
  findingFromText,
  orChoose,
} from '../finding-reply.js';

export const acknowledge = command<FindingSaid>({
  name: 'acknowledge',
  aliases: ['ack'],
  usage: '<id | mailbox>',
  summary: 'Say that you take care of an alert: it is not escalated then.',
  role: 'reader',
  discloses: true,
  menu: [],
  fromText: findingFromText,
  fromCard: findingFromCard,
  run: (said, turn, services) =>
    orChoose('acknowledge', said, async () => {
      const { finding } = await findFinding(said, services);
      const done = await acknowledgeFinding(finding.id, turn.actor, services.alerts);
      return doneWith(done, 'You take care of it. It closes by itself when it is fixed.', turn, services);
    }),
});
