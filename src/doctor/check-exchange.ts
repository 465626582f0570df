// Exchange: which of its two APIs lists mailboxes for this identity, and what is in the way of the one that is set.
import { PERMISSIONS, type Permission } from '../permissions.js';
import type { TokenClaims } from '../tenant/token-claims.js';
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';
import { grant, graphOf, joinRoleGroup, type Principal } from './mend.js';
import { agedToken, isDenied, saidBy } from './said.js';

type Api = 'v2' | 'beta';

/** What one API said: null when it works. */
interface Trial {
  readonly said: string | null;
  readonly isDenied: boolean;
}

const NAME: Readonly<Record<Api, string>> = { v2: 'Admin API v2.0', beta: 'PowerShell backend' };
const OTHER: Readonly<Record<Api, Api>> = { v2: 'beta', beta: 'v2' };
const NEEDS: Readonly<Record<Api, string>> = { v2: 'Exchange.ManageAsAppV2', beta: 'Exchange.ManageAsApp' };

/** One line: consent and role group are two doors in a row, and only the first that is shut can be told. */
export async function checkExchange(
  { config, probes }: DoctorDoors,
  claims: TokenClaims,
  correlationId: string,
): Promise<Finding> {
  const { ok, broken, unchecked } = about('exchange', 'Exchange');
  const { api } = config.tenant.exchange;
  const other = OTHER[api];
  const [set, spare] = await Promise.all([api, other].map((one) => tryOne(probes, one, correlationId)));
  if (set === undefined || spare === undefined) return unchecked('nothing was asked');
  const isSpare = spare.said === null ? 'works as well' : 'does not work for it';
  if (set.said === null)
    return ok(`the ${NAME[api]} lists mailboxes (EXCHANGE_API=${api}); the ${NAME[other]} ${isSpare}`);
  if (!set.isDenied) return unchecked(set.said);
  const detail = `the ${NAME[api]} lists no mailboxes: ${set.said}`;
  if (spare.said === null) return broken(`${detail}; the ${NAME[other]} does`, `Set EXCHANGE_API=${other}`);
  const appId = claims.appId ?? config.tenant.credential.clientId ?? '(client id)';
  const principal: Principal = { objectId: claims.objectId, appId, graph: graphOf(config) };
  const permission = PERMISSIONS.find(({ name }) => name === NEEDS[api]);
  if (permission !== undefined && !claims.roles.includes(permission.name))
    return lacking(permission, principal, config);
  return broken(
    `${detail}; the permission is there, so it is the role group that is missing`,
    joinRoleGroup(principal),
  );
}

function lacking(permission: Permission, principal: Principal, config: DoctorDoors['config']): Finding {
  const line = about('exchange', 'Exchange');
  const detail = `${permission.name} is missing. ${permission.without}${agedToken(config)}`;
  return line.broken(detail, grant(permission, principal));
}

async function tryOne(probes: DoctorDoors['probes'], api: Api, correlationId: string): Promise<Trial> {
  try {
    await probes.exchange(api, correlationId);
    return { said: null, isDenied: false };
  } catch (error) {
    return { said: saidBy(error), isDenied: isDenied(error) };
  }
}
