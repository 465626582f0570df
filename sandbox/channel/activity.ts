// The shapes of a Bot Framework activity as Microsoft Teams sends and takes it; only the fields the channel side touches.
import type { JsonObject } from './json.js';

export type ConversationType = 'personal' | 'groupChat' | 'channel';

export interface ChannelAccount extends JsonObject {
  /** `29:…` for a person, `28:<app id>` for a bot. */
  readonly id: string;
  readonly name?: string;
  readonly aadObjectId?: string;
}

export interface ConversationAccount extends JsonObject {
  readonly id: string;
  readonly conversationType: ConversationType;
  readonly tenantId: string;
  readonly isGroup?: true;
  readonly name?: string;
}

/** An activity on its way to the bot. */
export interface InboundActivity extends JsonObject {
  readonly type: 'message' | 'invoke' | 'conversationUpdate' | 'installationUpdate' | 'messageReaction';
  readonly id: string;
  readonly channelId: string;
  readonly serviceUrl: string;
  readonly from: ChannelAccount;
  readonly recipient: ChannelAccount;
  readonly conversation: ConversationAccount;
  readonly channelData: JsonObject;
}

/** An activity that the bot sent, with the id that the channel gave it. */
export interface OutboundActivity extends JsonObject {
  readonly type: string;
  readonly id: string;
}

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
