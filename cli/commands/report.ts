// `mailbox-guard report`: the tenant against CIS Microsoft 365 1.2.2, read now.
import { MAILBOX_TYPES } from '../../src/mailboxes/mailbox.js';
import { type ControlReport, controlReport, type Shortfall } from '../../src/report/control-report.js';
import { type CliCommand, FAILED } from '../command.js';
import { csv } from '../output/csv.js';
import { FORMAT, formatOf } from '../output/format.js';
import { table } from '../output/terminal-text.js';
import { readTenant } from '../read-tenant.js';

const HEADINGS = ['name', 'address', 'sign-in', 'why', 'evidence', 'exception until', 'owner', 'reason', 'object id'];
/** A field that changes its meaning changes the number. */
const SCHEMA = 'mailbox-guard.control-report.1';

export const report: CliCommand = {
  name: 'report',
  usage: '',
  summary: 'Say whether sign-in to shared mailboxes is blocked, as CIS Microsoft 365 1.2.2 asks.',
  flags: { format: FORMAT },
  codes: '0 pass, 1 fail, 2 not known or failed',
  async run(_rest, flags, world) {
    const format = formatOf(flags);
    const { config, reading } = await readTenant(world);
    const { types, licensed } = config.watch;
    const ground = { tenantId: config.tenant.tenantId, scope: { types, licensed } };
    const made = controlReport({ ...reading, ...ground });
    if (format === 'json') world.out.write(`${JSON.stringify({ schema: SCHEMA, ...made }, null, 2)}\n`);
    else if (format === 'csv') world.out.write(csv(HEADINGS, made.shortfalls.map(rowOf)));
    else world.out.write(paper(made));
    return { pass: 0, fail: 1, 'not-known': FAILED }[made.result];
  },
};

const RESULT = { pass: 'PASS', fail: 'FAIL', 'not-known': 'NOT KNOWN' } as const;

function paper({ control, result, notes, scan, tallies, evidence, exceptions, shortfalls }: ControlReport): string {
  const { total, allowed } = tallies[control.type];
  const failing = `${allowed} of ${total} shared mailboxes can sign in`;
  const excepted = exceptions > 0 ? `, ${exceptions} of them under a dated exemption` : '';
  const used = Object.entries(evidence).filter(([, count]) => count > 0);
  const lines = [
    `${control.benchmark} ${control.id}: ${control.title}`,
    `${RESULT[result]}: ${failing}${excepted}.`,
    `Read ${scan.startedAt} to ${scan.endedAt}, ${scan.state}.`,
    ...(used.length > 0
      ? [`Use of those: ${used.map(([name, n]) => `${n} ${name.replaceAll('-', ' ')}`).join(', ')}.`]
      : []),
    ...notes,
    ...scan.problems,
    '',
  ];
  const byType = MAILBOX_TYPES.map((type) => {
    const tally = tallies[type];
    const counts = [tally.total, tally.blocked, tally.allowed, tally.unknown].map(String);
    return [type, ...counts, type === control.type ? 'decides' : 'told apart'];
  });
  const summary = table(['type', 'all', 'blocked', 'allowed', 'not known', ''], byType);
  const list = shortfalls.length === 0 ? '' : `\n${table(HEADINGS, shortfalls.map(rowOf))}`;
  return `${lines.join('\n')}\n${summary}${list}`;
}

function rowOf({ displayName, address, signIn, cause, evidence, exception, objectId }: Shortfall): readonly string[] {
  const why = cause.replaceAll('-', ' ');
  const excepted = [exception?.until.slice(0, 10) ?? '', exception?.owner ?? '', exception?.reason ?? ''];
  return [displayName, address, signIn, why, evidence.replaceAll('-', ' '), ...excepted, objectId ?? ''];
}
