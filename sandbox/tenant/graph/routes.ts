// Every route of the sandbox's Graph.
import { listDirectoryAudits, listSignIns } from './audit-logs.js';
import { batch } from './batch.js';
import { getByIds } from './get-by-ids.js';
import { memberRoutes } from './groups.js';
import { getMailboxSettings, getUserPurpose } from './mailbox-settings.js';
import { checkMemberGroups, transitiveMemberOfRoutes } from './memberships.js';
import { getOrganization } from './organization.js';
import { listRoleAssignments, listRoleDefinitions } from './roles.js';
import type { GraphRoute } from './route.js';
import { revokeSessions, updateUser } from './update-user.js';
import { getUser, listUsers } from './users.js';

export const GRAPH_ROUTES: readonly GraphRoute[] = [
  batch,
  listUsers,
  getUser,
  updateUser,
  revokeSessions,
  getByIds,
  checkMemberGroups,
  ...memberRoutes,
  ...transitiveMemberOfRoutes,
  listRoleAssignments,
  listRoleDefinitions,
  listDirectoryAudits,
  listSignIns,
  getOrganization,
  getUserPurpose,
  getMailboxSettings,
];
