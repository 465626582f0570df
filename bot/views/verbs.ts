// The words that buttons send: each is the name of a command.

export const VERBS = {
  help: 'help',
  list: 'list',
  status: 'status',
  scan: 'scan',
  audit: 'audit',
  doctor: 'doctor',
  block: 'block',
  unblock: 'unblock',
  exempt: 'exempt',
  /** Shows another page of a preview. */
  preview: 'preview',
  /** Makes a request out of a preview, or forgets it. */
  submit: 'submit',
  discard: 'discard',
  requests: 'requests',
  /** Shows one request. */
  request: 'request',
  /** Asks for the personal view of a request, with the decision buttons where the person may use them. */
  review: 'review',
  approve: 'approve',
  deny: 'deny',
  withdraw: 'withdraw',
  /** Takes mailboxes off a pending request. */
  strike: 'strike',
  /** Runs what failed once more. */
  retry: 'retry',
  /** Makes a preview of what was left undone. */
  anew: 'anew',
  /** Asks for a time in which what a request blocked may sign in. */
  undo: 'undo',
  /** Notes a look at an urgent request after it ran. */
  reviewed: 'reviewed',
  admit: 'admit',
  /** Who can be told of requests, and where they are posted. */
  approvals: 'approvals',
  /** Open alerts, and who is told of them. */
  alerts: 'alerts',
  /** Shows one alert. */
  alert: 'alert',
  /** Shows another page of a digest. */
  digest: 'digest',
  snooze: 'snooze',
  unsnooze: 'unsnooze',
  acknowledge: 'acknowledge',
  report: 'report',
} as const;

export type Verb = (typeof VERBS)[keyof typeof VERBS];
