// What happens in the tenant, by whomever: each deed changes the directory and leaves the records that Microsoft would.
import type { Changes } from './changes.js';
import type { SandboxClock } from './clock.js';
import { type Directory, enabledAt } from './directory.js';
import type { Random } from './random.js';
import type { AuditRecord, Initiator, Mailbox, RecipientType, SignIn, User } from './records.js';
import type { Switches } from './switches.js';

/** How someone signed in, or tried to. */
export interface SignInDetails {
  readonly clientAppUsed: string;
  readonly appDisplayName: string;
  /** False for a wrong password. A disabled account fails in any case. */
  readonly success?: boolean;
  readonly interactive?: boolean;
  readonly ipAddress?: string;
  readonly device?: SignIn['device'];
  /** Milliseconds of sandbox time; now when left out. */
  readonly at?: number;
}

export interface Deeds {
  /** Newest last. */
  readonly audits: readonly AuditRecord[];
  /** Newest last. */
  readonly signIns: readonly SignIn[];
  /** Those of one user, newest last. */
  signInsOf(user: User): readonly SignIn[];
  /** Enables or disables an account; nothing happens when it already is so. */
  setAccountEnabled(user: User, enabled: boolean, by: Initiator, at?: number): void;
  /** Ends every session begun so far. */
  revokeSessions(user: User, by: Initiator): void;
  signIn(user: User, details: SignInDetails): SignIn;
  setPassword(user: User): void;
  /** Changes what else an account has; no record is left of these. */
  changeUser(user: User, change: UserChange): void;
  convertMailbox(mailbox: Mailbox, type: RecipientType): void;
  /** To be called once for an account made after the tenant began. */
  userCreated(user: User, by: Initiator): void;
  /** Puts an account among the deleted items. */
  deleteUser(user: User, by: Initiator): void;
  /** Takes it out of them again, or deletes it for good. */
  restoreUser(user: User, by: Initiator): void;
  purgeUser(user: User, by: Initiator): void;
}

/** Properties of an account that have no deed of their own, by their names in Graph. */
const PROPERTIES = {
  displayName: 'displayName',
  givenName: 'givenName',
  surname: 'surname',
  jobTitle: 'jobTitle',
  department: 'department',
  userType: 'userType',
  onPremisesSyncEnabled: 'onPremisesSyncEnabled',
  licences: 'assignedLicenses',
  managementRestricted: 'isManagementRestricted',
} as const satisfies Partial<Record<keyof User, string>>;
export type UserChange = Partial<Pick<User, keyof typeof PROPERTIES>>;

export interface DeedsNeeds {
  readonly directory: Directory;
  readonly changes: Changes;
  readonly clock: SandboxClock;
  readonly switches: Switches;
  readonly random: Random;
}

/** "Microsoft Authentication Broker" and its like all have ids; the sandbox gives every app the same invented one. */
const APP_ID = '5a4d0b0e-0000-4000-8000-5a4db0c0ffee';

export function createDeeds({ directory, changes, clock, switches, random }: DeedsNeeds): Deeds {
  const audits: AuditRecord[] = [];
  const signIns: SignIn[] = [];
  const signInsByUser = new Map<string, SignIn[]>();

  const audit = (
    activity: string,
    target: User,
    by: Initiator,
    changes: AuditRecord['changes'],
    correlationId: string,
    at: number,
  ): void => {
    const id = `Directory_${correlationId}_${random.uuid().slice(0, 5).toUpperCase()}_${audits.length + 1}`;
    const record = {
      id,
      at,
      readableAt: at + switches.auditLagMs,
      activity,
      correlationId,
      initiator: by,
      target,
      changes,
    };
    insertByTime(audits, record);
  };
  const updated = (user: User, ...properties: readonly string[]): void =>
    changes.note(user, { kind: 'updated', properties });

  return {
    audits,
    signIns,
    signInsOf: (user) => signInsByUser.get(user.id) ?? [],
    setAccountEnabled: (user, enabled, by, at = clock.now()) => {
      const before = enabledAt(user, at, 0);
      if (before === enabled) return;
      user.enabled = [...user.enabled.slice(-9), { at, enabled }];
      changes.note(user, { kind: 'updated', properties: ['accountEnabled'] }, at);
      const correlationId = random.uuid();
      const change = { name: 'AccountEnabled', from: [before], to: [enabled] };
      audit(enabled ? 'Enable account' : 'Disable account', user, by, [change], correlationId, at);
      if (!switches.auditAccompanyingUpdate) return;
      const included = { name: 'Included Updated Properties', from: null, to: 'AccountEnabled' };
      audit('Update user', user, by, [change, included], correlationId, at);
    },
    revokeSessions: (user, by) => {
      const at = clock.now();
      user.sessionsValidFrom = at;
      updated(user, 'signInSessionsValidFromDateTime');
      const change = { name: 'StsRefreshTokensValidFrom', from: null, to: [new Date(at).toISOString()] };
      audit('Update StsRefreshTokenValidFrom Timestamp', user, by, [change], random.uuid(), at);
    },
    signIn: (user, details) => {
      const at = details.at ?? clock.now();
      const failed = details.success === false ? 50126 : 0;
      const record: SignIn = {
        id: random.uuid(),
        at,
        readableAt: at + switches.auditLagMs,
        activityAt: at + switches.signInActivityLagMs,
        user,
        clientAppUsed: details.clientAppUsed,
        appDisplayName: details.appDisplayName,
        appId: APP_ID,
        device: details.device ?? null,
        ipAddress: details.ipAddress ?? `198.51.100.${random.below(250) + 1}`,
        interactive: details.interactive ?? true,
        errorCode: enabledAt(user, at, 0) ? failed : 50057,
      };
      insertByTime(signIns, record);
      const own = signInsByUser.get(user.id) ?? [];
      insertByTime(own, record);
      signInsByUser.set(user.id, own);
      return record;
    },
    setPassword: (user) => {
      user.passwordChangedAt = clock.now();
      updated(user, 'lastPasswordChangeDateTime');
    },
    changeUser: (user, change) => {
      Object.assign(user, change);
      updated(user, ...Object.keys(change).map((name) => PROPERTIES[name as keyof UserChange]));
    },
    convertMailbox: (mailbox, type) => {
      mailbox.type = type;
    },
    deleteUser: (user, by) => {
      user.deletedAt = clock.now();
      changes.note(user, { kind: 'removed', reason: 'changed' });
      audit('Delete user', user, by, [], random.uuid(), clock.now());
    },
    restoreUser: (user, by) => {
      user.deletedAt = null;
      changes.note(user, { kind: 'created' });
      audit('Restore user', user, by, [], random.uuid(), clock.now());
    },
    purgeUser: (user, by) => {
      user.deletedAt ??= clock.now();
      directory.forgetUser(user);
      changes.note(user, { kind: 'removed', reason: 'deleted' });
      audit('Hard Delete user', user, by, [], random.uuid(), clock.now());
    },
    userCreated: (user, by) => {
      changes.note(user, { kind: 'created' });
      audit('Add user', user, by, [], random.uuid(), clock.now());
    },
  };
}

function insertByTime<T extends { readonly at: number }>(records: T[], record: T): void {
  const place = records.findLastIndex((earlier) => earlier.at <= record.at);
  records.splice(place + 1, 0, record);
}
