// The clock of this machine against Microsoft's: tokens, deadlines and signatures are measured with it.
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';
import { saidBy } from './said.js';

const SECOND_MS = 1000;
/** Beyond this, deadlines and the ages on cards are visibly wrong. */
const DEGRADED_S = 60;
/** Beyond this, tokens and assertions are refused. */
const BROKEN_S = 300;

/** Graph tells its time to the second, and an answer takes a moment: less than two seconds is nothing. */
export async function checkClock({ probes, now }: DoctorDoors, correlationId: string): Promise<Finding> {
  const { ok, degraded, broken, unchecked } = about('clock', 'Clock');
  let theirs: number | null;
  try {
    theirs = await probes.time(correlationId);
  } catch (error) {
    return unchecked(`nobody told the time: ${saidBy(error)}`);
  }
  if (theirs === null) return unchecked('Microsoft Graph did not say what time it is');
  const off = Math.round((now() - theirs) / SECOND_MS);
  const seconds = Math.abs(off);
  const way = off < 0 ? 'behind' : 'ahead';
  const mend = 'sudo timedatectl set-ntp true';
  if (seconds > BROKEN_S) return broken(`${seconds} seconds ${way}: tokens are refused for it`, mend);
  if (seconds > DEGRADED_S) return degraded(`${seconds} seconds ${way}: deadlines and ages are off by as much`, mend);
  return ok(seconds < 2 ? 'as Microsoft’s' : `${seconds} seconds ${way}`);
}
