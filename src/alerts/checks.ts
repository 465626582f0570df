// Findings about the bot itself: raised once while a check is not whole, closed when it is.
import type { Work } from '../approvals/ports.js';
import type { Check, CheckKind } from './finding.js';
import { aboutFinding } from './narrate-finding.js';
import { change, close } from './observe.js';
import type { Told } from './told.js';
import { openedCheck, stillFailing } from './transitions.js';
import type { Trouble } from './watch-state.js';

export interface CheckFault {
  readonly check: Check;
  readonly kind: CheckKind;
  readonly problems: readonly string[];
}

interface Now {
  /** ISO 8601, UTC. */
  readonly at: string;
  newId(): string;
}

/** Within the caller's transaction, which has locked watching. */
export async function raiseCheck(fault: CheckFault, { at, newId }: Now, work: Work): Promise<readonly Told[]> {
  const open = await work.findings.openCheck(fault.check);
  if (open !== null) {
    const next = stillFailing(open, fault.kind, fault.problems, at);
    return next === null ? [] : [await change(next, open, work, 'finding.changed')];
  }
  const subject = `check:${fault.check}`;
  const past = (await work.findings.episodes([subject])).get(subject);
  const finding = openedCheck({ ...fault, id: newId(), episode: (past?.episodes ?? 0) + 1, at });
  await work.findings.insert(finding);
  await work.record.append(aboutFinding(finding, 'finding.opened'));
  return [{ finding, how: 'opened' }];
}

/** Within the caller's transaction, which has locked watching. */
export async function clearCheck(check: Check, at: string, work: Work): Promise<readonly Told[]> {
  const open = await work.findings.openCheck(check);
  return open === null ? [] : [await close(open, { kind: 'healthy' }, at, work)];
}

/** Trouble that goes on, or begins now. */
export function troubleAt(before: Trouble | null, problems: readonly string[], at: string): Trouble {
  return { since: before?.since ?? at, problems };
}
