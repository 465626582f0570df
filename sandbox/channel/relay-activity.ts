// What real Teams sends and Agents Playground leaves out: the relay fills it in, and changes nothing that is there.
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from './json.js';
import { localTimestamp } from './local-time.js';

/** How a Playground's activities become Teams' own. */
export interface Dressing {
  readonly tenantId: string;
  /** The relay's own address, in place of Playground's. */
  readonly serviceUrl: string;
  readonly locale: string;
  readonly country: string;
  readonly timeZone: string;
  readonly now: Date;
  /** Entra object id by Playground user id. */
  readonly objectIds: Readonly<Record<string, string>>;
}

/** User ids are MRIs already: the configuration files that the sandbox writes say so. */
function person(account: unknown, objectIds: Dressing['objectIds']): JsonObject {
  const known = isObject(account) ? account : {};
  const objectId = textAt(known, 'aadObjectId') ?? objectIds[textAt(known, 'id') ?? ''];
  return objectId === undefined ? known : { ...known, aadObjectId: objectId };
}

function entities(activity: JsonObject, { locale, country, timeZone }: Dressing): readonly JsonObject[] {
  const sent = objectsAt(activity, 'entities');
  const info = { type: 'clientInfo', locale, country, platform: 'Web', timezone: timeZone };
  const others = sent.filter(({ type }) => type !== 'clientInfo');
  return [...others, { ...info, ...sent.find(({ type }) => type === 'clientInfo') }];
}

/** Playground's invokes lack the trigger; a press in its page is always a person's. */
function invokeValue(activity: JsonObject): JsonObject {
  const value = objectAt(activity, 'value');
  if (activity['name'] !== 'adaptiveCard/action' || !value) return {};
  return { value: { trigger: 'manual', ...value } };
}

function channelData(activity: JsonObject, tenantId: string): JsonObject {
  const data = objectAt(activity, 'channelData') ?? {};
  return { ...data, tenant: { id: tenantId, ...objectAt(data, 'tenant') } };
}

/** Dresses one activity of Playground as Teams would have sent it. */
export function asTeamsSendsIt(activity: JsonObject, dressing: Dressing): JsonObject {
  const { tenantId, serviceUrl, locale, timeZone, now, objectIds } = dressing;
  return {
    timestamp: now.toISOString(),
    localTimestamp: localTimestamp(now, timeZone),
    localTimezone: timeZone,
    locale,
    ...activity,
    ...invokeValue(activity),
    channelId: 'msteams',
    serviceUrl,
    from: person(activity['from'], objectIds),
    conversation: { tenantId, ...objectAt(activity, 'conversation') },
    channelData: channelData(activity, tenantId),
    entities: entities(activity, dressing),
  };
}
