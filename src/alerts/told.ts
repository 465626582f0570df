// What became of findings within one transaction, for those who tell it.
import type { Finding } from './finding.js';

export interface Told {
  readonly finding: Finding;
  /** `rang`: it got worse, woke or was escalated, and is worth a message of its own. `edited`: its cards change silently. */
  readonly how: 'opened' | 'rang' | 'edited' | 'closed';
  /** What it was before; absent where it was not there, or that tells nothing. */
  readonly before?: Finding;
}

/** How a change is told: by whether it is closed, or rings once more than before. */
export function toldOf(next: Finding, before: Finding): Told {
  if (next.state.kind === 'closed') return { finding: next, how: 'closed', before };
  return { finding: next, how: next.rings > before.rings ? 'rang' : 'edited', before };
}
