// Writes down that watched mailboxes are gone: their findings close, and coming back is a new episode.
import type { Work } from '../approvals/ports.js';
import type { Closing } from './finding.js';
import { close } from './observe.js';
import type { Sighting } from './sighting.js';
import type { Told } from './told.js';

export type Departure = Extract<Closing, { readonly kind: 'deleted' | 'type-changed' | 'not-listed' }>;

/** Within the caller's transaction, which has locked watching. */
export async function depart(
  gone: readonly { readonly sighting: Sighting; readonly how: Departure }[],
  at: string,
  work: Work,
): Promise<readonly Told[]> {
  const open = await work.findings.openOf(gone.map(({ sighting }) => sighting.objectId));
  const told: Told[] = [];
  for (const { sighting, how } of gone) {
    const finding = open.get(sighting.objectId);
    if (finding !== undefined) told.push(await close(finding, how, at, work));
  }
  await work.sightings.put(
    gone.map(({ sighting }) => ({ ...sighting, readAt: at, changedAt: at, goneAt: at })),
    'changed',
  );
  return told;
}
