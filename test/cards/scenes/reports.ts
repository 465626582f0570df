// Reports that passed, failed, failed by exceptions only and cannot be known; and heartbeats.
import { sentenceFor } from '../../../bot/refusal.js';
import { STEP } from '../../../bot/views/button.js';
import { heartbeatView } from '../../../bot/views/heartbeat.js';
import { refusalView } from '../../../bot/views/refusal.js';
import { type Files, reportView } from '../../../bot/views/report.js';
import type { HeartbeatNotice } from '../../../src/delivery/notice.js';
import { type AssessedMailbox, MAILBOX_TYPES } from '../../../src/mailboxes/mailbox.js';
import type { ScanScope } from '../../../src/mailboxes/read-scan.js';
import type { Scan } from '../../../src/mailboxes/scan.js';
import { reportOn } from '../../../src/report/report.js';
import { NOW, oneOfEach, reader } from './people.js';
import type { Scene } from './scene.js';

const VERDICTS = { exposed: 0, unknown: 0, protected: 0, synced: 0, exempt: 2, blocked: 410 };
const SCAN: Scan = {
  ...{ id: 's', state: 'complete', startedAt: '2026-11-23T13:01:00.000Z', endedAt: '2026-11-23T13:02:00.000Z' },
  counts: {
    ...{ pages: 1, listed: 412, targets: 412, joined: 412, verdicts: VERDICTS },
    types: { SharedMailbox: 300, RoomMailbox: 100, EquipmentMailbox: 8, SchedulingMailbox: 4 },
  },
  ...{ problems: [], rolesChecked: true },
};
const NONE = { exposed: 0, unknown: 0, protected: 0, synced: 0, exempt: 0, blocked: 0 };
const TREND = [9, 7, 4].map((exposed, index) => ({
  ...{ day: `2026-11-2${index + 1}`, at: `2026-11-2${index + 1}T23:00:00.000Z`, open: exposed },
  counts: {
    SharedMailbox: { ...NONE, exposed, blocked: 300 - exposed },
    ...{ RoomMailbox: NONE, EquipmentMailbox: NONE, SchedulingMailbox: NONE },
  },
}));

const SCOPE: ScanScope = { types: MAILBOX_TYPES, licensed: 'include' };

interface Shown {
  readonly scan?: Scan;
  readonly scope?: ScanScope;
  readonly files?: Files;
}

function report(
  name: string,
  mailboxes: readonly AssessedMailbox[],
  { scan = SCAN, scope = SCOPE, files = 'here' }: Shown = {},
): Scene {
  return {
    name: `report-${name}`,
    view: reportView(reportOn({ scan, mailboxes, trend: TREND, scope, at: NOW }), reader, files),
  };
}

const all = oneOfEach();
const blocked = all.filter(({ signIn }) => signIn === 'blocked');
const excepted = all.filter(({ verdict }) => verdict === 'blocked' || verdict === 'exempt');
const partial: Scan = { ...SCAN, state: 'partial', problems: ['1 of 3 pages of mailboxes could not be read.'] };

const BEAT: HeartbeatNotice = {
  ...{ kind: 'heartbeat', id: 'heartbeat', at: NOW, faults: [], open: 0, snoozed: 0, everyMs: 604_800_000 },
  scan: { endedAt: SCAN.endedAt, mailboxes: 412, verdicts: VERDICTS },
  answeredAt: '2026-11-23T13:04:30.000Z',
  before: { at: '2026-11-16T13:05:00.000Z', blocked: 405, exposed: 5, open: 5 },
  nextExemptionEnd: '2027-01-31T22:59:00.000Z',
};

export const reportScenes: readonly Scene[] = [
  report('failed', all),
  report('passed', blocked),
  report('exceptions', excepted),
  report('partial', blocked, { scan: partial }),
  report('blind', [], { scope: { types: ['RoomMailbox'], licensed: 'include' } }),
  report('in-a-group', all, { files: 'elsewhere' }),
  report('without-files', all, { files: 'none' }),
  report('long', Array.from({ length: 9 }, oneOfEach).flat()),
  {
    name: 'refusal-upload-failed',
    view: refusalView(sentenceFor({ kind: 'upload-failed', status: 507 }), [STEP.reportCsv, STEP.reportJson]),
  },
  { name: 'heartbeat', view: heartbeatView(BEAT, reader) },
  {
    name: 'heartbeat-open',
    view: heartbeatView(
      {
        ...BEAT,
        ...{ open: 3, snoozed: 1 },
        scan: { endedAt: SCAN.endedAt, mailboxes: 412, verdicts: { ...VERDICTS, exposed: 3, blocked: 407 } },
      },
      reader,
    ),
  },
  {
    name: 'heartbeat-old',
    view: heartbeatView(
      {
        ...{ ...BEAT, before: null, scanEveryMs: 3_600_000 },
        scan: { endedAt: '2026-11-20T13:02:00.000Z', mailboxes: 412, verdicts: VERDICTS },
      },
      reader,
    ),
  },
  {
    name: 'heartbeat-blind',
    view: heartbeatView(
      { ...BEAT, before: null, faults: ['Microsoft Graph refused to answer. The bot probably lacks User.Read.All.'] },
      reader,
    ),
  },
];
