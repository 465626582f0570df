// `alert`: one alert as it stands now.
import { command } from '../command.js';
import {
  type FindingSaid,
  findFinding,
  findingFromCard,
  findingFromText,
  orChoose,
  showFinding,
} from '../finding-reply.js';

export const alert = command<FindingSaid>({
  name: 'alert',
  aliases: ['finding'],
  usage: '<id | mailbox>',
  summary: 'Show one alert as it stands now.',
  role: 'reader',
  discloses: true,
  changesNothing: true,
  menu: [],
  fromText: findingFromText,
  fromCard: findingFromCard,
  run: (said, turn, services) =>
    orChoose('alert', said, async () => showFinding((await findFinding(said, services)).finding, turn, services)),
});
