// Asks Entra's audit log who allowed and who blocked sign-in of one account, as far back as it is kept.
import type { SignInChangesRead } from '../mailboxes/enabling.js';
import type { Graph } from './graph.js';
import type { OwnApp } from './own-app.js';
import type { Pace } from './pace.js';
import { type Activities, aboutAccount, readAuditLog } from './read-audit-log.js';

const ACTIVITIES: Activities = new Map([
  ['Enable account', 'allowed'],
  ['Disable account', 'blocked'],
]);

/** Never throws for what the tenant does not tell. @param pace the one of the audit logs */
export function readSignInChanges(
  graph: Graph,
  pace: Pace,
  own: () => Promise<OwnApp>,
  objectId: string,
  correlationId: string,
): Promise<SignInChangesRead> {
  const question = {
    // An account has few records, so both activities and all others come with one question.
    filter: aboutAccount(objectId),
    activities: ACTIVITIES,
    fits: (one: { readonly objectId: string }) => one.objectId === objectId.toLowerCase(),
  };
  return readAuditLog(graph, pace, own, question, correlationId);
}
