// Gathers what the card of a digest says: the open ones of a page, and how many there are of each kind.
import type { Digest } from '../src/alerts/digest.js';
import { EVERY_FINDING } from '../src/alerts/ports.js';
import type { SubscriptionFilter } from '../src/alerts/subscription.js';
import type { Store } from '../src/db/store.js';
import type { DigestFacts } from './views/digest.js';
import { FINDINGS_A_PAGE } from './views/finding-rows.js';
import type { Reader } from './views/view.js';

interface Seeing {
  /** What the conversation hears of; null for all. */
  readonly heardBy: SubscriptionFilter | null;
  /** First is 0. */
  readonly page: number;
  readonly reader: Reader;
}

export async function factsOfDigest(
  digest: Digest,
  { heardBy, page, reader }: Seeing,
  { findings }: Pick<Store, 'findings'>,
): Promise<DigestFacts> {
  const filter = { ...EVERY_FINDING, digestId: digest.id, heardBy };
  const tally = await findings.tally(filter);
  const open = await findings.page({ ...filter, state: 'open' }, page, FINDINGS_A_PAGE);
  return { digest, tally, page: open, reader };
}
