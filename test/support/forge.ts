// Presses that no client of ours would send: another verb, other values, what an older card would have sent.
import type { InboundActivity } from '../../sandbox/channel/activity.js';
import { type JsonObject, objectAt } from '../../sandbox/channel/json.js';

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
