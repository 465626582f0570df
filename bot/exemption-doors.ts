// What the ends of exemptions are handed: whom they can be told to, and what a mailbox is without its exemption.
import { randomUUID } from 'node:crypto';
import type { Approver } from '../src/approvals/approver.js';
import type { EndDoors } from '../src/approvals/end-exemption.js';
import type { ResumeDoors } from '../src/approvals/resume-exemptions.js';
import type { Config } from '../src/config.js';
import type { Store } from '../src/db/store.js';
import { Refused } from '../src/failure.js';
import { type FreshDoors, reassess, rereadAccounts } from '../src/mailboxes/fresh.js';
import type { AssessedMailbox } from '../src/mailboxes/mailbox.js';

/** All of them but the log. */
export type EndPorts = Omit<EndDoors, 'untold'>;

export interface ExemptionGround extends Pick<EndDoors, 'ledger' | 'requests' | 'clock' | 'ids' | 'chatsOf' | 'ended'> {
  readonly config: Pick<Config, 'mode' | 'approvals'>;
  readonly store: Pick<Store, 'scans' | 'places' | 'exemptions'>;
  readonly fresh: FreshDoors;
  /** All members, through nested groups. @throws Refused upstream-* */
  approvers(correlationId: string): Promise<readonly Approver[]>;
}

/** Doors of the end of exemptions, and of the net under it. */
export function exemptionDoors(ground: ExemptionGround): EndPorts & ResumeDoors {
  const { ledger, requests, clock, ids, chatsOf, ended, config, store, fresh } = ground;
  return {
    ...{ ledger, requests, clock, ids, chatsOf, mode: config.mode },
    exemptionWarningMs: config.approvals.exemptionWarningMs,
    running: store.exemptions.running,
    isActive: (objectId) => isActive(objectId, fresh),
    approverChats: () => approverChats(ground),
    withoutExemption: (objectIds) => withoutExemption(objectIds, ground),
    ended,
  };
}

/** Whoever cannot be asked about is taken to be there: a message too many does less harm than one too few. */
async function isActive(objectId: string, { readAccount }: FreshDoors): Promise<boolean> {
  try {
    return (await readAccount(objectId, randomUUID()))?.accountEnabled === true;
  } catch (error) {
    if (error instanceof Refused) return true;
    throw error;
  }
}

async function approverChats({ approvers, chatsOf, store }: ExemptionGround): Promise<readonly string[]> {
  const able = (await approvers(randomUUID())).filter((one) => one.accountEnabled !== false && !one.isGuest);
  const own = await chatsOf(able.map(({ objectId }) => objectId));
  const places = await store.places.ofApprovals();
  return [...own, ...places.map(({ conversationId }) => conversationId)];
}

async function withoutExemption(
  objectIds: readonly string[],
  { store, fresh, clock }: ExemptionGround,
): Promise<ReadonlyMap<string, AssessedMailbox>> {
  const rows = (await Promise.all(objectIds.map((id) => store.scans.matching(id)))).flat();
  const judged = await read(rows, { ...fresh, exemptionsOf: async () => new Map() }, clock.now());
  const wanted = new Set(objectIds.map((id) => id.toLowerCase()));
  const byId = judged.map((one) => [one.account?.id ?? one.mailbox.objectId?.toLowerCase() ?? '', one] as const);
  return new Map(byId.filter(([id]) => wanted.has(id)));
}

async function read(
  rows: readonly AssessedMailbox[],
  fresh: FreshDoors,
  now: string,
): Promise<readonly AssessedMailbox[]> {
  try {
    return await rereadAccounts(rows, randomUUID(), fresh);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return rows.map((row) => (row.account === null ? row : reassess(row, row.account, null, null, now)));
  }
}
