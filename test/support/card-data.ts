// What the buttons of every verb send, about whatever a test names: ids of requests, previews, alerts, mailboxes.
import type { JsonObject } from '../../sandbox/channel/json.js';

/** What the values are about. */
export interface Facts {
  readonly requestId: string;
  /** Content hash of the request's list. */
  readonly content: string;
  /** Object ids on that list to be struck off, with commas between them. */
  readonly items: string;
  readonly draftId: string;
  readonly mailbox: string;
  readonly findingId: string;
  readonly digestId: string;
}

/** There is nothing of the kind. */
export const NOTHING: Facts = {
  requestId: 'ZZZZZZ',
  content: '0'.repeat(64),
  items: '99999999-9999-4999-8999-999999999999',
  draftId: 'none',
  mailbox: 'nobody@lighthouse.example',
  findingId: 'ZZZZZZZZ',
  digestId: 'ZZZZZZZZ',
};

type Values = (facts: Facts) => JsonObject;

const request: Values = ({ requestId }) => ({ requestId });
const why = 'it has to be';

/** By verb; what a person fills in is filled in. */
export const VALUES: Readonly<Record<string, Values>> = {
  help: () => ({}),
  list: () => ({ page: 1 }),
  status: ({ mailbox }) => ({ mailbox }),
  scan: () => ({}),
  audit: ({ mailbox }) => ({ mailbox, before: 9 }),
  requests: () => ({ page: 1 }),
  request: ({ requestId }) => ({ requestId, page: 1 }),
  alerts: () => ({ page: 1 }),
  alert: ({ findingId }) => ({ findingId }),
  digest: ({ digestId }) => ({ digestId, page: 1 }),
  snooze: ({ findingId }) => ({ findingId, until: '3 days', why }),
  unsnooze: ({ findingId }) => ({ findingId }),
  acknowledge: ({ findingId }) => ({ findingId }),
  withdraw: request,
  retry: request,
  block: ({ mailbox }) => ({ mailbox, reason: why }),
  unblock: ({ mailbox }) => ({ mailbox, reason: why, until: '2 hours', owner: '' }),
  exempt: ({ mailbox }) => ({ mailbox, reason: why, until: '2 hours', owner: '' }),
  preview: ({ draftId }) => ({ draftId, page: 1 }),
  submit: ({ draftId }) => ({ draftId }),
  discard: ({ draftId }) => ({ draftId }),
  anew: request,
  undo: request,
  approve: ({ requestId, content }) => ({ requestId, content }),
  deny: ({ requestId }) => ({ requestId, reason: why }),
  strike: ({ requestId, content, items }) => ({ requestId, content, items }),
  review: request,
  reviewed: ({ requestId }) => ({ requestId, reason: why }),
  admit: () => ({}),
  approvals: () => ({ page: 0 }),
};

/** What is typed after each command, about nothing that there is. */
export const TYPED: Readonly<Record<string, string>> = {
  status: NOTHING.mailbox,
  audit: NOTHING.mailbox,
  request: NOTHING.requestId,
  alert: NOTHING.findingId,
  snooze: `${NOTHING.findingId} for 3 days ${why}`,
  unsnooze: NOTHING.findingId,
  acknowledge: NOTHING.findingId,
  withdraw: NOTHING.requestId,
  retry: NOTHING.requestId,
  block: `${NOTHING.mailbox} ${why}`,
  unblock: `${NOTHING.mailbox} for 2h ${why}`,
  exempt: `${NOTHING.mailbox} for 2h ${why}`,
  anew: NOTHING.requestId,
  undo: NOTHING.requestId,
  approve: NOTHING.requestId,
  deny: `${NOTHING.requestId} ${why}`,
  strike: `${NOTHING.requestId} ${NOTHING.mailbox}`,
  reviewed: `${NOTHING.requestId} ${why}`,
  admit: 'here',
};
