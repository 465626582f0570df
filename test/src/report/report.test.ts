// The report: shared mailboxes alone decide, exemptions are failures, what is not known does not pass, and files are safe.
import assert from 'node:assert/strict';
import { type AssessedMailbox, MAILBOX_TYPES, type MailboxType } from '../../../src/mailboxes/mailbox.js';
import type { Scan } from '../../../src/mailboxes/scan.js';
import { assess } from '../../../src/mailboxes/verdict.js';
import { type Report, reportOn } from '../../../src/report/report.js';
import { reportCsv, reportJsonLines } from '../../../src/report/report-files.js';
import { accountOf, mailboxOf, NOW, oneOfEach } from '../../cards/scenes/people.js';

const SCAN = {
  id: 's',
  state: 'complete',
  startedAt: NOW,
  endedAt: NOW,
  problems: [],
  rolesChecked: true,
} as unknown as Scan;

function box(name: string, accountEnabled: boolean | null, type: MailboxType = 'SharedMailbox'): AssessedMailbox {
  const mailbox = mailboxOf(name, 1, type);
  const account = accountOf(mailbox, { accountEnabled });
  return assess({ mailbox, account, exemption: null, holdsRole: false, history: null, now: NOW });
}

const SCOPE: Parameters<typeof reportOn>[0]['scope'] = { types: MAILBOX_TYPES, licensed: 'include' };

const on = (mailboxes: readonly AssessedMailbox[], scan: Scan | null = SCAN, scope = SCOPE): Report =>
  reportOn({ scan, mailboxes, trend: [], scope, at: NOW });

describe('the report', () => {
  it('passes when a whole scan found every shared mailbox blocked, whatever rooms do', () => {
    assert.equal(on([box('A', false), box('Room', true, 'RoomMailbox')]).result, 'passed');
  });

  it('never passes on what was not read', () => {
    assert.equal(on([box('A', false)], { ...SCAN, state: 'partial' }).result, 'not-known');
    assert.equal(on([box('A', false), box('B', null)]).result, 'not-known');
    assert.equal(on([], null).result, 'not-known');
    assert.equal(on([box('A', true), box('B', null)]).result, 'failed');
  });

  it('never passes on what nobody looks at', () => {
    const blind = on([box('A', false)], SCAN, { types: MAILBOX_TYPES, licensed: 'exclude' });
    assert.equal(blind.result, 'not-known');
    assert.match(blind.notes.join(), /LICENSED=exclude/u);
    assert.equal(on([], SCAN, { types: ['RoomMailbox'], licensed: 'include' }).result, 'not-known');
  });

  it('counts an exemption as failed with exception', () => {
    const exempt = oneOfEach().filter(
      ({ verdict, mailbox }) => verdict === 'exempt' && mailbox.type === 'SharedMailbox',
    );
    assert(exempt.length > 0);
    const report = on([...exempt, box('A', false)]);
    assert.deepEqual([report.result, report.onlyExceptions], ['failed', true]);
    assert.equal(report.counts['failed-with-exception'], exempt.length);
  });

  it('writes a line for each mailbox, and nothing that a spreadsheet would run', () => {
    const report = on([box("=cmd|' /C calc'!A0", true), box('B', false)]);
    const lines = reportCsv(report).trimEnd().split('\r\n');
    assert.equal(lines.length, 3);
    assert.match(lines[1] ?? '', /^"failed","SharedMailbox","'=cmd/);
    const [head, first] = reportJsonLines(report)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(head.controls, ['CIS M365 1.2.2', 'NIST CSF PR.AA-01', 'SMB1001 2.3']);
    assert.equal(first.displayName, "=cmd|' /C calc'!A0");
  });
});
