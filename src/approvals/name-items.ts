// Which mailboxes of a request a person names, by name, address, user principal name or object id.
import { Refused } from '../failure.js';
import type { RequestItem } from './request.js';

/**
 * One for each name, without regard to case.
 * @throws Refused not-on-list for a name that fits none of them, or more than one
 */
export function itemsNamed(
  items: readonly RequestItem[],
  names: readonly string[],
  requestId: string,
): readonly RequestItem[] {
  return names.map((said) => {
    const wanted = said.trim().toLowerCase();
    const fitting = items.filter((item) => namesOf(item).includes(wanted));
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1) return only;
    throw new Refused({ kind: 'not-on-list', requestId, said, fits: fitting.length });
  });
}

function namesOf({ objectId, displayName, userPrincipalName, address }: RequestItem): readonly string[] {
  return [objectId, displayName, userPrincipalName, address].map((name) => name.toLowerCase());
}
