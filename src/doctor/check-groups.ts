// The two groups that decide who may ask and who may decide: that they exist, hold enough people, and who changes them.
import type { Config } from '../config.js';
import { isGuest } from '../mailboxes/verdict.js';
import type { GroupFacts } from '../tenant/read-group.js';
import type { GroupMember } from '../tenant/read-group-members.js';
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';
import { checkOwners, checkRule } from './group-changes.js';
import { GROUP_SETTING, GROUP_TITLE, type GroupRole } from './group-roles.js';
import { addMember, graphOf, newApproversGroup } from './mend.js';
import { isDenied, saidBy } from './said.js';

export interface GroupsSeen {
  readonly findings: readonly Finding[];
  /** Approvers whose accounts can be used; null when they are not known. */
  readonly approvers: readonly GroupMember[] | null;
}

export async function checkGroups(doors: DoctorDoors, correlationId: string): Promise<GroupsSeen> {
  const [operators, approvers] = await Promise.all([
    checkGroup('operators', doors, correlationId),
    checkGroup('approvers', doors, correlationId),
  ]);
  const findings = [...operators.findings, ...approvers.findings, ...checkSame(doors.config)];
  return { findings, approvers: approvers.usable };
}

interface GroupSeen {
  readonly findings: readonly Finding[];
  readonly usable: readonly GroupMember[] | null;
}

async function checkGroup(role: GroupRole, doors: DoctorDoors, correlationId: string): Promise<GroupSeen> {
  const line = about(`group.${role}`, GROUP_TITLE[role]);
  const id = doors.config.groups[role];
  try {
    const group = await doors.probes.group(id, correlationId);
    if (group !== null) return await judge(role, group, doors, correlationId);
    const setting = GROUP_SETTING[role];
    const step = `az ad group list --query "[].{name:displayName,id:id}" -o table, and set ${setting}`;
    return { findings: [line.broken(`${setting} names no group of this tenant`, step)], usable: null };
  } catch (error) {
    const why = isDenied(error) ? 'GroupMember.Read.All is missing' : saidBy(error);
    return { findings: [line.unchecked(why)], usable: null };
  }
}

/** Nested groups whose owners and rules are looked at too; deeper nests are nobody's intention. */
const MOST_NESTED = 20;

async function judge(
  role: GroupRole,
  group: GroupFacts,
  doors: DoctorDoors,
  correlationId: string,
): Promise<GroupSeen> {
  const { probes, config } = doors;
  const members = await doors.groupMembers(group.id, correlationId);
  const isKnown = members.every(({ accountEnabled }) => accountEnabled !== null);
  const usable = members.filter(({ accountEnabled, userType }) => accountEnabled === true && !isGuest(userType));
  const ids = (await probes.nestedGroups(group.id, correlationId)).slice(0, MOST_NESTED);
  const nested = await Promise.all(ids.map((id) => probes.group(id, correlationId)));
  const groups = [group, ...nested.filter((one) => one !== null)];
  const findings = [
    ...(isKnown ? checkEnough(role, group.id, usable, config) : []),
    ...groups.flatMap((one) => checkRule(role, one, graphOf(config))),
  ];
  for (const one of role === 'approvers' ? groups : []) {
    findings.push(...checkOwners(one, await probes.groupOwners(one.id, correlationId), usable));
  }
  if (findings.length === 0) findings.push(isKnown ? fine(role, group, members, usable) : unknownAccounts(role));
  return { findings, usable: isKnown ? usable : null };
}

function fine(
  role: GroupRole,
  { id, displayName, isAssignableToRole }: GroupFacts,
  members: readonly GroupMember[],
  usable: readonly GroupMember[],
): Finding {
  const plus = isAssignableToRole === true ? '; role-assignable, so that few may change it' : '';
  const seen = `${displayName ?? id}: ${usable.length} of ${members.length} members can be used${plus}`;
  return about(`group.${role}`, GROUP_TITLE[role]).ok(seen);
}

function unknownAccounts(role: GroupRole): Finding {
  const why = 'User.Read.All is missing: whose account can be used is not known';
  return about(`group.${role}`, GROUP_TITLE[role]).unchecked(why);
}

/** Whether there are enough people, in all and in reserve. */
function checkEnough(
  role: GroupRole,
  id: string,
  usable: readonly GroupMember[],
  { approvals: { quorum } }: Config,
): readonly Finding[] {
  const line = about(`group.${role}`, GROUP_TITLE[role]);
  if (role === 'operators') {
    const nobody = 'has no member whose account can be used: nobody can ask';
    return usable.length > 0 ? [] : [line.broken(nobody, addMember(id))];
  }
  const people = `${usable.length} ${usable.length === 1 ? 'member whose account' : 'members whose accounts'} can be used`;
  if (usable.length < quorum) {
    return [line.broken(`has ${people}, and a request needs ${quorum}: none can be approved`, addMember(id))];
  }
  if (usable.length > quorum) return [];
  const detail = `has ${people}, just as many as a request needs: one that one of them asks for cannot be approved, nor any while one is away`;
  return [line.degraded(detail, addMember(id))];
}

function checkSame({ cloud, groups }: Config): readonly Finding[] {
  if (groups.operators !== groups.approvers) return [];
  const detail = 'are one and the same: everyone who may ask may decide, if not on their own requests';
  return [about('group.same', 'The two groups').degraded(detail, newApproversGroup(graphOf({ cloud })))];
}
