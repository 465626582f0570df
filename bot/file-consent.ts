// The answer to the offer of a file: accepted, it is made, put into the person's OneDrive and shown; declined, that is said.
import { NotUploaded } from '../src/delivery/upload-file.js';
import { Refused } from '../src/failure.js';
import type { Turn } from './command.js';
import { type Room, readConsent } from './consent-values.js';
import type { Log } from './log.js';
import type { Messenger } from './messenger.js';
import type { RateLimit } from './rate-limit.js';
import { sentenceFor } from './refusal.js';
import { bytesOf, readReport } from './report-file.js';
import type { Services } from './services.js';
import { STEP } from './views/button.js';
import { fileInfoCard } from './views/file-card.js';
import { noticeView } from './views/notice.js';
import { refusalView } from './views/refusal.js';
import type { View } from './views/view.js';

export interface ConsentDoors {
  readonly services: Pick<Services, 'authoriser' | 'store' | 'scanner' | 'clock' | 'scope' | 'tenantId'>;
  readonly messenger: Messenger;
  readonly rateLimit: RateLimit;
  readonly log: Log;
  /** Hosts at which people's files may be put. */
  readonly uploadHosts: readonly string[];
  /** @throws NotUploaded */
  upload(address: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Hears how each answer ended. */
  counted(outcome: string): void;
}

/** Never throws: the person sees in the chat what became of the file. */
export async function settleConsent(value: unknown, turn: Turn, doors: ConsentDoors): Promise<void> {
  // The message with the offer, once the offer is found: it then says what became of it.
  const asked: { messageId: string | null } = { messageId: null };
  try {
    await settle(value, turn, asked, doors);
    doors.counted('reply');
  } catch (error) {
    const { correlationId } = turn;
    if (error instanceof Refused) {
      doors.log.info({ outcome: error.failure.kind, actor: turn.actor.objectId, correlationId }, 'file refused');
      doors.counted(error.failure.kind);
      return show(
        refusalView(sentenceFor(error.failure), [STEP.reportCsv, STEP.reportJson]),
        turn,
        asked.messageId,
        doors,
      );
    }
    doors.log.error({ err: error, correlationId }, 'bug in sending a file');
    doors.counted('bug');
    const sentence = `Something went wrong on my side. Reference: ${correlationId}.`;
    await show(refusalView(sentence), turn, asked.messageId, doors);
  }
}

async function settle(
  value: unknown,
  turn: Turn,
  asked: { messageId: string | null },
  doors: ConsentDoors,
): Promise<void> {
  const { services, messenger, log } = doors;
  const { actor, place, correlationId } = turn;
  doors.rateLimit.take(actor.objectId);
  const { offerId, room } = readConsent(value, doors.uploadHosts);
  // The offer may be a day old, and the person out of the groups since.
  if (room !== null) await services.authoriser.allow('reader', actor.objectId, correlationId);
  const answer = { personId: actor.objectId, conversationId: place.conversationId, at: services.clock.now() };
  const offer = await services.store.fileOffers.take(offerId, answer);
  if (offer === null) throw new Refused({ kind: 'offer-gone' });
  asked.messageId = offer.messageId;
  if (room === null) return show(DECLINED, turn, offer.messageId, doors);
  const bytes = bytesOf(await readReport(services), offer.format, services);
  await put(room, bytes, doors);
  log.info({ actor: actor.objectId, format: offer.format, bytes: bytes.length, correlationId }, 'file sent');
  await messenger.send(place, fileInfoCard(room.file));
  // The file is there: an offer that stays does no harm, as it is answered.
  if (offer.messageId !== null) {
    await messenger.remove(place, offer.messageId).catch((error: unknown) => {
      log.warn({ err: error, correlationId }, 'the offer of a file stays');
    });
  }
}

const DECLINED = noticeView({
  title: 'No file was sent',
  text: 'You declined it. The buttons of "report" offer it again.',
});

async function put({ address }: Room, bytes: Uint8Array<ArrayBuffer>, { upload, log }: ConsentDoors): Promise<void> {
  try {
    await upload(address, bytes);
  } catch (error) {
    if (!(error instanceof NotUploaded)) throw error;
    log.warn({ why: error.message, host: new URL(address).host }, 'a file was not taken');
    throw new Refused({ kind: 'upload-failed', status: error.status });
  }
}

/** In place of the offer where that is known, so that nobody presses it again. */
async function show(view: View, turn: Turn, messageId: string | null, { messenger, log }: ConsentDoors): Promise<void> {
  try {
    if (messageId === null) await messenger.send(turn.place, view);
    else await messenger.edit(turn.place, messageId, view);
  } catch (error) {
    log.error({ err: error, correlationId: turn.correlationId }, 'not delivered: what became of a file');
  }
}
