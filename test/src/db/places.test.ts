// Places: the freshest reference, who admitted them, what is gone, and each welcome and activity once.
import assert from 'node:assert/strict';
import { onEachEngine } from './on-each-engine.js';
import { at, HOSTILE, person, place } from './samples.js';

onEachEngine('Places', {}, (under) => {
  it('are remembered as last seen', async () => {
    const { places } = under.store();
    assert.equal(await places.find('p1'), null);
    const first = place('p1', { name: 'Team', kind: 'channel', personId: null, reference: JSON.stringify(HOSTILE) });
    await places.remember(first, at(1));
    assert.deepEqual(await places.find('p1'), { ...first, admittedBy: null, approvalsBy: null, goneBecause: null });
    await places.remember({ ...first, serviceUrl: 'https://new.example/', name: null }, at(2));
    await places.remember({ ...first, serviceUrl: 'https://late.example/' }, at(1.5));
    const found = await places.find('p1');
    assert.deepEqual([found?.serviceUrl, found?.name], ['https://new.example/', 'Team']);
  });

  it('are admitted by somebody', async () => {
    const { places } = under.store();
    await places.remember(place('p2'), at(0));
    await places.admit('p2', person('approver'), at(1));
    assert.deepEqual((await places.find('p2'))?.admittedBy, person('approver'));
    await places.remember(place('p2'), at(2));
    assert.deepEqual((await places.find('p2'))?.admittedBy, person('approver'), 'and stay so');
    await places.admit('nowhere', person('approver'), at(1));
    assert.equal(await places.find('nowhere'), null);
  });

  it('never change or forget whose chat they are', async () => {
    const { places } = under.store();
    const who = async (): Promise<unknown> => (await places.find('p8'))?.personId;
    await places.remember(place('p8', { personId: null }), at(0));
    await places.remember(place('p8', { personId: 'amy' }), at(1));
    assert.equal(await who(), 'amy');
    await places.remember(place('p8', { personId: null }), at(2));
    assert.equal(await who(), 'amy', 'an event that names nobody');
    await places.remember(place('p8', { personId: 'eve' }), at(3));
    assert.equal(await who(), 'amy', 'an event that names another');
    assert.equal(
      (await places.personalOf(['AMY'])).some(({ conversationId }) => conversationId === 'p8'),
      true,
    );
  });

  it('have to be admitted again after the bot was removed', async () => {
    const { places } = under.store();
    await places.remember(place('p9'), at(0));
    await places.admit('p9', person('approver'), at(1));
    await places.markGone('p9', 'removed', at(2));
    await places.remember(place('p9'), at(3));
    const found = await places.find('p9');
    assert.deepEqual([found?.admittedBy, found?.goneBecause], [null, null]);
  });

  it('are lost once, and know until they come back who had requests posted there', async () => {
    const { places } = under.store();
    const ids = async (list: 'ofApprovals' | 'lostToApprovals'): Promise<readonly string[]> =>
      (await places[list]()).map(({ conversationId }) => conversationId);
    await places.remember(place('ops', { kind: 'channel', personId: null, name: 'Ops' }), at(0));
    await places.postApprovals('ops', person('approver'));
    assert.deepEqual(await ids('ofApprovals'), [], 'not admitted');
    await places.admit('ops', person('approver'), at(1));
    assert.deepEqual(await ids('ofApprovals'), ['ops']);
    const lost = await Promise.all([1, 2, 3, 4].map(() => places.markGone('ops', 'removed', at(2))));
    assert.equal(lost.filter(Boolean).length, 1);
    assert.equal(await places.markGone('nowhere', 'removed', at(2)), false);
    assert.deepEqual([await ids('ofApprovals'), await ids('lostToApprovals')], [[], ['ops']]);
    assert.deepEqual((await places.lostToApprovals())[0]?.approvalsBy, person('approver'));
    await places.remember(place('ops', { kind: 'channel', personId: null }), at(3));
    await places.admit('ops', person('other'), at(4));
    assert.deepEqual([await ids('ofApprovals'), await ids('lostToApprovals')], [[], []], 'it has to be chosen again');
    await places.postApprovals('ops', person('other'));
    await places.postApprovals('ops', null);
    assert.deepEqual(await ids('ofApprovals'), []);
  });

  it('are gone until seen again', async () => {
    const { places } = under.store();
    await places.remember(place('p3'), at(0));
    await places.markGone('p3', 'BotNotInConversationRoster', at(5));
    assert.equal((await places.find('p3'))?.goneBecause, 'BotNotInConversationRoster');
    await places.remember(place('p3'), at(4));
    assert.notEqual((await places.find('p3'))?.goneBecause, null, 'seen before it was gone');
    await places.remember(place('p3'), at(6));
    assert.equal((await places.find('p3'))?.goneBecause, null);
  });

  it('of people are the newest open personal chat of each', async () => {
    const { places } = under.store();
    const chat = (id: string, personId: string, minutes: number, changes = {}): Promise<void> =>
      places.remember(place(id, { personId, ...changes }), at(minutes));
    await chat('ann-old', 'ann', 1);
    await chat('ann-new', 'ann', 3);
    await chat('ann-gone', 'ann', 4);
    await places.markGone('ann-gone', 'blocked', at(5));
    await chat('ann-group', 'ann', 6, { kind: 'groupChat' });
    await chat('bob', 'bob', 1);
    await chat('cid', 'cid', 1);
    const found = await places.personalOf(['ann', 'bob', 'nobody']);
    assert.deepEqual(
      found.map(({ conversationId }) => conversationId),
      ['ann-new', 'bob'],
    );
    assert.deepEqual(await places.personalOf([]), []);
  });

  it('are welcomed once per installation', async () => {
    const { places } = under.store();
    const claims = await Promise.all([places.claimWelcome('p4'), places.claimWelcome('p4'), places.claimWelcome('p5')]);
    assert.deepEqual(claims.filter(Boolean).length, 2);
    assert.equal(await places.claimWelcome('p4'), false);
    await places.markGone('p4', 'uninstalled', at(1));
    assert.equal(await places.claimWelcome('p4'), true);
  });

  it('take an activity once a day', async () => {
    const { places } = under.store();
    const claims = await Promise.all(Array.from({ length: 8 }, () => places.claimActivity('p6', 'a1', at(0))));
    assert.equal(claims.filter(Boolean).length, 1);
    assert.equal(await places.claimActivity('p6', 'a2', at(0)), true);
    assert.equal(await places.claimActivity('p7', 'a1', at(0)), true);
    assert.equal(await places.claimActivity('p6', 'a1', at(24 * 60)), false);
    assert.equal(await places.claimActivity('p6', 'a1', at(24 * 60 + 1)), true, 'forgotten');
  });
});
