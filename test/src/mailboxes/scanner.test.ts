// A scan that comes to nothing is said, whatever the reason was.
import assert from 'node:assert/strict';
import type { ScanReading } from '../../../src/mailboxes/read-scan.js';
import { createScanner } from '../../../src/mailboxes/scanner.js';
import { OUTAGE } from '../alerts/small-tenant.js';

const READING = { scan: { id: 'scan' } } as unknown as ScanReading;

describe('a scan that fails', () => {
  const bug = new Error('a bug');
  const scanWith = async (fails: { read?: Error; publish?: Error; failed?: Error }): Promise<readonly unknown[]> => {
    const heard: unknown[] = [];
    const scanner = createScanner({
      async read() {
        if (fails.read !== undefined) throw fails.read;
        return READING;
      },
      async publish() {
        if (fails.publish !== undefined) throw fails.publish;
      },
      async failed(error, isLast) {
        heard.push(error, isLast);
        if (fails.failed !== undefined) throw fails.failed;
      },
      latest: async () => null,
    });
    const thrown = await scanner.scan('test', true).then(
      () => null,
      (error: unknown) => error,
    );
    return [thrown, ...heard];
  };

  it('is heard of where nothing could be read, and where it could not be kept, for whatever reason', async () => {
    assert.deepEqual(await scanWith({}), [null]);
    for (const error of [OUTAGE, bug]) {
      assert.deepEqual(await scanWith({ read: error }), [error, error, true]);
      assert.deepEqual(await scanWith({ publish: error }), [error, error, true]);
    }
  });

  it('says why it failed, not why that could not be written down', async () => {
    assert.deepEqual(await scanWith({ publish: bug, failed: OUTAGE }), [bug, bug, true]);
  });
});
