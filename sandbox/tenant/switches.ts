// Every point on which Microsoft's documentation is silent, in conflict or ahead of its service, as a switch: tests run both ways.

/** What the sandbox does where nobody can say for certain what Microsoft does. */
export interface Switches {
  /**
   * Properties of `POST /adminapi/v2.0/{tenant}/Mailbox`. The preview returns more than the documented ones, among them
   * ExternalDirectoryObjectId; the announcement says that only the documented ones stay at general availability.
   */
  v2Properties: 'preview' | 'documented-only';
  /** Whether v2.0 narrows by `$select`, ignores it, or answers 400. */
  v2Select: 'honoured' | 'ignored' | 'refused';
  /** What v2.0 does with Filter and RecipientTypeDetails, parameters that its page does not list. */
  v2UndocumentedParameters: 'refused' | 'ignored' | 'honoured';
  /** Whether v2.0 accepts a role group with View-Only Recipients; its page names Recipient Management. */
  v2AcceptsViewOnlyRole: boolean;
  /** Whether v2.0 accepts a token with Exchange.ManageAsApp only (evidence is mixed). */
  v2AcceptsManageAsApp: boolean;
  /** Whether a missing ResultSize ends the listing at 1,000 with a warning, or pages on as some clients rely on. */
  missingResultSize: 'ends-at-1000' | 'pages-on';
  /** What Exchange's cmdlets do with an Identity that matches nothing; documented for the Get-EXO cmdlets: everything. */
  unknownIdentity: 'not-found' | 'everything';
  /** The status of an expired Exchange page link; clients have seen more than one. */
  expiredPageStatus: 400 | 404 | 410;
  /** The form of GrantSendOnBehalfToWithDisplayNames, which no page shows; clients have been written for either. */
  delegateNames: 'text' | 'objects';
  /** Whether an Exchange 403 has a body; often it is empty and only the headers tell. */
  exchangeForbiddenBody: 'json' | 'empty';
  /** Exchange publishes no limits. At most so many requests per minute of sandbox time; null is no limit. */
  exchangeRequestsPerMinute: number | null;
  /** How long an Exchange page link lives, milliseconds of sandbox time (seen: 5 to 10 minutes). */
  exchangePageLifeMs: number;
  /** What getByIds answers with User.Read.All alone: its page names Directory.Read.All. */
  getByIdsWithUserReadAll: 'full' | 'ids-only' | 'denied';
  /** Whether an item of a $batch that was throttled had been carried out all the same (one report says so). */
  throttledBatchItemApplied: boolean;
  /** Whether auditLogs/signIns also demands Directory.Read.All (a known issue of its page, off and on). */
  signInsNeedDirectoryReadAll: boolean;
  /** Largest page of /users with signInActivity; copies of the page say 500 or 120. */
  signInActivityPageSize: 500 | 120;
  /** How revokeSignInSessions says yes: its page says 200 and true, its known issue that 204 is meant. */
  revokeSessionsStatus: 200 | 204;
  /** Whether an "Update user" record accompanies "Enable account" and "Disable account". */
  auditAccompanyingUpdate: boolean;
  /** Whether an audit record names an application by its id, or by its service principal alone as many real ones do. */
  auditAppIds: 'given' | 'null';
  /** After a write, how long `GET /users/{id}` still answers the old value, milliseconds of sandbox time. */
  singleReadLagMs: number;
  /** The same for lists, getByIds and member lists. */
  listReadLagMs: number;
  /** The same for advanced queries (ConsistencyLevel: eventual), which read a separate index. */
  indexLagMs: number;
  /** How long until a change shows in users/delta, milliseconds of sandbox time (documented: varying). */
  deltaLagMs: number;
  /** Whether users/delta repeats objects: the same one twice in an answer, and what the answer before told last. */
  deltaReplays: boolean;
  /** How an expired delta token is refused: 400 with that code, or 410 with a Location to begin anew. */
  expiredDeltaToken: 'syncStateNotFound' | 'gone';
  /** How long until a directory audit or sign-in record can be read, milliseconds of sandbox time. */
  auditLagMs: number;
  /** How long until a sign-in shows in signInActivity, milliseconds of sandbox time (documented: up to 24 hours). */
  signInActivityLagMs: number;
}

const MINUTE_MS = 60_000;

export const DEFAULT_SWITCHES: Readonly<Switches> = {
  v2Properties: 'preview',
  v2Select: 'honoured',
  v2UndocumentedParameters: 'refused',
  v2AcceptsViewOnlyRole: true,
  v2AcceptsManageAsApp: false,
  missingResultSize: 'ends-at-1000',
  unknownIdentity: 'not-found',
  expiredPageStatus: 400,
  delegateNames: 'text',
  exchangeForbiddenBody: 'json',
  exchangeRequestsPerMinute: null,
  exchangePageLifeMs: 8 * MINUTE_MS,
  getByIdsWithUserReadAll: 'full',
  throttledBatchItemApplied: false,
  signInsNeedDirectoryReadAll: false,
  signInActivityPageSize: 500,
  revokeSessionsStatus: 200,
  auditAccompanyingUpdate: true,
  auditAppIds: 'given',
  singleReadLagMs: 300,
  listReadLagMs: 600,
  indexLagMs: 1_500,
  deltaLagMs: 2_000,
  deltaReplays: false,
  expiredDeltaToken: 'syncStateNotFound',
  auditLagMs: 3 * MINUTE_MS,
  signInActivityLagMs: 6 * 60 * MINUTE_MS,
};

const CHOICES: { readonly [Name in keyof Switches]?: readonly unknown[] } = {
  v2Properties: ['preview', 'documented-only'],
  v2Select: ['honoured', 'ignored', 'refused'],
  v2UndocumentedParameters: ['refused', 'ignored', 'honoured'],
  missingResultSize: ['ends-at-1000', 'pages-on'],
  unknownIdentity: ['not-found', 'everything'],
  expiredPageStatus: [400, 404, 410],
  delegateNames: ['text', 'objects'],
  exchangeForbiddenBody: ['json', 'empty'],
  getByIdsWithUserReadAll: ['full', 'ids-only', 'denied'],
  signInActivityPageSize: [500, 120],
  revokeSessionsStatus: [200, 204],
  auditAppIds: ['given', 'null'],
  expiredDeltaToken: ['syncStateNotFound', 'gone'],
};

/** The name of a switch, or undefined. */
export function switchNamed(name: string): keyof Switches | undefined {
  return Object.hasOwn(DEFAULT_SWITCHES, name) ? (name as keyof Switches) : undefined;
}

/** Sets one switch from outside (control address). Returns what is wrong with the value, or null when it was set. */
export function setSwitch(switches: Switches, name: keyof Switches, value: unknown): string | null {
  const choices = CHOICES[name];
  const fits =
    choices?.includes(value) ??
    (typeof DEFAULT_SWITCHES[name] === 'boolean'
      ? typeof value === 'boolean'
      : (typeof value === 'number' && value >= 0) || (name === 'exchangeRequestsPerMinute' && value === null));
  if (!fits) return `${name} takes ${choices?.join(', ') ?? `values like ${String(DEFAULT_SWITCHES[name])}`}.`;
  Object.assign(switches, { [name]: value });
  return null;
}
