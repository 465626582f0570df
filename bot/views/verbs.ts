// The words that buttons send: each is the name of a command.

export const VERBS = {
  help: 'help',
  list: 'list',
  status: 'status',
  scan: 'scan',
  audit: 'audit',
  block: 'block',
  requests: 'requests',
  /** Shows one request. */
  request: 'request',
  /** Asks for the personal view of a request, with the decision buttons where the person may use them. */
  review: 'review',
  approve: 'approve',
  deny: 'deny',
  withdraw: 'withdraw',
  admit: 'admit',
} as const;

export type Verb = (typeof VERBS)[keyof typeof VERBS];
