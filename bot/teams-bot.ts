// Activity -> Invocation -> dispatch -> Reply -> Activity: everything that arrives from Teams passes here.
import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { Activity } from 'botframework-schema';
import type { CardRenderer } from '../cards/render.js';
import type { StoredPlace } from '../src/delivery/ports.js';
import { Refused } from '../src/failure.js';
import { type ArrivalDoors, onArrival, remember } from './arrival.js';
import type { Invocation, Turn } from './command.js';
import { type DispatchDoors, dispatch, type Outcome } from './dispatch.js';
import { type ConsentDoors, settleConsent } from './file-consent.js';
import { fromExecute, fromMessage } from './invocation.js';
import { cardAnswer, errorAnswer, type InvokeAnswer, textAnswer } from './invoke-answer.js';
import type { LateWork } from './late-work.js';
import type { Messenger } from './messenger.js';
import { localeOf, personOf, placeOf } from './place.js';
import type { RateLimit } from './rate-limit.js';
import { sentenceFor } from './refusal.js';
import { type Standing, say } from './say.js';
import { answerSearch, type Search, type SearchDoors } from './search.js';
import { distrust, type TrustRules } from './trust.js';
import { answer, apologise, turnAway } from './turn-away.js';
import { workingView } from './views/working.js';

export interface BotDoors extends DispatchDoors {
  readonly rules: TrustRules;
  readonly messenger: Messenger;
  readonly render: CardRenderer;
  readonly rateLimit: RateLimit;
  readonly late: LateWork;
  readonly searching: SearchDoors;
  readonly consenting: ConsentDoors;
  now(): string;
  /** Hears how each turn ended. */
  counted(outcome: string): void;
  /** Hears of a person who can be reached from now on. */
  met(objectId: string): Promise<void>;
  /** Hears of a conversation that was gone and is back. */
  regained(conversationId: string): Promise<void>;
  /** Hears of a conversation that is gone. */
  losePlace(conversationId: string, because: string): Promise<void>;
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
  const turn = beginTurn(activity, place, doors);
  const work = run(() => fromMessage(activity), turn, doors);
  doors.late.add(doors.pause(doors.patience.typing).then(() => unlessDone(work, () => doors.messenger.typing(place))));
  const early = await Promise.race([work, doors.pause(doors.patience.message).then(() => null)]);
  if (early !== null) return sayAll(early, turn, { working: null, isLate: false }, doors);
  // Teams sends a slow turn again, so the turn ends here and the answer takes the place of this card.
  const working = await doors.messenger.send(place, workingView());
  doors.late.add(work.then((outcome) => sayAll(outcome, turn, { working, isLate: true }, doors)));
}

async function onInvoke(context: TurnContext, doors: BotDoors): Promise<void> {
  switch (context.activity.name) {
    case 'adaptiveCard/action':
      return onPress(context, doors);
    case 'application/search':
      return answer(context, await answerSearch(searchIn(context.activity, doors), doors.searching));
    case 'fileConsent/invoke':
      return onConsent(context, doors);
    default:
      return answer(context, errorAnswer(501, 'NotSupported', 'This is not something I can do.'));
  }
}

async function onPress(context: TurnContext, doors: BotDoors): Promise<void> {
  const { activity } = context;
  const place = await remember(activity, arrivalDoors(doors));
  const turn = beginTurn(activity, place, doors);
  const work = run(() => fromExecute(activity), turn, doors);
  const early = await Promise.race([work, doors.pause(doors.patience.invoke).then(() => null)]);
  if (early !== null) {
    await answer(context, answerFor(early, turn, doors));
    return noteAnswer(early, turn, doors);
  }
  await answer(context, textAnswer('Working on it. The answer follows.'));
  doors.late.add(work.then((outcome) => sayAll(outcome, turn, { working: null, isLate: true }, doors)));
}

/** The outbox keeps the card from being covered by this answer, should an edit be faster. */
function noteAnswer(outcome: Outcome, { cardActivityId, place }: Turn, { services, late }: BotDoors): void {
  if (cardActivityId === null || outcome.kind !== 'reply' || outcome.reply.kind !== 'card') return;
  const { shows } = outcome.reply;
  if (shows === undefined) return;
  late.add(services.store.deliveries.answered(shows.subject, shows.version, place.conversationId, cardActivityId));
}

/** What became of the file is said in the chat: Teams shows nobody what this is answered with. */
async function onConsent(context: TurnContext, doors: BotDoors): Promise<void> {
  const { activity } = context;
  const place = await remember(activity, arrivalDoors(doors));
  const { places } = doors.services.store;
  if (activity.id === undefined || (await places.claimActivity(place.conversationId, activity.id, doors.now()))) {
    const work = settleConsent(activity.value, turnOf(activity, place, doors), doors.consenting);
    doors.late.add(work);
    await Promise.race([work, doors.pause(doors.patience.invoke)]);
  }
  return answer(context);
}

/** Nothing is remembered of a search: it comes at each keystroke. */
function searchIn(activity: Activity, doors: BotDoors): Search {
  const { value } = activity;
  return { value, actor: personOf(activity), place: placeOf(activity), correlationId: doors.newCorrelationId() };
}

function arrivalDoors({ services, messenger, now, met, regained, losePlace }: BotDoors): ArrivalDoors {
  return { places: services.store.places, messenger, now, met, regained, losePlace };
}

/** From here on everything that is done for the activity carries one correlation id, down to Microsoft's logs. */
function beginTurn(activity: Activity, place: StoredPlace, doors: BotDoors): Turn {
  const turn = turnOf(activity, place, doors);
  doors.log.info({ activity: activity.id ?? null, type: activity.type, correlationId: turn.correlationId }, 'activity');
  return turn;
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

/** Never throws: what cannot be read is a refusal, anything else a bug with a reference. */
async function run(read: () => Invocation, turn: Turn, doors: BotDoors): Promise<Outcome> {
  const outcome = await attempt(read, turn, doors);
  doors.counted(outcome.kind === 'refused' ? outcome.failure.kind : outcome.kind);
  return outcome;
}

async function attempt(read: () => Invocation, turn: Turn, doors: BotDoors): Promise<Outcome> {
  try {
    doors.rateLimit.take(turn.actor.objectId);
    return await dispatch(read(), turn, doors);
  } catch (error) {
    if (error instanceof Refused) {
      return { kind: 'refused', failure: error.failure, sentence: sentenceFor(error.failure) };
    }
    doors.log.error({ err: error, correlationId: turn.correlationId }, 'bug before a command');
    const sentence = `Something went wrong on my side; nothing was done. Reference: ${turn.correlationId}.`;
    return { kind: 'bug', sentence };
  }
}

/** The answer to a press; messages of their own are sent after it, since Teams waits for this one. */
function answerFor(outcome: Outcome, turn: Turn, doors: BotDoors): InvokeAnswer {
  if (outcome.kind === 'bug') return errorAnswer(500, 'InternalError', outcome.sentence);
  if (outcome.kind === 'refused') return errorAnswer(400, outcome.failure.kind, outcome.sentence);
  const { reply } = outcome;
  if (reply.kind === 'card') {
    if (reply.settles === true && turn.cardActivityId !== null) {
      doors.late.add(doors.messenger.edit(turn.place, turn.cardActivityId, reply.view));
    }
    // In other places the message goes on showing what all may see.
    if (turn.place.kind === 'personal') follow(outcome, turn, turn.cardActivityId, doors);
    return cardAnswer(reply.view, doors.render);
  }
  if (reply.kind === 'posted') return textAnswer(reply.toast);
  doors.late.add(sayAll(outcome, turn, { working: null, isLate: false }, doors));
  if (reply.kind === 'file') return textAnswer(reply.toast);
  return textAnswer(reply.view.summary);
}

async function sayAll(outcome: Outcome, turn: Turn, standing: Standing, doors: BotDoors): Promise<void> {
  follow(outcome, turn, await say(outcome, turn, standing, doors), doors);
}

/** What was not known in time is shown in the same message once it is. */
function follow(outcome: Outcome, { place }: Turn, messageId: string | null, { late, messenger }: BotDoors): void {
  if (messageId === null || outcome.kind !== 'reply' || !('view' in outcome.reply)) return;
  const again = outcome.reply.follow;
  if (again === undefined) return;
  const show = async (): Promise<void> => {
    const view = await again();
    if (view !== null) await messenger.edit(place, messageId, view);
  };
  late.add(show());
}

async function unlessDone(work: Promise<unknown>, act: () => Promise<void>): Promise<void> {
  const pending = Symbol('pending');
  const seen = await Promise.race([work, Promise.resolve(pending)]);
  if (seen === pending) await act();
}
