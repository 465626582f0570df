// `mailbox-guard scan` and `report` as a pipeline sees them: results on one stream, words on the other, and exit codes.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssessedMailbox, MailboxType } from '../../src/mailboxes/mailbox.js';
import type { Scan } from '../../src/mailboxes/scan.js';
import { openStand, runCli, type Stand } from './stand.js';

interface Scanned {
  readonly schema: string;
  readonly scan: Scan;
  readonly mailboxes: readonly AssessedMailbox[];
}

interface Reported {
  readonly schema: string;
  readonly tenantId: string;
  readonly result: string;
  readonly types: Readonly<Record<MailboxType, Readonly<Record<'allowed' | 'unknown' | 'blocked', number>>>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly mailboxes: readonly Readonly<Record<'type' | 'result' | 'address', string>>[];
}

const V2 = 'POST /adminapi/v2.0/{tenant}/Mailbox';

describe('mailbox-guard scan and report', () => {
  let stand: Stand;
  before(async () => {
    stand = await openStand();
  });
  after(() => stand.close());
  afterEach(() => stand.tenant.faults.clear());

  it('finds what is exposed, worst first, without Teams and without a store', async () => {
    const { code, stdout, stderr } = await stand.run(['scan']);
    assert.equal(code, 1, stderr);
    const [heading = '', first = ''] = stdout.split('\n');
    assert.match(heading, /^name +address +type +sign-in +verdict +why/u);
    assert.match(first, /@lighthouse\.example +\w+Mailbox +allowed +exposed/u);
    assert.match(stdout, /^Reception +reception@lighthouse\.example +SharedMailbox/mu);
    assert.match(stderr, /^60 mailboxes: \d+ exposed/u);
    assert.ok(!stderr.includes('\u001b'), 'no progress bar where nobody looks');
    assert.ok(!existsSync(stand.settings['DATA_DIR'] ?? ''), 'nothing was made');
    assert.equal(stand.tenant.requests.count({ method: 'PATCH' }), 0);
  });

  it('gives the same as JSON and as CSV, narrowed on demand, with the exit code of all', async () => {
    const narrowed = ['--verdict', 'blocked', '--type', 'RoomMailbox'];
    const json = await stand.run(['scan', '--format', 'json', ...narrowed]);
    assert.equal(json.code, 1);
    const { schema, scan, mailboxes } = JSON.parse(json.stdout) as Scanned;
    assert.deepEqual([schema, scan.state], ['mailbox-guard.scan.1', 'complete']);
    assert.ok(mailboxes.length > 0 && mailboxes.every((one) => one.verdict === 'blocked'));
    const csv = await stand.run(['scan', '--format', 'csv', ...narrowed]);
    assert.equal(csv.stdout.split('\r\n').length, mailboxes.length + 2);
    assert.match(csv.stdout, /^"name","address"/u);
  });

  it('lets no name write on the terminal or run in a spreadsheet', async () => {
    const mailbox = stand.tenant.directory.findMailbox('Reception');
    const before = mailbox.displayName;
    mailbox.displayName = "=cmd|' /C calc'!A0\u001b[2J\u202eHidden\r\nSecond line";
    try {
      const { stdout } = await stand.run(['scan', '--verdict', 'exposed']);
      assert.match(stdout, /^=cmd\|' \/C calc'!A0\[2JHidden Second line +reception@/mu);
      const csv = await stand.run(['scan', '--format', 'csv']);
      assert.match(csv.stdout, /"'=cmd/u);
    } finally {
      mailbox.displayName = before;
    }
  });

  it('reports against the control: shared mailboxes decide', async () => {
    const { code, stdout } = await stand.run(['report']);
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^CIS Microsoft 365 Foundations 1\.2\.2: Sign-in to shared mailboxes is blocked \(NIST CSF PR\.AA-01, SMB1001 2\.3\)\nFAIL: /u,
    );
    assert.match(stdout, /SharedMailbox .*decides\nRoomMailbox .*told apart/u);
  });

  it('gives the same report as JSON, as JSON Lines and as CSV', async () => {
    const { schema, tenantId, result, types, counts, mailboxes } = JSON.parse(
      (await stand.run(['report', '--format', 'json'])).stdout,
    ) as Reported;
    assert.deepEqual([schema, tenantId, result], ['mailbox-guard.report.1', stand.tenant.tenantId, 'failed']);
    const shared = mailboxes.filter(({ type }) => type === 'SharedMailbox');
    const ended = (how: string): number => shared.filter((one) => one.result === how).length;
    assert.deepEqual([types.SharedMailbox.allowed, types.SharedMailbox.unknown], [ended('failed'), ended('not-known')]);
    assert.deepEqual([counts['failed'], counts['passed']], [ended('failed'), types.SharedMailbox.blocked]);
    assert.ok(ended('failed') > 0 && ended('passed') > 0);
    const lines = (await stand.run(['report', '--format', 'jsonl'])).stdout.trimEnd().split('\n');
    const [head, ...rest] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual([head?.['kind'], head?.['counts'], rest.length], ['report', counts, mailboxes.length]);
    const csv = await stand.run(['report', '--format', 'csv']);
    assert.equal(csv.code, 1);
    assert.equal(csv.stdout.trimEnd().split('\r\n').length, mailboxes.length + 1);
    assert.match(csv.stdout, /^"result","type",.*\r\n"failed","SharedMailbox"/u);
  });

  it('never passes on shared mailboxes that nobody looks at', async () => {
    const rooms = await stand.run(['report'], { MAILBOX_TYPES: 'RoomMailbox' });
    assert.equal(rooms.code, 2);
    assert.match(rooms.stdout, /^NOT KNOWN: .*\nRead .*\nMAILBOX_TYPES leaves shared mailboxes out\.$/mu);
  });

  it('ends with 2 where something was not read, could not be, or was not understood', async () => {
    stand.tenant.faults.add({ route: V2, effect: { kind: 'status', status: 400 } });
    const broken = await stand.run(['scan']);
    assert.deepEqual([broken.code, broken.stdout], [2, '']);
    assert.match(broken.stderr, /^Exchange answered 400.*\nmailbox-guard doctor may say more\.$/mu);
    stand.tenant.faults.clear();
    stand.tenant.permissions.exchangeRole = 'none';
    const denied = await stand.run(['report']);
    stand.tenant.permissions.exchangeRole = 'view-only-recipients';
    assert.equal(denied.code, 2);
    assert.match(denied.stderr, /it lacks Exchange\.ManageAsAppV2/u);
    const bare = await stand.run(['scan'], { TENANT_ID: '' });
    assert.match(bare.stderr, /^TENANT_ID is missing/u);
    for (const [args, said] of [
      [['scan', '--format', 'xml'], /--format takes table, csv, json/u],
      [['report', '--verdict', 'exposed'], /report takes no --verdict/u],
      [['scan', '--colour'], /Unknown option/u],
      [['sacn'], /There is no command "sacn"/u],
      [[], /^Usage: mailbox-guard/u],
    ] as const) {
      const { code, stderr, stdout } = await stand.run(args);
      assert.deepEqual([code, stdout, said.test(stderr)], [2, '', true], stderr);
    }
  });

  it('takes its settings from a file', async () => {
    const file = join(stand.folder, 'settings.env');
    writeFileSync(
      file,
      Object.entries(stand.settings)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    const { code, stderr } = await runCli(['scan', '--env-file', file, '--format', 'csv'], {});
    assert.equal(code, 1, stderr);
    assert.match((await runCli(['--env-file', `${file}.none`, 'scan'], {})).stderr, /settings\.env\.none/u);
  });

  it('says so where all is blocked, and where a page of a large tenant is lost', async function () {
    this.timeout(120_000);
    const other = await openStand({ users: 1300, mailboxes: 1100 });
    try {
      other.tenant.faults.add({ route: V2, effect: { kind: 'status', status: 404 }, skip: 1 });
      for (const { objectId } of other.tenant.directory.contents.mailboxes) {
        const user = objectId === null ? undefined : other.tenant.directory.contents.user(objectId);
        if (user !== undefined) user.enabled = [{ at: 0, enabled: false }];
      }
      const partial = await other.run(['scan']);
      assert.equal(partial.code, 2);
      assert.match(partial.stderr, /Partial: what was not read may be able to sign in\.\nExchange/u);
      assert.equal((await other.run(['report'])).code, 2);
      other.tenant.faults.clear();
      const { mailboxes } = other.tenant.directory.contents;
      for (const mailbox of mailboxes.filter(
        ({ objectId }) => objectId === null || other.tenant.directory.contents.user(objectId) === undefined,
      )) {
        other.tenant.directory.contents.removeMailbox(mailbox);
      }
      const whole = await other.run(['scan', '--format', 'csv']);
      assert.deepEqual([whole.code, /\d+ mailboxes: \d+ blocked\.$/mu.test(whole.stderr)], [0, true], whole.stderr);
      const report = await other.run(['report']);
      assert.deepEqual([report.code, /^PASS: 0 of \d+ shared mailboxes/mu.test(report.stdout)], [0, true]);
    } finally {
      await other.close();
    }
  });
});
