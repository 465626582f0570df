// Whether requests reach the people who decide: the bot can write only to those it has met.
import type { GroupMember } from '../tenant/read-group-members.js';
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';

const NAMED = 5;
const STEP =
  'Teams admin center, Teams apps, Setup policies: install the app for the approvers; or let each of them write "help" to the bot once';

/** @param approvers those whose accounts can be used; null when they are not known */
export async function checkApprovers(
  { store, config }: DoctorDoors,
  approvers: readonly GroupMember[] | null,
): Promise<Finding> {
  const { ok, degraded, broken, unchecked } = about('approvers.reach', 'Approvers in reach');
  if (approvers === null) return unchecked('it is not known who they are');
  if (approvers.length === 0) return unchecked('there are none');
  if ('why' in store) return unchecked('the database is not open');
  if (!(await store.healthy())) return unchecked('the database does not answer');
  const reached = await store.reachable(approvers.map(({ id }) => id)).catch(() => null);
  if (reached === null) return unchecked('the database stopped answering');
  const others = approvers.filter(({ id }) => !reached.has(id));
  if (others.length === 0) return ok(`all ${approvers.length} have a chat with the bot`);
  const names = others.slice(0, NAMED).map(({ displayName, id }) => displayName ?? id);
  const who = `${names.join(', ')}${others.length > NAMED ? ` and ${others.length - NAMED} more` : ''}`;
  const inReach = approvers.length - others.length;
  const detail = `${inReach} of ${approvers.length} have a chat with the bot; requests do not reach ${who}`;
  return inReach < config.approvals.quorum
    ? broken(`${detail}, and need ${config.approvals.quorum}`, STEP)
    : degraded(detail, STEP);
}
