// Presses that no client of ours would send: another verb, other values, what an older card would have sent.
import { randomUUID } from 'node:crypto';
import type { InboundActivity } from '../../sandbox/channel/activity.js';
import { cardInvoke, type Scene, submittedMessage } from '../../sandbox/channel/inbound.js';
import { type JsonObject, objectAt } from '../../sandbox/channel/json.js';
import type { Chat, Person, Stage } from './stage.js';

/** The press with these values in place of the card's own; `verb` among them changes the verb too. */
export function forgedWith(values: JsonObject): { change(activity: InboundActivity): JsonObject } {
  return {
    change(activity) {
      const action = objectAt(objectAt(activity, 'value'), 'action') ?? {};
      const data = { ...objectAt(action, 'data'), ...values };
      return {
        ...activity,
        value: { ...objectAt(activity, 'value'), action: { ...action, verb: data['verb'] ?? action['verb'], data } },
      };
    },
  };
}

/** The press as it would come from a card that shows an earlier list. */
export function pressedOn(card: JsonObject | undefined): { change(activity: InboundActivity): JsonObject } {
  const [, content = ''] = /"content":"([0-9a-f]{64})"/u.exec(JSON.stringify(card)) ?? [];
  return forgedWith({ content });
}

interface Sent {
  readonly data: unknown;
  /** The message with the card. */
  readonly replyToId: string;
}

type Where = Pick<Stage, 'teams' | 'tenant'>;

/** What is sent when a button is pressed, however it came to be: any verb with any values, from any message. */
export function pressOf(
  where: Where,
  person: Person,
  { verb, data, replyToId }: Sent & { readonly verb: unknown },
  chat: Chat = person.personalChat(),
): JsonObject {
  const activity = cardInvoke(sceneOf(where, person, chat), replyToId, { verb: '', data }, 'manual');
  return { ...activity, value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' } };
}

/** The same from a client that knows only Action.Submit. */
export function submitOf(
  where: Where,
  person: Person,
  { data, replyToId }: Sent,
  chat: Chat = person.personalChat(),
): JsonObject {
  return submittedMessage(sceneOf(where, person, chat), replyToId, data);
}

function sceneOf({ teams, tenant }: Where, person: Person, chat: Chat): Scene {
  const bot = { appId: tenant.identities.bot.clientId, name: 'Mailbox Guard' };
  const { serviceUrl } = teams;
  return { bot, serviceUrl, person, chat, threadId: undefined, id: `f:${randomUUID()}`, at: new Date() };
}
