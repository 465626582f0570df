// The people of the fake Teams and how the Bot Connector describes them as members of a conversation.
import type { ChannelAccount } from './activity.js';
import type { JsonObject } from './json.js';

export interface PersonProfile {
  /** Entra object id. */
  readonly objectId: string;
  /** `29:…`, as this bot knows the person. */
  readonly mri: string;
  readonly name: string;
  readonly userPrincipalName: string;
  /** The person's home tenant; a guest's differs from the conversation's. */
  readonly tenantId: string;
  /** A BCP 47 tag, as the client sends it. */
  readonly locale: string;
  readonly country: string;
  /** IANA name. */
  readonly timeZone: string;
}

export function accountOf(person: PersonProfile): ChannelAccount {
  return { id: person.mri, name: person.name, aadObjectId: person.objectId };
}

/** A member as `GET …/members` returns it. */
export function memberOf(person: PersonProfile, conversationTenantId: string): JsonObject {
  const [givenName = person.name, ...rest] = person.name.split(' ');
  return {
    ...accountOf(person),
    objectId: person.objectId,
    givenName,
    surname: rest.join(' '),
    email: person.userPrincipalName,
    userPrincipalName: person.userPrincipalName,
    tenantId: person.tenantId,
    userRole: person.tenantId === conversationTenantId ? 'user' : 'guest',
  };
}

/** Whether an id names this person, in any of the ways the connector takes: MRI, object id or UPN. */
export function isNamed(person: PersonProfile, id: string): boolean {
  const wanted = id.toLowerCase();
  return [person.mri, person.objectId, person.userPrincipalName].some((known) => known.toLowerCase() === wanted);
}
