// A small tenant for tests of exemptions: accounts that can be written, a clock that can be set, people with chats.
import { applyRequest } from '../../../src/approvals/apply-request.js';
import { contentHash } from '../../../src/approvals/content-hash.js';
import { type EndDoors, endExemption } from '../../../src/approvals/end-exemption.js';
import type { Request, RequestAction, RequestItem } from '../../../src/approvals/request.js';
import { resumeExemptions } from '../../../src/approvals/resume-exemptions.js';
import { verifyRequest } from '../../../src/approvals/verify-request.js';
import { warnExemption } from '../../../src/approvals/warn-exemption.js';
import type { Store } from '../../../src/db/store.js';
import type { ExemptionNotice } from '../../../src/delivery/notice.js';
import { Refused } from '../../../src/failure.js';
import type { Account, AssessedMailbox } from '../../../src/mailboxes/mailbox.js';
import { assess } from '../../../src/mailboxes/verdict.js';
import { account, at, item, mailbox, person, request } from '../db/samples.js';

/** Where a process may be killed while it carries out an unblock. */
export type Step = 'reading' | 'before the write' | 'after the write';

export interface World {
  /** Minutes since the beginning. */
  minute: number;
  mode: 'enforce' | 'watch';
  /** By object id: whether sign-in is allowed. */
  readonly allowed: Map<string, boolean>;
  /** What reads still show of an account, where that is not what it is. */
  readonly shown: Map<string, boolean>;
  /** What Microsoft does with the next calls. */
  microsoft: 'there' | 'away' | 'refuses writes' | 'refuses reads';
  /** The process is killed there, once. */
  killAt: Step | null;
  readonly writes: string[];
  /** By person: their chats; one that is absent has none. */
  readonly chats: Map<string, string>;
  readonly gone: Set<string>;
  readonly approverChats: string[];
  readonly untold: string[];
  readonly relisted: AssessedMailbox[];
  readonly warningMinutes: number;
}

export const HOUR = 60;
export const DAY = 24 * HOUR;

export function newWorld(changes: Partial<World> = {}): World {
  return {
    ...{ minute: 0, mode: 'enforce', microsoft: 'there', killAt: null, warningMinutes: 2 * HOUR },
    ...{ allowed: new Map(), shown: new Map(), writes: [], gone: new Set(), untold: [], relisted: [] },
    chats: new Map([
      ['person-requester', 'chat-requester'],
      ['person-owner', 'chat-owner'],
    ]),
    approverChats: ['chat-approver', 'place-approvals'],
    ...changes,
  };
}

const NEVER = new AbortController().signal;

/** What can be done in the world, on this store. */
export function lifeIn(world: World, store: Store) {
  const { ledger, requests } = store;
  const clock = { now: () => at(world.minute) };
  const die = (step: Step): void => {
    if (world.killAt !== step) return;
    world.killAt = null;
    throw new Error(`killed: ${step}`);
  };
  const accountOf = (id: string): Account =>
    account(id, { accountEnabled: world.shown.get(id) ?? world.allowed.get(id) ?? true });
  const judge = async (id: string, exempt = true): Promise<AssessedMailbox> => {
    const [exemption = null] = exempt ? await store.exemptions.ofObjectIds([id]) : [];
    const listed = mailbox(id, {}, { objectId: id }).mailbox;
    const facts = { mailbox: listed, account: accountOf(id), exemption, holdsRole: false, history: null };
    return assess({ ...facts, now: clock.now() });
  };
  const ask = (): void => {
    if (world.microsoft === 'away' || world.microsoft === 'refuses writes') throw refusal(world.microsoft);
  };
  const write = async (objectId: string, allowed: boolean): Promise<{ microsoftRequestId: string }> => {
    die('before the write');
    ask();
    world.allowed.set(objectId, allowed);
    world.writes.push(`${allowed ? 'unblock' : 'block'} ${objectId}`);
    die('after the write');
    return { microsoftRequestId: 'ms' };
  };
  const deeds = {
    ...{ ledger, requests, clock },
    get mode() {
      return world.mode;
    },
    exemptionWarningMs: world.warningMinutes * 60_000,
    beginRun: () => ({
      async reread({ objectId }: RequestItem) {
        die('reading');
        if (world.microsoft === 'away' || world.microsoft === 'refuses reads') throw refusal(world.microsoft);
        return judge(objectId);
      },
    }),
    block: (id: string) => write(id, false),
    unblock: (id: string) => write(id, true),
    revokeSessions: async () => ({ kind: 'revoked' as const }),
    changed: async ({ id }: Account) => void world.relisted.push(await judge(id)),
  };
  const ends: EndDoors = {
    ...{ ledger, requests, clock },
    get mode() {
      return world.mode;
    },
    ids: { requestId: nextId, draftId: nextId },
    chatsOf: async (ids) => ids.flatMap((id) => world.chats.get(id) ?? []),
    isActive: async (id) => !world.gone.has(id),
    approverChats: async () => world.approverChats,
    async withoutExemption(ids) {
      return new Map(await Promise.all(ids.map(async (id) => [id, await judge(id, false)] as const)));
    },
    ended: async (one) => void world.relisted.push(one),
    untold: (id) => void world.untold.push(id),
  };
  const looking = {
    ...{ ledger, requests, clock, changed: async () => undefined, listMissed: () => undefined },
    readAccounts: async (ids: readonly string[]) => new Map(ids.map((id) => [id, accountOf(id)])),
  };
  return {
    judge,
    /** Runs an approved request and reads back what it wrote. */
    async run(id: string): Promise<Request> {
      await applyRequest(id, deeds, NEVER);
      await verifyRequest(id, 0, looking);
      return (await requests.load(id)) as Request;
    },
    warn: (id: string) => warnExemption(id, ends),
    end: (id: string) => endExemption(id, ends),
    resume: () =>
      resumeExemptions({
        ...{ ledger, clock, running: store.exemptions.running },
        exemptionWarningMs: world.warningMinutes * 60_000,
      }),
    async notice(id: string): Promise<ExemptionNotice | null> {
      const notice = (await store.notices.load(`exemption ${id}`))?.notice;
      return notice?.kind === 'exemption' ? notice : null;
    },
    async toldOf(id: string): Promise<readonly string[]> {
      const cards = await store.deliveries.ofSubject({ kind: 'notice', id: `exemption ${id}` });
      return cards.map(({ conversationId, slot }) => `${conversationId} ${slot}`).sort();
    },
    async events(objectId: string): Promise<readonly string[]> {
      const entries = await store.record.ofMailbox(objectId, { before: null, limit: 100 });
      return entries
        .filter(({ mailbox: about }) => about === objectId)
        .map(({ event, detail }) => `${event}${'why' in detail ? ` (${detail['why']})` : ''}`)
        .reverse();
    },
    async inForce(objectId: string): Promise<string | null> {
      const running = await store.exemptions.running();
      return running.find((one) => one.objectId === objectId)?.until ?? null;
    },
  };
}

function refusal(how: World['microsoft']): Refused {
  const trace = { service: 'graph' as const, status: how === 'away' ? 503 : 403, code: null, requestId: null };
  if (how === 'away') return new Refused({ kind: 'upstream-unavailable', trace });
  return new Refused({ kind: 'upstream-denied', trace, permission: 'User.EnableDisableAccount.All' });
}

let made = 0;
function nextId(): string {
  made += 1;
  return `FOLLOW${made}`;
}

interface Approved {
  readonly until: number;
  readonly ids?: readonly string[];
  readonly verdict?: RequestItem['verdict'];
  readonly minute?: number;
  readonly owner?: string;
}

/** An approved request, as it is stored. */
export async function approved(
  store: Store,
  id: string,
  action: RequestAction,
  { until, ids = [`${id.toLowerCase()}-a`], verdict, minute = 0, owner = 'owner' }: Approved,
): Promise<Request> {
  const before = verdict ?? (action === 'unblock' ? 'blocked' : 'exposed');
  const isBlock = action === 'block';
  const content = {
    action,
    items: ids.map((objectId) => item(objectId, { verdict: before })),
    ...{ until: isBlock ? null : at(until), owner: isBlock ? null : person(owner) },
  };
  const draft = request(id, content);
  const hash = contentHash(draft);
  const decision = { by: person('approver'), verdict: 'approve', reason: null, at: at(minute), content: hash } as const;
  const times = { createdAt: at(minute), changedAt: at(minute), runBy: at(minute + HOUR) };
  const ready: Request = { ...draft, ...times, state: 'approved', contentHash: hash, decisions: [decision] };
  await store.requests.insert(ready);
  const cards = [
    { conversationId: 'chat-requester', audience: 'requester' as const },
    { conversationId: 'chat-approver', audience: 'approver' as const },
  ];
  await store.ledger.transaction((work) => work.deliveries.add({ kind: 'request', id }, 1, cards));
  return ready;
}
