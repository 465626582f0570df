// Whether a mailbox stands as it should: the one question behind every finding. Pure.
import type { AssessedMailbox, Exemption } from '../mailboxes/mailbox.js';
import { EVIDENCE } from '../mailboxes/mailbox.js';
import type { Risk, Turn } from './finding.js';

/** A mailbox as it was read, and when its own account last signed in (ISO 8601), as far as that is known. */
export interface Seen {
  /** Object id of the account, lower case. */
  readonly objectId: string;
  readonly assessed: AssessedMailbox;
  readonly lastSignInAt: string | null;
  /** ISO 8601: when this reading began at the earliest. */
  readonly readAt: string;
}

export type Standing =
  /** It can sign in and nothing says that it may. */
  | { readonly kind: 'wrong' }
  /** It is exempt, and worse than what was agreed to. */
  | { readonly kind: 'worse'; readonly exemption: Exemption; readonly turns: readonly Turn[] }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'exempt'; readonly exemption: Exemption }
  /** A Teams device signs in with it. */
  | { readonly kind: 'device' }
  /** What is not known closes nothing and opens nothing. */
  | { readonly kind: 'unknown' };

export function standingOf(seen: Seen): Standing {
  const { signIn, verdict, cause, exemption } = seen.assessed;
  if (signIn === 'unknown') return { kind: 'unknown' };
  if (signIn === 'blocked') return { kind: 'blocked' };
  if (verdict === 'exempt' && exemption !== null) {
    const turns = worseThanAgreed(seen, exemption);
    return turns.length > 0 ? { kind: 'worse', exemption, turns } : { kind: 'exempt', exemption };
  }
  return cause === 'teams-rooms-licence' ? { kind: 'device' } : { kind: 'wrong' };
}

/**
 * What happened since an exemption was agreed to that was not agreed to. An unblock was asked for so that somebody signs in:
 * that, and the password set for it, are what was agreed to there.
 */
function worseThanAgreed({ assessed, lastSignInAt, readAt }: Seen, exemption: Exemption): readonly Turn[] {
  const { since, baseline, kind } = exemption;
  const { account, obstacle } = assessed;
  const turns: Turn[] = [];
  const isNews = (at: string | null | undefined, evidence: Risk): at is string =>
    typeof at === 'string' && Date.parse(at) > Date.parse(since) && isWorse(evidence, baseline.evidence);
  if (kind === 'exempt' && isNews(lastSignInAt, 'direct-sign-in')) {
    turns.push({ what: 'direct-sign-in', at: lastSignInAt, to: null });
  }
  const passwordAt = account?.passwordChangedAt;
  if (kind === 'exempt' && isNews(passwordAt, 'password-set')) {
    turns.push({ what: 'password-set', at: passwordAt, to: null });
  }
  const hadObstacle = baseline.verdict === 'protected' || baseline.verdict === 'synced';
  // A device licence takes nothing away that was agreed to.
  if (obstacle !== null && obstacle !== 'teams-rooms-licence' && !hadObstacle) {
    turns.push({ what: 'obstacle', at: readAt, to: obstacle });
  }
  return turns;
}

function isWorse(evidence: Risk, than: Risk): boolean {
  return EVIDENCE.indexOf(evidence) < EVIDENCE.indexOf(than);
}

/** How dangerous it is, by what is known of its use; that it was a person's counts where nothing worse is known. */
export function riskOf({ assessed, lastSignInAt }: Seen, wasConverted: boolean): Risk {
  const evidence: Risk = lastSignInAt === null ? assessed.evidence : 'direct-sign-in';
  return wasConverted && isWorse('converted', evidence) ? 'converted' : evidence;
}
