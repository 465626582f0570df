// Two approvers decide the same requests at the same time, each on an instance of their own, over PostgreSQL.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../../src/db/open-store.js';
import type { Store } from '../../../src/db/store.js';
import { item, request } from '../../src/db/samples.js';
import type { StorePlace } from '../../support/store.js';
import type { Came, Choice, FromInstance, ToInstance } from './messages.js';

export interface Race {
  readonly requests: number;
  /** Without the comparison of compare-and-set. */
  readonly isCarefree: boolean;
}

/** What came of one request. */
export interface Finish {
  readonly id: string;
  readonly state: string;
  /** How many approvers were told that they decided it, and what the others were told. */
  readonly winners: number;
  readonly refusals: readonly string[];
  readonly decisions: number;
  /** Events of the record about it. */
  readonly events: readonly string[];
  /** How often its mailbox was blocked. */
  readonly blocks: number;
}

const BATCH = 50;

/** Runs the race on a database of its own. */
export async function race({ requests, isCarefree }: Race, place: StorePlace): Promise<readonly Finish[]> {
  const store = await openStore(place);
  const instances = await Promise.all(['first', 'second'].map((name) => start(place, `person-${name}`, isCarefree)));
  try {
    const ids = Array.from({ length: requests }, (_, n) => `R${n}`);
    await makeAll(ids, store);
    const came: Came[] = [];
    for (let from = 0; from < ids.length; from += BATCH) {
      const batch = ids.slice(from, from + BATCH);
      came.push(...(await Promise.all(instances.map((one, n) => one.decide(choices(batch, n))))).flat());
    }
    await Promise.all(instances.map((one) => one.apply()));
    await allCarriedOut(ids, store);
    const blocked = instances.flatMap((one) => one.blocked());
    return await Promise.all(ids.map((id) => finishOf(id, came, blocked, store)));
  } finally {
    await Promise.all(instances.map((one) => one.stop()));
    await store.close();
  }
}

/** Both approve every other request; of the rest the second denies what the first approves. */
function choices(ids: readonly string[], instance: number): readonly Choice[] {
  return ids.map((id, n) => ({ id, verdict: n % 2 === 1 && instance === 1 ? 'deny' : 'approve' }));
}

async function makeAll(ids: readonly string[], { requests }: Store): Promise<void> {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const createdAt = new Date().toISOString();
  for (let from = 0; from < ids.length; from += BATCH) {
    const made = ids
      .slice(from, from + BATCH)
      .map((id) => request(id, { items: [item(`account-${id}`)], createdAt, expiresAt }));
    await Promise.all(made.map((one) => requests.insert(one)));
  }
}

/** Waits until nothing approved is left to be begun, and every begun one is written. */
async function allCarriedOut(ids: readonly string[], { requests }: Store): Promise<void> {
  const open = new Set(ids);
  for (let looks = 0; open.size > 0; looks += 1) {
    if (looks > 600) throw new Error(`${open.size} requests are still open, such as ${[...open].slice(0, 3).join()}`);
    for (const id of [...open].slice(0, 200)) {
      const found = await requests.load(id);
      if (found?.state === 'denied' || found?.items.every(({ outcome }) => outcome !== null) === true) open.delete(id);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function finishOf(id: string, came: readonly Came[], blocked: readonly string[], store: Store): Promise<Finish> {
  const found = await store.requests.load(id);
  const own = came.filter((one) => one.id === id);
  const entries = await store.record.ofRequest(id, { before: null, limit: 100 });
  return {
    id,
    state: found?.state ?? 'gone',
    winners: own.filter(({ won }) => won).length,
    refusals: own.filter(({ won }) => !won).map(({ why }) => why),
    decisions: found?.decisions.length ?? 0,
    events: entries.map(({ event }) => event),
    blocks: blocked.filter((objectId) => objectId === `account-${id}`).length,
  };
}

interface Instance {
  decide(batch: readonly Choice[]): Promise<readonly Came[]>;
  apply(): Promise<void>;
  blocked(): readonly string[];
  stop(): Promise<void>;
}

async function start({ databaseUrl }: StorePlace, approver: string, isCarefree: boolean): Promise<Instance> {
  const script = fileURLToPath(new URL('./instance.js', import.meta.url));
  const { NODE_V8_COVERAGE: _, ...env } = process.env;
  const child = fork(script, [databaseUrl ?? '', approver, isCarefree ? 'carefree' : 'careful'], { env });
  const blocked: string[] = [];
  child.on('message', (message: FromInstance) => {
    if (message.kind === 'blocked') blocked.push(message.objectId);
  });
  await heard(child, 'ready');
  const ask = (message: ToInstance): boolean => child.send(message);
  return {
    blocked: () => blocked,
    async decide(batch) {
      const answer = heard(child, 'decided');
      ask({ kind: 'decide', batch });
      return (await answer).came;
    },
    async apply() {
      const answer = heard(child, 'ready');
      ask({ kind: 'apply' });
      await answer;
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        if (child.exitCode !== null || !ask({ kind: 'stop' })) child.kill();
      }),
  };
}

type Said<Kind extends FromInstance['kind']> = Extract<FromInstance, { readonly kind: Kind }>;

function heard<Kind extends FromInstance['kind']>(child: ChildProcess, kind: Kind): Promise<Said<Kind>> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`An instance ended with ${code}.`));
    const listen = (message: FromInstance): void => {
      if (message.kind !== kind) return;
      child.off('message', listen);
      child.off('exit', gone);
      resolve(message as Said<Kind>);
    };
    child.on('message', listen);
    child.once('exit', gone);
  });
}
