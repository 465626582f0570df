// What depends on the tenant's licence or on how Microsoft stands to a permission: sign-in activity, reading in bulk, changes.
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';
import { graphOf } from './mend.js';
import { isDenied, saidBy } from './said.js';

/** Sign-in activity needs Entra ID P1; a missing permission has its own line. */
export async function checkSignInActivity({ probes }: DoctorDoors, correlationId: string): Promise<Finding> {
  const { ok, degraded, unchecked } = about('sign-in-activity', 'Sign-in activity');
  try {
    if ((await probes.signInActivity(correlationId)) === 'told') return ok('is told');
    return degraded(
      'the tenant has no Entra ID P1: last sign-ins and their protocols are shown as not known',
      'Nothing has to be done; with a licence for Entra ID P1 in the tenant it is told',
    );
  } catch (error) {
    return unchecked(isDenied(error) ? 'AuditLog.Read.All or User.Read.All is missing' : saidBy(error));
  }
}

/** Never broken: without it the same is read with more calls. */
export async function checkBulkReading(
  { probes }: DoctorDoors,
  someone: string | null,
  correlationId: string,
): Promise<Finding> {
  const { ok, unchecked } = about('bulk-reading', 'Reading accounts in bulk');
  if (someone === null) return unchecked('no account is known to try it with');
  try {
    return (await probes.showsByIds(someone, correlationId))
      ? ok('a thousand a call (getByIds)')
      : ok('by twenty queries a call, since getByIds is refused here: the same result with more calls');
  } catch (error) {
    return unchecked(saidBy(error));
  }
}

/** Between scans, changes are followed by delta queries. */
export async function checkDelta({ probes, config }: DoctorDoors, correlationId: string): Promise<Finding> {
  const { ok, degraded, unchecked } = about('delta', 'Following changes (users/delta)');
  const lost = 'an account that is enabled shows with the next scan only';
  const step = `az rest --url '${graphOf(config)}/v1.0/users/delta?$deltatoken=latest': it must answer 200`;
  try {
    await probes.followChanges(correlationId);
    return ok('works');
  } catch (error) {
    if (isDenied(error)) return unchecked('User.Read.All is missing');
    return degraded(`${saidBy(error)}: ${lost}`, step);
  }
}
