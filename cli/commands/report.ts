// `mailbox-guard report`: the tenant against CIS Microsoft 365 1.2.2, read now, with what the bot's store knows of it.
import { reportOn } from '../../src/report/report.js';
import { reportCsv, reportJson, reportJsonLines } from '../../src/report/report-files.js';
import { type CliCommand, choiceOf, FAILED } from '../command.js';
import { reportPaper } from '../output/report-paper.js';
import { readTenant } from '../read-tenant.js';

const WRITTEN = { table: reportPaper, csv: reportCsv, json: reportJson, jsonl: reportJsonLines } as const;
const FORMATS = ['table', 'csv', 'json', 'jsonl'] as const satisfies readonly (keyof typeof WRITTEN)[];

export const report: CliCommand = {
  name: 'report',
  usage: '',
  summary: 'Say whether sign-in to shared mailboxes is blocked, as CIS Microsoft 365 1.2.2 asks.',
  flags: {
    format: {
      type: 'string',
      value: FORMATS.join('|'),
      about: 'form of the result; table when left out, which lists only what did not pass',
    },
  },
  codes: '0 passed, 1 failed, 2 not known or no result',
  async run(_rest, flags, world) {
    const format = choiceOf(flags, 'format', FORMATS, 'table');
    const { config, reading, trend } = await readTenant(world);
    const { types, licensed } = config.watch;
    const { scan, mailboxes } = reading;
    const made = reportOn({ scan, mailboxes, trend, scope: { types, licensed }, at: scan.endedAt });
    world.out.write(WRITTEN[format](made, config.tenant.tenantId));
    return { passed: 0, failed: 1, 'not-known': FAILED }[made.result];
  },
};
