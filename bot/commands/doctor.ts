// `doctor`: looks at everything the bot needs, and says what mends what is broken.
import { command } from '../command.js';
import { doctorView } from '../views/doctor.js';

export const doctor = command<null>({
  name: 'doctor',
  aliases: ['check', 'health', 'diagnose'],
  usage: '',
  summary: 'Check settings, permissions, groups and connections, and say what mends each.',
  role: 'operator',
  discloses: true,
  changesNothing: true,
  menu: [],
  fromText: () => null,
  fromCard: () => null,
  async run(_input, { reader, correlationId }, { examine }) {
    return { kind: 'card', view: doctorView(await examine(correlationId), reader) };
  },
});
