// Stages of a stop: in order, each no longer than its share, and none keeps the next from its work.
import assert from 'node:assert/strict';
import { type Stage, stopInStages } from '../../bot/stop.js';

describe('stopInStages', () => {
  it('goes on after a stage that hangs and one that fails, and says which', async () => {
    const done: string[] = [];
    const said: string[] = [];
    const stage = (what: string, work: () => Promise<void>): Stage => ({
      what,
      ms: 10,
      work: async () => {
        done.push(what);
        return work();
      },
    });
    const tell = (level: string) => (facts: object, message: string) =>
      void said.push(`${level} ${(facts as { what?: string }).what ?? ''} ${message}`.replaceAll('  ', ' '));
    await stopInStages(
      [
        stage('hangs', () => new Promise(() => undefined)),
        stage('fails', async () => {
          throw new Error('lost');
        }),
        stage('ends', async () => undefined),
      ],
      {
        log: { info: tell('info'), warn: tell('warn'), error: tell('error') } as never,
        elapsed: () => 0,
        pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      },
    );
    assert.deepEqual(done, ['hangs', 'fails', 'ends']);
    assert.deepEqual(said, [
      'info stopping',
      'warn hangs not done in time; left to the next start',
      'error fails not stopped cleanly',
      'info stopped',
    ]);
  });
});
