// State tokens of delta queries: what is tracked and from where on, sealed; good for seven days.
// https://learn.microsoft.com/graph/delta-query-overview#token-duration
import type { SandboxClock } from '../clock.js';
import { createSeal } from '../odata/page-links.js';

const LIFE_MS = 7 * 24 * 3_600_000;

/** Where a round of changes, or a page of one, goes on. */
export interface DeltaPlace {
  /** A deltaLink begins a round, a nextLink goes on in one; neither may stand in for the other. */
  readonly link: 'delta' | 'next';
  readonly select: string | null;
  readonly filter: string | null;
  /** The first change to tell. */
  readonly from: number;
  /** In a first round, which tells everybody: the position among the users. */
  readonly position: number | null;
}

export interface DeltaTokens {
  seal(place: DeltaPlace): string;
  /** Undefined for what is no token of ours. */
  open(token: string, link: DeltaPlace['link']): DeltaPlace | 'expired' | undefined;
  /** Ends every token handed out so far, as maintenance of a tenant may. */
  expireIssued(): void;
}

interface Sealed extends DeltaPlace {
  readonly at: number;
  readonly generation: number;
}

export function createDeltaTokens(clock: SandboxClock): DeltaTokens {
  const seal = createSeal();
  let generation = 1;
  return {
    seal: (place) => seal.close({ ...place, at: clock.now(), generation } satisfies Sealed),
    open: (token, link) => {
      const place = seal.open(token) as Sealed | undefined;
      if (place?.link !== link) return undefined;
      return place.generation === generation && clock.now() - place.at <= LIFE_MS ? place : 'expired';
    },
    expireIssued: () => {
      generation += 1;
    },
  };
}
