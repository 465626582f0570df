// One message of the bot in a conversation: what stands there now, what stood there before, and what one person sees of it.
import type { OutboundActivity } from './activity.js';
import { cardText } from './card-text.js';
import { type JsonObject, textAt } from './json.js';
import { cardsOf } from './message-rules.js';

/** Always the present state: an edit shows on a message that a test already holds. */
export interface ChatMessage {
  readonly id: string;
  /** Without the thread. */
  readonly conversationId: string;
  /** In a channel the id of the thread's first message. */
  readonly threadId: string | undefined;
  readonly sentAt: Date;
  readonly activity: OutboundActivity;
  readonly text: string;
  readonly cards: readonly JsonObject[];
  /** The first card. */
  readonly card: JsonObject | undefined;
  /** Everything readable: the text, then each card. */
  readonly readable: string;
  /** The activity as first sent, then after each edit. */
  readonly versions: readonly OutboundActivity[];
  readonly deleted: boolean;
}

export interface StoredMessage extends ChatMessage {
  edit(activity: OutboundActivity): void;
  remove(): void;
  /** The card that an invoke returned to one person, until the next edit. */
  viewOf(mri: string): JsonObject | undefined;
  setView(mri: string, card: JsonObject): void;
}

interface Posted {
  readonly id: string;
  readonly conversationId: string;
  readonly threadId: string | undefined;
  readonly sentAt: Date;
}

export function createMessage(posted: Posted, first: OutboundActivity): StoredMessage {
  const versions: OutboundActivity[] = [first];
  const views = new Map<string, JsonObject>();
  let deleted = false;
  const current = (): OutboundActivity => versions.at(-1) ?? first;
  return {
    ...posted,
    versions,
    get activity() {
      return current();
    },
    get text() {
      return textAt(current(), 'text') ?? '';
    },
    get cards() {
      return cardsOf(current());
    },
    get card() {
      return cardsOf(current())[0];
    },
    get readable() {
      return [textAt(current(), 'text') ?? '', ...cardsOf(current()).map((card) => cardText(card))].join('\n').trim();
    },
    get deleted() {
      return deleted;
    },
    edit(activity) {
      versions.push(activity);
      // An edit replaces what everybody sees; clients ask for their own view anew.
      views.clear();
    },
    remove() {
      deleted = true;
    },
    viewOf: (mri) => views.get(mri),
    setView: (mri, card) => void views.set(mri, card),
  };
}
