// The two cards for a file that Teams draws by itself: what they must have, and what their buttons send.
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from './json.js';

const CONSENT = 'application/vnd.microsoft.teams.card.file.consent';
const INFO = 'application/vnd.microsoft.teams.card.file.info';

function attachmentsOf(activity: JsonObject, contentType: string): readonly JsonObject[] {
  return objectsAt(activity, 'attachments').filter((one) => one['contentType'] === contentType);
}

/** The consent card of a message. @throws Error when there is none */
export function consentOn(activity: JsonObject): { readonly name: string; readonly content: JsonObject } {
  const [found] = attachmentsOf(activity, CONSENT);
  if (found === undefined) throw new Error('The message offers no file.');
  return { name: textAt(found, 'name') ?? '', content: objectAt(found, 'content') ?? {} };
}

/** What a client sends for Allow, with the place for the file, and for Decline. */
export function consentValue(content: JsonObject, uploadInfo: JsonObject | null): JsonObject {
  if (uploadInfo === null) return { type: 'fileUpload', action: 'decline', context: content['declineContext'] };
  return { type: 'fileUpload', action: 'accept', context: content['acceptContext'], uploadInfo };
}

/** Every rule that the file cards of a message break; Teams shows them in personal chats only. */
export function brokenFileRules(activity: JsonObject, isPersonal: boolean): readonly string[] {
  const consents = attachmentsOf(activity, CONSENT);
  const infos = attachmentsOf(activity, INFO);
  return [
    ...(consents.length + infos.length > 0 && !isPersonal ? ['a file card outside of a personal chat'] : []),
    ...consents.flatMap(consentRules),
    ...infos.flatMap(infoRules),
  ];
}

function consentRules(card: JsonObject): readonly string[] {
  const content = objectAt(card, 'content') ?? {};
  const size = content['sizeInBytes'];
  return [
    ...(textAt(card, 'name') ? [] : ['file consent without a name']),
    ...(textAt(content, 'description') ? [] : ['file consent without a description']),
    ...(Number.isInteger(size) && Number(size) > 0 ? [] : ['file consent without a size']),
    ...['acceptContext', 'declineContext']
      .filter((key) => !isObject(content[key]))
      .map((key) => `file consent without ${key}`),
  ];
}

function infoRules(card: JsonObject): readonly string[] {
  const content = objectAt(card, 'content') ?? {};
  const missing = ['name', 'contentUrl'].filter((key) => !textAt(card, key));
  const within = ['uniqueId', 'fileType'].filter((key) => !textAt(content, key));
  return [...missing, ...within].map((key) => `file info without ${key}`);
}
