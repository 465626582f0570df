// Puts what happened to a request into entries of the record.
import type { RecordActor, RecordEntry, RecordEvent } from '../audit/entry.js';
import type { Exemption } from '../mailboxes/mailbox.js';
import type { Person, Request } from './request.js';

/** The bot itself, as an actor of the record. */
export const BOT: RecordActor = { kind: 'bot' };

/** A person as an actor of the record. */
export function person(by: Person): RecordActor {
  return { kind: 'person', objectId: by.objectId, name: by.name };
}

interface Extra {
  readonly mailbox?: string | null;
  readonly microsoftRequestId?: string | null;
  readonly correlationId?: string | null;
  readonly detail?: RecordEntry['detail'];
}

/** An entry about a request, at the time of its last change. */
export function about(request: Request, event: RecordEvent, actor: RecordActor, extra: Extra = {}): RecordEntry {
  return {
    event,
    at: request.changedAt,
    actor,
    requestId: request.id,
    mailbox: extra.mailbox ?? null,
    microsoftRequestId: extra.microsoftRequestId ?? null,
    correlationId: extra.correlationId ?? null,
    detail: { state: request.state, version: request.version, content: request.contentHash, ...extra.detail },
  };
}

/** An entry about an exemption: what is done about one, the bot does as it was agreed in its request. */
export function aboutExemption(
  { objectId, requestId, kind }: Pick<Exemption, 'objectId' | 'requestId' | 'kind'>,
  event: Extract<RecordEvent, `exemption.${string}`>,
  at: string,
  detail: RecordEntry['detail'],
): RecordEntry {
  return {
    ...{ event, at, actor: BOT, requestId, mailbox: objectId },
    ...{ microsoftRequestId: null, correlationId: null },
    detail: { kind, ...detail },
  };
}
