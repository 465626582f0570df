// Judges readings by the exemptions in force at the moment they are written down, not at the one they were read.
import type { Work } from '../approvals/ports.js';
import { reassess } from '../mailboxes/fresh.js';
import type { Seen } from './standing.js';

/**
 * An exemption is in force before the bot allows sign-in, so whoever reads "allowed" after that write finds it here, however
 * long the reading took.
 */
export async function underExemptions(seen: readonly Seen[], at: string, work: Work): Promise<readonly Seen[]> {
  const allowed = seen.filter(({ assessed }) => assessed.signIn === 'allowed').map(({ objectId }) => objectId);
  const exemptions = await work.exemptions.ofObjectIds(allowed);
  return seen.map((one) => {
    const exemption = exemptions.get(one.objectId) ?? null;
    const { assessed, lastSignInAt } = one;
    if (exemption?.requestId === assessed.exemption?.requestId && exemption?.until === assessed.exemption?.until)
      return one;
    return { ...one, assessed: reassess(assessed, assessed.account, exemption, lastSignInAt, at) };
  });
}
