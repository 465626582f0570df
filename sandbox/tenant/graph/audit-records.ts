// What a directory audit record and a sign-in record look like in Graph.
import type { AuditRecord, Initiator, SignIn } from '../records.js';
import type { Switches } from '../switches.js';

type Shown = Readonly<Record<string, unknown>>;

/** https://learn.microsoft.com/graph/api/resources/directoryaudit */
export function showAudit(record: AuditRecord, { auditAppIds }: Switches): Shown {
  const { target } = record;
  return {
    id: record.id,
    category: 'UserManagement',
    correlationId: record.correlationId,
    result: 'success',
    resultReason: '',
    activityDisplayName: record.activity,
    activityDateTime: preciseTime(record.at),
    loggedByService: 'Core Directory',
    operationType: 'Update',
    initiatedBy: showInitiator(record.initiator, auditAppIds),
    targetResources: [
      {
        id: target.id,
        displayName: target.displayName,
        type: 'User',
        userPrincipalName: target.userPrincipalName,
        groupType: null,
        // The values are JSON texts.
        modifiedProperties: record.changes.map(({ name, from, to }) => ({
          displayName: name,
          oldValue: from === null ? null : JSON.stringify(from),
          newValue: to === null ? null : JSON.stringify(to),
        })),
      },
    ],
    additionalDetails: [{ key: 'UserType', value: target.userType }],
  };
}

function showInitiator(initiator: Initiator, appIds: Switches['auditAppIds']): Shown {
  if (initiator.kind === 'user') {
    const { id, displayName, userPrincipalName } = initiator.user;
    return { user: { id, displayName, userPrincipalName, ipAddress: '192.0.2.10' }, app: null };
  }
  const { displayName, objectId } = initiator;
  const appId = appIds === 'given' ? initiator.appId : null;
  return { user: null, app: { appId, displayName, servicePrincipalId: objectId, servicePrincipalName: null } };
}

const REASONS: Readonly<Record<number, string>> = {
  0: 'Other.',
  50057: 'User account is disabled. The account has been disabled by an administrator.',
  50126: 'Error validating credentials due to invalid username or password.',
};

/** https://learn.microsoft.com/graph/api/resources/signin */
export function showSignIn(signIn: SignIn): Shown {
  return {
    id: signIn.id,
    createdDateTime: preciseTime(signIn.at),
    userDisplayName: signIn.user.displayName,
    userPrincipalName: signIn.user.userPrincipalName,
    userId: signIn.user.id,
    appId: signIn.appId,
    appDisplayName: signIn.appDisplayName,
    ipAddress: signIn.ipAddress,
    clientAppUsed: signIn.clientAppUsed,
    correlationId: signIn.id,
    conditionalAccessStatus: 'notApplied',
    isInteractive: signIn.interactive,
    riskDetail: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    riskEventTypes: [],
    resourceDisplayName: 'Office 365 Exchange Online',
    resourceId: '00000002-0000-0ff1-ce00-000000000000',
    status: {
      errorCode: signIn.errorCode,
      failureReason: REASONS[signIn.errorCode] ?? 'Other.',
      additionalDetails: null,
    },
    deviceDetail: {
      deviceId: '',
      displayName: signIn.device?.displayName ?? '',
      operatingSystem: signIn.device?.operatingSystem ?? '',
      browser: signIn.clientAppUsed === 'Browser' ? 'Edge 140.0.0' : '',
      isCompliant: null,
      isManaged: null,
      trustType: '',
    },
    location: { city: '', state: '', countryOrRegion: '', geoCoordinates: {} },
    appliedConditionalAccessPolicies: [],
  };
}

function preciseTime(ms: number): string {
  return new Date(ms).toISOString();
}
