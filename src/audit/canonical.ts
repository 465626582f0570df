// One spelling for one value: JSON with sorted keys and no spaces, so that it can be hashed and compared as text.

export type CanonicalValue =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue };

/**
 * Canonical JSON as RFC 8785 has it: keys in the order of their UTF-16 code units, numbers as JavaScript writes them.
 * @throws RangeError for a number that JSON cannot hold.
 */
export function canonicalJson(value: CanonicalValue): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be recorded.`);
    return JSON.stringify(value);
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

function isList(
  value: readonly CanonicalValue[] | { readonly [name: string]: CanonicalValue },
): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}
