// One conversation of the fake Teams: who is in it, how the bot stands with it, and what the bot has written there.
import type { ConversationType } from './activity.js';
import { type ChatMessage, createMessage, type StoredMessage } from './chat-message.js';
import type { JsonObject } from './json.js';
import type { PersonProfile } from './roster.js';
import { ConnectorRefusal, type TeamsErrorCode } from './teams-errors.js';
import { createChanges, waitForMessage } from './wait-for-message.js';

/** How the bot stands with a conversation; all but `normal` refuse what it sends, with the matching Teams error. */
export type Standing = 'normal' | 'uninstalled' | 'blocked' | 'disabled' | 'readOnly' | 'gone';

const REFUSALS: Readonly<Record<Exclude<Standing, 'normal'>, TeamsErrorCode>> = {
  uninstalled: 'BotNotInConversationRoster',
  blocked: 'ConversationBlockedByUser',
  disabled: 'BotDisabledByAdmin',
  readOnly: 'MessageWritesBlocked',
  gone: 'ConversationNotFound',
};

interface ChannelPlace {
  readonly teamId: string;
  readonly teamName: string;
  readonly teamAadGroupId: string;
  readonly channelType: 'standard' | 'private' | 'shared';
}

export interface ConversationSeed {
  readonly id: string;
  readonly type: ConversationType;
  readonly name?: string;
  readonly tenantId: string;
  readonly members: readonly PersonProfile[];
  /** Channels only. */
  readonly place?: ChannelPlace;
  readonly standing?: Standing;
}

/** What a test sees of a conversation. */
export interface Chat {
  readonly id: string;
  readonly type: ConversationType;
  readonly name: string | undefined;
  readonly tenantId: string;
  readonly place: ChannelPlace | undefined;
  readonly members: readonly PersonProfile[];
  readonly standing: Standing;
  /** How often the bot has shown that it is typing. */
  readonly typingSigns: number;
  /** What the bot has written and not deleted, oldest first; in a channel of all threads. */
  messages(): readonly ChatMessage[];
  /** Deleted ones too. */
  allMessages(): readonly ChatMessage[];
  /**
   * The first message that fits, now or as soon as one is sent or edited into fitting. The index counts from 0, so that
   * `index >= before` means "newer than what stood here before".
   * @throws Error after `timeoutMs` (5,000 unless said), telling what does stand there
   */
  waitFor(fits: (message: ChatMessage, index: number) => boolean, timeoutMs?: number): Promise<ChatMessage>;
  /** Changes how the bot stands with the conversation, without telling the bot. */
  becomes(standing: Standing): void;
  join(person: PersonProfile): void;
  leave(person: PersonProfile): void;
}

/** What the connector does with it. */
export interface Conversation extends Chat {
  /** @throws ConnectorRefusal as Teams would refuse the bot here */
  mustTakeMessages(): void;
  showTyping(): void;
  /** @param threadId a channel's thread; left out, the message starts one */
  post(activity: JsonObject, threadId: string | undefined): StoredMessage;
  /** @throws ConnectorRefusal ActivityNotFoundInConversation */
  find(messageId: string): StoredMessage;
  /** To be called after an edit or a deletion. */
  changed(): void;
}

export interface ConversationDoors {
  nextId(): string;
  now(): Date;
  /** Called before a wait succeeds; throws if something went wrong that no test has looked at. */
  mustBeClean(): void;
}

/** The messages of a conversation, oldest first, and the knock on every change of them. */
function createPosts(seed: ConversationSeed, doors: ConversationDoors) {
  const stored: StoredMessage[] = [];
  const changes = createChanges();
  return {
    stored,
    changes,
    standing: (): readonly StoredMessage[] => stored.filter(({ deleted }) => !deleted),
    post(activity: JsonObject, thread: string | undefined): StoredMessage {
      const id = doors.nextId();
      const threadId = seed.type === 'channel' ? (thread ?? id) : undefined;
      const posted = { id, conversationId: seed.id, threadId, sentAt: doors.now() };
      const message = createMessage(posted, { ...activity, type: 'message', id });
      stored.push(message);
      changes.tell();
      return message;
    },
    find(messageId: string): StoredMessage {
      const message = stored.find(({ id, deleted }) => id === messageId && !deleted);
      if (!message) throw new ConnectorRefusal('ActivityNotFoundInConversation');
      return message;
    },
  };
}

export function createConversation(seed: ConversationSeed, doors: ConversationDoors): Conversation {
  const posts = createPosts(seed, doors);
  let members = seed.members;
  let standing = seed.standing ?? 'normal';
  let typingSigns = 0;
  return {
    id: seed.id,
    type: seed.type,
    name: seed.name,
    tenantId: seed.tenantId,
    place: seed.place,
    get members() {
      return members;
    },
    get standing() {
      return standing;
    },
    get typingSigns() {
      return typingSigns;
    },
    messages: posts.standing,
    allMessages: () => posts.stored,
    async waitFor(fits, timeoutMs = 5000) {
      const found = await waitForMessage(seed.id, posts.standing, posts.changes, fits, timeoutMs);
      doors.mustBeClean();
      return found;
    },
    becomes(next) {
      standing = next;
    },
    join(person) {
      members = [...members, person];
    },
    leave({ mri }) {
      members = members.filter((member) => member.mri !== mri);
    },
    mustTakeMessages() {
      if (standing !== 'normal') throw new ConnectorRefusal(REFUSALS[standing]);
    },
    showTyping() {
      typingSigns += 1;
    },
    post: posts.post,
    find: posts.find,
    changed: posts.changes.tell,
  };
}
