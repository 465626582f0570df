// Every route of the sandbox's Graph.
import { listDirectoryAudits, listSignIns } from './audit-logs.js';
import { batch } from './batch.js';
import { getByIds } from './get-by-ids.js';
import { getGroup, memberRoutes } from './groups.js';
import { installAppForUser } from './installed-apps.js';
import { getMailboxSettings, getUserPurpose } from './mailbox-settings.js';
import { checkMemberGroups, transitiveMemberOfRoutes } from './memberships.js';
import { getOrganization } from './organization.js';
import { listRoleAssignments, listRoleDefinitions } from './roles.js';
import type { GraphRoute } from './route.js';
import { revokeSessions, updateUser } from './update-user.js';
import { getUser, listUsers } from './users.js';
import { deltaUsers } from './users-delta.js';

export const GRAPH_ROUTES: readonly GraphRoute[] = [
  batch,
  listUsers,
  // Before users/{id}, which would take it for a name.
  deltaUsers,
  getUser,
  updateUser,
  revokeSessions,
  getByIds,
  checkMemberGroups,
  getGroup,
  ...memberRoutes,
  ...transitiveMemberOfRoutes,
  listRoleAssignments,
  listRoleDefinitions,
  listDirectoryAudits,
  listSignIns,
  getOrganization,
  getUserPurpose,
  getMailboxSettings,
  installAppForUser,
];
