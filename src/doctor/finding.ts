// What doctor says: one line per thing looked at, with the one step that mends it where something is wrong.

/** `unchecked`: it could not be looked at, because something else is broken or was not set. */
export const CONDITIONS = ['ok', 'degraded', 'broken', 'unchecked'] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface Finding {
  /** Stays the same from version to version, such as `permission.User.Read.All`. */
  readonly id: string;
  /** What was looked at. */
  readonly title: string;
  readonly condition: Condition;
  /** What was seen; where it is not well, what is lost. Never holds a secret. */
  readonly detail: string;
  /** The one command or step that mends it; null where there is nothing to mend. */
  readonly mend: string | null;
}

type Looked = Pick<Finding, 'id' | 'title'>;

/** The findings about one thing. */
export interface Verdicts {
  ok(detail: string): Finding;
  degraded(detail: string, mend: string): Finding;
  broken(detail: string, mend: string): Finding;
  unchecked(detail: string, mend?: string): Finding;
}

export function about(id: string, title: string): Verdicts {
  const looked: Looked = { id, title };
  return {
    ok: (detail) => ({ ...looked, condition: 'ok', detail, mend: null }),
    degraded: (detail, mend) => ({ ...looked, condition: 'degraded', detail, mend }),
    broken: (detail, mend) => ({ ...looked, condition: 'broken', detail, mend }),
    unchecked: (detail, mend) => ({ ...looked, condition: 'unchecked', detail, mend: mend ?? null }),
  };
}

/** The worst of them: what the whole is worth. */
export function worstOf(findings: readonly Finding[]): 'ok' | 'degraded' | 'broken' {
  const has = (condition: Condition): boolean => findings.some((finding) => finding.condition === condition);
  if (has('broken')) return 'broken';
  return has('degraded') ? 'degraded' : 'ok';
}
