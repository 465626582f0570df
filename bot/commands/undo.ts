// Undo: asks for a time in which what a request blocked may sign in again.
import { Refused } from '../../src/failure.js';
import { command } from '../command.js';
import { loadRequest, type RequestInput, requestFromCard, requestFromText } from '../request-reply.js';
import { askView } from '../views/ask.js';

export const undo = command<RequestInput>({
  name: 'undo',
  aliases: [],
  usage: '<id>',
  summary: 'Ask for what a request blocked to be allowed for a time.',
  role: 'operator',
  discloses: true,
  menu: [],
  fromText: requestFromText,
  fromCard: requestFromCard,
  async run({ requestId }, { reader }, services) {
    const request = await loadRequest(requestId, services);
    const blocked = request.items.filter(({ outcome }) => outcome?.kind === 'blocked');
    if (blocked.length === 0) {
      const reasons = [`Request ${request.id} blocked no mailbox.`];
      throw new Refused({ kind: 'nothing-to-ask', action: 'unblock', reasons });
    }
    const pattern = services.settings.reasonPattern?.source ?? null;
    const view = askView({
      action: 'unblock',
      mailboxes: blocked,
      reason: '',
      until: null,
      owner: '',
      reader,
      pattern,
    });
    return { kind: 'message', view };
  },
});
