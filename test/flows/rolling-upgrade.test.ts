// Instances come back one after the other as a newer build while people go on: nothing is lost, and nothing is done twice.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Mailbox } from '../../sandbox/tenant/records.js';
import { auditBookOn, createAppended } from '../../src/db/audit-book.js';
import { SILENT } from '../../src/db/log.js';
import { openPostgres, type Postgres } from '../../src/db/postgres/open-postgres.js';
import { runCli } from '../cli/stand.js';
import { LATER, OLDER } from '../support/builds.js';
import { exposeShared } from '../support/bulk.js';
import { answersTo, blockOneByOne, type Done, lookOn, type Pair } from '../support/people-at-work.js';
import { answerTo, says } from '../support/reading.js';
import { recruiter } from '../support/recruits.js';
import { openStage, type Person, type Stage, type StageInstance } from '../support/stage.js';
import { type StorePlace, storeEngines } from '../support/store.js';

const PAIRS = 3;
const LOOKERS = 3;
/** More than a pair gets through while both instances change. */
const BOXES_EACH = 30;

/** Every command asks who may give it. */
const MEMBERSHIP = 'POST /users/{id}/checkMemberGroups';
/**
 * More than the two seconds that a stop waits for open connections. Whoever may read by being an approver is asked about
 * twice, so a turn takes twice as long: less than the six seconds that a stop waits in all, on a busy machine too.
 */
const SLOW_MS = 2_300;

const POSTGRES = storeEngines().find(({ name }) => name === 'postgres');

describe('a rolling upgrade under load', () => {
  // What comes after a failure says nothing; mocha's own bail would end every other file too.
  let isBroken = false;
  beforeEach(function () {
    if (isBroken) this.skip();
  });
  afterEach(function () {
    isBroken ||= this.currentTest?.state === 'failed';
  });
  let stage: Stage;
  let folder: string;
  let db: Postgres;
  let restored: StorePlace;
  let first: StageInstance;
  let second: StageInstance;
  let pairs: readonly Pair[];
  let lookers: readonly Person[];
  let boxes: readonly Mailbox[];
  const done: Done = { requestIds: [], boxes: [], typed: [] };
  let isOver = false;
  let work: Promise<unknown>;
  let failed: unknown = null;

  before(async function () {
    this.timeout(120_000);
    if (POSTGRES === undefined) return this.skip();
    folder = mkdtempSync(join(tmpdir(), 'mailbox-guard-upgrade-'));
    restored = await POSTGRES.newPlace();
    stage = await openStage({
      tenant: { users: 400, mailboxes: 320 },
      engine: POSTGRES,
      instances: 2,
      env: { EXCHANGE_API: 'beta', ...OLDER.settings },
    });
    [first, second] = stage.instances as [StageInstance, StageInstance];
    db = await openPostgres(stage.databaseUrl ?? '', SILENT);
    const { recruit } = recruiter(stage);
    pairs = Array.from({ length: PAIRS }, () => ({ requester: recruit('operator'), approver: recruit('approver') }));
    lookers = Array.from({ length: LOOKERS }, () => recruit('operator'));
    // A scan that is asked for joins one that runs: the bot's own first one has to be over before anything changes.
    await answerTo(stage.person('requester'), 'list');
    boxes = exposeShared(stage.tenant, PAIRS * BOXES_EACH);
    // Readers of Entra see a change some seconds later only.
    stage.tenant.clock.advance(60_000);
    await answerTo(stage.person('requester'), 'scan');
    for (const { approver } of pairs) await answerTo(approver, 'help');
    const goesOn = (): boolean => !isOver && failed === null;
    const works = [
      ...pairs.map((pair, n) => blockOneByOne(pair, boxes.slice(n * BOXES_EACH, (n + 1) * BOXES_EACH), goesOn, done)),
      ...lookers.map((person) => lookOn(person, goesOn, done)),
    ];
    const missed = (error: unknown): void => {
      failed ??= error;
    };
    work = Promise.all(works.map((one) => one.catch(missed)));
  });

  after(async () => {
    if (stage === undefined) return;
    isOver = true;
    await work;
    await db.close();
    await stage.close();
    await restored.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const tables = async (): Promise<number> => {
    const [row] = await db.db.query<{ at: number }>('SELECT max(number) AS at FROM guard.migrations');
    return row?.at ?? 0;
  };
  /** While people go on; fails as soon as one of them misses something. */
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo() && failed === null) await pause(50);
    if (failed !== null) throw failed;
  };
  /** Until so many more mailboxes are blocked. */
  const goesOn = (more: number): Promise<void> => {
    const wanted = blocked() + more;
    return until(() => blocked() >= wanted);
  };
  const blocked = (): number => boxes.filter((box) => !stage.tenant.directory.isEnabled(box.userPrincipalName)).length;
  const ready = async ({ url }: StageInstance): Promise<void> => {
    while ((await fetch(`${url}/readyz`)).status !== 200) await pause(50);
  };
  /** Turns that take longer than it waits for requests are under way at it. */
  const stopsUnderWay = async (instance: StageInstance): Promise<void> => {
    const fault = stage.tenant.faults.add({ route: MEMBERSHIP, effect: { kind: 'delay', ms: SLOW_MS } });
    await pause(SLOW_MS / 4);
    await instance.stop();
    stage.tenant.faults.clear(fault);
    assert.match(instance.log(), /"msg":"stopped"/u);
  };
  const answeredBy = ({ url }: StageInstance): number => stage.served.get(Number(new URL(url).port)) ?? 0;

  it('begins on older tables', async function () {
    this.timeout(60_000);
    await goesOn(3);
    assert.equal(await tables(), OLDER.tables);
  });

  it('goes on while the first instance comes back and brings the tables up', async function () {
    this.timeout(120_000);
    await stopsUnderWay(first);
    await goesOn(1);
    await first.start(LATER.settings);
    await ready(first);
    assert.equal(await tables(), LATER.tables);
    const before = answeredBy(second);
    // The old instance goes on with the new tables.
    await until(() => answeredBy(second) > before + 10);
    await goesOn(3);
  });

  it('is backed up meanwhile, and what was backed up is whole elsewhere', async function () {
    this.timeout(60_000);
    const file = join(folder, 'backup');
    const env = { TENANT_ID: stage.tenant.tenantId, DATABASE_URL: stage.databaseUrl ?? '' };
    const backup = await runCli(['store', 'backup', file], env);
    assert.equal(backup.code, 0, backup.stderr);
    const { code, stdout } = await runCli(['store', 'verify', file], {});
    assert.deepEqual([code, /the record is sound: \d+ entries/u.test(stdout)], [0, true]);
    // This build does not know these tables; the one that wrote them does.
    const elsewhere = { DATABASE_URL: restored.databaseUrl ?? '' };
    const refused = await runCli(['store', 'restore', file], elsewhere);
    assert.deepEqual([refused.code, refused.stderr.includes('a newer version of Mailbox Guard')], [2, true]);
    const { code: came, stderr } = await runCli(['store', 'restore', file], { ...elsewhere, ...LATER.settings });
    assert.equal(came, 0, stderr);
    const there = await openPostgres(elsewhere.DATABASE_URL, SILENT);
    const { seq } = await (await auditBookOn(there.db, createAppended())).chain.head();
    await there.close();
    assert.ok(seq > 50, `${seq} entries`);
  });

  it('has an old instance that is started again say why it does not', async function () {
    this.timeout(60_000);
    await stopsUnderWay(second);
    const sentence = `The store was written by a newer version of Mailbox Guard (tables at ${LATER.tables}, this version knows ${OLDER.tables}). Start that version, or restore a backup from before the upgrade.`;
    await assert.rejects(second.start(OLDER.settings), ({ message }: Error) => message.includes(sentence));
    await goesOn(1);
  });

  it('ends with everybody answered once and every mailbox blocked once', async function () {
    this.timeout(180_000);
    await second.start(LATER.settings);
    await ready(second);
    await goesOn(3);
    isOver = true;
    await work;
    if (failed !== null) throw failed;
    for (const box of done.boxes) {
      assert.equal(stage.tenant.directory.isEnabled(box.userPrincipalName), false, box.address);
      assert.equal(writesTo(box), 1, `writes to ${box.address}`);
    }
    assert.equal(new Set(done.requestIds).size, done.boxes.length);
    for (const { person, headline, times } of done.typed) {
      assert.equal(answersTo(person, headline).length, times, `${person.name}: answers ${headline}`);
    }
  });

  const writesTo = ({ objectId }: Mailbox): number =>
    stage.tenant.requests.entries.filter(
      ({ method, path, status }) => method === 'PATCH' && path.includes(objectId ?? '-') && status === 204,
    ).length;

  it('leaves no card behind, no work undone and a sound record', async function () {
    this.timeout(60_000);
    for (const person of pairs.flatMap(({ requester, approver }) => [requester, approver])) {
      const chat = person.personalChat();
      const stale = (): readonly string[] =>
        chat
          .messages()
          .map(({ readable }) => readable)
          .filter((readable) => STALE.test(readable));
      await chat.waitFor(() => stale().length === 0, 30_000).catch(() => undefined);
      assert.deepEqual(stale(), []);
      const cards = done.requestIds.map((id) =>
        chat.messages().filter((one) => says(id)(one) && /^✓/u.test(one.readable)),
      );
      const most = Math.max(...cards.map((list) => list.length));
      assert.equal(most, 1, `cards of one request at ${person.name}`);
    }
    const left = await db.db.query(`SELECT id, state FROM guard.requests WHERE state <> 'done'`);
    assert.deepEqual(left, []);
    const dead = await db.db.query(`SELECT name, data FROM guard_jobs.job WHERE name = 'dead-letters'`);
    assert.deepEqual(dead, []);
    const file = join(folder, 'at-the-end');
    const env = { TENANT_ID: stage.tenant.tenantId, DATABASE_URL: stage.databaseUrl ?? '' };
    for (const args of [
      ['backup', file],
      ['verify', file],
    ]) {
      const { code, stderr } = await runCli(['store', ...args], env);
      assert.equal(code, 0, stderr);
    }
    assert.doesNotMatch(stage.log(), /"outcome":"bug"|not done in time/u);
  });
});

/** What a card begins with that waits for something to happen. */
const STALE = /^(?:⏳|Preview|Reading the tenant|Watch mode)/u;
