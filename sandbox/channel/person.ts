// A person in the fake Teams: types, presses buttons, installs and removes the bot, and sees what it answers.
import type { ActionPick } from './card-actions.js';
import type { InputValues } from './card-inputs.js';
import type { ChatMessage } from './chat-message.js';
import type { Chat } from './conversation.js';
import { typedMessage } from './inbound.js';
import type { JsonObject } from './json.js';
import {
  type Actor,
  answerOffer,
  cardSeen,
  changeInstallation,
  open,
  type PersonDoors,
  press,
  sceneOf,
  search,
  submit,
} from './person-acts.js';
import type { PersonProfile } from './roster.js';
import type { Delivery, Forge, InvokeResult, SearchResult } from './to-bot.js';

export interface Person extends PersonProfile {
  /** The person's own chat with the bot, which has been there for long unless `standing` says otherwise. */
  personalChat(): Chat;
  /**
   * Types a line; in groups and channels with the bot mentioned. In a channel it starts a thread, or answers in that of
   * `inThread`. Resolves once the bot has answered the request, which may be before it has said anything.
   */
  types(chat: Chat, text: string, forge?: TypingForge): Promise<Delivery>;
  /**
   * Presses an Action.Execute of the card that this person sees, with inputs by id or label. A card in the answer becomes
   * what this person sees of the message until it is next edited.
   * @throws Error when the action is not there or the client would not send it
   */
  presses(message: ChatMessage, action: ActionPick, inputs?: InputValues, forge?: Forge): Promise<InvokeResult>;
  /**
   * Types into a field of the card that asks the bot for its choices, by id or label: one keystroke, with all that stands
   * there by then. @throws Error when the card has no such field
   */
  searches(message: ChatMessage, field: string, text: string, forge?: Forge): Promise<SearchResult>;
  /** Allows the file that the message offers. @throws Error when it offers none */
  accepts(message: ChatMessage, forge?: Forge): Promise<Delivery>;
  declines(message: ChatMessage, forge?: Forge): Promise<Delivery>;
  /** As a client that does not know Action.Execute: the Action.Submit fallback, or an Action.Submit itself. */
  submits(message: ChatMessage, action: ActionPick, inputs?: InputValues, forge?: Forge): Promise<Delivery>;
  /** Scrolls the message into sight: the automatic refresh, if the card asks for one for this person. */
  opens(message: ChatMessage, forge?: Forge): Promise<InvokeResult | undefined>;
  /** The card as this person sees it. */
  sees(message: ChatMessage): JsonObject | undefined;
  /** Both events that Teams sends, at the same time. */
  installs(chat: Chat, action?: 'add' | 'add-upgrade'): Promise<readonly Delivery[]>;
  uninstalls(chat: Chat): Promise<readonly Delivery[]>;
  /** Sends an activity once more, as Teams does after a slow turn: with its id, or, later, with a new one. */
  redelivers(delivery: Delivery, id: 'same id' | 'new id'): Promise<Delivery>;
}

interface TypingForge extends Forge {
  readonly inThread?: ChatMessage;
}

export function createPerson(profile: PersonProfile, doors: PersonDoors): Person {
  const actor: Actor = { profile, doors };
  return {
    ...profile,
    personalChat: () => doors.personalChatOf(profile),
    async types(chat, text, { inThread, ...forge } = {}) {
      const scene = sceneOf(actor, chat);
      const threadId = chat.type === 'channel' ? (inThread?.threadId ?? scene.id) : undefined;
      return doors.deliver(typedMessage({ ...scene, threadId }, text), forge);
    },
    presses: (message, pick, inputs = {}, forge = {}) => press(actor, message, pick, inputs, forge),
    searches: (message, field, text, forge = {}) => search(actor, message, field, text, forge),
    accepts: (message, forge = {}) => answerOffer(actor, message, true, forge),
    declines: (message, forge = {}) => answerOffer(actor, message, false, forge),
    submits: (message, pick, inputs = {}, forge = {}) => submit(actor, message, pick, inputs, forge),
    opens: (message, forge = {}) => open(actor, message, forge),
    sees: (message) => cardSeen(actor, message),
    async installs(chat, action = 'add') {
      chat.becomes('normal');
      return changeInstallation(actor, chat, action, action === 'add' ? 'membersAdded' : undefined);
    },
    async uninstalls(chat) {
      chat.becomes('uninstalled');
      return changeInstallation(actor, chat, 'remove', chat.type === 'personal' ? undefined : 'membersRemoved');
    },
    async redelivers({ activity }, id) {
      return doors.post(id === 'same id' ? activity : { ...activity, id: doors.nextId() });
    },
  };
}
