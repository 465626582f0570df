// The activities that Teams sends to a bot, with every field that it sends: messages, card actions, installs.
import type { ChannelAccount, ConversationAccount, InboundActivity } from './activity.js';
import type { Chat } from './conversation.js';
import type { JsonObject } from './json.js';
import { localTimestamp } from './local-time.js';
import { accountOf, type PersonProfile } from './roster.js';

export interface BotProfile {
  readonly appId: string;
  readonly name: string;
}

/** Who acts, where, and when; all that the builders below need. */
export interface Scene {
  readonly bot: BotProfile;
  readonly serviceUrl: string;
  readonly person: PersonProfile;
  readonly chat: Chat;
  /** Channels: the thread that the person acts in. */
  readonly threadId: string | undefined;
  readonly id: string;
  readonly at: Date;
}

function botAccount(bot: BotProfile): ChannelAccount {
  return { id: `28:${bot.appId}`, name: bot.name };
}

function conversationOf({ chat, threadId }: Scene): ConversationAccount {
  const id = threadId === undefined ? chat.id : `${chat.id};messageid=${threadId}`;
  const { type: conversationType, tenantId } = chat;
  if (conversationType === 'personal') return { conversationType, tenantId, id };
  const account = { isGroup: true, conversationType, tenantId, id } as const;
  return chat.name === undefined ? account : { ...account, name: chat.name };
}

function channelDataOf({ chat }: Scene): JsonObject {
  const tenant = { id: chat.tenantId };
  if (!chat.place) return { tenant };
  const { teamId, teamName, teamAadGroupId, channelType } = chat.place;
  return {
    teamsChannelId: chat.id,
    teamsTeamId: teamId,
    channel: { id: chat.id, type: channelType },
    team: { id: teamId, name: teamName, aadGroupId: teamAadGroupId },
    tenant,
  };
}

function clientInfo({ locale, country, timeZone }: PersonProfile): JsonObject {
  return { type: 'clientInfo', locale, country, platform: 'Web', timezone: timeZone };
}

function baseActivity(scene: Scene, type: InboundActivity['type']): InboundActivity {
  const { person, at } = scene;
  return {
    type,
    id: scene.id,
    timestamp: at.toISOString(),
    localTimestamp: localTimestamp(at, person.timeZone),
    localTimezone: person.timeZone,
    locale: person.locale,
    channelId: 'msteams',
    serviceUrl: scene.serviceUrl,
    from: accountOf(person),
    recipient: botAccount(scene.bot),
    conversation: conversationOf(scene),
    entities: [clientInfo(person)],
    channelData: channelDataOf(scene),
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function htmlOf(bot: BotProfile, text: string, mentioned: boolean): JsonObject {
  const schema = 'http://schema.skype.com/Mention';
  const mention = `<span itemscope="" itemtype="${schema}" itemid="0">${escapeHtml(bot.name)}</span>&nbsp;`;
  return { contentType: 'text/html', content: `<p>${mentioned ? mention : ''}${escapeHtml(text)}</p>` };
}

/** A typed message; outside a personal chat it mentions the bot, or the bot would not get it. */
export function typedMessage(scene: Scene, text: string): InboundActivity {
  const mentioned = scene.chat.type !== 'personal';
  const base = baseActivity(scene, 'message');
  const tag = `<at>${scene.bot.name}</at>`;
  const mention = { type: 'mention', mentioned: botAccount(scene.bot), text: tag };
  return {
    ...base,
    textFormat: 'plain',
    text: mentioned ? `${tag} ${text}` : text,
    attachments: [htmlOf(scene.bot, text, mentioned)],
    entities: mentioned ? [mention, clientInfo(scene.person)] : base['entities'],
  };
}

/** What a client without Action.Execute sends for the fallback Action.Submit: a message with a value and no text. */
export function submittedMessage(scene: Scene, replyToId: string, value: unknown, text?: string): InboundActivity {
  const base = baseActivity(scene, 'message');
  const source = { source: { name: 'message' }, legacy: { replyToId } };
  const message = { ...base, replyToId, value, channelData: { ...base.channelData, ...source } };
  return text === undefined ? message : { ...message, text, textFormat: 'plain' };
}

export interface PressedAction {
  readonly id?: string;
  readonly verb: string;
  readonly data: unknown;
}

/** The invoke of an Action.Execute; `automatic` is a card that refreshes itself as it scrolls into sight. */
export function cardInvoke(
  scene: Scene,
  replyToId: string,
  action: PressedAction,
  trigger: 'manual' | 'automatic',
): InboundActivity {
  const base = baseActivity(scene, 'invoke');
  return {
    ...base,
    name: 'adaptiveCard/action',
    replyToId,
    channelData: { ...base.channelData, source: { name: 'message' } },
    value: { action: { type: 'Action.Execute', ...action }, trigger },
  };
}

/** What a field with `choices.data` sends while its person types; learn.microsoft.com: "Typeahead search in Adaptive Cards". */
export function searchInvoke(scene: Scene, replyToId: string, dataset: string, queryText: string): InboundActivity {
  const base = baseActivity(scene, 'invoke');
  return {
    ...base,
    name: 'application/search',
    replyToId,
    channelData: { ...base.channelData, source: { name: 'message' } },
    value: { queryText, queryOptions: { skip: 0, top: 15 }, dataset },
  };
}

/** Allow or Decline on the offer of a file. */
export function fileConsentInvoke(scene: Scene, replyToId: string, value: JsonObject): InboundActivity {
  const base = baseActivity(scene, 'invoke');
  const channelData = { ...base.channelData, source: { name: 'message' } };
  return { ...base, name: 'fileConsent/invoke', replyToId, channelData, value };
}

/** Events carry no display names. */
function nameless({ id, aadObjectId }: ChannelAccount): ChannelAccount {
  return aadObjectId === undefined ? { id } : { id, aadObjectId };
}

/** `action` is `add`, `remove`, `add-upgrade` or `remove-upgrade`. */
export function installationUpdate(scene: Scene, action: string): InboundActivity {
  const base = baseActivity(scene, 'installationUpdate');
  const settings = { selectedChannel: { id: scene.chat.id } };
  const channelData = { ...base.channelData, source: { name: 'message' }, settings };
  return { ...base, action, from: nameless(base.from), channelData };
}

/** The bot joins or leaves; in a personal chat Teams names the person as added too. */
export function membershipUpdate(scene: Scene, change: 'membersAdded' | 'membersRemoved'): InboundActivity {
  const base = baseActivity(scene, 'conversationUpdate');
  const from = nameless(base.from);
  const bot = nameless(botAccount(scene.bot));
  const eventType = change === 'membersAdded' ? 'teamMemberAdded' : 'teamMemberRemoved';
  return {
    ...base,
    from,
    [change]: scene.chat.type === 'personal' ? [from, bot] : [bot],
    channelData: scene.chat.type === 'channel' ? { ...base.channelData, eventType } : base.channelData,
  };
}
