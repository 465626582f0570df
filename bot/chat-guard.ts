// Whether the tenant's data may go to a conversation at the moment it is sent: who was told once may not be a reader any more.
import type { StoredPlace } from '../src/delivery/ports.js';
import { Refused } from '../src/failure.js';
import type { Authoriser } from './authorise.js';

export interface ChatGuardDoors {
  readonly allow: Authoriser['allow'];
  /** Hears of a personal chat whose person may not read it. */
  notReader(conversationId: string): Promise<void>;
}

/**
 * Groups and channels are admitted by an approver, for everybody in them; in a personal chat Entra is asked about its person.
 * No answer is neither: whoever sends holds it back and tries again. @throws Refused upstream-*
 */
export async function mayReadIn(
  { kind, conversationId, personId }: StoredPlace,
  { allow, notReader }: ChatGuardDoors,
): Promise<boolean> {
  if (kind !== 'personal') return true;
  // Nobody knows whose chat it is: then nobody can say that they may.
  if (personId === null) return false;
  try {
    await allow('reader', personId, `alerts ${conversationId}`);
    return true;
  } catch (error) {
    if (!(error instanceof Refused) || error.failure.kind.startsWith('upstream-')) throw error;
    await notReader(conversationId);
    return false;
  }
}
