// Whether requests reach the people who decide: the bot can write only to those it has met.
import type { GroupMember } from '../tenant/read-group-members.js';
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';

const NAMED = 5;
/** Works in every tenant and at once; a setup policy does the same for many, in hours. */
const THEY_WRITE =
  'Each of them opens Mailbox Guard in Teams (Apps, Built for your org), adds it and writes "help" to it once';
/** Where the settings let the bot install itself; what is in the way of that has a line of its own. */
const IT_INSTALLS =
  'Write "scan" to the bot in Teams: it installs itself for them, once a day each; "approvals" says what stands in the way';

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
  const step = config.tenant.teamsAppId === null ? THEY_WRITE : IT_INSTALLS;
  return inReach < config.approvals.quorum
    ? broken(`${detail}, and need ${config.approvals.quorum}`, step)
    : degraded(detail, step);
}
