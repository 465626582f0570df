// The newest scan with its own mailboxes, whatever is published meanwhile.
import assert from 'node:assert/strict';
import { Refused } from '../../../src/failure.js';
import type { AssessedMailbox } from '../../../src/mailboxes/mailbox.js';
import type { Scan } from '../../../src/mailboxes/scan.js';
import { newestReading } from '../../../src/report/newest-reading.js';

/** A store in which another scan is published after each of the first so many questions for mailboxes. */
function store(publications: number) {
  let published = 1;
  return {
    latest: async () => ({ id: `scan-${published}` }) as unknown as Scan,
    async mailboxes() {
      const rows = [{ of: `scan-${published}` }] as unknown as readonly AssessedMailbox[];
      if (published <= publications) published += 1;
      return rows;
    },
  };
}

describe('newestReading', () => {
  it('never puts the mailboxes of one scan under another', async () => {
    for (const publications of [0, 1, 2]) {
      const { scan, mailboxes } = await newestReading(store(publications));
      assert.deepEqual(mailboxes, [{ of: scan.id }]);
      assert.equal(scan.id, `scan-${publications + 1}`);
    }
  });

  it('says so when it gets none that fits', async () => {
    await assert.rejects(newestReading(store(9)), (error) => error instanceof Refused && error.failure.kind === 'busy');
  });
});
