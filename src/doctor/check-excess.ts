// What the token carries beyond need: not lost but risked, should somebody steal the bot's proof.
import { PERMISSIONS } from '../permissions.js';
import type { TokenClaims } from '../tenant/token-claims.js';
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';
import type { Principal } from './mend.js';
import { writingRole } from './writing-role.js';

interface Moment {
  readonly doors: DoctorDoors;
  readonly claims: TokenClaims;
  readonly principal: Principal;
  readonly correlationId: string;
}

export async function checkExcess(moment: Moment): Promise<readonly Finding[]> {
  return [...checkUnknown(moment.claims, moment.principal), ...(await checkWideWriting(moment))];
}

/** The permission over every account beside a narrower choice, which is thereby none: known from MODE and from a role only. */
async function checkWideWriting({ doors, claims, principal, correlationId }: Moment): Promise<readonly Finding[]> {
  const name = 'User.EnableDisableAccount.All';
  if (!claims.roles.includes(name)) return [];
  const chosen = doors.config.mode === 'watch' ? 'MODE=watch writes nothing' : await narrowerWay();
  if (chosen === null) return [];
  const detail = `the token carries ${name}, which reaches every account, and ${chosen}`;
  const step = `az ad sp show --id ${principal.appId}: take it away under Enterprise applications, Permissions; step 3 of npm run setup does so too`;
  return [about('permission.excess.writing', 'Permissions beyond need').degraded(detail, step)];

  async function narrowerWay(): Promise<string | null> {
    const role = await writingRole(doors.probes, claims.objectId, correlationId);
    return role.kind === 'held' && role.scope !== '/' ? `the role ${role.name} over ${role.scope} is enough` : null;
  }
}

/** What the bot never uses, whatever is chosen. */
function checkUnknown({ roles }: TokenClaims, { appId }: Principal): readonly Finding[] {
  const known = new Set(PERMISSIONS.map(({ name }) => name));
  const excess = roles.filter((role) => !known.has(role));
  if (excess.length === 0) return [];
  const detail = `the token carries more than the bot ever uses: ${excess.slice(0, 10).join(', ')}${excess.length > 10 ? ', …' : ''}`;
  const step = `az ad sp show --id ${appId}: take them away under Enterprise applications, Permissions`;
  return [about('permission.excess', 'Permissions beyond need').degraded(detail, step)];
}
