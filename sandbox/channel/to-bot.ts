// Posting an activity to the bot the way the Bot Connector does: signed, with Teams' headers, and timed.
import type { InboundActivity } from './activity.js';
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from './json.js';
import { type ChannelKeys, signActivityToken, type TokenOverrides } from './signing.js';

/** What a test changes to see the bot refuse it. The token stays bound to the real serviceUrl unless overridden too. */
export interface Forge {
  /** In the conversation and in channelData. */
  readonly tenantId?: string;
  readonly channelId?: string;
  readonly serviceUrl?: string;
  /** The last word on what is sent, after the three above. */
  readonly change?: (activity: InboundActivity) => JsonObject;
  /** Overrides of the token, or no Authorization header at all. */
  readonly token?: TokenOverrides | 'none';
}

/** What was sent and how the bot answered. */
export interface Delivery {
  readonly activity: JsonObject;
  readonly status: number;
  /** Parsed when it is JSON, else text. */
  readonly body: unknown;
  readonly milliseconds: number;
}

export interface BotDoor {
  readonly keys: ChannelKeys;
  readonly appId: string;
  readonly serviceUrl: string;
  /** Where the bot takes activities. */
  endpoint(): string;
}

/** Teams gives up on a turn after about 15 s. */
const PATIENCE_MS = 15_000;

function forged(activity: InboundActivity, forge: Forge): JsonObject {
  const { tenantId = activity.conversation.tenantId } = forge;
  const changed: InboundActivity = {
    ...activity,
    channelId: forge.channelId ?? activity.channelId,
    serviceUrl: forge.serviceUrl ?? activity.serviceUrl,
    conversation: { ...activity.conversation, tenantId },
    channelData: { ...activity.channelData, tenant: { id: tenantId } },
  };
  return forge.change ? forge.change(changed) : changed;
}

async function headersFor(door: BotDoor, activity: JsonObject, forge: Forge): Promise<Record<string, string>> {
  const conversation = objectAt(activity, 'conversation');
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-ms-conversation-id': textAt(conversation, 'id') ?? '',
    'x-ms-tenant-id': textAt(conversation, 'tenantId') ?? '',
  };
  if (forge.token === 'none') return headers;
  const token = await signActivityToken(door.keys, door, forge.token);
  return { ...headers, authorization: `Bearer ${token}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Posts a body as it is, signed; for redeliveries and for what no client would build. */
export async function postToBot(door: BotDoor, activity: JsonObject, forge: Forge = {}): Promise<Delivery> {
  const headers = await headersFor(door, activity, forge);
  const started = performance.now();
  const response = await fetch(door.endpoint(), {
    method: 'POST',
    headers,
    body: JSON.stringify(activity),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const body = parse(await response.text());
  return { activity, status: response.status, body, milliseconds: performance.now() - started };
}

export async function deliver(door: BotDoor, activity: InboundActivity, forge: Forge = {}): Promise<Delivery> {
  return postToBot(door, forged(activity, forge), forge);
}

/** What an invoke of a card gave the person. */
export interface InvokeResult extends Delivery {
  /** The status inside the body; the HTTP status is always 200 when all is well. */
  readonly statusCode: number | undefined;
  readonly type: string | undefined;
  /** A card to show this person in place of the one pressed. */
  readonly card: JsonObject | undefined;
  /** A line that Teams shows under the card. */
  readonly toast: string | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

export function readInvokeResult(delivery: Delivery): InvokeResult {
  const body = isObject(delivery.body) ? delivery.body : {};
  const type = textAt(body, 'type');
  const failed = type?.startsWith('application/vnd.microsoft.error') ? objectAt(body, 'value') : undefined;
  return {
    ...delivery,
    statusCode: typeof body['statusCode'] === 'number' ? body['statusCode'] : undefined,
    type,
    card: type === 'application/vnd.microsoft.card.adaptive' ? objectAt(body, 'value') : undefined,
    toast: type === 'application/vnd.microsoft.activity.message' ? textAt(body, 'value') : undefined,
    error: failed && { code: textAt(failed, 'code') ?? '', message: textAt(failed, 'message') ?? '' },
  };
}

/** What a field that searches was offered. */
export interface SearchResult extends InvokeResult {
  /** Undefined when the answer is no list of choices. */
  readonly results: readonly { readonly title: string; readonly value: string }[] | undefined;
}

export function readSearchResult(delivery: Delivery): SearchResult {
  const result = readInvokeResult(delivery);
  if (result.type !== 'application/vnd.microsoft.search.searchResponse') return { ...result, results: undefined };
  const value = isObject(delivery.body) ? objectAt(delivery.body, 'value') : undefined;
  const listed = objectsAt(value, 'results');
  const choices = listed.map((one) => ({ title: textAt(one, 'title') ?? '', value: textAt(one, 'value') ?? '' }));
  return { ...result, results: Array.isArray(value?.['results']) ? choices : undefined };
}
