// Doctor's card: all well, ill in many ways, and with names from outside at their worst.
import { doctorView } from '../../../bot/views/doctor.js';
import { about, type Finding } from '../../../src/doctor/finding.js';
import { hostileNames } from '../hostile.js';
import { reader } from './people.js';
import type { Scene } from './scene.js';

const TITLES = ['Settings', 'Token for Microsoft Graph', 'Clock', 'User.Read.All', 'Approvers group', 'Exchange'];
const GRANT =
  'az rest --method POST --url https://graph.microsoft.com/v1.0/servicePrincipals/22222222-2222-4222-8222-222222222222/appRoleAssignments --body "{\\"principalId\\":\\"22222222-2222-4222-8222-222222222222\\",\\"resourceId\\":\\"$(az ad sp show --id 00000003-0000-0000-c000-000000000000 --query id -o tsv)\\",\\"appRoleId\\":\\"df021288-bdef-4463-88db-98f22de89214\\"}"';

const well: readonly Finding[] = TITLES.map((title, index) => about(`thing.${index}`, title).ok('works'));
const ill: readonly Finding[] = [
  about('permission.User.Read.All', 'User.Read.All').broken('missing. Nothing works.', GRANT),
  about('exchange', 'Exchange').broken('the Admin API v2.0 lists no mailboxes', 'Set EXCHANGE_API=beta'),
  about('record.checkpoints', 'Checkpoints of the record').degraded('none are made', 'openssl genpkey …'),
  about('group.approvers', 'Approvers group').unchecked('User.Read.All is missing'),
  ...well.slice(0, 3),
];

/** A card whose every line holds outside text. */
export function hostileFindings(names: readonly string[]): readonly Finding[] {
  return names.map((name, index) =>
    about(`group.${index}`, 'Approvers group').degraded(`${name} has dynamic membership: ${name}`, `${GRANT} ${name}`),
  );
}

export const doctorScenes: readonly Scene[] = [
  { name: 'doctor-well', view: doctorView(well, reader) },
  { name: 'doctor-degraded', view: doctorView([...ill.slice(2, 3), ...well], reader) },
  { name: 'doctor-ill', view: doctorView(ill, reader) },
  { name: 'doctor-unchecked', view: doctorView([...well, ...ill.slice(3, 4)], reader) },
  { name: 'doctor-hostile', view: doctorView(hostileFindings(hostileNames), reader) },
];
