// Who, besides administrators, can change who is in a group: a rule, anyone who likes to join, an owner.
import type { GroupFacts } from '../tenant/read-group.js';
import type { GroupMember } from '../tenant/read-group-members.js';
import { about, type Finding } from './finding.js';
import { GROUP_SETTING, GROUP_TITLE, type GroupRole } from './group-roles.js';
import { makePrivate, newApproversGroup } from './mend.js';

/** Who is in by a rule, by their own doing, or unseen. */
export function checkRule(role: GroupRole, group: GroupFacts, graph: string): readonly Finding[] {
  const { id, displayName, groupTypes, visibility } = group;
  const name = displayName ?? id;
  const line = (what: string) => about(`group.${role}.${what}`, GROUP_TITLE[role]);
  const findings: Finding[] = [];
  if (visibility === 'HiddenMembership') {
    const step = `Use a group whose members may be seen, and set ${GROUP_SETTING[role]}`;
    findings.push(line('hidden').broken(`${name} hides its members: the bot takes them for nobody`, step));
  }
  if (groupTypes.includes('Unified') && visibility === 'Public') {
    const detail = `${name} is public: everyone in the organisation can join it by themselves`;
    const step = makePrivate(id, graph);
    findings.push(role === 'approvers' ? line('open').broken(detail, step) : line('open').degraded(detail, step));
  }
  if (role === 'approvers' && groupTypes.includes('DynamicMembership')) {
    const detail = `${name} has dynamic membership: whoever can edit the attributes in its rule decides who approves`;
    findings.push(line('dynamic').degraded(detail, newApproversGroup(graph)));
  }
  return findings;
}

const NAMED = 5;

/** An owner of a group who is no approver becomes one with a click. */
export function checkOwners(
  { id, displayName }: GroupFacts,
  owners: readonly GroupMember[],
  approvers: readonly GroupMember[],
): readonly Finding[] {
  const known = new Set(approvers.map((approver) => approver.id));
  const others = owners.filter((owner) => !known.has(owner.id));
  const [first] = others;
  if (first === undefined) return [];
  const names = others.slice(0, NAMED).map((owner) => owner.displayName ?? owner.id);
  const who = `${names.join(', ')}${others.length > NAMED ? ` and ${others.length - NAMED} more` : ''}`;
  return [
    about('group.approvers.owners', GROUP_TITLE.approvers).degraded(
      `${displayName ?? id} is owned by people who are no approvers and could make themselves one: ${who}`,
      `az ad group owner remove --group ${id} --owner-object-id ${first.id}`,
    ),
  ];
}
