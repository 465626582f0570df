// Undo: asks for a time in which what a request blocked may sign in again, all of it or some.
import { draftRequest, keepAsking } from '../../src/approvals/draft-request.js';
import { undoable } from '../../src/approvals/left-over.js';
import { mailboxesAgain } from '../../src/approvals/mailboxes-again.js';
import { itemsNamed } from '../../src/approvals/name-items.js';
import { Refused } from '../../src/failure.js';
import { type Asked, isComplete, ownerOf, wantedBy } from '../ask.js';
import { command, type Reply, type Turn } from '../command.js';
import { takeOwner } from '../owner-words.js';
import { showAsking, showPreview } from '../preview-reply.js';
import { loadRequest, type RequestInput, requestFromCard, requestFromText } from '../request-reply.js';
import type { Services } from '../services.js';
import { readTargets } from '../targets.js';
import { takeTerm } from '../term-words.js';

export const undo = command<RequestInput>({
  name: 'undo',
  aliases: [],
  usage: '<id> [mailbox…] [for 2h <reason>]',
  summary: 'Ask for what a request blocked to be allowed for a time.',
  role: 'operator',
  discloses: true,
  changesNothing: true,
  menu: [],
  fromText: requestFromText,
  fromCard: requestFromCard,
  async run({ requestId, reason: words }, turn, services) {
    const request = await loadRequest(requestId, services);
    const blocked = undoable(request);
    if (blocked.length === 0) {
      const reasons = [`Request ${request.id} blocked no mailbox.`];
      throw new Refused({ kind: 'nothing-to-ask', action: 'unblock', reasons });
    }
    const { named, rest } = readTargets(words);
    const items = named.length === 0 ? blocked : itemsNamed(blocked, named, request.id);
    const { owner: ownerSaid, rest: others } = takeOwner(rest);
    const { until, rest: reason } = takeTerm(others, turn.reader);
    const owner = await ownerOf(ownerSaid, turn, services);
    const again = await mailboxesAgain(items, turn.correlationId, { ...services.fresh, ...services.store });
    const asked = { ...again, action: 'unblock', reason, until, owner, isUrgent: false } as const;
    return askFor({ ...asked, ownerSaid: ownerSaid ?? '' }, turn, services);
  },
});

/** Which ones, until when and why; straight to the preview where all of that was typed. */
async function askFor(asked: Asked, turn: Turn, services: Services): Promise<Reply> {
  const { settings, create } = services;
  const wanted = wantedBy(asked, turn);
  if (isComplete(asked)) {
    const draft = await draftRequest(wanted, settings, create);
    return { kind: 'message', ...(await showPreview(draft, 0, turn, services)) };
  }
  const draft = await keepAsking(wanted, 'choosing', settings, create);
  return { kind: 'message', view: showAsking(draft, 0, turn, services) };
}
