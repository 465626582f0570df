// Strike: an approver takes mailboxes off a pending request; shows them to choose from where none is named.
import { itemsNamed } from '../../src/approvals/name-items.js';
import type { Request } from '../../src/approvals/request.js';
import { strikeItems } from '../../src/approvals/strike-items.js';
import { isSamePerson, isStanding } from '../../src/approvals/transitions.js';
import { Refused } from '../../src/failure.js';
import { type CardValues, command, type Reply, type Turn } from '../command.js';
import { idsOf } from '../preview-reply.js';
import { sentenceFor } from '../refusal.js';
import {
  adoptCopy,
  loadRequest,
  type RequestInput,
  requestFromCard,
  requestFromText,
  showRequest,
} from '../request-reply.js';
import type { Services } from '../services.js';
import { readTargets } from '../targets.js';
import { strikeView } from '../views/strike.js';

interface StrikeInput extends RequestInput {
  /** Object ids that were ticked; null where the button only asks to choose. */
  readonly ticked: ReadonlySet<string> | null;
}

export const strike = command<StrikeInput>({
  name: 'strike',
  aliases: [],
  usage: '<id> <mailbox…>',
  summary: 'Take mailboxes off a pending request before you approve it.',
  role: 'approver',
  discloses: true,
  menu: [],
  fromText: (text) => ({ ...requestFromText(text), ticked: null }),
  fromCard: (values: CardValues) => ({
    ...requestFromCard(values),
    ticked: values['items'] === undefined ? null : idsOf(values, 'items'),
  }),
  async run(input, turn, services) {
    const request = await loadRequest(input.requestId, services);
    const objectIds = chosen(input, request);
    if (objectIds === null) return toChoose(request, input.page, turn);
    try {
      const after = await strikeOff(request, objectIds, input, turn, services);
      return await showRequest(after, 'approver', turn, services);
    } catch (error) {
      if (!isOutOfDate(error) || turn.cardActivityId === null) throw error;
      const now = await loadRequest(request.id, services);
      return showRequest(now, 'approver', turn, services, { notice: sentenceFor(error.failure) });
    }
  },
});

/** Null where nothing is named yet. @throws Refused not-on-list, none-chosen */
function chosen({ reason: words, ticked }: StrikeInput, request: Request): readonly string[] | null {
  if (ticked !== null) {
    if (ticked.size === 0) throw new Refused({ kind: 'none-chosen' });
    return [...ticked];
  }
  if (words === '') return null;
  const { named, rest } = readTargets(words);
  const names = named.length === 0 ? [rest] : named;
  return itemsNamed(request.items.filter(isStanding), names, request.id).map(({ objectId }) => objectId);
}

/** Only for one who may strike; what stands in the way is said before anybody ticks boxes. */
function toChoose(request: Request, page: number, { actor, reader }: Turn): Reply {
  const { id: requestId, state, decisions } = request;
  if (state !== 'pending' || Date.parse(request.expiresAt) <= Date.parse(reader.now)) {
    throw new Refused({ kind: 'request-closed', requestId, state, by: decisions.at(-1)?.by.name ?? null });
  }
  if (isSamePerson(actor, request.requester)) throw new Refused({ kind: 'own-request', requestId });
  if (request.items.filter(isStanding).length < 2) throw new Refused({ kind: 'strike-all', requestId });
  return { kind: 'card', view: strikeView(request, page), personal: true };
}

async function strikeOff(
  request: Request,
  objectIds: readonly string[],
  { content }: StrikeInput,
  turn: Turn,
  services: Services,
): Promise<Request> {
  await adoptCopy(request, turn.place.kind === 'personal' ? 'approver' : 'place', turn, services);
  const { actor: by, correlationId } = turn;
  return strikeItems({ requestId: request.id, by, objectIds, content, correlationId }, services.decide);
}

function isOutOfDate(error: unknown): error is Refused {
  return error instanceof Refused && (error.failure.kind === 'list-changed' || error.failure.kind === 'request-closed');
}
