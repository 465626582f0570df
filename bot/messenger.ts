// Sends and edits messages in any conversation the bot knows, and tells apart the ways in which that can fail.
import { CardFactory, type CloudAdapter, type ConversationReference, type TurnContext } from 'botbuilder';
import type { Activity } from 'botframework-schema';
import type { CardRenderer } from '../cards/render.js';
import type { Place } from '../src/delivery/ports.js';
import { Refused } from '../src/failure.js';
import type { Pace } from './pace.js';
import { isServiceAddress } from './trust.js';
import type { FileCard } from './views/file-card.js';
import type { View } from './views/view.js';

/** Why a message did not arrive, as far as Teams says. */
export type SendFault =
  /** This place cannot be reached any more. */
  | 'gone'
  /** The message to edit is not there. */
  | 'message-gone'
  /** Nothing arrived; later may do. */
  | 'later'
  /** It may have arrived. */
  | 'unknown'
  /** It will never arrive as it is. */
  | 'never';

export class SendFailed extends Error {
  readonly fault: SendFault;
  readonly code: string;
  constructor(fault: SendFault, code: string, cause: unknown) {
    super(`Teams: ${code}`, { cause });
    this.name = 'SendFailed';
    this.fault = fault;
    this.code = code;
  }
}

export interface Messenger {
  /** Sends a card as a new message. @returns the message's id. @throws SendFailed */
  send(place: Pick<Place, 'reference'>, view: View | FileCard): Promise<string>;
  /** Replaces the card of a message that stands. @throws SendFailed */
  edit(place: Pick<Place, 'reference'>, activityId: string, view: View): Promise<void>;
  /** Takes a message away. @throws SendFailed */
  remove(place: Pick<Place, 'reference'>, activityId: string): Promise<void>;
  /** Shows that an answer is on its way; failures do not matter. */
  typing(place: Pick<Place, 'reference'>): Promise<void>;
}

export interface MessengerDoors {
  readonly adapter: CloudAdapter;
  readonly appId: string;
  readonly serviceHosts: readonly string[];
  readonly render: CardRenderer;
  readonly pace: Pace;
  pause(ms: number): Promise<void>;
  random(): number;
}

/** Tries within one call; longer waits go back to the queue. */
const TRIES = 4;
/** Longest wait for Teams to answer one call; a token for it may take 30 s of that, and gives up by itself. */
const ANSWER_MS = 45_000;

export function createMessenger(doors: MessengerDoors): Messenger {
  const within = async <T>(place: Pick<Place, 'reference'>, work: (context: TurnContext) => Promise<T>): Promise<T> => {
    const reference = JSON.parse(place.reference) as Partial<ConversationReference>;
    if (!isServiceAddress(reference.serviceUrl, doors.serviceHosts)) {
      throw new SendFailed('never', 'ServiceAddressNotAllowed', null);
    }
    // The adapter keeps what is thrown in a turn to itself, so it is carried out by hand.
    let outcome: { readonly value: T } | { readonly failed: unknown } = {
      failed: new SendFailed('later', 'NotRun', null),
    };
    await doors.adapter.continueConversationAsync(doors.appId, reference, async (context) => {
      try {
        const id = reference.conversation?.id ?? '';
        outcome = { value: await patiently(() => inTime(work(context), doors), id, doors) };
      } catch (error) {
        outcome = { failed: error };
      }
    });
    return settled(outcome);
  };
  return {
    send: (place, view) =>
      within(place, async (context) => (await context.sendActivity(messageOf(view, doors)))?.id ?? ''),
    edit: (place, activityId, view) =>
      within(place, async (context) => {
        await context.updateActivity({ ...messageOf(view, doors), id: activityId });
      }),
    remove: (place, activityId) => within(place, (context) => context.deleteActivity(activityId)),
    typing: (place) =>
      within(place, async (context) => {
        await context.sendActivity({ type: 'typing' });
      }).catch(() => undefined),
  };
}

function settled<T>(outcome: { readonly value: T } | { readonly failed: unknown }): T {
  if ('failed' in outcome) throw outcome.failed;
  return outcome.value;
}

function messageOf(view: View | FileCard, { render }: MessengerDoors): Partial<Activity> {
  if ('attachment' in view) return { type: 'message', summary: view.summary, attachments: [view.attachment] };
  return {
    type: 'message',
    summary: view.summary,
    attachments: [CardFactory.adaptiveCard(render(view.card, view.data))],
  };
}

/** A connector that never answers has perhaps taken the message. */
async function inTime<T>(sending: Promise<T>, doors: MessengerDoors): Promise<T> {
  const late = doors.pause(ANSWER_MS).then(() => {
    throw new SendFailed('unknown', 'NoAnswer', null);
  });
  return Promise.race([sending, late]);
}

/** Repeats what Teams asks to repeat (412, 429), with its Retry-After where it is short. */
async function patiently<T>(work: () => Promise<T>, conversationId: string, doors: MessengerDoors): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const failed = classify(error);
      const waitMs = retryAfterOf(error) ?? 500 * 2 ** attempt * (0.5 + doors.random());
      // Tokens are asked for patiently already; more patience than that is the queue's.
      if (statusOf(error) === 429) doors.pace.rest(waitMs);
      const isSpent = attempt === TRIES || waitMs > 15_000 || failed.cause instanceof Refused;
      if (failed.fault !== 'later' || isSpent) throw failed;
      await doors.pause(waitMs);
      doors.pace.note(conversationId);
    }
  }
}

interface Answered {
  readonly statusCode?: number;
  readonly code?: string;
  readonly response?: { readonly headers?: { get(name: string): string | null | undefined } };
}

const GONE = new Set([
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'BotDisabledByAdmin',
  'ConversationNotFound',
  'MessageWritesBlocked',
  'ForbiddenOperationException',
  'NotEnoughPermissions',
]);

/** No connection came about, so nothing was sent. A reset or a timeout may come after the message went out. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Reads Teams' status and code (learn.microsoft.com: "Send and receive messages with a bot", status codes). */
export function classify(error: unknown): SendFailed {
  if (error instanceof SendFailed) return error;
  const refused = refusalIn(error);
  // No token, no message: the request was never sent.
  if (refused !== null) return new SendFailed('later', refused.failure.kind, refused);
  const answered = (typeof error === 'object' && error !== null ? error : {}) as Answered;
  const { statusCode, code = '' } = answered;
  return new SendFailed(faultOf(answered), code === '' ? `status ${statusCode ?? 'none'}` : code, error);
}

function faultOf({ statusCode, code = '' }: Answered): SendFault {
  if (statusCode === undefined) return UNSENT.has(code) ? 'later' : 'unknown';
  if (statusCode === 404 && code === 'ActivityNotFoundInConversation') return 'message-gone';
  if (GONE.has(code) || statusCode === 403) return 'gone';
  // Of 502, 503 and 504 Teams says to try again, not that nothing arrived.
  return FAULTS.get(statusCode) ?? 'unknown';
}

const FAULTS: ReadonlyMap<number, SendFault> = new Map([
  [400, 'never'],
  [401, 'later'],
  [404, 'message-gone'],
  [412, 'later'],
  [413, 'never'],
  [429, 'later'],
]);

/** Ours, wherever the connector's pipeline wrapped it. */
function refusalIn(error: unknown): Refused | null {
  let one = error;
  for (let depth = 0; depth < 8 && one instanceof Error; depth += 1) {
    if (one instanceof Refused) return one;
    one = one.cause;
  }
  return null;
}

function statusOf(error: unknown): number | null {
  return typeof error === 'object' && error !== null ? ((error as Answered).statusCode ?? null) : null;
}

function retryAfterOf(error: unknown): number | null {
  const { response } = (typeof error === 'object' && error !== null ? error : {}) as Answered;
  const seconds = Number(response?.headers?.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.max(1, seconds) * 1000 : null;
}
