// How an outcome reaches the chat: as a new message, in place of a card, or in private where others read along.
import type { StoredPlace } from '../src/delivery/ports.js';
import type { ShownSubject, Turn } from './command.js';
import type { Outcome } from './dispatch.js';
import type { Messenger } from './messenger.js';
import { viewOfOutcome } from './outcome-view.js';
import type { Services } from './services.js';
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

/** Brings an outcome to the person. A card that shows a request or an alert is put under the outbox's care, never edited directly. */
export async function say(outcome: Outcome, turn: Turn, standing: Standing, doors: SayDoors): Promise<void> {
  const view = viewOfOutcome(outcome);
  if (view === null) return sayPosted(outcome, turn, standing, doors);
  const shows = shownBy(outcome);
  const isPersonal = turn.place.kind === 'personal';
  if (shows !== undefined && !isPersonal && shows.audience !== 'place') return sayPrivately(view, shows, turn, doors);
  const pressed = outcome.kind === 'reply' && outcome.reply.kind === 'card' ? turn.cardActivityId : null;
  if (pressed !== null && shows !== undefined) return track({ ...shows, version: 0 }, turn.place, pressed, doors);
  if (pressed !== null && (isPersonal || !standing.isLate)) return replace(turn, pressed, view, doors);
  const messageId = await post(turn, standing.working, view, doors);
  if (shows !== undefined) await track(shows, turn.place, messageId, doors);
}

/** The outbox brings the card; our own "working" message must not stay for ever. */
async function sayPosted(outcome: Outcome, turn: Turn, { working }: Standing, doors: SayDoors): Promise<void> {
  const text = outcome.kind === 'reply' && outcome.reply.kind === 'posted' ? outcome.reply.toast : 'Done.';
  if (working !== null) await replace(turn, working, noticeView({ title: 'Done', text }), doors);
}

function shownBy(outcome: Outcome): ShownSubject | undefined {
  return outcome.kind === 'reply' && outcome.reply.kind !== 'posted' ? outcome.reply.shows : undefined;
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
