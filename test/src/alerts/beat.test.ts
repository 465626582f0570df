// The heartbeat: to whom it goes, when it is due, and that it never calls well what was not looked at.
import assert from 'node:assert/strict';
import { heartbeatView } from '../../../bot/views/heartbeat.js';
import { type BeatDoors, beat } from '../../../src/alerts/beat.js';
import { subscribe } from '../../../src/alerts/subscribe.js';
import type { HeartbeatNotice } from '../../../src/delivery/notice.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at, person, place, T0 } from '../db/samples.js';
import { OUTAGE, type SmallTenant, smallTenant } from './small-tenant.js';

const DAY = 24 * 60;

onEachEngine('A heartbeat', {}, (under) => {
  let tenant: SmallTenant;
  let asked = 0;
  let isSilent = false;
  before(async () => {
    tenant = smallTenant(under.store);
    tenant.add('one', { accountEnabled: false });
    await tenant.scan();
    for (const id of ['approver-chat', 'chat']) await under.store().places.remember(place(id), T0);
  });
  const doors = (): BeatDoors => ({
    ...{ ledger: under.store().ledger, clock: { now: () => at(tenant.minute) }, book: under.store().watch },
    ...{ findings: under.store().findings, running: async () => [] },
    ...{ everyMs: DAY * 60_000, scanEveryMs: 60 * 60_000 },
    async chatsOfApprovers() {
      asked += 1;
      if (isSilent) throw OUTAGE;
      return ['approver-chat'];
    },
  });
  /** Where it went, and the headline there. */
  const told = async (minute: number): Promise<string> => {
    const id = `heartbeat ${at(minute)}`;
    const all = await under.store().deliveries.ofSubject({ kind: 'notice', id });
    const found = await under.store().notices.load(id);
    if (found === null) return 'nothing';
    const reader = { locale: 'en-GB', timeZone: 'UTC', now: at(minute) };
    const { data } = heartbeatView(found.notice as HeartbeatNotice, reader);
    return `${all.map(({ conversationId, audience }) => `${conversationId} as ${audience}`).join()}: ${data.title}`;
  };

  it('asks nobody anything while none is due', async () => {
    assert.equal(await beat(doors()), false, 'the first marks the hour');
    tenant.minute = DAY - 1;
    assert.equal(await beat(doors()), false);
    assert.equal(asked, 0);
  });

  it('waits while Entra does not say who the approvers are, and goes to their chats then', async () => {
    tenant.minute = DAY;
    await tenant.scan();
    isSilent = true;
    await assert.rejects(beat(doors()));
    assert.equal(await told(DAY), 'nothing');
    isSilent = false;
    tenant.minute = DAY + 10;
    assert.equal(await beat(doors()), true);
    assert.equal(await told(DAY), 'approver-chat as approver: ✓ All is well');
    assert.equal(await beat(doors()), false);
  });

  it('does not call well what was last read in full long ago', async () => {
    tenant.minute = 2 * DAY;
    await beat(doors());
    assert.equal(await told(2 * DAY), 'approver-chat as approver: ⚠ The tenant is not watched as it should be');
  });

  it('goes to those who subscribed alone', async () => {
    const everything = { kinds: null, types: null, minRisk: null };
    const doorsOf = { ledger: under.store().ledger, clock: { now: () => T0 }, newId: () => 'S' };
    await subscribe({ conversationId: 'chat', by: person('operator'), at: T0, ...everything }, doorsOf);
    const before = asked;
    tenant.minute = 3 * DAY - 90;
    await tenant.scan();
    tenant.minute = 3 * DAY;
    isSilent = true;
    await beat(doors());
    assert.equal(await told(3 * DAY), 'chat as place: ✓ All is well', 'one scan may be late');
    assert.equal(asked, before);
  });
});
