// What the Bot Connector does for a bot: create, send, edit, delete, read members; on the fake's conversations.
import type { Conversation } from './conversation.js';
import { type JsonObject, objectAt, objectsAt, textAt } from './json.js';
import { isTooBig } from './message-rules.js';
import { isNamed, memberOf } from './roster.js';
import { ConnectorRefusal } from './teams-errors.js';

/** How the operations find conversations and report what a bot wrote. */
export interface ConnectorWorld {
  readonly tenantId: string;
  conversation(id: string): Conversation | undefined;
  /** The one personal chat of the bot with the person that an id names. */
  personalChatOf(memberId: string): Conversation | undefined;
  nextId(): string;
  /** Looks at a message that the bot just wrote or edited. */
  judge(conversation: Conversation, messageId: string): void;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** A conversation id of a request and the thread that may stand behind it. */
export function splitThread(id: string): readonly [base: string, threadId: string | undefined] {
  const [base = id, threadId] = id.split(';messageid=');
  return [base, threadId];
}

function mustFind(world: ConnectorWorld, id: string): readonly [Conversation, string | undefined] {
  const [base, threadId] = splitThread(id);
  const conversation = world.conversation(base);
  if (!conversation) throw new ConnectorRefusal('ConversationNotFound');
  return [conversation, threadId];
}

function mustBeSmall(activity: JsonObject): void {
  if (isTooBig(activity)) throw new ConnectorRefusal('MessageSizeTooBig');
}

function write(world: ConnectorWorld, conversation: Conversation, activity: JsonObject, threadId?: string): string {
  conversation.mustTakeMessages();
  mustBeSmall(activity);
  if (textAt(activity, 'type') === 'typing') conversation.showTyping();
  if (textAt(activity, 'type') !== 'message') return world.nextId();
  const { id } = conversation.post(activity, threadId);
  world.judge(conversation, id);
  return id;
}

/** `POST /v3/conversations/{id}/activities` and `…/activities/{activityId}`. */
export function send(world: ConnectorWorld, conversationId: string, activity: JsonObject): Answer {
  const [conversation, threadId] = mustFind(world, conversationId);
  return { status: 201, body: { id: write(world, conversation, activity, threadId) } };
}

/** `PUT /v3/conversations/{id}/activities/{activityId}`. */
export function update(
  world: ConnectorWorld,
  conversationId: string,
  activityId: string,
  activity: JsonObject,
): Answer {
  const [conversation] = mustFind(world, conversationId);
  conversation.mustTakeMessages();
  mustBeSmall(activity);
  const message = conversation.find(activityId);
  message.edit({ ...activity, type: textAt(activity, 'type') ?? 'message', id: activityId });
  conversation.changed();
  world.judge(conversation, activityId);
  return { status: 200, body: { id: activityId } };
}

/** `DELETE /v3/conversations/{id}/activities/{activityId}`. */
export function remove(world: ConnectorWorld, conversationId: string, activityId: string): Answer {
  const [conversation] = mustFind(world, conversationId);
  conversation.mustTakeMessages();
  conversation.find(activityId).remove();
  conversation.changed();
  return { status: 200 };
}

/** `POST /v3/conversations`: a personal chat with one member, or a new thread in a channel. */
export function create(world: ConnectorWorld, parameters: JsonObject): Answer {
  const channelId = textAt(objectAt(parameters['channelData'], 'channel'), 'id');
  return channelId === undefined ? createPersonal(world, parameters) : createThread(world, channelId, parameters);
}

function createPersonal(world: ConnectorWorld, parameters: JsonObject): Answer {
  const memberIds = objectsAt(parameters, 'members').map((member) => textAt(member, 'id') ?? '');
  const [memberId = ''] = memberIds;
  const tenantId = textAt(parameters, 'tenantId') ?? textAt(objectAt(parameters['channelData'], 'tenant'), 'id');
  if (memberIds.length !== 1 || parameters['isGroup'] === true) throw new ConnectorRefusal('BadArgument');
  if (tenantId !== world.tenantId) throw new ConnectorRefusal('BadArgument', 'Unknown or missing tenant id');
  const conversation = world.personalChatOf(memberId);
  if (!conversation) throw new ConnectorRefusal('BadArgument', 'Failed to decrypt pairwise id');
  if (conversation.standing === 'uninstalled') throw new ConnectorRefusal('ForbiddenOperationException');
  conversation.mustTakeMessages();
  const first = objectAt(parameters, 'activity');
  const activityId = first ? write(world, conversation, first) : undefined;
  return { status: 201, body: { id: conversation.id, ...(activityId === undefined ? {} : { activityId }) } };
}

function createThread(world: ConnectorWorld, channelId: string, parameters: JsonObject): Answer {
  const [conversation] = mustFind(world, channelId);
  const first = objectAt(parameters, 'activity');
  if (!first) throw new ConnectorRefusal('BadArgument', 'Activity is required');
  const activityId = write(world, conversation, first);
  return { status: 201, body: { id: `${conversation.id};messageid=${activityId}`, activityId } };
}

/** `GET …/members`, `…/pagedmembers` and `…/members/{memberId}`; reading needs the bot in the roster, nothing more. */
export function members(world: ConnectorWorld, conversationId: string, memberId?: string): Answer {
  const [conversation] = mustFind(world, conversationId);
  if (conversation.standing === 'gone' || conversation.standing === 'uninstalled') conversation.mustTakeMessages();
  const all = conversation.members.map((person) => memberOf(person, conversation.tenantId));
  if (memberId === undefined) return { status: 200, body: all };
  const index = conversation.members.findIndex((person) => isNamed(person, memberId));
  if (index < 0) throw new ConnectorRefusal('MemberNotFoundInConversation');
  return { status: 200, body: all[index] };
}

/** One page of members; the token is the index of the next one. Teams gives 50 to 500 a page, 200 unless asked. */
export function pagedMembers(world: ConnectorWorld, conversationId: string, query: unknown): Answer {
  const all = members(world, conversationId).body;
  const list: readonly unknown[] = Array.isArray(all) ? all : [];
  const size = Math.min(500, Math.max(50, Number(textAt(query, 'pageSize') ?? 200)));
  const start = Number(textAt(query, 'continuationToken') ?? 0);
  const next = start + size < list.length ? { continuationToken: String(start + size) } : {};
  return { status: 200, body: { members: list.slice(start, start + size), ...next } };
}
