// What a change means for one mailbox, on one line: from which state to which, and what its account was used for.
import type { RequestAction } from '../../src/approvals/request.js';
import type { Impact } from '../../src/mailboxes/impact.js';
import type { Evidence, Verdict } from '../../src/mailboxes/mailbox.js';
import { onCard } from './plain.js';
import type { Reader } from './view.js';
import { counted, moment } from './when.js';
import { EVIDENCE_WORD } from './words.js';

const AFTER: Readonly<Record<RequestAction, string>> = { block: 'blocked', unblock: 'allowed', exempt: 'exempt' };

/** "exposed → blocked". */
export function beforeAndAfter(action: RequestAction, verdict: Verdict): string {
  return `${verdict} → ${AFTER[action]}`;
}

/** The use of the account, as far as it was read; what the tenant does not tell is "not known", never guessed. */
export function impactLine(impact: Impact | undefined, evidence: Evidence, reader: Reader): string {
  if (impact === undefined) return `${EVIDENCE_WORD[evidence]} · its sign-ins are still being read`;
  const { history, licences } = impact;
  return [ownSignIn(history, reader), usedBy(history), licences === 0 ? 'no licence' : counted(licences, 'licence')]
    .filter((part) => part !== '')
    .join(' · ');
}

function ownSignIn({ availability, lastSuccessAt }: Impact['history'], reader: Reader): string {
  if (availability !== 'known') return 'own sign-in not known';
  return lastSuccessAt === null ? 'no own sign-in on record' : `own sign-in ${moment(lastSuccessAt, reader)}`;
}

const MOST_CLIENTS = 3;

function usedBy({ clients }: Impact['history']): string {
  const names = [...new Set(clients)].slice(0, MOST_CLIENTS).map((client) => onCard(client, 40));
  return names.length === 0 ? '' : `used by ${names.join(', ')}`;
}
