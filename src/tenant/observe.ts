// What is told of every single try of a request to Microsoft: enough for a log and for figures, nothing of what was asked or answered.

/** The request that tries belong to. */
export interface Observed {
  readonly service: 'graph' | 'exchange';
  readonly method: string;
  /** As sent; only its route is told. */
  readonly path: string;
  /** The work it belongs to. */
  readonly correlationId: string;
}

/** One try. */
export interface UpstreamTry {
  readonly service: 'graph' | 'exchange';
  readonly method: string;
  /** The path without its query, ids and names in it as {id}. */
  readonly route: string;
  readonly correlationId: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** Null when no whole answer came; `fault` says why. */
  readonly status: number | null;
  readonly fault: string | null;
  /** Microsoft's id of this request. */
  readonly requestId: string | null;
  /** Milliseconds. */
  readonly ms: number;
}

/** Words of an address: everything else in it names somebody or something. */
const WORD = /^(?:\$?[a-z]+(?:\.[a-z]+)*|v\d(?:\.\d)?)$/iu;

/** `/users/{id}/checkMemberGroups` for whatever user; a whole nextLink is led back to its path. */
export function routeOf(path: string): string {
  const plain = path.replace(/^https?:\/\/[^/]*/iu, '').split(/[?#]/u, 1)[0] ?? '';
  const parts = plain.split('/').filter((part) => part !== '');
  const [version, ...rest] = parts;
  // The Graph client adds the version by itself, and nextLinks carry it.
  const below = version === 'v1.0' ? rest : parts;
  return `/${below.map((part) => (WORD.test(part) ? part : '{id}')).join('/')}`;
}
