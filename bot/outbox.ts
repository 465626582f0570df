// The outbox worker: makes every card under its care show the newest state of its subject, wherever it stands.
import type { Jobs, Ledger } from '../src/approvals/ports.js';
import {
  type Deliveries,
  type Delivery,
  type Places,
  SLOT,
  type StoredPlace,
  type Subject,
} from '../src/delivery/ports.js';
import type { Log } from './log.js';
import { type Messenger, SendFailed } from './messenger.js';
import type { Pace } from './pace.js';
import { recountTold } from './recount-told.js';
import type { View } from './views/view.js';

/** What a card shows, as it is now. */
export interface Shown {
  readonly version: number;
  /** The card for this recipient; `isCopy` when an earlier one may stand beside it. Null when it need not be sent any more. */
  view(delivery: Delivery, place: StoredPlace, isCopy: boolean): Promise<View | null>;
}

export interface OutboxDoors {
  readonly deliveries: Deliveries;
  readonly places: Places;
  readonly ledger: Ledger;
  readonly messenger: Messenger;
  readonly log: Log;
  readonly pace: Pace;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  now(): string;
  /** Hears of a conversation that is gone. */
  losePlace(conversationId: string, because: string): Promise<void>;
  /** Hears of a first card that did not arrive, tried for long or, when it is over, for good: somebody else may have to be told. */
  notArrived(delivery: Delivery, isOver: boolean): Promise<void>;
  /** By kind of subject: what it is now; null when there is no such thing any more. */
  readonly subjects: Readonly<Record<Subject['kind'], (id: string) => Promise<Shown | null>>>;
}

/** POSTs without a rest at most: a second one only after an unknown outcome, when the queue's pause is over. */
const MOST_POSTS = 2;
/** The first rest, doubled for each one after it. Each is followed by one POST, marked as a copy. */
const REST_MS = 300_000;
const LONGEST_REST_MS = 3_600_000;

/** Brings one delivery up to date. A throw means: try again later. */
export async function deliver(deliveryId: string, doors: OutboxDoors): Promise<void> {
  const delivery = await doors.deliveries.load(deliveryId);
  if (delivery === null || delivery.state === 'dead' || isUpToDate(delivery)) return;
  try {
    await bringUpToDate(delivery, doors);
  } finally {
    const isFirst = delivery.activityId === null && delivery.slot === SLOT.first;
    if (delivery.subject.kind === 'request' && delivery.audience === 'approver' && isFirst) {
      await recountTold(delivery, doors);
    }
  }
}

function isUpToDate({ shownVersion, wantedVersion, draw, drawn }: Delivery): boolean {
  return shownVersion >= wantedVersion && drawn >= draw;
}

async function bringUpToDate(delivery: Delivery, doors: OutboxDoors): Promise<void> {
  const place = await doors.places.find(delivery.conversationId);
  const shown = await doors.subjects[delivery.subject.kind](delivery.subject.id);
  if (place === null || shown === null || place.goneBecause !== null) {
    return end(delivery, place?.goneBecause ?? 'nowhere to send it', doors);
  }
  // Where there is no room yet it goes back into the queue, so that other conversations need not wait for this one.
  const waitMs = doors.pace.take(delivery.conversationId);
  if (waitMs > 0) return doors.jobs.enqueue({ name: 'deliver', deliveryId: delivery.id }, { afterMs: waitMs });
  try {
    if (delivery.activityId === null) await post(delivery, shown, place, doors);
    else await edit(delivery, delivery.activityId, shown, place, doors);
  } catch (error) {
    if (!(error instanceof SendFailed)) throw error;
    await giveUpOrAgain(delivery, place, error, doors);
  }
}

async function post(delivery: Delivery, shown: Shown, place: StoredPlace, doors: OutboxDoors): Promise<void> {
  // Nobody knows what became of the last one. One that waits has rested since.
  if (delivery.state === 'sending' && delivery.posts >= MOST_POSTS) return rest(delivery, doors);
  const view = await shown.view(delivery, place, delivery.posts > 0);
  if (view === null) return doors.deliveries.dead(delivery.id, 'not needed any more');
  if (!(await doors.deliveries.claimPost(delivery.id, delivery.posts))) return;
  const activityId = await doors.messenger.send(place, view);
  if (activityId === '') throw new SendFailed('unknown', 'NoActivityId', null);
  if (await doors.deliveries.posted(delivery.id, activityId, shown.version, delivery.draw)) return;
  await takeBack(delivery, activityId, place, doors);
}

/** This worker was taken for lost while it waited for Teams' answer: of two cards, nobody would ever edit the one it sent. */
async function takeBack(delivery: Delivery, activityId: string, place: StoredPlace, doors: OutboxDoors): Promise<void> {
  const why = { delivery: delivery.id };
  try {
    await doors.messenger.remove(place, activityId);
    doors.log.info(why, 'a card that was sent twice was taken back');
  } catch (error) {
    if (!(error instanceof SendFailed)) throw error;
    doors.log.warn({ ...why, code: error.code }, 'a card stands twice, and one of them is not edited any more');
  }
}

async function edit(
  delivery: Delivery,
  activityId: string,
  shown: Shown,
  place: StoredPlace,
  doors: OutboxDoors,
): Promise<void> {
  const view = await shown.view(delivery, place, false);
  if (view === null) return doors.deliveries.dead(delivery.id, 'not needed any more');
  await doors.messenger.edit(place, activityId, view);
  await doors.deliveries.edited(delivery.id, shown.version, delivery.draw);
}

async function giveUpOrAgain(
  delivery: Delivery,
  place: StoredPlace,
  failed: SendFailed,
  doors: OutboxDoors,
): Promise<void> {
  doors.log.warn({ delivery: delivery.id, fault: failed.fault, code: failed.code }, 'card not delivered');
  switch (failed.fault) {
    case 'gone':
      await doors.losePlace(place.conversationId, failed.code);
      return end(delivery, failed.code, doors);
    case 'message-gone':
      // A preview that became a request, and whose message went away meanwhile: nobody has seen the request's card yet.
      if (delivery.shownVersion === 0 && (await doors.deliveries.postAnew(delivery.id))) return;
      return end(delivery, failed.code, doors);
    case 'never':
      return end(delivery, failed.code, doors);
    case 'later':
      if (delivery.activityId === null) await doors.deliveries.postFailed(delivery.id, failed.code);
      throw failed;
    case 'unknown':
      throw failed;
  }
}

/** Whoever hears of it comes first, here and below: after a crash in between both are done again. */
async function end(delivery: Delivery, why: string, doors: OutboxDoors): Promise<void> {
  if (delivery.activityId === null) await doors.notArrived(delivery, true);
  await doors.deliveries.dead(delivery.id, why);
}

/** A short outage is over after the first rest. Where it is not, others are told, once. */
async function rest(delivery: Delivery, doors: OutboxDoors): Promise<void> {
  const { id, posts } = delivery;
  if (posts === MOST_POSTS + 1) await doors.notArrived(delivery, false);
  const restMs = Math.min(LONGEST_REST_MS, REST_MS * 2 ** (posts - MOST_POSTS));
  doors.log.warn({ delivery: id, posts, restMs }, 'card rests: nobody knows whether it arrived');
  await doors.deliveries.gaveUp(id, 'Teams did not say whether it arrived', restMs);
}

/** All attempts of its job, an hour of them, failed. A card that stands is only out of date meanwhile, and rests for longer. */
export async function restLong(deliveryId: string, why: string, doors: OutboxDoors): Promise<void> {
  const delivery = await doors.deliveries.load(deliveryId);
  if (delivery === null || delivery.state === 'dead' || isUpToDate(delivery)) return;
  const isMissing = delivery.activityId === null;
  if (isMissing) await doors.notArrived(delivery, false);
  await doors.deliveries.gaveUp(deliveryId, why.slice(0, 200), isMissing ? REST_MS : LONGEST_REST_MS);
}
