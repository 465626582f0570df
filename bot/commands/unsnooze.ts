// `unsnooze`: an alert speaks up again before its snooze is over.
import { unsnoozeFinding } from '../../src/alerts/act-on-finding.js';
import { command } from '../command.js';
import {
  doneWith,
  type FindingSaid,
  findFinding,
  findingFromCard,
  findingFromText,
  orChoose,
} from '../finding-reply.js';

export const unsnooze = command<FindingSaid>({
  name: 'unsnooze',
  aliases: ['wake'],
  usage: '<id | mailbox>',
  summary: 'End the snooze of an alert before its time.',
  role: 'reader',
  discloses: true,
  menu: [],
  fromText: findingFromText,
  fromCard: findingFromCard,
  run: (said, turn, services) =>
    orChoose('unsnooze', said, async () => {
      const { finding } = await findFinding(said, services);
      const done = await unsnoozeFinding(finding.id, turn.actor, services.alerts);
      return doneWith(done, 'It is open again.', turn, services);
    }),
});
