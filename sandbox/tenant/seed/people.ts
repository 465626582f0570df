// The personas of the sandbox tenant: invented people whose names say what each is there for.
import { stableUuid } from '../random.js';

export const TENANT_ID = stableUuid('tenant');
export const TENANT_NAME = 'Lighthouse Sandbox';
/** Reserved for documentation by RFC 2606: mail to it goes nowhere. */
export const DOMAIN = 'lighthouse.example';

/** Someone who can be named in a test or play a part in a demo. */
export interface Person {
  readonly objectId: string;
  readonly displayName: string;
  readonly upn: string;
}

export const PERSONA_NAMES = [
  'requester',
  'operator',
  'approver',
  'secondApprover',
  'nestedApprover',
  'both',
  'disabledApprover',
  'guest',
  'outsider',
  'helpdesk',
] as const;
export type PersonaName = (typeof PERSONA_NAMES)[number];

const DISPLAY_NAMES: Readonly<Record<PersonaName, string>> = {
  requester: 'Robin Request',
  operator: 'Oakley Operate',
  approver: 'Avery Approve',
  secondApprover: 'Alex Assent',
  nestedApprover: 'Nika Nested',
  both: 'Billie Both',
  disabledApprover: 'Dana Dormant',
  guest: 'Gale Guest',
  outsider: 'Oli Outside',
  helpdesk: 'Hollis Helpdesk',
};

function person(name: PersonaName): Person {
  const displayName = DISPLAY_NAMES[name];
  const alias = displayName.toLowerCase().replace(' ', '.');
  const upn = name === 'guest' ? `${alias}_partner.example#EXT#@${DOMAIN}` : `${alias}@${DOMAIN}`;
  return { objectId: stableUuid(`persona ${name}`), displayName, upn };
}

/** The same people in every sandbox tenant, with the same object ids. */
export const PEOPLE: Readonly<Record<PersonaName, Person>> = {
  /** In the operators group: may ask. */
  requester: person('requester'),
  /** A second operator. */
  operator: person('operator'),
  /** In the approvers group: may decide. */
  approver: person('approver'),
  secondApprover: person('secondApprover'),
  /** An approver through a group within the approvers group. */
  nestedApprover: person('nestedApprover'),
  /** In both groups: may ask and may decide, but not on the same request. */
  both: person('both'),
  /** In the approvers group, with a disabled account. */
  disabledApprover: person('disabledApprover'),
  /** A guest of the tenant, in the approvers group by mistake. */
  guest: person('guest'),
  /** In neither group. */
  outsider: person('outsider'),
  /** The administrator who enables accounts behind everyone's back. */
  helpdesk: person('helpdesk'),
};

/** The account that brings changes from on-premises, named as Entra Connect names it. It is nobody in Teams. */
export const SYNC_ACCOUNT: Person = {
  objectId: stableUuid('sync account'),
  displayName: 'On-Premises Directory Synchronization Service Account',
  upn: `Sync_DC01_5a4db0c0ffee@${DOMAIN}`,
};

export const GROUPS = {
  operatorsId: stableUuid('group operators'),
  approversId: stableUuid('group approvers'),
  /** Within the approvers group. */
  dutyTeamId: stableUuid('group duty team'),
  /** Role-assignable: its members hold Security Reader. */
  securityReadersId: stableUuid('group security readers'),
} as const;
