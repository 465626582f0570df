// Checkpoints and sink cursors in their tables, and what the bot does with them: seals as they fall due, never twice, never over damage.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { EMPTY_CHAIN, verify } from '../../../src/audit/chain.js';
import {
  type Checkpoint,
  hashOfCheckpoint,
  isSignedBy,
  keyIdOf,
  NO_CHECKPOINT,
} from '../../../src/audit/checkpoint.js';
import { forward } from '../../../src/audit/forward.js';
import type { Message } from '../../../src/audit/sink.js';
import { RecordDamaged, takeCheckpoint } from '../../../src/audit/take-checkpoint.js';
import { auditBookOn, createAppended } from '../../../src/db/audit-book.js';
import type { Db } from '../../../src/db/db.js';
import { appendAll } from '../../../src/db/record.js';
import { onEachEnginesTables } from './on-each-engine.js';
import { at, entry } from './samples.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = { privateKey, keyId: keyIdOf(publicKey) };

/** Looks at the record as an instance of its own does. */
async function instance(db: Db, minute: number) {
  const book = await auditBookOn(db, createAppended());
  const origin = { tenant: 'tenant', store: book.storeId };
  const told: Checkpoint[] = [];
  const doors = { book, origin, signer, now: () => at(minute), tell: (one: Checkpoint) => told.push(one) };
  return { book, origin, told, take: (always = false) => takeCheckpoint(doors, always) };
}

async function add(db: Db, count: number): Promise<void> {
  const entries = Array.from({ length: count }, (_, n) => entry({ detail: { n } }));
  await db.transaction((tx) => appendAll(tx, entries));
}

onEachEnginesTables('Checkpoints of the record', (db) => {
  it('are taken when a hundred entries or five minutes have come together, and at the end', async () => {
    assert.equal(await (await instance(db(), 0)).take(true), null, 'nothing to seal');
    const sizes: (number | undefined)[] = [];
    const look = async (minute: number, always = false): Promise<void> => {
      sizes.push((await (await instance(db(), minute)).take(always))?.size);
    };
    await add(db(), 3);
    await look(0);
    await look(60);
    await add(db(), 99);
    await look(4);
    await add(db(), 1);
    await look(4);
    await add(db(), 1);
    await look(8.9);
    await look(9);
    await add(db(), 1);
    await look(9, true);
    assert.deepEqual(sizes, [3, undefined, undefined, 103, undefined, 104, 105]);
  });

  it('seal the chain, name the one before, and are signed', async () => {
    const { book, origin } = await instance(db(), 0);
    const all = await book.checkpoints.after(0, 1_000, 100);
    const rows = await book.chain.rows(0, 1_000);
    let previous = NO_CHECKPOINT;
    for (const one of all) {
      assert.deepEqual([one.origin, one.previous, one.key], [origin, previous, signer.keyId]);
      assert.equal(one.head, rows[one.size - 1]?.hash);
      assert.ok(isSignedBy(one, publicKey));
      previous = hashOfCheckpoint(one);
    }
    assert.deepEqual(await book.checkpoints.after(3, 104, 100), all.slice(1, 3));
    assert.deepEqual(await book.checkpoints.newest(), all.at(-1));
  });

  it('never contradict each other, however many instances take them at once', async () => {
    const before = (await (await instance(db(), 0)).book.checkpoints.after(0, 10_000, 1_000)).length;
    for (let round = 1; round <= 5; round += 1) {
      await add(db(), 2);
      const all = await Promise.all([1, 2, 3, 4].map((n) => instance(db(), 100 + round * 10 + n)));
      const taken = await Promise.all(all.map(({ take }) => take(true)));
      assert.equal(taken.filter((one) => one !== null).length, 1);
      assert.deepEqual(
        all.flatMap(({ told }) => told),
        taken.filter((one) => one !== null),
      );
    }
    const { book } = await instance(db(), 0);
    const kept = await book.checkpoints.after(0, 10_000, 1_000);
    assert.equal(kept.length, before + 5);
    for (const [n, one] of kept.entries()) {
      const last = kept[n - 1];
      assert.equal(one.previous, last === undefined ? NO_CHECKPOINT : hashOfCheckpoint(last));
    }
    const stale = kept.at(-2);
    assert(stale !== undefined);
    assert.equal(await book.checkpoints.add(stale), false);
  });

  it('can be neither changed nor deleted', async () => {
    const statements = [
      `UPDATE guard.checkpoints SET body = '{}'`,
      'DELETE FROM guard.checkpoints WHERE size = 3',
      'TRUNCATE guard.checkpoints',
      `SET session_replication_role = 'replica'; DELETE FROM guard.checkpoints; RESET session_replication_role`,
    ];
    for (const statement of statements) await assert.rejects(db().script(statement), /only ever added to/, statement);
  });

  it('are not signed over entries that somebody with all rights changed, deleted or cut off', async () => {
    await add(db(), 5);
    const { book } = await instance(db(), 0);
    const { seq } = await book.chain.head();
    const sealed = (await book.checkpoints.newest())?.size ?? 0;
    const damages: readonly (readonly [string, number])[] = [
      [`UPDATE guard.record SET body = body || ' ' WHERE seq = ${seq - 2}`, seq - 2],
      [`DELETE FROM guard.record WHERE seq = ${seq - 1}`, seq - 1],
      [`DELETE FROM guard.record WHERE seq > ${sealed - 1}`, sealed],
      [
        `DELETE FROM guard.record WHERE seq > ${sealed}; UPDATE guard.record SET hash = 'x' WHERE seq = ${sealed}`,
        sealed,
      ],
    ];
    await db().script('ALTER TABLE guard.record DISABLE TRIGGER record_is_append_only');
    for (const [damage, badSeq] of damages) {
      const undone = db().transaction(async (tx) => {
        await tx.script(damage);
        const failed = (await instance(tx, 10_000)).take(true);
        await assert.rejects(failed, (error) => error instanceof RecordDamaged && error.badSeq === badSeq, damage);
        throw new Error('undo');
      });
      await assert.rejects(undone, /^Error: undo$/);
    }
    await db().script('ALTER TABLE guard.record ENABLE ALWAYS TRIGGER record_is_append_only');
    assert.equal((await (await instance(db(), 10_000)).take(true))?.size, seq);
  });
});

onEachEnginesTables('A sink of the record', (db) => {
  const heard: Message[] = [];
  let fails = 0;
  const sink = {
    name: 'test',
    async deliver(messages: readonly Message[]) {
      fails -= 1;
      if (fails >= 0) throw new Error('not now');
      heard.push(...messages);
    },
  };
  const tell = async (holder = 'one'): Promise<'more' | 'idle'> => {
    const { book, origin } = await instance(db(), 0);
    return forward({ book, origin, sink, holder });
  };

  it('hears every entry and checkpoint once and in order, also after it failed', async () => {
    assert.equal(await tell(), 'idle');
    await add(db(), 150);
    await (await instance(db(), 0)).take(true);
    await add(db(), 60);
    await (await instance(db(), 100)).take(true);
    fails = 2;
    await assert.rejects(tell(), /not now/);
    await assert.rejects(tell(), /not now/);
    const outcomes = [await tell(), await tell(), await tell(), await tell()];
    assert.deepEqual(outcomes, ['more', 'more', 'idle', 'idle']);
    const places = heard.map((one) => (one.kind === 'entry' ? one.seq : `c${one.size}`));
    const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
    assert.deepEqual(places, [...numbers(1, 150), 'c150', ...numbers(151, 210), 'c210']);
    const rows = heard.flatMap((one) => (one.kind === 'entry' ? [one] : []));
    assert.equal(rows.at(-1)?.hash, (await (await instance(db(), 0)).book.chain.head()).hash);
  });

  it('is told by one instance at a time, until that one lets go or is not heard of any more', async () => {
    await add(db(), 1);
    const before = heard.length;
    assert.equal(await tell('two'), 'idle');
    assert.equal(heard.length, before);
    const { book } = await instance(db(), 0);
    assert.equal(
      await book.sinks.advance('test', 'two', { entry: 210, checkpoint: 210 }, { entry: 0, checkpoint: 0 }),
      false,
    );
    await book.sinks.release('test', 'one');
    await tell('two');
    assert.equal(heard.length, before + 1);
    assert.equal(await book.sinks.hold('test', 'one', 60_000), null);
    await book.sinks.hold('test', 'two', -1);
    assert.deepEqual(await book.sinks.hold('test', 'one', 60_000), { entry: 211, checkpoint: 210 });
  });

  it('leaves the record as it was', async () => {
    const { book } = await instance(db(), 0);
    assert.equal(verify(await book.chain.rows(0, 1_000), EMPTY_CHAIN).sound, true);
  });
});
