// A request and an answer, free of any web framework: routes take the one and give the other.

export interface Incoming {
  readonly method: string;
  /** Path without the query, as sent. */
  readonly path: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; nothing is sent when left out. */
  readonly body?: unknown;
}

/** What goes out on the wire: an answer, an answer that breaks off, or a connection cut. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'truncated'; readonly answer: Answer; readonly share: number }
  | { readonly kind: 'reset' };

/** The parts of a path between slashes, decoded; an undecodable part stays as it is. */
export function segmentsOf(path: string): readonly string[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
}

/**
 * Matches decoded segments with a pattern such as "users/{id}": literals without regard to case, as OData services do.
 * Returns the values of the braces, or undefined.
 */
export function matchPath(pattern: string, segments: readonly string[]): Readonly<Record<string, string>> | undefined {
  const parts = pattern.split('/');
  if (parts.length !== segments.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) values[part.slice(1, -1)] = segment;
    else if (part.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return values;
}

/** The query of a request target; a plus sign is a space, as these services read it. */
export function queryOf(target: string): URLSearchParams {
  const mark = target.indexOf('?');
  return new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1));
}
