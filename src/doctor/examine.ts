// Looks at everything a bot needs, and says of each thing how it is: what can be asked is asked side by side.
import type { TokenClaims } from '../tenant/token-claims.js';
import { checkAddress } from './check-address.js';
import { checkApprovers } from './check-approvers.js';
import { checkCertificates } from './check-certificates.js';
import { checkClock } from './check-clock.js';
import { checkExchange } from './check-exchange.js';
import { checkGroups } from './check-groups.js';
import { checkPackage } from './check-package.js';
import { checkPermissions } from './check-permissions.js';
import { checkBulkReading, checkDelta, checkSignInActivity } from './check-reports.js';
import { checkSettings } from './check-settings.js';
import { checkStore } from './check-store.js';
import { checkTokens } from './check-tokens.js';
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';

/** Examines once; the findings are in the order in which a person mends them. */
export type Examine = (correlationId: string) => Promise<readonly Finding[]>;

/** Changes nothing: reads, and asks questions that have no effect. Throws only for bugs. */
export async function examine(doors: DoctorDoors, correlationId: string): Promise<readonly Finding[]> {
  const [certificates, tokens, store, address, version] = await Promise.all([
    checkCertificates(doors),
    checkTokens(doors),
    checkStore(doors),
    checkAddress(doors),
    checkPackage(doors),
  ]);
  const { graph, exchange } = tokens;
  const [ofGraph, ofExchange] = await Promise.all([
    graph === null ? withoutGraph() : withGraph(doors, graph, correlationId),
    exchange === null
      ? about('exchange', 'Exchange').unchecked('there is no token for it')
      : checkExchange(doors, exchange, correlationId),
  ]);
  return [
    ...checkSettings(doors.config),
    ...certificates,
    ...tokens.findings,
    ...ofGraph,
    ofExchange,
    ...store,
    address,
    version,
  ];
}

async function withGraph(doors: DoctorDoors, claims: TokenClaims, correlationId: string): Promise<readonly Finding[]> {
  const [clock, permissions, signIns, delta, groups] = await Promise.all([
    checkClock(doors, correlationId),
    checkPermissions(doors, claims, correlationId),
    checkSignInActivity(doors, correlationId),
    checkDelta(doors, correlationId),
    checkGroups(doors, correlationId),
  ]);
  const someone = groups.approvers?.[0]?.id ?? null;
  const [bulk, reach] = await Promise.all([
    checkBulkReading(doors, someone, correlationId),
    checkApprovers(doors, groups.approvers),
  ]);
  return [clock, ...permissions, signIns, bulk, delta, ...groups.findings, reach];
}

function withoutGraph(): readonly Finding[] {
  const things = [
    ['clock', 'Clock'],
    ['permissions', 'Permissions of Microsoft Graph'],
    ['groups', 'Operators and approvers'],
  ] as const;
  return things.map(([id, title]) => about(id, title).unchecked('there is no token for Microsoft Graph'));
}
