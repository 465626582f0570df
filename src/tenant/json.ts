// Reads values out of answers whose shape nobody has promised: what is absent or of another kind is null.

export type JsonRecord = Readonly<Record<string, unknown>>;

export function recordOf(value: unknown): JsonRecord | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null;
}

/** A text that is not empty. */
export function textAt(record: JsonRecord | null, key: string): string | null {
  const value = record?.[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function flagAt(record: JsonRecord | null, key: string): boolean | null {
  const value = record?.[key];
  return typeof value === 'boolean' ? value : null;
}

export function numberAt(record: JsonRecord | null, key: string): number | null {
  const value = record?.[key];
  return typeof value === 'number' ? value : null;
}

export function listAt(record: JsonRecord | null, key: string): readonly unknown[] | null {
  const value = record?.[key];
  return Array.isArray(value) ? value : null;
}

/** The records of a list; anything else in it is left out. */
export function recordsIn(list: readonly unknown[] | null): readonly JsonRecord[] {
  return (list ?? []).map(recordOf).filter((record) => record !== null);
}
