// `digest`: another page of a digest, for the buttons on its card.
import { Refused } from '../../src/failure.js';
import { countOf, textOf } from '../card-values.js';
import { command } from '../command.js';
import { factsOfDigest } from '../digest-facts.js';
import { rootOf } from '../thread.js';
import { digestView } from '../views/digest.js';

interface DigestInput {
  readonly digestId: string;
  /** First is 0. */
  readonly page: number;
}

export const digest = command<DigestInput>({
  name: 'digest',
  aliases: [],
  usage: '<id>',
  summary: 'Show a digest of alerts.',
  role: 'reader',
  discloses: true,
  changesNothing: true,
  hidden: true,
  fromText: (text) => ({ digestId: text.toUpperCase(), page: 0 }),
  fromCard: (values) => ({ digestId: textOf(values, 'digestId', 16), page: countOf(values, 'page') }),
  async run({ digestId, page }, { place, reader }, { store }) {
    const found = await store.findings.digest(digestId);
    if (found === null) throw new Refused({ kind: 'finding-not-found', said: digestId });
    const heardBy = await store.subscriptions.of(rootOf(place.conversationId));
    return { kind: 'card', view: digestView(await factsOfDigest(found.digest, { heardBy, page, reader }, store)) };
  },
});
