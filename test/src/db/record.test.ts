// The record in its table: read newest first, refused to whoever would change it, found out where somebody did.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EMPTY_CHAIN, verify } from '../../../src/audit/chain.js';
import { chainRows, recordOn } from '../../../src/db/record.js';
import { requestsOn } from '../../../src/db/requests.js';
import { onEachEnginesTables } from './on-each-engine.js';
import { entry, HOSTILE, item, request } from './samples.js';

onEachEnginesTables('The record', (db) => {
  const ROWS = 40;

  before(async () => {
    const record = recordOn(db());
    await requestsOn(db()).insert(request('r1', { items: [item('m1'), item('m2')] }));
    for (let n = 1; n <= ROWS; n += 1) {
      const about = { requestId: n % 2 === 0 ? 'r1' : null, mailbox: n % 4 === 0 ? `m${1 + (n % 3)}` : null };
      await record.append(
        entry({ ...about, detail: { n, why: HOSTILE, big: 1e21, half: 0.5, yes: true, none: null } }),
      );
    }
  });

  it('gives back what was written, newest first, page by page', async () => {
    const record = recordOn(db());
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
    const record = recordOn(db());
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
    const statements = [
      `UPDATE guard.record SET body = '{}' WHERE seq = 1`,
      `UPDATE guard.record SET body = '{}' WHERE seq = -1`,
      'DELETE FROM guard.record WHERE seq = 40',
      'DELETE FROM guard.record',
      'TRUNCATE guard.record',
      `SET session_replication_role = 'replica'; DELETE FROM guard.record; RESET session_replication_role`,
    ];
    for (const statement of statements) {
      await assert.rejects(db().script(statement), /only ever added to/, statement);
    }
    assert.equal((await recordOn(db()).newest({ before: null, limit: 100 })).length, ROWS);
  });

  it('is a chain in which every edit by somebody with all rights is found where it was made', async () => {
    const sound = await chainRows(db(), 0, 1_000);
    assert.deepEqual(verify(sound), { sound: true, head: { seq: ROWS, hash: sound.at(-1)?.hash } });
    await db().script('ALTER TABLE guard.record DISABLE TRIGGER record_is_append_only');
    const seq = fc.integer({ min: 1, max: ROWS });
    const column = fc.constantFrom('at', 'event', 'request_id', 'mailbox', 'body', 'prev', 'hash');
    const text = fc.stringMatching(/^[ -~]{1,20}$/);
    const edit = fc.asyncProperty(seq, column, text, async (badSeq, name, value) => {
      const undone = db().transaction(async (tx) => {
        await tx.query(`UPDATE guard.record SET ${name} = $2 WHERE seq = $1`, [badSeq, value]);
        const edited = verify(await chainRows(tx, 0, 1_000));
        throw new Undo(edited.sound ? null : edited.badSeq);
      });
      await assert.rejects(undone, new Undo(badSeq));
    });
    await fc.assert(edit, { numRuns: 60 });
    await db().script('ALTER TABLE guard.record ENABLE ALWAYS TRIGGER record_is_append_only');
  });

  it('can be verified page by page', async () => {
    let head = EMPTY_CHAIN;
    while (head.seq < ROWS) {
      const result = verify(await chainRows(db(), head.seq, 7), head);
      assert(result.sound);
      head = result.head;
    }
    assert.equal(head.seq, ROWS);
  });
});

/** Takes an edit back, and carries out where it was found. */
class Undo extends Error {
  readonly badSeq: number | null;
  constructor(badSeq: number | null) {
    super('undone');
    this.badSeq = badSeq;
  }
}
