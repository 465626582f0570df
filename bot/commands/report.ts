// `report`: the state against CIS Microsoft 365 1.2.2, from the newest scan.
import { reportOn, TREND_DAYS } from '../../src/report/report.js';
import { command } from '../command.js';
import type { Services } from '../services.js';
import { reportView } from '../views/report.js';

/** Larger than any tenant: one question, so that no scan is published in between two pages of it. */
const EVERY_ONE = 1_000_000;

export const report = command<null>({
  name: 'report',
  aliases: ['compliance'],
  usage: '',
  summary: 'Report the state of shared mailboxes against CIS M365 1.2.2, with exemptions.',
  role: 'reader',
  discloses: true,
  fromText: () => null,
  fromCard: () => null,
  async run(_, { reader }, services) {
    const { store, clock, scope } = services;
    const made = reportOn({
      ...(await newest(services)),
      ...{ trend: await store.watch.trend(TREND_DAYS), scope, at: clock.now() },
    });
    return { kind: 'card', view: reportView(made, reader) };
  },
});

/** A scan and its own mailboxes: another may be published between the two questions. */
async function newest({
  scanner,
  store,
}: Services): Promise<Pick<Parameters<typeof reportOn>[0], 'scan' | 'mailboxes'>> {
  for (;;) {
    const scan = await scanner.latest();
    const { rows } = await store.scans.page({ verdict: null, type: null, text: null }, 0, EVERY_ONE);
    if ((await scanner.latest()).id === scan.id) return { scan, mailboxes: rows };
  }
}
