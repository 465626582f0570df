// Installs the bot for approvers who have no chat with it, where the tenant allows that: at most once a person and day.
import { type Approver, whyUnable } from '../src/approvals/approver.js';
import { BOT } from '../src/approvals/narrate.js';
import type { Clock, Ledger, Work } from '../src/approvals/ports.js';
import type { InstallOutcome, Installs } from '../src/delivery/installs.js';
import type { Places } from '../src/delivery/ports.js';
import type { Approvers } from './approvers.js';
import type { Log } from './log.js';

/** Asks for it within a transaction, for those who were not asked for today. */
export async function askForInstalls(
  people: readonly Approver[],
  withChat: ReadonlySet<string>,
  at: string,
  { installs, jobs }: Pick<Work, 'installs' | 'jobs'>,
): Promise<void> {
  for (const { objectId } of people) {
    const personId = objectId.toLowerCase();
    if (withChat.has(personId) || !(await installs.claim(personId, at))) continue;
    await jobs.enqueue({ name: 'install-app', personId });
  }
}

export interface InstallDoors {
  readonly installs: Pick<Installs, 'note'>;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly places: Pick<Places, 'personalOf'>;
  readonly approvers: Pick<Approvers, 'lately'>;
  newCorrelationId(): string;
  /** Null where the settings name no app. @throws Refused upstream-* for what may pass */
  readonly installApp: ((personId: string, correlationId: string) => Promise<InstallOutcome>) | null;
}

/** Before there is a request: an incident should find everybody reachable. @throws Refused upstream-* */
export async function installForApprovers(doors: InstallDoors): Promise<void> {
  if (doors.installApp === null) return;
  const members = await doors.approvers.lately(doors.newCorrelationId());
  const able = members.filter((one) => whyUnable(one) === null);
  const chats = await doors.places.personalOf(able.map(({ objectId }) => objectId));
  const withChat = new Set(chats.map(({ personId }) => personId ?? ''));
  await doors.ledger.transaction((work) => askForInstalls(able, withChat, doors.clock.now(), work));
}

/**
 * What runs the job. Teams tells the bot of the new chat by itself, which leads to the welcome and to the open requests.
 * What an administrator has to mend is logged once, and shown by `approvals`.
 */
export function createInstaller(doors: InstallDoors, log: Log): (personId: string) => Promise<void> {
  const said = new Set<InstallOutcome['kind']>();
  return async (personId) => {
    if (doors.installApp === null) return;
    const correlationId = doors.newCorrelationId();
    const outcome = await doors.installApp(personId, correlationId);
    await doors.installs.note(personId, outcome);
    if (outcome.kind === 'installed') {
      said.clear();
      await recordInstall(personId, correlationId, doors);
    } else if (outcome.kind !== 'already' && !said.has(outcome.kind)) {
      said.add(outcome.kind);
      log.warn({ outcome, person: personId, correlationId }, 'the bot cannot install itself for an approver');
    }
  };
}

async function recordInstall(personId: string, correlationId: string, { ledger, clock }: InstallDoors): Promise<void> {
  await ledger.transaction((work) =>
    work.record.append({
      ...{ event: 'approver.app-installed', at: clock.now(), actor: BOT, correlationId },
      ...{ requestId: null, mailbox: null, microsoftRequestId: null },
      detail: { person: personId },
    }),
  );
}
