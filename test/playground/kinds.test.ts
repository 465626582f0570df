// An office in which everything goes wrong that there is an alert for, one kind after the other.

import assert from 'node:assert/strict';
import type { Tenant } from '../../sandbox/tenant/index.js';
import { FINDING_KINDS } from '../../src/alerts/finding.js';
import { KIND_SCENES, type KindsCast } from './kind-scenes.js';
import { ofKind } from './kinds.js';
import { officeWindows } from './office-windows.js';

const ENV = {
  WATCH_INTERVAL: 'PT1S',
  SCAN_INTERVAL: 'PT10S',
  MAX_EXEMPTION: 'PT4H',
  EXEMPTION_WARNING: 'PT5M',
  ESCALATION_AFTER: 'P2D',
};
const SEATS = { requester: 'requester', approver: 'approver' } as const;
/** Those that can sign in when the bot comes. */
const OPEN = new Set(['Room Aurora (12)', 'Reception', 'Projector Cart 3']);

describe('an alert of every kind', () => {
  const opened = officeWindows<keyof typeof SEATS>('kinds', {
    tenant: { switches: { auditLagMs: 0, signInActivityLagMs: 0 } },
    env: ENV,
    seats: SEATS,
    prepare: blockOthers,
  });
  const on = (): KindsCast => {
    const { windows, ...rest } = opened();
    return { ...rest, ...windows };
  };

  it('is shown: there is a scene for each that the bot knows', () => {
    assert.deepEqual(Object.keys(KIND_SCENES), FINDING_KINDS);
  });

  for (const kind of FINDING_KINDS) ofKind(kind, on);
});

function blockOthers({ directory }: Tenant): void {
  for (const { type, objectId, displayName } of directory.contents.mailboxes) {
    if (type === 'UserMailbox' || objectId === null || OPEN.has(displayName)) continue;
    if (directory.findAll(objectId).length > 0) directory.setAccountEnabled(objectId, false);
  }
}
