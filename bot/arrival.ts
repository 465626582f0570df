// Installations and removals: remembers the conversation, and greets once though Teams tells of it twice.
import type { Activity } from 'botframework-schema';
import type { Places, StoredPlace } from '../src/delivery/ports.js';
import type { Messenger } from './messenger.js';
import { placeOf } from './place.js';
import { rootOf } from './thread.js';
import { welcomeView } from './views/welcome.js';

export interface ArrivalDoors {
  readonly places: Places;
  readonly messenger: Messenger;
  now(): string;
  /** Hears of a person who can be reached from now on. */
  met(objectId: string): Promise<void>;
}

/** Both events of an installation arrive here; only the first one is answered. */
export async function onArrival(activity: Activity, doors: ArrivalDoors): Promise<void> {
  const bot = activity.recipient?.id;
  const left = activity.action === 'remove' || (activity.membersRemoved ?? []).some((member) => member.id === bot);
  const { places } = doors;
  if (left) return places.markGone(rootOf(activity.conversation.id), 'removed', doors.now());
  const came = activity.action === 'add' || (activity.membersAdded ?? []).some((member) => member.id === bot);
  const place = await remember(activity, doors);
  if (came && (await places.claimWelcome(place.conversationId)))
    await doors.messenger.send(place, welcomeView(place.kind));
}

/** Keeps the freshest reference of a conversation, and gives back what else is known of it. */
export async function remember(activity: Activity, doors: ArrivalDoors): Promise<StoredPlace> {
  const { places } = doors;
  const place = placeOf(activity);
  const before = await places.find(place.conversationId);
  await places.remember(place, doors.now());
  if (place.personId !== null && (before === null || before.goneBecause !== null)) await doors.met(place.personId);
  const root = await places.find(rootOf(place.conversationId));
  return {
    ...place,
    admittedBy: root?.admittedBy ?? null,
    approvalsBy: root?.approvalsBy ?? null,
    goneBecause: null,
  };
}
