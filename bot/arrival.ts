// Installations and removals: remembers the conversation, and greets once though Teams tells of it twice.
import type { Activity } from 'botframework-schema';
import type { Place, Places, StoredPlace } from '../src/delivery/ports.js';
import type { Messenger } from './messenger.js';
import { placeOf } from './place.js';
import { rootOf, rootReference } from './thread.js';
import { welcomeView } from './views/welcome.js';

export interface ArrivalDoors {
  readonly places: Places;
  readonly messenger: Messenger;
  now(): string;
  /** Hears of a person who can be reached from now on. */
  met(objectId: string): Promise<void>;
  /** Hears of a conversation that was gone and is back. */
  regained(conversationId: string): Promise<void>;
  /** Hears of a conversation that is gone. */
  losePlace(conversationId: string, because: string): Promise<void>;
}

/** Why a place is gone that the bot was taken out of. */
const REMOVED = 'removed';

/** Both events of an installation arrive here; only the first one is answered. */
export async function onArrival(activity: Activity, doors: ArrivalDoors): Promise<void> {
  const bot = activity.recipient?.id;
  const left = activity.action === 'remove' || (activity.membersRemoved ?? []).some((member) => member.id === bot);
  const { places } = doors;
  if (left) return doors.losePlace(rootOf(activity.conversation.id), REMOVED);
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
  if (before !== null && before.goneBecause !== null) await doors.regained(place.conversationId);
  const root = await freshRoot(place, doors);
  return {
    ...place,
    admittedBy: root?.admittedBy ?? null,
    approvalsBy: root?.approvalsBy ?? null,
    goneBecause: null,
  };
}

/** What holds for a channel holds in its threads; through them its own reference stays fresh. */
async function freshRoot(place: Place, { places, now }: ArrivalDoors): Promise<StoredPlace | null> {
  const conversationId = rootOf(place.conversationId);
  const root = await places.find(conversationId);
  if (root === null || conversationId === place.conversationId) return root;
  const reference = rootReference(place.reference, conversationId);
  await places.remember({ ...place, conversationId, reference }, now());
  return places.find(conversationId);
}
