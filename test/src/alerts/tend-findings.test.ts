// Snoozes, acknowledgements and escalations: who is left alone until when, and what breaks through.
import assert from 'node:assert/strict';
import { acknowledgeFinding, snoozeFinding } from '../../../src/alerts/act-on-finding.js';
import type { MailboxFinding } from '../../../src/alerts/finding.js';
import { tellApprovers } from '../../../src/alerts/tell-approvers.js';
import { tendFindings } from '../../../src/alerts/tend-findings.js';
import { seenAgain } from '../../../src/alerts/transitions.js';
import { Refused } from '../../../src/failure.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at, person, place, T0 } from '../db/samples.js';
import { makeDue } from './make-due.js';
import { type SmallTenant, smallTenant } from './small-tenant.js';

const DAY = 24 * 60;
const FAR_AHEAD = 100 * 365 * DAY;

onEachEngine('Findings that wait', {}, (under) => {
  let tenant: SmallTenant;
  before(async () => {
    tenant = smallTenant(under.store);
    // Terms are over by the database's clock: here they are not before that is moved, on whatever day this runs.
    tenant.minute = FAR_AHEAD;
    for (const id of ['one', 'two', 'three']) tenant.add(id, { accountEnabled: false });
    await tenant.begin();
    await tenant.scan();
    tenant.minute += 10;
    for (const id of ['one', 'two', 'three']) tenant.change(id, { accountEnabled: true });
    await tenant.poll();
  });
  const of = async (id: string): Promise<MailboxFinding> => {
    const [finding] = await under.store().findings.ofMailbox(id);
    return finding ?? assert.fail();
  };
  const doors = () => ({ ledger: under.store().ledger, clock: { now: () => at(tenant.minute) } });
  const snooze = async (id: string, minutes: number, reason = 'on leave') =>
    snoozeFinding((await of(id)).id, { until: at(tenant.minute + minutes), by: person('op'), reason }, doors());
  const refusal = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'nothing',
      (error: unknown) => (error instanceof Refused ? error.failure.kind : String(error)),
    );

  it('are quiet until a date, at most thirty days on, and only while they are open', async () => {
    assert.equal(await refusal(snooze('one', 1)), 'snooze-past');
    assert.equal(await refusal(snooze('one', 31 * DAY)), 'snooze-too-far');
    const unknown = snoozeFinding('NOBODY', { until: at(tenant.minute + DAY), by: person('op'), reason: '' }, doors());
    assert.equal(await refusal(unknown), 'finding-not-found');
    await snooze('one', 2 * DAY);
    const { state, version } = await of('one');
    assert(state.kind === 'snoozed' && state.reason === 'on leave' && state.by.objectId === 'person-op');
    assert.equal(version, 2);
    assert.deepEqual((await under.store().findings.counts()).snoozed, 1);
  });

  it('are acknowledged by one person, once', async () => {
    const { id } = await of('two');
    await acknowledgeFinding(id, person('op'), doors());
    assert.equal(await refusal(acknowledgeFinding(id, person('other'), doors())), 'already-acknowledged');
  });

  it('are told to the approvers when nobody took care of them, once', async () => {
    assert.equal(await tenant.tend(0), 0, 'not yet');
    await makeDue(under, 'findings', 'open_since');
    assert.equal(await tenant.tend(0), 1);
    assert.deepEqual((await of('three')).state, { kind: 'escalated', at: at(tenant.minute) });
    assert.equal((await of('two')).state.kind, 'acknowledged');
    assert.equal((await of('one')).state.kind, 'snoozed');
    assert.equal(await tenant.tend(0), 0);
    assert(
      await under
        .store()
        .jobs.isUnderWay({ name: 'tell-approvers', subject: { kind: 'finding', id: (await of('three')).id } }),
    );
  });

  it('reach each approver once, however often the job runs', async () => {
    await under.store().places.remember(place('approver-chat'), T0);
    const finding = await of('three');
    const subject = { kind: 'finding', id: finding.id } as const;
    const { ledger, findings, deliveries } = under.store();
    for (let run = 0; run < 2; run += 1) {
      const chatsOfApprovers = async () => ['approver-chat'];
      await tellApprovers({ subject }, { ...doors(), ledger, findings, chatsOfApprovers, untold: () => assert.fail() });
    }
    const told = await deliveries.ofSubject(subject);
    assert.deepEqual(
      told.map(({ audience, slot, wantedVersion }) => [audience, slot, wantedVersion]),
      [['approver', finding.rings - 1, finding.version]],
    );
  });

  it('wake when their time is over, and may be escalated anew from then on', async () => {
    assert.equal(await tenant.tend(0), 0);
    await makeDue(under, 'findings', 'snoozed_until');
    tenant.minute += 2 * DAY;
    assert.equal(await tenant.tend(), 1);
    const { state, rings } = await of('one');
    assert.deepEqual([state, rings], [{ kind: 'open', since: at(tenant.minute) }, 2]);
  });

  it('break through a snooze when somebody signs in', async () => {
    await snooze('one', DAY);
    tenant.history = { ...tenant.history, lastSuccessAt: at(tenant.minute + 1) };
    tenant.minute += 5;
    await tenant.scan();
    while ((await tenant.look()) === 'looked');
    const { state, kind, rings } = await of('one');
    assert.deepEqual([state.kind, kind, rings], ['open', 'direct-sign-in', 3]);
  });

  it('break through a snooze when they turn out to be more dangerous, not when they were never used', async () => {
    tenant.history = { ...tenant.history, lastSuccessAt: null };
    const born = { createdAt: at(0), passwordChangedAt: at(0) };
    for (const id of ['four', 'five']) tenant.add(id, { ...born, accountEnabled: false });
    await tenant.scan();
    tenant.minute += 10;
    for (const id of ['four', 'five']) tenant.change(id, { accountEnabled: true });
    await tenant.poll();
    assert.equal((await of('four')).risk, 'not-known');
    await snooze('four', DAY);
    const quiet = await of('four');
    const news = { kind: quiet.kind, mailbox: quiet.mailbox, turns: [] };
    assert.equal(seenAgain(quiet, { ...news, risk: 'never-used' }, at(0))?.state.kind, 'snoozed');
    const rings = async () => [(await of('four')).rings, (await of('five')).rings];
    const before = await rings();
    for (const id of ['five', 'four']) tenant.change(id, { passwordChangedAt: at(2 * DAY) });
    tenant.minute += 5;
    await tenant.poll();
    const { state, risk } = await of('four');
    assert.deepEqual([state.kind, risk], ['open', 'password-set']);
    assert.deepEqual(
      await rings(),
      [(before[0] ?? 0) + 1, before[1]],
      'who has its card and asked for no quiet sees it there',
    );
  });

  it('close in a snooze as well, and then cannot be snoozed', async () => {
    await snooze('one', DAY);
    tenant.change('one', { accountEnabled: false });
    tenant.minute += 1;
    await tenant.scan();
    assert.equal((await of('one')).state.kind, 'closed');
    assert.equal(await refusal(snooze('one', DAY)), 'finding-closed');
    assert.equal(await refusal(acknowledgeFinding((await of('one')).id, person('op'), doors())), 'finding-closed');
    await makeDue(under, 'findings', 'snoozed_until');
    assert.equal(await tenant.tend(), 0, 'nothing is left to wake');
  });
});

onEachEngine('Very many findings that wait', {}, (under) => {
  const COUNT = 600;

  it('are escalated in one digest', async function () {
    this.timeout(120_000);
    const tenant = smallTenant(under.store);
    const ids = Array.from({ length: COUNT }, (_, n) => `one-of-many-${n}`);
    for (const id of ids) tenant.add(id, { accountEnabled: false });
    await tenant.begin();
    await tenant.scan();
    tenant.minute += 10;
    for (const id of ids) tenant.change(id, { accountEnabled: true });
    await tenant.poll();
    const digests: string[] = [];
    const tended = await tendFindings({
      ...{ ledger: under.store().ledger, clock: { now: () => at(tenant.minute + 10) }, flood: 10, escalationMs: 0 },
      newId() {
        digests.push(`ESC${digests.length}`);
        return digests.at(-1) ?? '';
      },
    });
    assert.deepEqual([tended, digests.length], [COUNT, 1]);
  });
});
