// Each permission of Microsoft Graph: what the token says, and what a call says that changes nothing.
import type { Config } from '../config.js';
import { isNeeded, PERMISSIONS, type Permission } from '../permissions.js';
import type { TokenClaims } from '../tenant/token-claims.js';
import { checkExcess } from './check-excess.js';
import type { DoctorDoors } from './doors.js';
import { about, type Finding, type Verdicts } from './finding.js';
import { grant, graphOf, type Principal } from './mend.js';
import { agedToken, isDenied, saidBy } from './said.js';
import { type WritingRole, writingRole } from './writing-role.js';

/** What a call said: it works, it was refused, or nothing that decides. */
type Look =
  | { readonly works: true }
  | { readonly works: false; readonly said: string }
  /** `said` is null where there is no call that could be tried. */
  | { readonly works: null; readonly said: string | null };

interface Moment {
  readonly doors: DoctorDoors;
  readonly claims: TokenClaims;
  readonly principal: Principal;
  readonly correlationId: string;
}

/** Those that the bot uses, each with a call that needs it; null where none is free of effects. */
const CALLS: Readonly<Record<string, ((moment: Moment) => Promise<Look>) | null>> = {
  'User.Read.All': async ({ doors, correlationId }) => {
    const isShown = await doors.probes.showsAccountState(correlationId);
    return isShown ? { works: true } : { works: false, said: 'users are shown without accountEnabled' };
  },
  'GroupMember.Read.All': async ({ doors, correlationId }) => {
    await doors.probes.group(doors.config.groups.approvers, correlationId);
    return { works: true };
  },
  'User.EnableDisableAccount.All': null,
  'AuditLog.Read.All': async ({ doors, correlationId }) => {
    await doors.probes.directoryAudits(correlationId);
    return { works: true };
  },
  'RoleManagement.Read.Directory': async ({ doors, claims, correlationId }) => {
    if (claims.objectId === null) return { works: null, said: 'the token does not say whose it is' };
    await doors.probes.rolesOf(claims.objectId, correlationId);
    return { works: true };
  },
  'User.RevokeSessions.All': null,
  'TeamsAppInstallation.ReadWriteSelfForUser.All': null,
};

/** Names of the permissions that are looked at here. */
export const CHECKED_PERMISSIONS: readonly string[] = Object.keys(CALLS);

/** A line per permission, and one for what the token carries beyond them. */
export async function checkPermissions(
  doors: DoctorDoors,
  claims: TokenClaims,
  correlationId: string,
): Promise<readonly Finding[]> {
  const { config } = doors;
  const appId = claims.appId ?? config.tenant.credential.clientId ?? '(client id)';
  const principal = { objectId: claims.objectId, appId, graph: graphOf(config) };
  const moment: Moment = { doors, claims, principal, correlationId };
  const looked = PERMISSIONS.filter(({ name }) => Object.hasOwn(CALLS, name) && isUsed(name, config));
  const [excess, ...lines] = await Promise.all([
    checkExcess(moment),
    ...looked.map((permission) => checkOne(permission, moment)),
  ]);
  return [...lines, ...excess];
}

/** Nothing is installed for anybody where the settings do not name the app, and no session ended where they do not say so. */
function isUsed(name: string, { tenant, approvals }: Config): boolean {
  if (name === 'User.RevokeSessions.All') return approvals.revokeSessions;
  return name !== 'TeamsAppInstallation.ReadWriteSelfForUser.All' || tenant.teamsAppId !== null;
}

async function checkOne(permission: Permission, moment: Moment): Promise<Finding> {
  const { name } = permission;
  const { claims, doors, principal } = moment;
  const line = about(`permission.${name}`, name);
  const isHeld = claims.roles.includes(name);
  const look = await lookWith(CALLS[name] ?? null, moment);
  if (look.works === true) {
    return isHeld
      ? line.ok('in the token, and works')
      : line.ok('not in the token, but works: a wider permission or a role stands in for it');
  }
  if (isHeld) return heldButNotSeen(line, look);
  const mend = grant(permission, principal);
  if (name === 'User.EnableDisableAccount.All') return checkWriting(permission, mend, moment);
  const settings = { mode: doors.config.mode, exchangeApi: doors.config.tenant.exchange.api };
  if (look.works === null && look.said !== null) return line.unchecked(`not in the token; ${look.said}`, mend);
  const detail = `missing. ${permission.without}${agedToken(moment.doors.config)}`;
  return isNeeded(permission, settings) ? line.broken(detail, mend) : line.degraded(detail, mend);
}

function heldButNotSeen(line: Verdicts, look: Exclude<Look, { readonly works: true }>): Finding {
  if (look.works === false) {
    const step =
      'Ask again an hour after the permission was granted; if it is still refused, look at what Microsoft said';
    return line.broken(`in the token, and still refused: ${look.said}`, step);
  }
  return line.ok(`in the token; ${look.said ?? 'not tried, for that would change something'}`);
}

async function lookWith(call: ((moment: Moment) => Promise<Look>) | null, moment: Moment): Promise<Look> {
  if (call === null) return { works: null, said: null };
  try {
    return await call(moment);
  } catch (error) {
    const said = saidBy(error);
    return isDenied(error) ? { works: false, said } : { works: null, said };
  }
}

/** Without the permission, a directory role may do: the narrower way, over an administrative unit of mailbox accounts. */
async function checkWriting(permission: Permission, mend: string, moment: Moment): Promise<Finding> {
  const { doors, claims, correlationId } = moment;
  const line = about(`permission.${permission.name}`, permission.name);
  if (doors.config.mode === 'watch') return line.ok('not in the token, and not needed: MODE=watch writes nothing');
  const role = await writingRole(doors.probes, claims.objectId, correlationId);
  if (role.kind === 'none') return line.broken(`missing. ${permission.without}${agedToken(moment.doors.config)}`, mend);
  if (role.kind === 'unknown') return line.unchecked(...unknownRole(role, moment));
  if (role.scope !== '/') return line.ok(`not in the token: the role ${role.name} over ${role.scope} stands in for it`);
  return line.degraded(
    `not in the token: the role ${role.name} over the whole tenant stands in for it, and may do far more`,
    `${mend}, and take the role away`,
  );
}

/**
 * The narrower way cannot be told from none at all. What mends it reads roles only: the permission over every account is the
 * very thing that this way does without.
 */
function unknownRole(
  { said, isDenied: isForbidden }: Extract<WritingRole, { readonly kind: 'unknown' }>,
  { principal }: Moment,
): readonly [detail: string, mend: string] {
  const detail = 'not in the token; whether a role over an administrative unit stands in for it is not known';
  const reading = PERMISSIONS.find(({ name }) => name === 'RoleManagement.Read.Directory');
  if (!isForbidden || reading === undefined)
    return [`${detail}: ${said}`, 'Ask again: nothing else is known to be wrong'];
  return [
    `${detail} without ${reading.name}`,
    `${grant(reading, principal)}, and ask again; ADMINISTRATIVE_UNIT_ID in the settings file of setup says that step 3 gave the role`,
  ];
}
