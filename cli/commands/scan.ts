// `mailbox-guard scan`: every watched mailbox with its sign-in state and verdict, read now.
import { type AssessedMailbox, MAILBOX_TYPES, VERDICTS } from '../../src/mailboxes/mailbox.js';
import type { Scan } from '../../src/mailboxes/scan.js';
import { type CliCommand, choiceOf, FAILED } from '../command.js';
import { csv } from '../output/csv.js';
import { FORMAT, formatOf } from '../output/format.js';
import { table } from '../output/terminal-text.js';
import { readTenant } from '../read-tenant.js';

const HEADINGS = ['name', 'address', 'type', 'sign-in', 'verdict', 'why', 'exempt until', 'object id'];
/** A field that changes its meaning changes the number. */
const SCHEMA = 'mailbox-guard.scan.1';

export const scan: CliCommand = {
  name: 'scan',
  usage: '',
  summary: 'Read the whole tenant and list its mailboxes with their sign-in state.',
  flags: {
    format: FORMAT,
    verdict: { type: 'string', value: VERDICTS.join('|'), about: 'these only; the exit code is of all' },
    type: { type: 'string', value: MAILBOX_TYPES.join('|'), about: 'these only' },
  },
  codes: '0 nothing exposed, 1 exposed mailboxes found, 2 partial, not known or failed',
  async run(_rest, flags, world) {
    const format = formatOf(flags);
    const verdict = choiceOf(flags, 'verdict', VERDICTS, null);
    const type = choiceOf(flags, 'type', MAILBOX_TYPES, null);
    const { reading, config } = await readTenant(world);
    const fits = (one: AssessedMailbox): boolean =>
      (verdict === null || one.verdict === verdict) && (type === null || one.mailbox.type === type);
    const mailboxes = reading.mailboxes.filter(fits).toSorted(inOrder);
    const rows = mailboxes.map(rowOf);
    if (format === 'json') {
      const { tenantId } = config.tenant;
      world.out.write(`${JSON.stringify({ schema: SCHEMA, tenantId, scan: reading.scan, mailboxes }, null, 2)}\n`);
    } else world.out.write(format === 'csv' ? csv(HEADINGS, rows) : table(HEADINGS, rows));
    for (const line of summaryOf(reading.scan)) world.err.write(`${line}\n`);
    return exitCodeOf(reading.scan);
  },
};

/** Exposed first, as the bot lists them. */
function inOrder(a: AssessedMailbox, b: AssessedMailbox): number {
  const byVerdict = VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict);
  return byVerdict || a.mailbox.displayName.localeCompare(b.mailbox.displayName, 'en');
}

function rowOf({ mailbox, account, signIn, verdict, cause, evidence, exemption }: AssessedMailbox): readonly string[] {
  const { displayName, address, type, objectId } = mailbox;
  const why = verdict === 'exposed' ? evidence : verdict === 'blocked' ? '' : cause;
  const until = exemption?.until.slice(0, 10) ?? '';
  return [displayName, address, type, signIn, verdict, why.replaceAll('-', ' '), until, account?.id ?? objectId ?? ''];
}

function summaryOf({ state, counts, problems, rolesChecked }: Scan): readonly string[] {
  const { verdicts, targets } = counts;
  const parts = VERDICTS.filter((verdict) => verdicts[verdict] > 0).map((verdict) => `${verdicts[verdict]} ${verdict}`);
  return [
    `${targets} mailboxes${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`,
    ...(rolesChecked ? [] : ['Directory roles were not checked: RoleManagement.Read.Directory is missing.']),
    ...(state === 'partial' ? ['Partial: what was not read may be able to sign in.', ...problems] : []),
  ];
}

/** What is exposed is so for certain, also in a partial reading. */
function exitCodeOf({ state, counts: { verdicts } }: Scan): number {
  if (verdicts.exposed > 0) return 1;
  return state === 'partial' || verdicts.unknown > 0 ? FAILED : 0;
}
