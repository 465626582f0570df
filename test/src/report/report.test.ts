// The report: shared mailboxes alone decide, exemptions are failures, what is not known does not pass, and files are safe.
import assert from 'node:assert/strict';
import {
  type AssessedMailbox,
  type Exemption,
  MAILBOX_TYPES,
  type MailboxType,
} from '../../../src/mailboxes/mailbox.js';
import type { ScanScope } from '../../../src/mailboxes/read-scan.js';
import type { Scan } from '../../../src/mailboxes/scan.js';
import { assess } from '../../../src/mailboxes/verdict.js';
import { type Report, reportOn } from '../../../src/report/report.js';
import { reportCsv, reportJson, reportJsonLines } from '../../../src/report/report-files.js';
import { accountOf, mailboxOf, NOW, robin } from '../../cards/scenes/people.js';

const SCAN = {
  ...{ id: 's', state: 'complete', startedAt: NOW, endedAt: NOW, problems: [], rolesChecked: true },
} as unknown as Scan;
const SCOPE: ScanScope = { types: MAILBOX_TYPES, licensed: 'include' };

interface Kind {
  readonly type?: MailboxType;
  /** accountEnabled. */
  readonly enabled?: boolean | null;
  readonly synced?: boolean;
  readonly exempt?: boolean;
  readonly used?: boolean;
}

function exemptionOf(objectId: string): Exemption {
  return {
    ...{ objectId, kind: 'exempt', ownerId: robin.objectId, ownerName: robin.name, reason: 'Scanner' },
    ...{ requestId: 'K7M2QX', since: '2026-10-01T08:00:00.000Z', until: '2026-12-31T22:59:00.000Z' },
    baseline: { verdict: 'exposed', evidence: 'never-used' },
  };
}

let made = 0;
function box(name: string, { type = 'SharedMailbox', enabled = false, ...kind }: Kind = {}): AssessedMailbox {
  made += 1;
  const mailbox = mailboxOf(name, made, type);
  const account = accountOf(mailbox, {
    accountEnabled: enabled,
    onPremisesSyncEnabled: kind.synced ? true : null,
    // Set when it was created: by itself it tells nothing of its use.
    passwordChangedAt: '2024-02-01T07:00:00.000Z',
  });
  const exemption = kind.exempt ? exemptionOf(account.id) : null;
  const history = kind.used ? ({ lastSuccessAt: NOW, availability: 'known' } as const) : null;
  return assess({ mailbox, account, exemption, holdsRole: false, history, now: NOW });
}

const on = (mailboxes: readonly AssessedMailbox[], scan: Partial<Scan> = {}, scope = SCOPE): Report =>
  reportOn({ scan: { ...SCAN, ...scan }, mailboxes, trend: [], scope, at: NOW });

describe('the report', () => {
  it('passes when a whole scan found every shared mailbox blocked, whatever others may do', () => {
    const { result, notes, types } = on([
      box('A'),
      box('Room', { enabled: true, type: 'RoomMailbox' }),
      box('Bookings', { enabled: null, type: 'SchedulingMailbox' }),
    ]);
    assert.deepEqual([result, notes], ['passed', []]);
    assert.deepEqual(types.RoomMailbox, { total: 1, blocked: 0, allowed: 1, unknown: 0 });
  });

  it('fails for one that can sign in, also where the bot would not touch it or did not read everything', () => {
    assert.equal(on([box('A', { enabled: true }), box('B', { enabled: null })]).result, 'failed');
    assert.equal(on([box('A', { enabled: true, synced: true })]).result, 'failed');
    assert.equal(on([box('A', { enabled: true })], { state: 'partial' }).result, 'failed');
  });

  it('never passes on what was not read', () => {
    const partial = on([box('A')], { state: 'partial' });
    assert.deepEqual([partial.result, partial.notes.length], ['not-known', 1]);
    const unknown = on([box('A'), box('B', { enabled: null })]);
    assert.deepEqual([unknown.result, unknown.counts['not-known']], ['not-known', 1]);
    assert.match(unknown.notes.join(), /^Of 1 shared mailbox it is not known/u);
  });

  it('never passes on what nobody looks at', () => {
    const blind = on([box('A')], {}, { types: MAILBOX_TYPES, licensed: 'exclude' });
    assert.equal(blind.result, 'not-known');
    assert.match(blind.notes.join(), /LICENSED=exclude/u);
    const rooms = on([], {}, { types: ['RoomMailbox'], licensed: 'include' });
    assert.deepEqual([rooms.result, /MAILBOX_TYPES/u.test(rooms.notes.join())], ['not-known', true]);
  });

  it('counts an exemption as failed with exception, and one that is blocked yet as passed', () => {
    const only = on([box('A', { enabled: true, exempt: true }), box('B')]);
    assert.deepEqual([only.result, only.onlyExceptions, only.counts['failed-with-exception']], ['failed', true, 1]);
    const two = on([box('A', { enabled: true, exempt: true }), box('B', { enabled: true })]);
    assert.deepEqual([two.onlyExceptions, two.counts.failed], [false, 1]);
    assert.equal(on([box('A', { exempt: true })]).result, 'passed');
  });

  it('lists what nobody answers for first, then what looks used most, and counts use', () => {
    const { rows, evidence } = on([
      box('Room', { enabled: true, type: 'RoomMailbox', used: true }),
      box('Fine'),
      box('Unknown', { enabled: null }),
      box('Exempt', { enabled: true, exempt: true, used: true }),
      box('Quiet', { enabled: true }),
      box('Used', { enabled: true, used: true }),
    ]);
    const order = rows.map(({ result, mailbox: { mailbox } }) => `${mailbox.displayName}: ${result}`);
    assert.deepEqual(order, [
      ...['Used: failed', 'Quiet: failed', 'Exempt: failed-with-exception', 'Unknown: not-known', 'Fine: passed'],
      'Room: not-controlled',
    ]);
    assert.deepEqual([evidence['direct-sign-in'], evidence['not-known']], [2, 1]);
  });
});

describe('the files of a report', () => {
  const report = on([
    box("=cmd|' /C calc'!A0", { enabled: true, used: true }),
    box('Ende', { enabled: true, exempt: true }),
    box('Blocked yet', { exempt: true }),
  ]);

  it('have a line for each mailbox, and nothing that a spreadsheet would run', () => {
    const lines = reportCsv(report).trimEnd().split('\r\n');
    assert.equal(lines.length, 4);
    assert.equal(lines[0]?.slice(0, 9), '\ufeff"result"');
    assert.match(lines[1] ?? '', /^"failed","SharedMailbox","'=cmd/u);
    assert.match(lines[2] ?? '', /^"failed-with-exception".*"2026-12-31T22:59:00\.000Z","Robin Meyer"/u);
    assert.doesNotMatch(lines[3] ?? '', /Robin Meyer/u, 'not excepted: it passed');
  });

  it('say the same as one document and as JSON Lines', () => {
    const { mailboxes, ...document } = JSON.parse(reportJson(report, 'the tenant'));
    assert.deepEqual([document.tenantId, document.control.tags[1]], ['the tenant', 'NIST CSF PR.AA-01']);
    assert.equal(mailboxes[0].displayName, "=cmd|' /C calc'!A0");
    const [head, ...lines] = reportJsonLines(report, 'the tenant')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(head, { kind: 'report', ...document });
    assert.deepEqual(
      lines,
      mailboxes.map((one: object) => ({ kind: 'mailbox', ...one })),
    );
  });
});
