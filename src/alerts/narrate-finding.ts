// Puts what happened to a finding into entries of the record.
import type { RecordActor, RecordEntry, RecordEvent } from '../audit/entry.js';
import type { Digest } from './digest.js';
import type { Finding, Turn } from './finding.js';

const BOT: RecordActor = { kind: 'bot' };

/** An entry about a finding, at the time of its last change. */
export function aboutFinding(
  finding: Finding,
  event: RecordEvent,
  actor: RecordActor = BOT,
  more: RecordEntry['detail'] = {},
): RecordEntry {
  const { id, state, version, kind, episode, changedAt } = finding;
  const how = state.kind === 'closed' ? state.how : null;
  return {
    ...{ event, at: changedAt, actor },
    requestId: how !== null && 'requestId' in how ? how.requestId : null,
    mailbox: finding.about === 'mailbox' ? finding.mailbox.objectId : null,
    ...{ microsoftRequestId: null, correlationId: null },
    detail: {
      ...{ finding: id, kind, episode, version, state: state.kind },
      ...(how !== null && { how: how.kind }),
      ...(finding.about === 'mailbox' && { risk: finding.risk }),
      ...(finding.about === 'check' && { check: finding.check, problems: finding.problems.join(' ') }),
      ...more,
    },
  };
}

/** An entry about what was to be told of many findings at once. */
export function aboutDigest(
  { id, reason }: Digest,
  event: RecordEvent,
  at: string,
  more: RecordEntry['detail'],
): RecordEntry {
  return {
    ...{ event, at, actor: BOT, requestId: null, mailbox: null, microsoftRequestId: null, correlationId: null },
    detail: { digest: id, about: reason, ...more },
  };
}

/** What of a change the record says: the newest lines of the finding's history, and who enabled the account. */
export function changeOf(finding: Finding, turns: readonly Turn[]): RecordEntry['detail'] {
  const happened = turns.map(({ what, to }) => (to === null ? what : `${what}: ${to}`)).join(', ');
  if (finding.about === 'check' || finding.who.state !== 'known') return { happened };
  const { by, at } = finding.who;
  return { happened, enabledBy: by.name, enabledById: by.id, enabledByKind: by.kind, enabledAt: at };
}
