// Exempt mailboxes stay watched: what was agreed to is no finding, what is worse or over is one.
import assert from 'node:assert/strict';
import type { Exemption } from '../../../src/mailboxes/mailbox.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at, item, request, T0 } from '../db/samples.js';
import { type SmallTenant, smallTenant } from './small-tenant.js';

const HOUR = 60;

onEachEngine('An exempt mailbox', {}, (under) => {
  let tenant: SmallTenant;
  before(async () => {
    tenant = smallTenant(under.store);
    for (const id of ['agreed', 'used', 'reset', 'privileged', 'lent', 'over', 'returned', 'raced', 'prolonged']) {
      tenant.add(id, { passwordChangedAt: T0 });
    }
    tenant.add('shut', { accountEnabled: false });
    await tenant.begin();
    await tenant.scan();
    tenant.minute = HOUR;
  });

  const exempt = async (objectId: string, more: Partial<Exemption> = {}): Promise<void> => {
    const exemption: Exemption = {
      ...{ objectId, kind: 'exempt', ownerId: 'o', ownerName: 'Owner', reason: 'r', requestId: `R-${objectId}` },
      ...{ since: at(tenant.minute), until: at(1000 * HOUR), baseline: { verdict: 'exposed', evidence: 'not-known' } },
      ...more,
    };
    await under.store().ledger.transaction((work) => work.exemptions.put(exemption));
  };
  const end = async (objectId: string): Promise<void> =>
    under.store().ledger.transaction((work) => work.exemptions.end(objectId, at(tenant.minute)));
  const of = async (id: string): Promise<string> => {
    const [one] = await under.store().findings.ofMailbox(id);
    if (one === undefined) return 'nothing';
    const how = one.state.kind === 'closed' ? one.state.how : null;
    return `${one.kind} ${how === null ? one.state.kind : `${how.kind}${'requestId' in how ? ` ${how.requestId}` : ''}`}`;
  };
  const later = (minutes: number): void => {
    tenant.minute += minutes;
  };

  it('is as it should be: its finding closes, with the request that was approved', async () => {
    await exempt('agreed');
    later(1);
    await tenant.see('agreed');
    assert.equal(await of('agreed'), 'never-blocked exempted R-agreed');
    assert.equal((await under.store().scans.matching('agreed'))[0]?.verdict, 'exempt');
    later(HOUR);
    await tenant.scan();
    assert.equal(await of('agreed'), 'never-blocked exempted R-agreed');
  });

  it('is found when somebody signs in with its own password since, and rings', async () => {
    await exempt('used');
    later(1);
    await tenant.see('used');
    tenant.history = { ...tenant.history, lastSuccessAt: at(tenant.minute - 30) };
    await under.store().ledger.transaction((work) => work.sightings.lookedAt('used', at(0), at(tenant.minute - 30)));
    later(1);
    await tenant.see('used');
    assert.equal(await of('used'), 'never-blocked exempted R-used', 'that was before it was agreed to');
    await under.store().ledger.transaction((work) => work.sightings.lookedAt('used', at(0), at(tenant.minute)));
    later(1);
    await tenant.see('used');
    assert.equal(await of('used'), 'exemption-worsened open');
    const [finding] = await under.store().findings.ofMailbox('used');
    assert.deepEqual([finding?.episode, finding?.risk, finding?.who.state], [2, 'direct-sign-in', 'not-applicable']);
    assert.deepEqual(finding?.turns, [{ what: 'direct-sign-in', at: at(tenant.minute - 1), to: null }]);
  });

  it('is found when a password is set since, though not when one had been', async () => {
    await exempt('reset');
    await exempt('prolonged', { baseline: { verdict: 'exposed', evidence: 'password-set' } });
    later(1);
    for (const id of ['reset', 'prolonged']) tenant.change(id, { passwordChangedAt: at(tenant.minute) });
    later(1);
    await tenant.scan();
    assert.equal(await of('reset'), 'exemption-worsened open');
    assert.equal(await of('prolonged'), 'never-blocked exempted R-prolonged');
  });

  it('is found when it gets a role, once, and closes when that is taken away', async () => {
    await exempt('privileged');
    later(HOUR);
    tenant.roles.add('privileged');
    await tenant.scan();
    later(1);
    tenant.change('privileged', { displayName: 'x' });
    await tenant.poll();
    assert.equal(await of('privileged'), 'exemption-worsened open');
    const [finding] = await under.store().findings.ofMailbox('privileged');
    assert.deepEqual(
      finding?.turns.map(({ what, to }) => [what, to]),
      [['obstacle', 'directory-role']],
    );
    tenant.roles.delete('privileged');
    later(HOUR);
    await tenant.scan();
    assert.equal(await of('privileged'), 'exemption-worsened as-agreed');
  });

  it('unblocked for a time, may be used: that is what was agreed to', async () => {
    await exempt('lent', { kind: 'unblock', baseline: { verdict: 'blocked', evidence: 'never-used' } });
    later(1);
    tenant.change('lent', { passwordChangedAt: at(tenant.minute) });
    await under.store().ledger.transaction((work) => work.sightings.lookedAt('lent', at(0), at(tenant.minute)));
    later(1);
    await tenant.scan();
    assert.equal(await of('lent'), 'never-blocked exempted R-lent');
  });

  it('is found when its exemption is over, at the next look of whatever kind', async () => {
    await exempt('over');
    later(1);
    await tenant.see('over');
    later(1);
    await end('over');
    await tenant.see('over');
    assert.equal(await of('over'), 'exemption-ended open');
    await exempt('over', { requestId: 'R-again' });
    later(1);
    await tenant.see('over');
    assert.equal(await of('over'), 'exemption-ended exempted R-again');
  });

  it('is not found while the block that was agreed on is under way, and is found when that fails', async () => {
    await exempt('returned', { kind: 'unblock', baseline: { verdict: 'blocked', evidence: 'never-used' } });
    later(1);
    await tenant.see('returned');
    later(1);
    await end('returned');
    const block = request('BLOCKS', { state: 'approved', items: [item('returned')] });
    await under.store().requests.insert(block);
    await tenant.see('returned');
    assert.equal(await of('returned'), 'never-blocked exempted R-returned');
    const failed = { kind: 'failed', at: at(tenant.minute), why: 'no', microsoftRequestId: null } as const;
    const items = [{ ...item('returned'), outcome: failed }];
    await under.store().requests.replace({ ...block, version: 2, state: 'failed', items });
    later(HOUR);
    await tenant.scan();
    assert.equal(await of('returned'), 'exemption-ended open');
  });

  it('agreed on while a scan was reading is judged by what holds when the scan is written down', async () => {
    later(HOUR);
    tenant.change('shut', { accountEnabled: true });
    const reading = await tenant.read();
    await exempt('shut', { kind: 'unblock', baseline: { verdict: 'blocked', evidence: 'never-used' } });
    await tenant.publish(reading);
    assert.equal(await of('shut'), 'nothing');
    assert.equal((await under.store().scans.matching('shut'))[0]?.verdict, 'exempt');
  });

  it('that worsened and then ended turns into the other finding, and rings for it', async () => {
    later(1);
    await end('used');
    await tenant.see('used');
    assert.equal(await of('used'), 'exemption-ended open');
    const [finding] = await under.store().findings.ofMailbox('used');
    assert.deepEqual([finding?.began, finding?.rings], ['exemption-worsened', 2]);
  });
});

onEachEngine('A finding closed by a request', {}, (under) => {
  it('names it as soon as it is written, and no request from before', async () => {
    const tenant = smallTenant(under.store);
    tenant.add('one');
    await tenant.scan();
    const written = { kind: 'written', at: at(5), microsoftRequestId: 'm' } as const;
    const old = { ...item('one'), outcome: { ...written, kind: 'blocked' as const, at: at(-5) } };
    await under.store().requests.insert(request('OLD', { state: 'done', items: [old] }));
    await under
      .store()
      .requests.insert(request('NEW', { state: 'applying', items: [{ ...item('one'), outcome: written }] }));
    tenant.minute = 6;
    tenant.change('one', { accountEnabled: false });
    await tenant.see('one');
    const [finding] = await under.store().findings.ofMailbox('one');
    assert(finding?.state.kind === 'closed');
    assert.deepEqual(finding.state.how, { kind: 'blocked', requestId: 'NEW' });
    const [entry] = await under.store().record.ofRequest('NEW', { before: null, limit: 1 });
    assert.equal(entry?.event, 'finding.closed', 'the time line of the request has it too');
  });
});
