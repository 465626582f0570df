// The ledger: requests, record, deliveries and jobs happen together or not at all.
import assert from 'node:assert/strict';
import type { Job } from '../../../src/approvals/ports.js';
import { onEachEngine } from './on-each-engine.js';
import { entry, person, request } from './samples.js';
import { idleHandlers, until } from './waiting.js';

onEachEngine('The ledger', { tuning: { pollingSeconds: 0.5 } }, (under) => {
  const ran: Job[] = [];
  before(async () => {
    await under.store().startJobs(idleHandlers((job) => ran.push(job)));
  });

  it('commits everything at once', async () => {
    const store = under.store();
    const made = request('together');
    const result = await store.ledger.transaction(async (work) => {
      await work.requests.insert(made);
      await work.record.append(entry({ requestId: made.id }));
      await work.record.append(entry({ requestId: made.id, event: 'request.approved' }));
      await work.deliveries.add({ kind: 'request', id: made.id }, 1, [{ conversationId: 'c1', audience: 'approver' }]);
      await work.jobs.enqueue({ name: 'announce-request', requestId: made.id });
      return 'done';
    });
    assert.equal(result, 'done');
    assert.deepEqual(await store.requests.load(made.id), made);
    const recorded = await store.record.ofRequest(made.id, { before: null, limit: 10 });
    assert.deepEqual(
      recorded.map(({ seq, event }) => [seq, event]),
      [
        [2, 'request.approved'],
        [1, 'request.created'],
      ],
    );
    const [delivery] = await store.deliveries.ofSubject({ kind: 'request', id: made.id });
    await until(() => ran.length === 2);
    assert.deepEqual(
      new Set(ran.map((job) => JSON.stringify({ ...job, name: job.name }))),
      new Set(
        [
          { name: 'announce-request', requestId: made.id },
          { name: 'deliver', deliveryId: delivery?.id },
        ].map((job) => JSON.stringify(job)),
      ),
    );
  });

  it('takes everything back when the work fails', async () => {
    const store = under.store();
    ran.length = 0;
    const before = await store.record.newest({ before: null, limit: 100 });
    const made = request('undone');
    const failing = store.ledger.transaction(async (work) => {
      await work.requests.insert(made);
      await work.record.append(entry({ requestId: made.id }));
      await work.deliveries.add({ kind: 'request', id: made.id }, 1, [{ conversationId: 'c1', audience: 'approver' }]);
      await work.jobs.enqueue({ name: 'announce-request', requestId: made.id });
      throw new Error('changed my mind');
    });
    await assert.rejects(failing, /changed my mind/);
    assert.equal(await store.requests.load(made.id), null);
    assert.deepEqual(await store.deliveries.ofSubject({ kind: 'request', id: made.id }), []);
    assert.deepEqual(await store.record.newest({ before: null, limit: 100 }), before);
    // A job sent afterwards runs; one that was rolled back would have run before it.
    await store.jobs.enqueue({ name: 'expire-request', requestId: 'after' });
    await until(() => ran.length > 0);
    assert.deepEqual(
      ran.map((job) => job.name),
      ['expire-request'],
    );
  });

  it('takes everything back when a statement fails and nobody says so', async () => {
    const store = under.store();
    const made = request('swallowed');
    const swallowing = store.ledger.transaction(async (work) => {
      await work.requests.insert(made);
      await work.requests.insert(made).catch(() => undefined);
    });
    await assert.rejects(swallowing);
    assert.equal(await store.requests.load(made.id), null);
  });

  it('refuses doors from outside while a transaction is open', async () => {
    const store = under.store();
    const outside: readonly (() => Promise<unknown>)[] = [
      () => store.requests.load('x'),
      () => store.ledger.transaction(async () => undefined),
      () => store.jobs.enqueue({ name: 'scan', why: 'test' }),
      () => store.places.admit('x', person('x'), '2026-01-01T00:00:00.000Z'),
    ];
    for (const door of outside) {
      await assert.rejects(store.ledger.transaction(door), /inside a transaction/);
    }
    assert.equal(await store.requests.load('x'), null, 'and works again after it');
  });

  it('numbers the record without gaps, however many write at once', async () => {
    const store = under.store();
    const [last] = await store.record.newest({ before: null, limit: 1 });
    const from = last?.seq ?? 0;
    const writers = Array.from({ length: 30 }, (_, n) =>
      store.ledger
        .transaction(async (work) => {
          await work.record.append(entry({ requestId: `writer-${n}` }));
          await work.record.append(entry({ requestId: `writer-${n}` }));
          if (n % 5 === 0) throw new Error('taken back');
        })
        .catch(() => undefined),
    );
    await Promise.all(writers);
    const entries = await store.record.newest({ before: null, limit: 48 });
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      Array.from({ length: 48 }, (_, n) => from + 48 - n),
    );
    for (let pair = 0; pair < 48; pair += 2) {
      assert.equal(entries[pair]?.requestId, entries[pair + 1]?.requestId, 'two transactions are interleaved');
    }
  });
});
