// Activity -> Invocation -> dispatch -> Reply -> Activity: everything that arrives from Teams passes here.
import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { Activity } from 'botframework-schema';
import type { StoredPlace } from '../src/delivery/ports.js';
import { Refused } from '../src/failure.js';
import { type ArrivalDoors, onArrival, remember } from './arrival.js';
import type { Invocation, Turn } from './command.js';
import { type DispatchDoors, dispatch, type Outcome } from './dispatch.js';
import { fromExecute, fromMessage } from './invocation.js';
import { cardAnswer, errorAnswer, type InvokeAnswer, textAnswer } from './invoke-answer.js';
import type { Messenger } from './messenger.js';
import { viewOfOutcome } from './outcome-view.js';
import { localeOf, personOf } from './place.js';
import type { RateLimit } from './rate-limit.js';
import { sentenceFor } from './refusal.js';
import { distrust, type TrustRules } from './trust.js';
import { answer, apologise, turnAway } from './turn-away.js';
import type { View } from './views/view.js';
import { workingView } from './views/working.js';

export interface BotDoors extends DispatchDoors {
  readonly rules: TrustRules;
  readonly messenger: Messenger;
  readonly rateLimit: RateLimit;
  now(): string;
  /** Hears of a person who can be reached from now on. */
  met(objectId: string): Promise<void>;
  newCorrelationId(): string;
  pause(ms: number): Promise<void>;
  /** How long a turn may take before the person sees that work goes on, in milliseconds. */
  readonly patience: { readonly typing: number; readonly message: number; readonly invoke: number };
}

/** Handles one activity from Teams. Never throws: a person always gets an answer. */
export async function handleActivity(context: TurnContext, doors: BotDoors): Promise<void> {
  try {
    await receive(context, doors);
  } catch (error) {
    await apologise(context, error, doors);
  }
}

async function receive(context: TurnContext, doors: BotDoors): Promise<void> {
  const { activity } = context;
  const doubt = distrust(activity, doors.rules);
  if (doubt !== null) return turnAway(context, doubt, doors);
  switch (activity.type) {
    case ActivityTypes.Message:
      return onMessage(activity, doors);
    case ActivityTypes.Invoke:
      return onInvoke(context, doors);
    case ActivityTypes.InstallationUpdate:
    case ActivityTypes.ConversationUpdate:
      return onArrival(activity, arrivalDoors(doors));
    default:
      return;
  }
}

async function onMessage(activity: Activity, doors: BotDoors): Promise<void> {
  const place = await remember(activity, arrivalDoors(doors));
  if (activity.id !== undefined) {
    const first = await doors.services.store.places.claimActivity(place.conversationId, activity.id, doors.now());
    if (!first) return;
  }
  const turn = turnOf(activity, place, doors);
  const work = run(() => fromMessage(activity), turn, doors);
  void doors.pause(doors.patience.typing).then(() => unlessDone(work, () => doors.messenger.typing(place)));
  const early = await Promise.race([work, doors.pause(doors.patience.message).then(() => null)]);
  if (early !== null) {
    await say(early, turn, activity, doors);
    return;
  }
  // Teams sends a slow turn again, so the turn ends here and the answer takes the place of this card.
  const messageId = await doors.messenger.send(place, workingView());
  void work.then((outcome) => sayLate(outcome, turn, messageId, doors)).catch((error) => lost(error, turn, doors));
}

async function onInvoke(context: TurnContext, doors: BotDoors): Promise<void> {
  const { activity } = context;
  if (activity.name !== 'adaptiveCard/action') {
    return answer(context, errorAnswer(501, 'NotSupported', 'This is not something I can do.'));
  }
  const place = await remember(activity, arrivalDoors(doors));
  const turn = turnOf(activity, place, doors);
  const work = run(() => fromExecute(activity), turn, doors);
  const early = await Promise.race([work, doors.pause(doors.patience.invoke).then(() => null)]);
  if (early !== null) return answer(context, await answerFor(early, turn, doors));
  await answer(context, textAnswer('Working on it. The card will change when it is done.'));
  void work
    .then((outcome) => sayLate(outcome, turn, turn.cardActivityId, doors))
    .catch((error) => lost(error, turn, doors));
}

function arrivalDoors({ services, messenger, now, met }: BotDoors): ArrivalDoors {
  return { places: services.store.places, messenger, now, met };
}

function turnOf(activity: Activity, place: StoredPlace, doors: BotDoors): Turn {
  const pressed = activity.type === ActivityTypes.Invoke || activity.value !== undefined;
  return {
    actor: personOf(activity),
    place,
    reader: { ...localeOf(activity), now: doors.now() },
    cardActivityId: pressed ? (activity.replyToId ?? null) : null,
    correlationId: doors.newCorrelationId(),
  };
}

async function run(read: () => Invocation, turn: Turn, doors: BotDoors): Promise<Outcome> {
  try {
    doors.rateLimit.take(turn.actor.objectId);
    return await dispatch(read(), turn, doors);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: 'refused', failure: error.failure, sentence: sentenceFor(error.failure) };
  }
}

/** Answers a message: a pressed fallback button changes its card, typed words get a new one. */
async function say(outcome: Outcome, turn: Turn, activity: Activity, doors: BotDoors): Promise<void> {
  const view = viewOfOutcome(outcome);
  if (view === null) return;
  const inPlace = outcome.kind === 'reply' && outcome.reply.kind === 'card' && turn.cardActivityId !== null;
  if (inPlace && activity.replyToId !== undefined) {
    await doors.messenger.edit(turn.place, activity.replyToId, view);
    return;
  }
  await follow(outcome, await doors.messenger.send(turn.place, view), turn, doors);
}

/** A card that shows a request and stands in the chat from now on is edited like all its copies. */
async function follow(outcome: Outcome, messageId: string, turn: Turn, doors: BotDoors): Promise<void> {
  const shown = outcome.kind === 'reply' && outcome.reply.kind === 'card' ? outcome.reply.shows : undefined;
  if (shown === undefined || messageId === '') return;
  const { deliveries, requests } = doors.services.store;
  const subject = { kind: 'request', id: shown.requestId } as const;
  await deliveries.adopt(subject, shown.version, turn.place.conversationId, shown.audience, messageId);
  const current = await requests.load(shown.requestId);
  if (current !== null && current.version > shown.version) await deliveries.touch(subject, current.version);
}

async function sayLate(outcome: Outcome, turn: Turn, messageId: string | null, doors: BotDoors): Promise<void> {
  const view: View | null = viewOfOutcome(outcome);
  if (view === null) return;
  if (messageId === null) await doors.messenger.send(turn.place, view);
  else await doors.messenger.edit(turn.place, messageId, view);
}

async function answerFor(outcome: Outcome, turn: Turn, doors: BotDoors): Promise<InvokeAnswer> {
  if (outcome.kind === 'reply' && outcome.reply.kind === 'card') return cardAnswer(outcome.reply.view);
  if (outcome.kind === 'reply' && outcome.reply.kind === 'posted') return textAnswer(outcome.reply.toast);
  const view = viewOfOutcome(outcome);
  if (outcome.kind === 'reply' && view !== null) {
    await doors.messenger.send(turn.place, view);
    return textAnswer(view.summary);
  }
  const sentence = outcome.kind === 'reply' ? '' : outcome.sentence;
  return errorAnswer(
    outcome.kind === 'bug' ? 500 : 400,
    outcome.kind === 'refused' ? outcome.failure.kind : 'InternalError',
    sentence,
  );
}

async function unlessDone(work: Promise<unknown>, act: () => Promise<void>): Promise<void> {
  const pending = Symbol('pending');
  const seen = await Promise.race([work, Promise.resolve(pending)]);
  if (seen === pending) await act();
}

function lost(error: unknown, turn: Turn, doors: BotDoors): void {
  doors.log.error({ err: error, correlationId: turn.correlationId }, 'late answer not delivered');
}
