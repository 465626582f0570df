// Asks Entra for accounts by `in` filters, many filters to a batch: the way for names, and for ids where getByIds is denied.
import { Refused } from '../failure.js';
import type { Account } from '../mailboxes/mailbox.js';
import { ACCOUNT_SELECT } from './account.js';
import { type AccountFinding, chunks, keepAccounts, loseAccounts } from './accounts-found.js';
import { type BatchItem, sendBatch } from './batch.js';
import type { TenantDoors } from './doors.js';
import type { Graph } from './graph.js';
import { type Answer, refusalFor } from './upstream.js';

/** An `in` filter takes fifteen values, and a batch twenty such filters: three hundred accounts a request. */
const VALUES_PER_FILTER = 15;
const FILTERS_PER_BATCH = 20;
const PERMISSION = 'User.Read.All';

type Property = 'id' | 'userPrincipalName';

/**
 * Adds the accounts whose property is one of these values (lower case), and what could not be read.
 * GET /users?$filter={property} in (…), in POST /$batch; least permission User.Read.All.
 */
export async function findAccounts(
  graph: Graph,
  property: Property,
  values: readonly string[],
  correlationId: string,
  doors: TenantDoors,
  found: AccountFinding,
): Promise<void> {
  const filters = chunks(values, VALUES_PER_FILTER).map((group, index) => ({
    group,
    item: filterItem(index, property, group),
  }));
  for (const batch of chunks(filters, FILTERS_PER_BATCH)) {
    const items = batch.map(({ item }) => item);
    const answerTo = await askBatch(graph, items, correlationId, doors);
    for (const { group, item } of batch) {
      const answer = answerTo(item.id);
      if (answer instanceof Refused) loseAccounts(group, answer, found);
      else keepAccounts(answer, group, identityBy(property), found);
    }
  }
}

function identityBy(property: Property): (account: Account) => string {
  return property === 'id' ? (account) => account.id : (account) => account.userPrincipalName.toLowerCase();
}

const NO_ANSWER: Answer = { status: 503, headers: new Headers(), body: null };

/** What each item was answered: a page of users, or why there is none. */
async function askBatch(
  graph: Graph,
  items: readonly BatchItem[],
  correlationId: string,
  doors: TenantDoors,
): Promise<(id: string) => Answer | Refused> {
  try {
    const answers = await sendBatch(graph, items, { correlationId, permission: PERMISSION }, doors);
    return (id) => {
      const answer = answers.get(id) ?? NO_ANSWER;
      return answer.status === 200 ? answer : refusalFor(answer, 'graph', PERMISSION);
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return () => error;
  }
}

function filterItem(index: number, property: Property, values: readonly string[]): BatchItem {
  const list = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',');
  const filter = encodeURIComponent(`${property} in (${list})`);
  return { id: String(index), method: 'GET', path: `/users?$filter=${filter}&$select=${ACCOUNT_SELECT}&$top=999` };
}
