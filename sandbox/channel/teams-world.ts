// The conversations and people of a fake Teams: made, found again, and shown to the connector.
import { createHash } from 'node:crypto';
import type { ConnectorWorld } from './connector-operations.js';
import {
  type Conversation,
  type ConversationDoors,
  type ConversationSeed,
  createConversation,
} from './conversation.js';
import { isNamed, type PersonProfile } from './roster.js';

export interface PersonSeed {
  readonly objectId: string;
  readonly name: string;
  /** Made from the object id unless given. */
  readonly mri?: string;
  readonly userPrincipalName?: string;
  readonly tenantId?: string;
  readonly locale?: string;
  readonly country?: string;
  readonly timeZone?: string;
}

export interface TeamsWorld extends ConnectorWorld {
  addPerson(seed: PersonSeed): PersonProfile;
  addConversation(seed: ConversationSeed): Conversation;
  /** The person's own chat with the bot; made on first use. */
  personalChat(person: PersonProfile): Conversation;
  /** @throws Error for a conversation of another Teams */
  mustFind(conversationId: string): Conversation;
}

export interface WorldDoors extends Pick<ConversationDoors, 'now' | 'mustBeClean'> {
  readonly tenantId: string;
  judge(conversation: Conversation, messageId: string): void;
}

/** An id that looks like Teams' own: opaque, and the same for the same person each time. */
function opaque(kind: string, objectId: string): string {
  return `${kind}:1${createHash('sha256').update(`${kind}${objectId}`).digest('base64url')}`;
}

function profileOf(seed: PersonSeed, tenantId: string): PersonProfile {
  return {
    mri: opaque('29', seed.objectId),
    userPrincipalName: `${seed.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}@sandbox.example`,
    tenantId,
    locale: 'en-US',
    country: 'US',
    timeZone: 'Europe/Berlin',
    ...seed,
  };
}

/** Message ids are milliseconds in Teams; here they only ever rise. */
function createIds(now: () => Date): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, now().getTime());
    return String(last);
  };
}

export function createWorld(doors: WorldDoors): TeamsWorld {
  const conversations = new Map<string, Conversation>();
  const people: PersonProfile[] = [];
  const nextId = createIds(doors.now);

  const addConversation = (seed: ConversationSeed): Conversation => {
    if (conversations.has(seed.id)) throw new Error(`There is a conversation ${seed.id} already.`);
    const conversation = createConversation(seed, { nextId, now: doors.now, mustBeClean: doors.mustBeClean });
    conversations.set(seed.id, conversation);
    return conversation;
  };
  const personalChat = (person: PersonProfile): Conversation => {
    const id = opaque('a', person.objectId);
    const seed = { id, type: 'personal', tenantId: doors.tenantId, members: [person] } as const;
    return conversations.get(id) ?? addConversation(seed);
  };

  return {
    tenantId: doors.tenantId,
    nextId,
    judge: doors.judge,
    conversation: (id) => conversations.get(id),
    personalChatOf(memberId) {
      const person = people.find((known) => isNamed(known, memberId));
      return person && personalChat(person);
    },
    addPerson(seed) {
      const profile = profileOf(seed, doors.tenantId);
      people.push(profile);
      return profile;
    },
    addConversation,
    personalChat,
    mustFind(conversationId) {
      const conversation = conversations.get(conversationId);
      if (!conversation) throw new Error(`No conversation ${conversationId} in this Teams.`);
      return conversation;
    },
  };
}
