// Findings in their table: pages, filters and counts, compare-and-set, one open per mailbox, digests, ages.
import assert from 'node:assert/strict';
import type { Finding, FoundMailbox, MailboxFinding, Risk } from '../../../src/alerts/finding.js';
import { EVERY_FINDING, type FindingFilter } from '../../../src/alerts/ports.js';
import { openedCheck, openedMailbox, snoozed } from '../../../src/alerts/transitions.js';
import { NEVER_WATCHED } from '../../../src/alerts/watch-state.js';
import type { MailboxType } from '../../../src/mailboxes/mailbox.js';
import { onEachEngine } from './on-each-engine.js';
import { at, HOSTILE, person, T0 } from './samples.js';

function found(id: string, risk: Risk = 'not-known', type: MailboxType = 'SharedMailbox', episode = 1): MailboxFinding {
  const mailbox: FoundMailbox = {
    ...{ objectId: `m-${id}`, displayName: HOSTILE.replace('\0', ''), address: 'a@x', userPrincipalName: 'a@x', type },
    ...{ verdict: 'exposed', cause: 'sign-in-allowed', obstacle: null },
  };
  const beginning = { id, episode, at: T0, kind: 'new', mailbox, risk, turns: [], enabledAfter: T0 } as const;
  return openedMailbox({ ...beginning, isEnabledBySomebody: true });
}

onEachEngine('Findings', {}, (under) => {
  const insert = (...findings: readonly Finding[]): Promise<void> =>
    under.store().ledger.transaction(async (work) => {
      for (const finding of findings) await work.findings.insert(finding);
    });
  const replace = (next: Finding): Promise<boolean> =>
    under.store().ledger.transaction((work) => work.findings.replace(next));
  const ids = async (filter: Partial<FindingFilter>, page = 0, size = 100): Promise<readonly string[]> =>
    (await under.store().findings.page({ ...EVERY_FINDING, ...filter }, page, size)).rows.map(({ id }) => id);
  const closed = <F extends Finding>(one: F): F => ({
    ...one,
    ...{ version: one.version + 1, closedAt: at(9), state: { kind: 'closed', how: { kind: 'deleted' }, at: at(9) } },
  });

  it('come back as they were, in the order of risk, the bot’s own first and the closed ones last', async () => {
    const check = openedCheck({
      id: 'check',
      episode: 1,
      at: T0,
      kind: 'check-partial',
      check: 'scan',
      problems: ['p'],
    });
    await insert(found('calm'), found('old bad', 'direct-sign-in'), found('room', 'password-set', 'RoomMailbox'));
    await insert(found('new bad', 'direct-sign-in'), check, found('done', 'direct-sign-in'));
    assert.equal(await replace(closed(found('done', 'direct-sign-in'))), true);
    assert.deepEqual(await ids({}), ['check', 'new bad', 'old bad', 'room', 'calm', 'done']);
    assert.deepEqual(await under.store().findings.load('calm'), found('calm'));
    assert.deepEqual(await under.store().findings.load('check'), check);
    assert.equal(await under.store().findings.load('none'), null);
  });

  it('are paged and narrowed, also as a subscription hears of them', async () => {
    assert.deepEqual(await ids({}, 1, 2), ['old bad', 'room']);
    assert.deepEqual(await ids({ state: 'closed' }), ['done']);
    assert.deepEqual(await ids({ type: 'RoomMailbox' }), ['room']);
    assert.deepEqual(await ids({ minRisk: 'password-set', state: 'open' }), ['check', 'new bad', 'old bad', 'room']);
    assert.deepEqual(await ids({ kind: 'check-partial' }), ['check']);
    const nothing = { kinds: null, types: null, minRisk: null };
    assert.deepEqual(await ids({ heardBy: { ...nothing, types: ['RoomMailbox'] } }), ['check', 'room']);
    assert.deepEqual(await ids({ heardBy: { ...nothing, kinds: ['new'], minRisk: 'password-set' }, state: 'open' }), [
      ...['new bad', 'old bad', 'room'],
    ]);
    const { total } = await under.store().findings.page(EVERY_FINDING, 0, 1);
    assert.equal(total, 6);
  });

  it('are written over the version they were made from, and only that', async () => {
    const next = snoozed(found('calm'), { until: at(60), by: person('op'), reason: HOSTILE.replace('\0', '') }, at(1));
    assert(next !== null);
    assert.equal(await replace(next), true);
    assert.equal(await replace({ ...next }), false);
    assert.deepEqual(await under.store().findings.load('calm'), next);
    assert.deepEqual(await ids({ state: 'snoozed' }), ['calm']);
  });

  it('are one a mailbox that is not closed, and as many episodes as there were', async () => {
    await assert.rejects(
      insert({ ...found('calm', 'not-known', 'SharedMailbox', 2), id: 'second' }),
      /findings_one_open/,
    );
    const again = { ...found('done', 'never-used', 'SharedMailbox', 2), id: 'done again' };
    await insert(again);
    assert.deepEqual(
      (await under.store().findings.ofMailbox('M-DONE')).map(({ id }) => id),
      ['done again', 'done'],
    );
    const { ledger } = under.store();
    const past = await ledger.transaction((work) => work.findings.episodes(['m-done', 'm-calm', 'none']));
    assert.deepEqual(past.get('m-done'), { episodes: 2, lastClosedAt: null });
    assert.deepEqual([past.get('m-calm')?.episodes, past.has('none')], [1, false]);
  });

  it('are counted', async () => {
    assert.deepEqual(await under.store().findings.counts(), {
      ...{ open: 6, snoozed: 1, escalated: 0, oldestAt: T0 },
      byKind: { new: 5, 'check-partial': 1 },
      byRisk: { 'direct-sign-in': 2, 'password-set': 1, 'never-used': 1, 'not-known': 1 },
    });
  });

  it('are gathered in digests, which change once for all of theirs that changed', async () => {
    const { ledger, findings } = under.store();
    await ledger.transaction(async ({ digests }) => {
      await digests.insert('d1', 'flood', T0, ['calm', 'room', 'done']);
      await digests.insert('d2', 'escalation', T0, ['room']);
    });
    assert.deepEqual(await findings.digest('d1'), {
      ...{ digest: { id: 'd1', reason: 'flood', version: 1, at: T0 }, total: 3, open: 2 },
    });
    const touched = await ledger.transaction(({ digests }) => digests.touchOf(['calm', 'room', 'old bad']));
    assert.deepEqual(touched.map(({ id, version }) => `${id} ${version}`).sort(), ['d1 2', 'd2 2']);
    assert.equal(await findings.digest('none'), null);
    assert.deepEqual(await ids({ digestId: 'd2' }), ['room']);
  });

  it('come with a state of watching that moves on only from where it was', async () => {
    const { ledger, watch } = under.store();
    assert.deepEqual(await watch.state(), NEVER_WATCHED);
    assert.deepEqual(await watch.ages(), { completeScanMs: null, answeredMs: null });
    await ledger.transaction(async (work) => {
      const state = await work.watch.lock();
      await work.watch.save({ ...state, token: HOSTILE.replace('\0', ''), answeredAt: T0 });
    });
    const state = await watch.state();
    assert.deepEqual([state.version, state.token], [1, HOSTILE.replace('\0', '')]);
    await assert.rejects(
      ledger.transaction((work) => work.watch.save({ ...state, version: 0 })),
      { failure: { kind: 'busy' } },
    );
    assert((await watch.ages()).answeredMs !== null);
  });
});
