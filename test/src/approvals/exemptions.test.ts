// The life of an exemption on every engine: in force before the write, over when it should be, whatever is killed in between.
import assert from 'node:assert/strict';
import type { Job } from '../../../src/approvals/ports.js';
import { recordOutcome } from '../../../src/approvals/record-outcome.js';
import type { Request } from '../../../src/approvals/request.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at } from '../db/samples.js';
import { approved, DAY, HOUR, lifeIn, newWorld, type Step, type World } from './exemption-world.js';

const outcomes = ({ items }: Request): readonly unknown[] => items.map(({ outcome }) => outcome?.kind ?? null);

onEachEngine('An exemption', {}, (under) => {
  const life = (world: World) => lifeIn(world, under.store());
  const isUnderWay = (job: Job): Promise<boolean> => under.store().jobs.isUnderWay(job);
  const ask = (...[id, action, facts]: Parameters<typeof approved> extends [unknown, ...infer Rest] ? Rest : never) =>
    approved(under.store(), id, action, facts);

  describe('by an unblock', () => {
    it('is in force before the write, and its end and warning are planned', async () => {
      const world = newWorld({ allowed: new Map([['plain-a', false]]), killAt: 'before the write' });
      await ask('PLAIN', 'unblock', { until: DAY });
      await assert.rejects(life(world).run('PLAIN'), /killed/);
      assert.equal(await life(world).inForce('plain-a'), at(DAY));
      assert.deepEqual(world.writes, []);
      assert.equal((await life(world).judge('plain-a')).verdict, 'blocked');
      assert.deepEqual(outcomes(await life(world).run('PLAIN')), ['unblocked']);
      const exempt = await life(world).judge('plain-a');
      assert.equal(exempt.verdict, 'exempt');
      assert.deepEqual(exempt.exemption?.baseline, { verdict: 'blocked', evidence: 'not-known' });
      assert.equal(exempt.exemption?.ownerId, 'person-owner');
      for (const name of ['end-exemption', 'warn-exemption'] as const) {
        assert.equal(await isUnderWay({ name, requestId: 'PLAIN' }), true, name);
      }
      assert.deepEqual(await life(world).events('plain-a'), [
        'exemption.begun',
        'mailbox.unblock-written',
        'mailbox.unblock-verified',
      ]);
    });

    it('needs no warning where its term is hardly longer than that', async () => {
      const world = newWorld({ allowed: new Map([['short-a', false]]) });
      await ask('SHORT', 'unblock', { until: 4 * HOUR });
      await life(world).run('SHORT');
      assert.equal(await isUnderWay({ name: 'warn-exemption', requestId: 'SHORT' }), false);
      assert.equal(await isUnderWay({ name: 'end-exemption', requestId: 'SHORT' }), true);
    });

    it('is taken back when Microsoft refuses the write, and put in force again by the next run', async () => {
      const world = newWorld({ allowed: new Map([['denied-a', false]]), microsoft: 'refuses writes' });
      await ask('DENIED', 'unblock', { until: DAY });
      const failed = await life(world).run('DENIED');
      assert.deepEqual(outcomes(failed), ['failed']);
      assert.equal(await life(world).inForce('denied-a'), null);
      assert.equal((await life(world).judge('denied-a')).exemption, null);
      assert.deepEqual((await life(world).events('denied-a')).slice(0, 2), [
        'exemption.begun',
        'exemption.ended (not-unblocked)',
      ]);
      // Its end finds nothing to do.
      world.minute = DAY;
      await life(world).end('DENIED');
      assert.deepEqual(await life(world).toldOf('DENIED'), []);
    });

    for (const [index, step] of (['reading', 'before the write', 'after the write'] as const).entries()) {
      it(`goes on after a kill ${step}`, async () => {
        const id = `KILL${index}`;
        const mailbox = `${id.toLowerCase()}-a`;
        const world = newWorld({ allowed: new Map([[mailbox, false]]), killAt: step });
        await ask(id, 'unblock', { until: DAY });
        await assert.rejects(life(world).run(id), /killed/);
        assert.deepEqual(outcomes(await life(world).run(id)), ['unblocked']);
        assert.equal(world.allowed.get(mailbox), true);
        assert.equal(await life(world).inForce(mailbox), at(DAY));
        world.minute = DAY;
        await life(world).end(id);
        assert.equal(await life(world).inForce(mailbox), null);
        assert.equal((await followUps(id)).length, 1);
      });
    }

    const tooLate: readonly (readonly [string, Partial<World>, Step, boolean])[] = [
      ['its time to run is over', { minute: 2 * HOUR }, 'after the write', true],
      ['the bot only watches', { mode: 'watch' }, 'after the write', true],
      ['its time to run is over, and nothing was written', { minute: 2 * HOUR }, 'before the write', false],
    ];
    for (const [index, [name, since, step, isWritten]] of tooLate.entries()) {
      it(`never forgets what a killed run wrote when ${name}`, async () => {
        const id = `LATE${index}`;
        const mailbox = `${id.toLowerCase()}-a`;
        const world = newWorld({ allowed: new Map([[mailbox, false]]), killAt: step });
        await ask(id, 'unblock', { until: DAY });
        await assert.rejects(life(world).run(id), /killed/);
        Object.assign(world, since);
        assert.deepEqual(outcomes(await life(world).run(id)), [isWritten ? 'unblocked' : 'skipped']);
        assert.deepEqual(world.writes, isWritten ? [`unblock ${mailbox}`] : []);
        // Its end comes in any case.
        Object.assign(world, { minute: DAY, mode: 'enforce' });
        await life(world).end(id);
        const [follow] = await followUps(id);
        await life(world).run(follow?.id ?? '');
        assert.equal(world.allowed.get(mailbox), false);
        assert.equal(await life(world).inForce(mailbox), null);
      });
    }

    it('stays in force, and ends in a block, when a late run cannot see what a killed one wrote', async () => {
      const world = newWorld({ allowed: new Map([['lag-a', false]]), killAt: 'after the write' });
      await ask('LAG', 'unblock', { until: DAY });
      await assert.rejects(life(world).run('LAG'), /killed/);
      Object.assign(world, { minute: 2 * HOUR });
      world.shown.set('lag-a', false);
      assert.deepEqual(outcomes(await life(world).run('LAG')), ['skipped']);
      world.shown.clear();
      assert.equal((await life(world).judge('lag-a')).verdict, 'exempt');
      world.minute = DAY;
      await life(world).end('LAG');
      const [follow] = await followUps('LAG');
      assert.deepEqual(outcomes(await life(world).run(follow?.id ?? '')), ['blocked']);
    });

    it('stays in force when the next run may not read what a killed one wrote', async () => {
      const world = newWorld({ allowed: new Map([['hidden-a', false]]), killAt: 'after the write' });
      await ask('HIDDEN', 'unblock', { until: DAY });
      await assert.rejects(life(world).run('HIDDEN'), /killed/);
      world.microsoft = 'refuses reads';
      assert.deepEqual(outcomes(await life(world).run('HIDDEN')), ['failed']);
      assert.equal(await life(world).inForce('hidden-a'), at(DAY));
    });

    it('stays in force when the write could not be read back: it may well have taken effect', async () => {
      const { ledger, requests } = under.store();
      const world = newWorld({ allowed: new Map([['doubt-a', false]]), killAt: 'before the write' });
      await ask('DOUBT', 'unblock', { until: 2 * DAY });
      const doors = life(world);
      await assert.rejects(doors.run('DOUBT'), /killed/);
      assert.equal((await requests.load('DOUBT'))?.state, 'applying');
      const failed = { kind: 'failed', at: at(2), why: 'not read', microsoftRequestId: null } as const;
      const clock = { now: () => at(2) };
      await recordOutcome('DOUBT', 'doubt-a', { ...failed, isUnconfirmed: true }, { ledger, clock });
      assert.equal(await doors.inForce('doubt-a'), at(2 * DAY));
    });
  });

  describe('at its end', () => {
    it('is followed by the block that was agreed on, under the approvals there were, in the same chats and with the owner', async () => {
      const world = newWorld({ allowed: new Map([['again-a', false]]) });
      const before = await ask('AGAIN', 'unblock', { until: DAY });
      await life(world).run('AGAIN');
      world.minute = DAY;
      await life(world).end('AGAIN');
      const [follow] = await followUps('AGAIN');
      assert.ok(follow);
      assert.equal(follow.state, 'approved');
      assert.equal(follow.action, 'block');
      assert.deepEqual(
        follow.decisions.map(({ by, content }) => [by, content === follow.contentHash]),
        before.decisions.map(({ by }) => [by, true]),
      );
      assert.equal(follow.runBy, at(8 * DAY));
      const cards = await under.store().deliveries.ofSubject({ kind: 'request', id: follow.id });
      assert.deepEqual(cards.map(({ conversationId, audience }) => `${conversationId} ${audience}`).sort(), [
        'chat-approver approver',
        'chat-owner requester',
        'chat-requester requester',
      ]);
      assert.equal(await isUnderWay({ name: 'apply-request', requestId: follow.id }), true);
      assert.deepEqual(await life(world).toldOf('AGAIN'), [], 'its card tells it');

      // Microsoft is away for days; then it is blocked all the same.
      world.microsoft = 'away';
      world.minute = 4 * DAY;
      assert.deepEqual(outcomes(await life(world).run(follow.id)), [null]);
      world.microsoft = 'there';
      assert.deepEqual(outcomes(await life(world).run(follow.id)), ['blocked']);
      assert.equal((await under.store().requests.load(follow.id))?.state, 'done');
      assert.deepEqual(world.writes, ['unblock again-a', 'block again-a']);
      assert.deepEqual((await life(world).events('again-a')).slice(-3), [
        'exemption.ended (over)',
        'mailbox.block-written',
        'mailbox.block-verified',
      ]);
    });

    it('leaves the mailbox alone when that was impossible for a week', async () => {
      const world = newWorld({ allowed: new Map([['week-a', false]]) });
      await ask('WEEK', 'unblock', { until: DAY });
      await life(world).run('WEEK');
      world.minute = DAY;
      await life(world).end('WEEK');
      world.minute = 8 * DAY;
      const [follow] = await followUps('WEEK');
      assert.deepEqual(outcomes(await life(world).run(follow?.id ?? '')), ['skipped']);
      assert.equal(world.allowed.get('week-a'), true);
      assert.equal((await life(world).judge('week-a')).verdict, 'exposed');
    });

    it('comes to pass also where the instance that blocks has a clock behind that of the one that ended it', async () => {
      const world = newWorld({ allowed: new Map([['behind-a', false]]) });
      await ask('BEHIND', 'unblock', { until: DAY });
      await life(world).run('BEHIND');
      world.minute = DAY;
      await life(world).end('BEHIND');
      const [follow] = await followUps('BEHIND');
      world.minute = DAY - 1;
      assert.deepEqual(outcomes(await life(world).run(follow?.id ?? '')), ['blocked']);
      assert.equal(world.allowed.get('behind-a'), false);
    });

    it('is dealt with once, however often its job comes, and not before its time', async () => {
      const world = newWorld({ allowed: new Map([['once-a', false]]), minute: 0 });
      await ask('ONCE', 'unblock', { until: DAY });
      await life(world).run('ONCE');
      world.minute = DAY - 1;
      await life(world).end('ONCE');
      assert.equal((await followUps('ONCE')).length, 0);
      assert.equal(await life(world).inForce('once-a'), at(DAY));
      world.minute = DAY;
      await Promise.all([1, 2, 3, 4].map(() => life(world).end('ONCE')));
      await life(world).end('ONCE');
      assert.equal((await followUps('ONCE')).length, 1);
      assert.equal((await life(world).events('once-a')).filter((event) => /ended/.test(event)).length, 1);
    });

    it('is one request for all mailboxes that one request unblocked', async () => {
      const ids = ['bulk-a', 'bulk-b', 'bulk-c'];
      const world = newWorld({ allowed: new Map(ids.map((id) => [id, false])) });
      await ask('BULK', 'unblock', { until: DAY, ids });
      await life(world).run('BULK');
      world.minute = DAY;
      await life(world).end('BULK');
      const follows = await followUps('BULK');
      assert.equal(follows.length, 1);
      assert.deepEqual(follows[0]?.items.map(({ objectId }) => objectId).sort(), ids);
      await life(world).run(follows[0]?.id ?? '');
      assert.deepEqual([...world.allowed.values()], [false, false, false]);
    });

    it('of an exempt one is told to owner and requester, and it counts as exposed from then on', async () => {
      const world = newWorld();
      await ask('EXEMPT', 'exempt', { until: DAY });
      assert.deepEqual(outcomes(await life(world).run('EXEMPT')), ['exempted']);
      assert.deepEqual(world.writes, []);
      assert.equal(world.relisted.at(-1)?.verdict, 'exempt');
      world.minute = DAY - 2 * HOUR;
      await life(world).warn('EXEMPT');
      await life(world).warn('EXEMPT');
      assert.equal((await life(world).notice('EXEMPT'))?.mailboxes[0]?.state, 'ending');
      assert.deepEqual(await life(world).toldOf('EXEMPT'), ['chat-owner 0', 'chat-requester 0']);
      world.minute = DAY;
      await life(world).end('EXEMPT');
      const notice = await life(world).notice('EXEMPT');
      assert.deepEqual([notice?.mailboxes[0]?.state, notice?.mailboxes[0]?.verdict], ['ended', 'exposed']);
      assert.deepEqual(await life(world).toldOf('EXEMPT'), [
        'chat-owner 0',
        'chat-owner 1',
        'chat-requester 0',
        'chat-requester 1',
      ]);
      assert.equal(world.relisted.at(-1)?.verdict, 'exposed');
      assert.equal((await followUps('EXEMPT')).length, 0);
      assert.deepEqual(world.writes, []);
    });

    it('is no news where somebody blocked it by hand', async () => {
      const world = newWorld();
      await ask('HAND', 'exempt', { until: DAY });
      await life(world).run('HAND');
      world.allowed.set('hand-a', false);
      world.minute = DAY;
      await life(world).end('HAND');
      assert.deepEqual(await life(world).toldOf('HAND'), []);
      assert.equal(await life(world).inForce('hand-a'), null);
      assert.equal(world.relisted.at(-1)?.verdict, 'blocked');
    });

    it('is told, and nothing written, while the bot only watches', async () => {
      const world = newWorld({ allowed: new Map([['seen-a', false]]) });
      await ask('SEEN', 'unblock', { until: DAY });
      await life(world).run('SEEN');
      world.mode = 'watch';
      world.minute = DAY;
      await life(world).end('SEEN');
      assert.equal((await followUps('SEEN')).length, 0);
      assert.deepEqual(world.writes, ['unblock seen-a']);
      assert.equal((await life(world).notice('SEEN'))?.blocksAtEnd, false);
      assert.deepEqual(await life(world).toldOf('SEEN'), ['chat-owner 1', 'chat-requester 1']);
    });

    it('is told to the approvers instead of an owner who has left or has no chat, and to the log where nobody is there', async () => {
      for (const [id, owner] of [
        ['LEFT', 'owner'],
        ['CHATLESS', 'stranger'],
      ] as const) {
        const world = newWorld({ gone: new Set(['person-owner']) });
        await ask(id, 'exempt', { until: DAY, owner });
        await life(world).run(id);
        world.minute = DAY;
        await life(world).end(id);
        assert.deepEqual(await life(world).toldOf(id), ['chat-approver 1', 'chat-requester 1', 'place-approvals 1']);
        assert.equal((await life(world).notice(id))?.insteadOf, 'owner');
        assert.deepEqual(world.untold, []);
      }
      const nobody = newWorld({ chats: new Map(), approverChats: [] });
      await ask('NOBODY', 'exempt', { until: 2 * DAY });
      await life(nobody).run('NOBODY');
      nobody.minute = 2 * DAY - HOUR;
      await life(nobody).warn('NOBODY');
      nobody.minute = 2 * DAY;
      await life(nobody).end('NOBODY');
      assert.deepEqual(nobody.untold, ['NOBODY', 'NOBODY']);
      const [ended] = await under.store().record.ofMailbox('nobody-a', { before: null, limit: 1 });
      assert.deepEqual([ended?.event, ended?.detail['told']], ['exemption.ended', 0]);
    });
  });

  describe('before its end', () => {
    it('takes another term: the old end and warning do nothing, and the notice of them says so', async () => {
      const world = newWorld();
      await ask('FIRST', 'exempt', { until: DAY, ids: ['prolonged'] });
      await life(world).run('FIRST');
      world.minute = DAY - HOUR;
      await life(world).warn('FIRST');
      await ask('NEXT', 'exempt', { until: 3 * DAY, ids: ['prolonged'], verdict: 'exempt', minute: world.minute });
      await life(world).run('NEXT');
      assert.equal((await life(world).notice('FIRST'))?.mailboxes[0]?.state, 'extended');
      world.minute = DAY;
      await life(world).end('FIRST');
      await life(world).warn('FIRST');
      assert.equal(await life(world).inForce('prolonged'), at(3 * DAY));
      assert.equal((await life(world).judge('prolonged')).exemption?.requestId, 'NEXT');
      world.minute = 3 * DAY;
      await life(world).end('NEXT');
      assert.equal(await life(world).inForce('prolonged'), null);
      assert.equal((await life(world).notice('FIRST'))?.mailboxes[0]?.state, 'extended');
    });

    it('keeps what it is measured against when it is prolonged, and not when it had ended', async () => {
      const world = newWorld();
      const baseline = async () => (await life(world).judge('measured')).exemption?.baseline.verdict;
      await ask('M1', 'exempt', { until: DAY, ids: ['measured'], verdict: 'synced' });
      await life(world).run('M1');
      await ask('M2', 'exempt', { until: 2 * DAY, ids: ['measured'], verdict: 'exempt' });
      await life(world).run('M2');
      assert.equal(await baseline(), 'synced');
      world.minute = 2 * DAY;
      await life(world).end('M2');
      await ask('M3', 'exempt', { until: 3 * DAY, ids: ['measured'], minute: world.minute });
      await life(world).run('M3');
      assert.equal(await baseline(), 'exposed');
      assert.equal((await life(world).notice('M2'))?.mailboxes[0]?.state, 'extended');
    });

    it('is over with a block, by request or by hand, and its notice says so', async () => {
      for (const [id, byHand] of [
        ['ASKED', false],
        ['BYHAND', true],
      ] as const) {
        const world = newWorld();
        const ids = [`${id.toLowerCase()}-a`, `${id.toLowerCase()}-b`];
        const [mailbox = ''] = ids;
        await ask(id, 'exempt', { until: DAY, ids });
        await life(world).run(id);
        world.minute = DAY - HOUR;
        await life(world).warn(id);
        if (byHand) world.allowed.set(mailbox, false);
        await ask(`${id}B`, 'block', { until: 0, ids: [mailbox], verdict: 'exempt', minute: world.minute });
        assert.deepEqual(outcomes(await life(world).run(`${id}B`)), [byHand ? 'already-blocked' : 'blocked']);
        assert.equal(await life(world).inForce(mailbox), null);
        assert.deepEqual(
          (await life(world).notice(id))?.mailboxes.map(({ state }) => state),
          ['blocked', 'ending'],
        );
        assert.ok((await life(world).events(mailbox)).includes('exemption.ended (blocked)'));
        world.minute = DAY;
        await life(world).end(id);
        assert.deepEqual(
          (await life(world).notice(id))?.mailboxes.map(({ objectId, state }) => `${objectId} ${state}`).sort(),
          [`${ids[0]} blocked`, `${ids[1]} ended`],
        );
      }
    });

    it('is not ended by a block that was asked for when there was none', async () => {
      const world = newWorld();
      await ask('BLIND', 'block', { until: 0, ids: ['granted'] });
      await ask('GRANT', 'exempt', { until: DAY, ids: ['granted'] });
      await life(world).run('GRANT');
      assert.deepEqual(outcomes(await life(world).run('BLIND')), ['skipped']);
      assert.equal(await life(world).inForce('granted'), at(DAY));
    });
  });

  describe('without its jobs', () => {
    it('gets its end and warning again, once, and no warning that was given', async () => {
      const { ledger, exemptions } = under.store();
      const world = newWorld({ minute: 10 * DAY });
      for (const one of await exemptions.running()) {
        await ledger.transaction((work) => work.exemptions.end(one.objectId, at(world.minute)));
      }
      const lost = (requestId: string, objectId: string) => ({
        ...{
          objectId,
          kind: 'exempt' as const,
          ownerId: 'person-owner',
          ownerName: 'Owner',
          reason: 'lost',
          requestId,
        },
        ...{ since: at(world.minute - DAY), until: at(world.minute + DAY) },
        baseline: { verdict: 'exposed' as const, evidence: 'not-known' as const },
      });
      await ledger.transaction(async (work) => {
        await work.exemptions.put(lost('LOST', 'lost-a'));
        await work.exemptions.put(lost('LOST', 'lost-b'));
        await work.exemptions.put(lost('WARNED', 'warned-a'));
      });
      await life(world).warn('WARNED');
      assert.equal(await life(world).resume(), 3);
      assert.equal(await life(world).resume(), 0);
      for (const [name, requestId, expected] of [
        ['end-exemption', 'LOST', true],
        ['warn-exemption', 'LOST', true],
        ['end-exemption', 'WARNED', true],
        ['warn-exemption', 'WARNED', false],
      ] as const) {
        assert.equal(await isUnderWay({ name, requestId }), expected, `${name} ${requestId}`);
      }
    });
  });

  async function followUps(id: string): Promise<readonly Request[]> {
    const { rows } = await under.store().requests.page(0, 200);
    return rows.filter(({ follows }) => follows === id);
  }
});
