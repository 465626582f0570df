// The commands that mend what doctor finds, filled in as far as it knows: to be copied into bash or PowerShell as they are.
import { CLOUD_HOSTS } from '../config/clouds.js';
import type { Config } from '../config.js';
import { PERMISSION_RESOURCES, type Permission } from '../permissions.js';

/** Who is to be given something, and where. */
export interface Principal {
  /** Object id of the service principal; null where no token told it. */
  readonly objectId: string | null;
  /** Its application (client) id. */
  readonly appId: string;
  /** Base address of Microsoft Graph in this cloud. */
  readonly graph: string;
}

/** Base address of Microsoft Graph in the cloud that is set: commands go to Microsoft, also where the bot uses a proxy. */
export function graphOf({ cloud }: Pick<Config, 'cloud'>): string {
  return CLOUD_HOSTS[cloud].graph;
}

/**
 * Grants an application permission, with consent, through the Azure CLI. The Azure CLI writes the body as well, into a file:
 * quotes within quotes are told to it differently by bash, by PowerShell and by each version of PowerShell.
 */
export function grant({ name, resource, appRoleId }: Permission, { objectId, appId, graph }: Principal): string {
  const { appId: resourceId } = PERMISSION_RESOURCES[resource];
  const who = objectId ?? `$(az ad sp show --id ${appId} --query id -o tsv)`;
  const role = appRoleId === null ? `join('', appRoles[?value=='${name}'].id)` : `'${appRoleId}'`;
  const body = `{principalId: '${who}', resourceId: id, appRoleId: ${role}}`;
  return [
    `az ad sp show --id ${resourceId} --query "${body}" -o json > grant.json`,
    `az rest --method POST --url "${graph}/v1.0/servicePrincipals/${who}/appRoleAssignments" --body "@grant.json"`,
  ].join('; ');
}

/** Puts the application into the Exchange role group of setup, which only reads (Exchange Online PowerShell). */
export function joinRoleGroup({ objectId }: Principal): string {
  const who = objectId ?? '(object id of the enterprise application)';
  return `Add-RoleGroupMember -Identity "Mailbox Guard Reading" -Member ${who}; the group itself is made by step 4 of npm run setup`;
}

/** Adds a person to a group. */
export function addMember(groupId: string): string {
  return `az ad group member add --group ${groupId} --member-id (object id of the person)`;
}

/** Nobody joins the group by themselves any more. */
export function makePrivate(groupId: string, graph: string): string {
  return withBody({ visibility: 'Private' }, `--method PATCH --url "${graph}/v1.0/groups/${groupId}"`);
}

/** A group whose members only a Privileged Role Administrator changes. */
export function newApproversGroup(graph: string): string {
  const group = {
    displayName: 'Mailbox Guard Approvers',
    mailNickname: 'mailbox-guard-approvers',
    mailEnabled: false,
    securityEnabled: true,
    isAssignableToRole: true,
  };
  const command = withBody(group, `--method POST --url "${graph}/v1.0/groups"`);
  return `${command}, add its members, and set APPROVERS_GROUP_ID`;
}

/** With the body in a file, and in single quotes on the way there: bash and PowerShell both leave it as it is. */
function withBody(body: object, rest: string): string {
  return `echo '${JSON.stringify(body)}' > body.json; az rest ${rest} --body "@body.json"`;
}
