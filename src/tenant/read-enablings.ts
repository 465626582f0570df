// Asks Entra's audit log which accounts were enabled since a moment, and by whom.
import type { EnablingQuestion, EnablingsRead } from '../mailboxes/enabling.js';
import type { Graph } from './graph.js';
import type { OwnApp } from './own-app.js';
import type { Pace } from './pace.js';
import { type Activities, aboutAccount, readAuditLog } from './read-audit-log.js';

const ACTIVITIES: Activities = new Map([['Enable account', 'allowed']]);

/** Never throws for what the tenant does not tell. @param pace the one of the audit logs */
export async function readEnablings(
  graph: Graph,
  pace: Pace,
  own: () => Promise<OwnApp>,
  { since, objectId }: EnablingQuestion,
  correlationId: string,
): Promise<EnablingsRead> {
  const time = new Date(since).toISOString();
  const all = `activityDisplayName eq 'Enable account' and activityDateTime ge ${time}`;
  const question = {
    filter: objectId === null ? all : `${all} and ${aboutAccount(objectId)}`,
    activities: ACTIVITIES,
    fits: (one: { readonly objectId: string; readonly at: string }) =>
      (objectId === null || objectId.toLowerCase() === one.objectId) && Date.parse(one.at) >= Date.parse(since),
  };
  const read = await readAuditLog(graph, pace, own, question, correlationId);
  if (read.kind === 'not-known') return read;
  return { kind: 'read', enablings: read.changes.map(({ to: _, ...one }) => one) };
}
