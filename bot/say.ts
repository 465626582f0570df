// How an outcome reaches the chat: as a new message, in place of a card, or in private where others read along.
import type { StoredPlace } from '../src/delivery/ports.js';
import type { Reply, ShownSubject, Turn } from './command.js';
import type { Outcome } from './dispatch.js';
import type { Messenger } from './messenger.js';
import { viewOfOutcome } from './outcome-view.js';
import type { Services } from './services.js';
import { consentCard } from './views/file-card.js';
import { noticeView } from './views/notice.js';
import type { View } from './views/view.js';

export interface SayDoors {
  readonly messenger: Messenger;
  readonly services: Pick<Services, 'store'>;
}

/** What the answer may take the place of. */
export interface Standing {
  /** Our own "working" message, to be replaced by whatever comes; null when there is none. */
  readonly working: string | null;
  /** Whether the turn's time is over: a card that others read is then left alone. */
  readonly isLate: boolean;
}

/**
 * Brings an outcome to the person. A card that shows a request or an alert is put under the outbox's care, never edited
 * directly.
 * @returns the message of this place in which the answer stands, where it is nobody else's to edit; else null
 */
export async function say(outcome: Outcome, turn: Turn, standing: Standing, doors: SayDoors): Promise<string | null> {
  if (outcome.kind === 'reply' && outcome.reply.kind === 'file') {
    await sayFile(outcome.reply, turn, standing, doors);
    return null;
  }
  const view = viewOfOutcome(outcome);
  const shows = shownBy(outcome);
  const isPersonal = turn.place.kind === 'personal';
  if (view === null) await sayPosted(outcome, turn, standing, doors);
  else if (shows !== undefined && !isPersonal && shows.audience !== 'place') {
    await sayPrivately(view, shows, turn, doors);
  } else if (isForOne(outcome)) await sayToOne(view, turn, standing, doors);
  else if (shows !== undefined) await sayRequest(outcome, view, shows, turn, standing, doors);
  else return sayHere(outcome, view, turn, standing, doors);
  return null;
}

async function sayRequest(
  outcome: Outcome,
  view: View,
  shows: ShownSubject,
  turn: Turn,
  { working }: Standing,
  doors: SayDoors,
): Promise<void> {
  const pressed = pressedBy(outcome, turn);
  if (pressed !== null) return track({ ...shows, version: 0 }, turn.place, pressed, doors);
  await track(shows, turn.place, await post(turn, working, view, doors), doors);
}

async function sayHere(
  outcome: Outcome,
  view: View,
  turn: Turn,
  { working, isLate }: Standing,
  doors: SayDoors,
): Promise<string> {
  const pressed = pressedBy(outcome, turn);
  if (pressed === null || (turn.place.kind !== 'personal' && isLate)) return post(turn, working, view, doors);
  await replace(turn, pressed, view, doors);
  return pressed;
}

/** The message that the answer may take the place of. */
function pressedBy(outcome: Outcome, { cardActivityId }: Turn): string | null {
  return outcome.kind === 'reply' && outcome.reply.kind === 'card' ? cardActivityId : null;
}

function isForOne(outcome: Outcome): boolean {
  return outcome.kind === 'reply' && outcome.reply.kind === 'card' && outcome.reply.personal === true;
}

/** A message of its own, in this person's chat: the card that was pressed goes on showing its request. */
async function sayToOne(view: View, turn: Turn, { working }: Standing, doors: SayDoors): Promise<void> {
  if (turn.place.kind === 'personal') {
    await post(turn, working, view, doors);
    return;
  }
  const [own] = await doors.services.store.places.personalOf([turn.actor.objectId]);
  if (own !== undefined) await doors.messenger.send(own, view);
  const text = own === undefined ? 'Write to me in a personal chat first.' : 'I sent it to our personal chat.';
  await post(turn, working, noticeView({ title: 'Not here', text }), doors);
}

/** The outbox brings the card; our own "working" message must not stay for ever. */
async function sayPosted(outcome: Outcome, turn: Turn, { working }: Standing, doors: SayDoors): Promise<void> {
  const text = outcome.kind === 'reply' && outcome.reply.kind === 'posted' ? outcome.reply.toast : 'Done.';
  if (working !== null) await replace(turn, working, noticeView({ title: 'Done', text }), doors);
}

/** Kept before its card is there to be pressed. */
async function sayFile(
  { offer, sizeInBytes, toast }: Extract<Reply, { kind: 'file' }>,
  turn: Turn,
  { working }: Standing,
  doors: SayDoors,
): Promise<void> {
  const { fileOffers } = doors.services.store;
  await fileOffers.keep(offer);
  await fileOffers.shown(offer.id, await doors.messenger.send(turn.place, consentCard(offer, sizeInBytes)));
  if (working !== null) await replace(turn, working, noticeView({ title: 'A file for you', text: toast }), doors);
}

function shownBy(outcome: Outcome): ShownSubject | undefined {
  return outcome.kind === 'reply' && 'view' in outcome.reply ? outcome.reply.shows : undefined;
}

async function post(turn: Turn, working: string | null, view: View, doors: SayDoors): Promise<string> {
  if (working === null) return doors.messenger.send(turn.place, view);
  await replace(turn, working, view, doors);
  return working;
}

function replace(turn: Turn, activityId: string, view: View, { messenger }: SayDoors): Promise<void> {
  return messenger.edit(turn.place, activityId, view);
}

/** From now on the message is edited like all other copies of what it shows; at once, if it shows an older version. */
function track(shows: ShownSubject, place: StoredPlace, messageId: string, { services }: SayDoors): Promise<void> {
  const { subject, version, audience } = shows;
  return services.store.deliveries.adopt(subject, version, place.conversationId, audience, messageId);
}

/** A view that only this person may have goes to their own chat with the bot. */
async function sayPrivately(view: View, shows: ShownSubject, turn: Turn, doors: SayDoors): Promise<void> {
  const [own] = await doors.services.store.places.personalOf([turn.actor.objectId]);
  if (own !== undefined) {
    await track(shows, own, await doors.messenger.send(own, view), doors);
    return;
  }
  const text = `Write to me in a personal chat to decide it, for example: ${shows.subject.kind} ${shows.subject.id}`;
  await doors.messenger.send(turn.place, noticeView({ title: 'Not here', text }));
}
