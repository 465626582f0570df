// The list, the scan and the requests: full pages, no rows, partial reads.
import { listView } from '../../../bot/views/list.js';
import { requestsView } from '../../../bot/views/requests.js';
import { scanView } from '../../../bot/views/scan.js';
import type { AssessedMailbox, Verdict } from '../../../src/mailboxes/mailbox.js';
import type { MailboxFilter, MailboxPage, Scan } from '../../../src/mailboxes/scan.js';
import { hostileNames } from '../hostile.js';
import { exposed, judged, NOW, oneOfEach, reader } from './people.js';
import { hostileRequest, requestOf } from './requests.js';
import type { Scene } from './scene.js';

export const NO_FILTER: MailboxFilter = { verdict: null, type: null, text: null };

const COUNTS: Readonly<Record<Verdict, number>> = {
  exposed: 4,
  unknown: 1,
  protected: 2,
  synced: 2,
  exempt: 1,
  blocked: 50,
};

export function scanOf(counts: Partial<Record<Verdict, number>> = {}, change: Partial<Scan> = {}): Scan {
  const verdicts = { ...COUNTS, ...counts };
  const targets = Object.values(verdicts).reduce((sum, count) => sum + count, 0);
  return {
    id: 'scan-1',
    state: 'complete',
    startedAt: '2026-11-23T13:02:56.000Z',
    endedAt: '2026-11-23T13:03:00.000Z',
    counts: {
      pages: 1,
      listed: targets + 240,
      targets,
      joined: targets - verdicts.unknown,
      verdicts,
      types: { SharedMailbox: targets, RoomMailbox: 0, EquipmentMailbox: 0, SchedulingMailbox: 0 },
    },
    problems: [],
    rolesChecked: true,
    ...change,
  };
}

export function pageOf(rows: readonly AssessedMailbox[], total = rows.length, page = 0): MailboxPage {
  return { rows, total, page, pageSize: 10 };
}

export const CLEAR = { exposed: 0, unknown: 0 } as const;
export const ALL_BLOCKED = { ...CLEAR, protected: 0, synced: 0, exempt: 0, blocked: 60 } as const;
export const PARTIAL: Partial<Scan> = {
  state: 'partial',
  problems: [
    'Exchange stopped after page 3, so an unknown number of mailboxes is missing.',
    'Entra did not answer for 20 accounts (request id 7c1e9d2a-5b60-4f0e-b3b1-0d6f6f6f1a11).',
  ],
};

/** A page of ten, each with the longest or worst name there is. */
export function hostileRows(names: readonly string[] = hostileNames.slice(0, 10)): readonly AssessedMailbox[] {
  return names.map((name, index) => {
    const { mailbox, account } = exposed('x', index);
    return judged(
      { ...mailbox, displayName: name, address: `${'a'.repeat(64)}${index}@${'b'.repeat(180)}.example` },
      account,
    );
  });
}

const blockedRows = oneOfEach().slice(-2);

export const listScenes: readonly Scene[] = [
  { name: 'list', view: listView({ scan: scanOf(), page: pageOf(oneOfEach(), 60), filter: NO_FILTER, reader }) },
  {
    name: 'list-filtered',
    view: listView({
      scan: scanOf({}, { rolesChecked: false }),
      page: pageOf(oneOfEach().slice(0, 2), 14, 1),
      filter: { verdict: 'exposed', type: 'SharedMailbox', text: 'desk' },
      reader,
    }),
  },
  { name: 'list-clear', view: listView({ scan: scanOf(CLEAR), page: pageOf(blockedRows), filter: NO_FILTER, reader }) },
  {
    name: 'list-all-blocked',
    view: listView({ scan: scanOf(ALL_BLOCKED), page: pageOf(blockedRows), filter: NO_FILTER, reader }),
  },
  {
    name: 'list-unknown',
    view: listView({
      scan: scanOf({ exposed: 0 }),
      page: pageOf([]),
      filter: { ...NO_FILTER, verdict: 'exposed' },
      reader,
    }),
  },
  {
    name: 'list-partial',
    view: listView({ scan: scanOf(CLEAR, PARTIAL), page: pageOf(blockedRows), filter: NO_FILTER, reader }),
  },
  {
    name: 'list-partial-exposed',
    view: listView({ scan: scanOf({}, PARTIAL), page: pageOf(oneOfEach()), filter: NO_FILTER, reader }),
  },
  {
    name: 'list-empty',
    view: listView({ scan: scanOf({ ...ALL_BLOCKED, blocked: 0 }), page: pageOf([]), filter: NO_FILTER, reader }),
  },
  {
    name: 'list-hostile',
    view: listView({
      scan: scanOf(),
      page: pageOf(hostileRows(), 10_000, 1),
      filter: { ...NO_FILTER, text: hostileNames.join(' ') },
      reader,
    }),
  },
  {
    name: 'list-filter',
    view: listView({ scan: scanOf(), page: pageOf(oneOfEach().slice(0, 2), 60), filter: NO_FILTER, reader }),
    press: ['Filter'],
  },
  {
    name: 'list-chosen',
    view: listView({
      scan: scanOf(),
      page: pageOf(oneOfEach().slice(0, 1)),
      filter: NO_FILTER,
      isChosen: true,
      reader,
    }),
  },
  {
    name: 'list-chosen-gone',
    view: listView({ scan: scanOf(), page: pageOf([]), filter: NO_FILTER, isChosen: true, reader }),
  },
  { name: 'scan', view: scanView(scanOf(), reader) },
  { name: 'scan-clear', view: scanView(scanOf(CLEAR), reader) },
  {
    name: 'scan-partial',
    view: scanView(scanOf({ exposed: 2500, blocked: 7500 }, { ...PARTIAL, rolesChecked: false }), reader),
  },
  {
    name: 'requests',
    view: requestsView({
      rows: [
        requestOf('pending', 2),
        requestOf('applying', 12),
        requestOf('done', 1),
        requestOf('failed', 3),
        requestOf('denied', 1),
        requestOf('expired', 40),
        requestOf('withdrawn', 1),
      ],
      total: 37,
      open: 2,
      owing: 0,
      page: 1,
      pageSize: 10,
      reader,
    }),
  },
  {
    name: 'requests-none',
    view: requestsView({
      rows: [],
      total: 0,
      open: 0,
      owing: 0,
      page: 0,
      pageSize: 10,
      reader: { ...reader, now: NOW },
    }),
  },
  {
    name: 'requests-hostile',
    view: requestsView({
      rows: hostileNames
        .slice(0, 10)
        .map((name) => ({ ...hostileRequest('pending', [name]), reason: name, requester: { objectId: 'x', name } })),
      total: 1000,
      open: 1000,
      owing: 0,
      page: 3,
      pageSize: 10,
      reader,
    }),
  },
];
