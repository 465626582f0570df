// What a person's client does for one press or one line: finds the button, gathers the inputs, builds what is sent.
import type { InboundActivity } from './activity.js';
import { type ActionPick, type FoundAction, findAction } from './card-actions.js';
import { type InputValues, submittedInputs } from './card-inputs.js';
import { isInput, typeOf, walkCard } from './card-walk.js';
import type { ChatMessage } from './chat-message.js';
import type { Chat } from './conversation.js';
import { consentOn, consentValue } from './file-cards.js';
import * as inbound from './inbound.js';
import { isObject, type JsonObject, listAt, objectAt, textAt } from './json.js';
import type { PersonProfile } from './roster.js';
import {
  type Delivery,
  type Forge,
  type InvokeResult,
  readInvokeResult,
  readSearchResult,
  type SearchResult,
} from './to-bot.js';

/** What people need of the Teams around them. */
export interface PersonDoors {
  readonly bot: inbound.BotProfile;
  readonly serviceUrl: string;
  nextId(): string;
  now(): Date;
  chatOf(message: ChatMessage): Chat;
  personalChatOf(person: PersonProfile): Chat;
  viewOf(message: ChatMessage, mri: string): JsonObject | undefined;
  setView(message: ChatMessage, mri: string, card: JsonObject): void;
  deliver(activity: InboundActivity, forge: Forge): Promise<Delivery>;
  post(activity: JsonObject): Promise<Delivery>;
  /** Told of every invoke that was not forged. */
  judge(chat: Chat, result: InvokeResult): void;
  judgeSearch(chat: Chat, result: SearchResult): void;
  /** Makes room for a file in the person's OneDrive. */
  makeRoom(person: PersonProfile, name: string): JsonObject;
}

export interface Actor {
  readonly profile: PersonProfile;
  readonly doors: PersonDoors;
}

/** Above this many members Teams refreshes by itself only for those whom the card names. */
const REFRESHED_MEMBERS = 60;

function refreshFor(card: JsonObject, chat: Chat, mri: string): JsonObject | undefined {
  const refresh = objectAt(card, 'refresh');
  const listed = listAt(refresh, 'userIds');
  const everyone = refresh?.['userIds'] === undefined && chat.members.length <= REFRESHED_MEMBERS;
  return everyone || listed.includes(mri) ? objectAt(refresh, 'action') : undefined;
}

function executeOf({ action, cards }: FoundAction, inputs: InputValues): inbound.PressedAction {
  if (typeOf(action) !== 'Action.Execute') throw new Error(`Not an Action.Execute but ${typeOf(action)}.`);
  const entered = submittedInputs({ action, cards }, inputs);
  const authored = action['data'];
  const data = authored === undefined || isObject(authored) ? { ...authored, ...entered } : authored;
  const id = textAt(action, 'id');
  return { ...(id === undefined ? {} : { id }), verb: textAt(action, 'verb') ?? '', data };
}

interface Submission {
  readonly value: unknown;
  readonly text: string | undefined;
}

/** An Action.Submit may ask Teams to send its words (imBack) or words and value (messageBack) in place of its data. */
function submissionOf({ action, cards }: FoundAction, inputs: InputValues): Submission {
  const submit = typeOf(action) === 'Action.Submit' ? action : objectAt(action, 'fallback');
  if (!submit || typeOf(submit) !== 'Action.Submit')
    throw new Error(`${typeOf(action)} has no Action.Submit fallback.`);
  const entered = submittedInputs({ action: submit, cards }, inputs);
  const { msteams: special, ...data } = objectAt(submit, 'data') ?? {};
  const kind = textAt(special, 'type');
  if (kind === 'imBack') return { value: undefined, text: textAt(special, 'value') };
  if (kind === 'messageBack') {
    return { value: { ...objectAt(special, 'value'), ...entered }, text: textAt(special, 'text') };
  }
  if (kind !== undefined) throw new Error(`The fake Teams does not know Action.Submit with msteams.type "${kind}".`);
  return { value: { ...data, ...entered }, text: undefined };
}

export function sceneOf({ profile, doors }: Actor, chat: Chat, threadId?: string): inbound.Scene {
  const { bot, serviceUrl } = doors;
  return { bot, serviceUrl, person: profile, chat, threadId, id: doors.nextId(), at: doors.now() };
}

/** The card as this person sees it: the base card, or what an invoke answered since its last edit. */
export function cardSeen({ profile, doors }: Actor, message: ChatMessage): JsonObject | undefined {
  return doors.viewOf(message, profile.mri) ?? message.card;
}

function pickOn(actor: Actor, message: ChatMessage, pick: ActionPick): FoundAction {
  const card = cardSeen(actor, message);
  if (!card) throw new Error(`Message ${message.id} has no card: "${message.text}".`);
  return findAction(card, pick);
}

async function invoke(
  actor: Actor,
  message: ChatMessage,
  action: inbound.PressedAction,
  trigger: 'manual' | 'automatic',
  forge: Forge,
): Promise<InvokeResult> {
  const { doors, profile } = actor;
  const chat = doors.chatOf(message);
  const activity = inbound.cardInvoke(sceneOf(actor, chat, message.threadId), message.id, action, trigger);
  const result = readInvokeResult(await doors.deliver(activity, forge));
  if (result.card) doors.setView(message, profile.mri, result.card);
  if (Object.keys(forge).length === 0) doors.judge(chat, result);
  return result;
}

export async function press(
  actor: Actor,
  message: ChatMessage,
  pick: ActionPick,
  inputs: InputValues,
  forge: Forge,
): Promise<InvokeResult> {
  return invoke(actor, message, executeOf(pickOn(actor, message, pick), inputs), 'manual', forge);
}

export async function submit(
  actor: Actor,
  message: ChatMessage,
  pick: ActionPick,
  inputs: InputValues,
  forge: Forge,
): Promise<Delivery> {
  const { value, text } = submissionOf(pickOn(actor, message, pick), inputs);
  const scene = sceneOf(actor, actor.doors.chatOf(message), message.threadId);
  return actor.doors.deliver(inbound.submittedMessage(scene, message.id, value, text), forge);
}

export async function open(actor: Actor, message: ChatMessage, forge: Forge): Promise<InvokeResult | undefined> {
  const { card } = message;
  const action = card && refreshFor(card, actor.doors.chatOf(message), actor.profile.mri);
  return action && invoke(actor, message, executeOf({ action, cards: [] }, {}), 'automatic', forge);
}

/** One keystroke in a field whose choices come from the bot. */
export async function search(
  actor: Actor,
  message: ChatMessage,
  field: string,
  text: string,
  forge: Forge,
): Promise<SearchResult> {
  const { doors } = actor;
  const dataset = textAt(objectAt(fieldOn(cardSeen(actor, message), field), 'choices.data'), 'dataset');
  if (dataset === undefined) throw new Error(`The card has no field "${field}" that searches.`);
  const chat = doors.chatOf(message);
  const activity = inbound.searchInvoke(sceneOf(actor, chat, message.threadId), message.id, dataset, text);
  const result = readSearchResult(await doors.deliver(activity, forge));
  if (Object.keys(forge).length === 0) doors.judgeSearch(chat, result);
  return result;
}

function fieldOn(card: JsonObject | undefined, field: string): JsonObject | undefined {
  const inputs = card === undefined ? [] : [...walkCard(card)].map(({ node }) => node).filter(isInput);
  return inputs.find((input) => textAt(input, 'id') === field || textAt(input, 'label') === field);
}

/** Allow, for which the client makes room in the person's OneDrive first, or Decline. */
export async function answerOffer(
  actor: Actor,
  message: ChatMessage,
  allows: boolean,
  forge: Forge,
): Promise<Delivery> {
  const { doors, profile } = actor;
  const { name, content } = consentOn(message.activity);
  const value = consentValue(content, allows ? doors.makeRoom(profile, name) : null);
  const scene = sceneOf(actor, doors.chatOf(message), message.threadId);
  return doors.deliver(inbound.fileConsentInvoke(scene, message.id, value), forge);
}

/** Teams sends two events for one install and does not wait for the answer to the first. */
export async function changeInstallation(
  actor: Actor,
  chat: Chat,
  action: string,
  change?: 'membersAdded' | 'membersRemoved',
): Promise<readonly Delivery[]> {
  const events = [inbound.installationUpdate(sceneOf(actor, chat), action)];
  if (change) events.push(inbound.membershipUpdate(sceneOf(actor, chat), change));
  return Promise.all(events.map((event) => actor.doors.deliver(event, {})));
}
