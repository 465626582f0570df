// The control report: shared mailboxes alone decide, exceptions fail all the same, and what is not known is no pass.
import assert from 'node:assert/strict';
import type { AssessedMailbox, Exemption, Mailbox, MailboxType } from '../../../src/mailboxes/mailbox.js';
import type { Scan } from '../../../src/mailboxes/scan.js';
import { assess } from '../../../src/mailboxes/verdict.js';
import { type ControlReport, controlReport } from '../../../src/report/control-report.js';

const NOW = '2026-11-24T10:00:00.000Z';
const SCAN: Scan = {
  id: 'scan',
  state: 'complete',
  startedAt: NOW,
  endedAt: NOW,
  counts: {
    pages: 1,
    listed: 0,
    targets: 0,
    joined: 0,
    verdicts: { exposed: 0, unknown: 0, protected: 0, synced: 0, exempt: 0, blocked: 0 },
    types: { SharedMailbox: 0, RoomMailbox: 0, EquipmentMailbox: 0, SchedulingMailbox: 0 },
  },
  problems: [],
  rolesChecked: true,
};
const ALL: readonly MailboxType[] = ['SharedMailbox', 'RoomMailbox', 'EquipmentMailbox', 'SchedulingMailbox'];

let made = 0;
interface Kind {
  readonly type?: MailboxType;
  readonly enabled?: boolean | null;
  readonly synced?: boolean;
  readonly exempt?: boolean;
  readonly signedIn?: boolean;
}

function mailbox({ type = 'SharedMailbox', enabled = false, synced = false, exempt = false, signedIn = false }: Kind) {
  made += 1;
  const objectId = `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
  const address = `mailbox-${made}@contoso.example`;
  const known: Mailbox = { objectId, type, displayName: `Mailbox ${made}`, userPrincipalName: address, address };
  const account = {
    ...{ id: objectId, userPrincipalName: address, displayName: known.displayName, accountEnabled: enabled },
    ...{ onPremisesSyncEnabled: synced ? true : null, userType: 'Member', skuIds: [] },
    ...{ createdAt: NOW, passwordChangedAt: NOW, managementRestricted: null },
  };
  const exemption: Exemption | null = exempt
    ? ({
        objectId,
        ownerId: 'owner',
        ownerName: 'Olga Owner',
        reason: 'migration',
        until: '2027-01-31T00:00:00.000Z',
      } as Exemption)
    : null;
  const history = signedIn ? ({ lastSuccessAt: NOW, availability: 'known' } as const) : null;
  return assess({ mailbox: known, account, exemption, holdsRole: false, history, now: NOW });
}

function reportOn(
  mailboxes: readonly AssessedMailbox[],
  scan: Partial<Scan> = {},
  scope: Parameters<typeof controlReport>[0]['scope'] = { types: ALL, licensed: 'include' },
): ControlReport {
  return controlReport({ tenantId: 'tenant', scan: { ...SCAN, ...scan }, mailboxes, scope });
}

describe('controlReport', () => {
  it('passes when every shared mailbox is blocked, whatever rooms may do', () => {
    const { result, tallies, shortfalls, notes } = reportOn([
      mailbox({}),
      mailbox({ type: 'RoomMailbox', enabled: true }),
      mailbox({ type: 'SchedulingMailbox', enabled: true }),
    ]);
    assert.deepEqual([result, shortfalls, notes], ['pass', [], []]);
    assert.deepEqual(tallies.RoomMailbox, { total: 1, blocked: 0, allowed: 1, unknown: 0 });
  });

  it('fails for one that may sign in, also where the bot would not touch it', () => {
    assert.equal(reportOn([mailbox({}), mailbox({ enabled: true })]).result, 'fail');
    assert.equal(reportOn([mailbox({ enabled: true, synced: true })]).result, 'fail');
  });

  it('counts an exempt one as failed, with the exception that somebody answers for', () => {
    const { result, exceptions, shortfalls } = reportOn([mailbox({ enabled: true, exempt: true })]);
    assert.deepEqual([result, exceptions], ['fail', 1]);
    assert.deepEqual(shortfalls[0]?.exception, {
      owner: 'Olga Owner',
      reason: 'migration',
      until: '2027-01-31T00:00:00.000Z',
    });
    const blockedYet = reportOn([mailbox({ enabled: false, exempt: true })]);
    assert.deepEqual([blockedYet.result, blockedYet.exceptions], ['pass', 0]);
  });

  it('is not known, and says why, where something was not read, told or looked at', () => {
    assert.equal(reportOn([mailbox({ enabled: null })]).result, 'not-known');
    const partial = reportOn([mailbox({})], { state: 'partial', problems: ['A page is missing.'] });
    assert.deepEqual([partial.result, partial.notes.length, partial.scan.problems.length], ['not-known', 1, 1]);
    const rooms = reportOn([], {}, { types: ['RoomMailbox'], licensed: 'include' });
    assert.match(rooms.notes.join(), /MAILBOX_TYPES/u);
    assert.match(reportOn([mailbox({})], {}, { types: ALL, licensed: 'exclude' }).notes.join(), /LICENSED=exclude/u);
    assert.equal(reportOn([mailbox({ enabled: true })], { state: 'partial' }).result, 'fail', 'what fails, fails');
  });

  it('lists what nobody answers for first, then what looks used most, and counts evidence', () => {
    const exempt = mailbox({ enabled: true, exempt: true, signedIn: true });
    const quiet = mailbox({ enabled: true });
    const used = mailbox({ enabled: true, signedIn: true });
    const unknown = mailbox({ enabled: null });
    const { shortfalls, evidence } = reportOn([unknown, exempt, quiet, used, mailbox({})]);
    const order = [used, quiet, exempt, unknown].map((one) => one.mailbox.displayName);
    assert.deepEqual(
      shortfalls.map(({ displayName }) => displayName),
      order,
    );
    assert.deepEqual([evidence['direct-sign-in'], evidence['not-known']], [2, 1]);
  });
});
