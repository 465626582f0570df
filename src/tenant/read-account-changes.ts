// Asks Entra what changed about accounts since it was last asked, whoever changed it: one cheap question, asked often.
import { Refused } from '../failure.js';
import type { AccountChange, AccountChanges, AccountRemoval } from '../mailboxes/account-changes.js';
import type { Graph } from './graph.js';
import { flagAt, type JsonRecord, recordOf, recordsIn, textAt } from './json.js';
import type { Answer } from './upstream.js';

/** What a verdict is judged from; a change of anything else is not told. */
const TRACKED = [
  'accountEnabled',
  'userPrincipalName',
  'displayName',
  'onPremisesSyncEnabled',
  'userType',
  'assignedLicenses',
].join(',');

/**
 * What changed since the answer that gave this token, all pages or none; null begins at now and tells no changes. A change
 * shows after a delay that varies.
 * GET /users/delta; least permission User.Read.All ("user: delta"). Tokens last seven days; use them again after a fault.
 * @throws Refused upstream-*, also in the middle: nothing is lost then
 */
export async function readAccountChanges(
  graph: Graph,
  token: string | null,
  correlationId: string,
): Promise<AccountChanges> {
  // Without its value Graph would tell everybody instead.
  if (token === '') return { kind: 'expired' };
  const query = token === null ? `$select=${TRACKED}&$deltatoken=latest` : `$deltatoken=${encodeURIComponent(token)}`;
  const call = { method: 'GET', path: `/users/delta?${query}`, permission: 'User.Read.All', correlationId } as const;
  const found = { changed: new Map<string, AccountChange>(), removed: new Map<string, AccountRemoval>() };
  let pages = 0;
  let next: string | null = null;
  try {
    for await (const { items, answer } of graph.answers({ ...call, headers: { Prefer: 'return=minimal' } })) {
      for (const user of recordsIn(items)) gather(user, found);
      next = tokenIn(answer);
      pages += 1;
    }
  } catch (error) {
    if (token !== null && isExpiry(error, pages === 0)) return { kind: 'expired' };
    throw error;
  }
  if (next === null) throw withoutToken();
  return { kind: 'changes', changed: [...found.changed.values()], removed: [...found.removed.values()], token: next };
}

/** Objects repeat, within an answer too: the last one counts, and a state once said stays until another is. */
function gather(
  user: JsonRecord,
  { changed, removed }: { changed: Map<string, AccountChange>; removed: Map<string, AccountRemoval> },
): void {
  const objectId = textAt(user, 'id')?.toLowerCase();
  if (objectId === undefined) return;
  const removal = recordOf(user['@removed']);
  if (removal !== null) {
    changed.delete(objectId);
    removed.set(objectId, { objectId, reason: removal['reason'] === 'deleted' ? 'deleted' : 'changed' });
    return;
  }
  removed.delete(objectId);
  const accountEnabled = flagAt(user, 'accountEnabled') ?? changed.get(objectId)?.accountEnabled ?? null;
  changed.set(objectId, { objectId, accountEnabled });
}

const EXPIRED = /^(?:syncStateNotFound|resyncRequired)$/iu;

/**
 * Documented are 410 and a 40x with these codes. A link of Microsoft's own that is answered 400 or 404 is as good as
 * expired: asking for it again would be answered the same for ever. A page of a round is not: the round can be begun again.
 */
function isExpiry(error: unknown, isFirst: boolean): boolean {
  if (!(error instanceof Refused) || error.failure.kind !== 'upstream-unexpected') return false;
  const { status, code } = error.failure.trace;
  return status === 410 || EXPIRED.test(code ?? '') || (isFirst && (status === 400 || status === 404));
}

/** The token alone is kept, for it holds the other options, and a link would hold a host. */
function tokenIn({ body }: Answer): string | null {
  const link = textAt(recordOf(body), '@odata.deltaLink');
  if (link === null || !URL.canParse(link)) return null;
  const named = [...new URL(link).searchParams].find(([name]) => name.toLowerCase() === '$deltatoken');
  return named?.[1] || null;
}

function withoutToken(): Refused {
  const trace = { service: 'graph', status: 200, code: null, requestId: null } as const;
  const detail = 'The changes of accounts came without a token to go on from.';
  return new Refused({ kind: 'upstream-unexpected', trace, detail });
}
