// The record in its table: read newest first, refused to whoever would change it, found out where somebody did.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ChainRow, verify } from '../../../src/audit/chain.js';
import { chainRows } from '../../../src/db/record.js';
import { onEachEngine } from './on-each-engine.js';
import { rawDb } from './raw-db.js';
import { entry, HOSTILE, item, request } from './samples.js';

onEachEngine('The record', {}, (under) => {
  const ROWS = 40;

  before(async () => {
    const { record, requests } = under.store();
    await requests.insert(request('r1', { items: [item('m1'), item('m2')] }));
    for (let n = 1; n <= ROWS; n += 1) {
      const about = { requestId: n % 2 === 0 ? 'r1' : null, mailbox: n % 4 === 0 ? `m${1 + (n % 3)}` : null };
      await record.append(
        entry({ ...about, detail: { n, why: HOSTILE, big: 1e21, half: 0.5, yes: true, none: null } }),
      );
    }
  });

  it('gives back what was written, newest first, page by page', async () => {
    const { record } = under.store();
    const pages: number[][] = [];
    let before: number | null = null;
    for (;;) {
      const page = await record.newest({ before, limit: 15 });
      if (page.length === 0) break;
      pages.push(page.map(({ seq }) => seq));
      assert.deepEqual(page[0]?.detail, { n: page[0]?.seq, why: HOSTILE, big: 1e21, half: 0.5, yes: true, none: null });
      before = page.at(-1)?.seq ?? null;
    }
    assert.deepEqual(
      pages.map(({ length }) => length),
      [15, 15, 10],
    );
    assert.deepEqual(
      pages.flat(),
      Array.from({ length: ROWS }, (_, n) => ROWS - n),
    );
  });

  it('finds a request, and a mailbox with what happened to the requests that name it', async () => {
    const { record } = under.store();
    const all = { before: null, limit: 100 };
    const ofRequest = await record.ofRequest('r1', all);
    assert.equal(ofRequest.length, ROWS / 2);
    const ofMailbox = await record.ofMailbox('m2', all);
    const expected = (n: number): boolean => (n % 4 === 0 ? 1 + (n % 3) === 2 : n % 2 === 0);
    assert.deepEqual(
      ofMailbox.map(({ seq }) => seq),
      Array.from({ length: ROWS }, (_, n) => ROWS - n).filter(expected),
    );
    assert.deepEqual(await record.ofMailbox('m9', all), []);
  });

  it('refuses to be changed, even by a statement that would find nothing', async () => {
    const raw = await rawDb(under);
    try {
      const statements = [
        `UPDATE guard.record SET body = '{}' WHERE seq = 1`,
        `UPDATE guard.record SET body = '{}' WHERE seq = -1`,
        'DELETE FROM guard.record WHERE seq = 40',
        'DELETE FROM guard.record',
        'TRUNCATE guard.record',
        `SET session_replication_role = 'replica'; DELETE FROM guard.record; RESET session_replication_role`,
      ];
      for (const statement of statements) {
        await assert.rejects(raw.db.script(statement), /only ever added to/, statement);
        await raw.db.script('RESET session_replication_role');
      }
    } finally {
      await raw.close();
    }
    assert.equal((await under.store().record.newest({ before: null, limit: 100 })).length, ROWS);
  });

  it('is a chain in which every edit by somebody with all rights is found where it was made', async () => {
    const raw = await rawDb(under);
    try {
      const sound = await chainRows(raw.db, 0, 1_000);
      assert.deepEqual(verify(sound), { sound: true, head: { seq: ROWS, hash: sound.at(-1)?.hash } });
      await raw.db.script('ALTER TABLE guard.record DISABLE TRIGGER record_is_append_only');
      const column = fc.constantFrom('at', 'event', 'request_id', 'mailbox', 'body', 'prev', 'hash');
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: ROWS }),
          column,
          fc.stringMatching(/^[ -~]{1,20}$/),
          async (seq, name, text) => {
            await raw.db
              .transaction(async (tx) => {
                await tx.query(`UPDATE guard.record SET ${name} = $2 WHERE seq = $1`, [seq, text]);
                const edited = verify(await chainRows(tx, 0, 1_000));
                assert.equal(edited.sound, false, `${name} of ${seq}`);
                assert.equal(!edited.sound && edited.badSeq, seq, `${name} of ${seq}`);
                throw new Undo();
              })
              .catch(swallowUndo);
          },
        ),
        { numRuns: 60 },
      );
    } finally {
      await raw.db.script('ALTER TABLE guard.record ENABLE ALWAYS TRIGGER record_is_append_only');
      await raw.close();
    }
  });

  it('can be verified page by page', async () => {
    const raw = await rawDb(under);
    try {
      let head = { seq: 0, hash: '0'.repeat(64) };
      for (let rows: readonly ChainRow[] = []; head.seq < ROWS; ) {
        rows = await chainRows(raw.db, head.seq, 7);
        const result = verify(rows, head);
        assert(result.sound);
        head = result.head;
      }
      assert.equal(head.seq, ROWS);
    } finally {
      await raw.close();
    }
  });
});

class Undo extends Error {}

function swallowUndo(error: unknown): void {
  if (!(error instanceof Undo)) throw error;
}
