// Asks Entra for one account.
import type { Account } from '../mailboxes/mailbox.js';
import { ACCOUNT_SELECT, accountFrom } from './account.js';
import type { Graph } from './graph.js';
import { recordOf } from './json.js';
import { unexpected } from './upstream.js';

/**
 * The account with exactly this object id or user principal name, compared without case; null when there is none.
 * GET /users/{id | userPrincipalName}; least permission User.Read.All.
 * @throws Refused upstream-*
 */
export async function readAccount(graph: Graph, identity: string, correlationId: string): Promise<Account | null> {
  const wanted = identity.trim().toLowerCase();
  if (wanted === '') return null;
  const answer = await graph.send({
    method: 'GET',
    path: `/users/${encodeURIComponent(identity.trim())}?$select=${ACCOUNT_SELECT}`,
    permission: 'User.Read.All',
    correlationId,
    isUrgent: true,
    accept: [404],
  });
  if (answer.status === 404) return null;
  const user = recordOf(answer.body);
  const account = user === null ? null : accountFrom(user);
  if (account === null) throw unexpected(answer, 'graph', 'An account came without its id.');
  // Another account than the one asked for is none: the next step may be a write.
  return account.id === wanted || account.userPrincipalName.toLowerCase() === wanted ? account : null;
}
