// `report`: the state against CIS Microsoft 365 1.2.2, from the newest scan.
import { newestReading } from '../../src/report/newest-reading.js';
import { reportOn } from '../../src/report/report.js';
import { command } from '../command.js';
import { reportView } from '../views/report.js';

/** Larger than any tenant. */
const EVERY_ONE = 1_000_000;
/** Days of the trend. */
const TREND_DAYS = 14;

export const report = command<null>({
  name: 'report',
  aliases: ['compliance'],
  usage: '',
  summary: 'Report the state of shared mailboxes against CIS M365 1.2.2, with exemptions.',
  role: 'reader',
  discloses: true,
  fromText: () => null,
  fromCard: () => null,
  async run(_, { reader }, { scanner, store, clock, scope }) {
    const reading = await newestReading({
      latest: scanner.latest,
      mailboxes: async () => (await store.scans.page({ verdict: null, type: null, text: null }, 0, EVERY_ONE)).rows,
    });
    const trend = await store.watch.trend(TREND_DAYS);
    const made = reportOn({ ...reading, trend, scope, at: clock.now() });
    return { kind: 'card', view: reportView(made, reader) };
  },
});
