// Three people and time: two approvals, terms that end, what is forged, what fails and is mended, and what is told of many.
import { exposeShared } from '../support/bulk.js';
import { notFooled } from './forged.js';
import type { OfficeCast } from './office-cast.js';
import { officeWindows } from './office-windows.js';
import { inPart } from './partly.js';
import { byTwo } from './quorum.js';
import { telling } from './telling.js';
import { inTime } from './terms.js';

const ENV = {
  APPROVALS_REQUIRED: '2',
  REQUEST_TTL: 'PT30M',
  EXEMPTION_WARNING: 'PT5M',
  MAX_EXEMPTION: 'PT4H',
  WATCH_INTERVAL: 'PT1S',
  HEARTBEAT_INTERVAL: 'PT2H',
  ESCALATION_AFTER: 'P2D',
};
const SEATS = { requester: 'requester', approver: 'approver', second: 'secondApprover' } as const;

describe('an office of three', () => {
  const opened = officeWindows<keyof typeof SEATS>('office', {
    tenant: { users: 3300, mailboxes: 3100 },
    env: ENV,
    seats: SEATS,
    prepare: (tenant) => void exposeShared(tenant, 0),
  });
  const on = (): OfficeCast => {
    const { windows, ...rest } = opened();
    return { ...rest, ...windows };
  };
  byTwo(on);
  inTime(on);
  notFooled(on);
  inPart(on);
  telling(on);
});
