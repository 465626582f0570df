// `scan`: reads the whole tenant again, now.
import { command } from '../command.js';
import { scanView } from '../views/scan.js';

export const scan = command<null>({
  name: 'scan',
  aliases: ['rescan', 'refresh'],
  usage: '',
  summary: 'Read the whole tenant again.',
  role: 'reader',
  menu: [],
  discloses: true,
  changesNothing: true,
  fromText: () => null,
  fromCard: () => null,
  async run(_input, { reader, actor }, { scanner }) {
    return { kind: 'card', view: scanView(await scanner.scan(`asked by ${actor.objectId}`), reader) };
  },
});
