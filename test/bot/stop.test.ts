// Stages of a stop: in order, each over by its moment, and none keeps the next from its work.
import assert from 'node:assert/strict';
import { type Stage, stopInStages } from '../../bot/stop.js';

describe('stopInStages', () => {
  it('goes on after a stage that hangs and one that fails, and says which', async () => {
    const done: string[] = [];
    const said: string[] = [];
    const stage = (what: string, work: () => Promise<void>): Stage => ({
      what,
      until: 10,
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

  it('leaves the time that one stage saves to the next, and none where one took longer', async () => {
    const given: number[] = [];
    let now = 0;
    const taking = (ms: number) => (): Promise<void> => {
      now += ms;
      return new Promise(() => undefined);
    };
    const silent = { info: () => undefined, warn: () => undefined, error: () => undefined } as never;
    await stopInStages(
      [
        { what: 'quick', until: 1000, work: taking(100) },
        { what: 'slow', until: 2000, work: taking(2500) },
        { what: 'last', until: 3000, work: taking(700) },
      ],
      { log: silent, elapsed: () => now, pause: async (ms) => void given.push(ms) },
    );
    assert.deepEqual(given, [900, 0, 0]);
  });
});
