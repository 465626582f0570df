// Telling the approvers when none can be told: it is on record once, tried until somebody can, and no card says otherwise.
import assert from 'node:assert/strict';
import { acknowledgeFinding } from '../../../src/alerts/act-on-finding.js';
import type { MailboxFinding } from '../../../src/alerts/finding.js';
import { tellApprovers } from '../../../src/alerts/tell-approvers.js';
import type { Job, Jobs, Ledger } from '../../../src/approvals/ports.js';
import type { RecordEvent } from '../../../src/audit/entry.js';
import type { Delivery, Subject } from '../../../src/delivery/ports.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at, person, T0 } from '../db/samples.js';
import { makeDue } from './make-due.js';
import { type SmallTenant, smallTenant } from './small-tenant.js';

onEachEngine('Approvers who cannot be told', {}, (under) => {
  let tenant: SmallTenant;
  let chats: readonly string[] = [];
  const untold: string[] = [];
  /** Jobs that it asked for, whatever waits already. */
  const planned: Job[] = [];
  const clock = { now: () => at(tenant.minute) };

  before(async () => {
    tenant = smallTenant(under.store);
    for (const id of ['one', 'two', 'three', 'four', 'five']) tenant.add(id, { accountEnabled: false });
    await tenant.begin();
    await tenant.scan();
    tenant.minute += 10;
    for (const id of ['one', 'two', 'three']) tenant.change(id, { accountEnabled: true });
    await tenant.poll();
  });
  beforeEach(() => {
    chats = [];
    untold.length = 0;
    planned.length = 0;
  });

  const of = async (id: string): Promise<MailboxFinding> => {
    const [finding] = await under.store().findings.ofMailbox(id);
    return finding ?? assert.fail();
  };
  const subjectOf = async (id: string): Promise<Subject> => ({ kind: 'finding', id: (await of(id)).id });
  const tell = (subject: Subject, untoldSince: string | null = null): Promise<void> => {
    const { ledger, findings } = under.store();
    const chatsOfApprovers = async () => chats;
    const hears = { untold: ({ id }: Subject) => void untold.push(id) };
    const spied: Ledger = {
      transaction: (work) =>
        ledger.transaction((doors) => {
          const enqueue: Jobs['enqueue'] = (job, options) => {
            planned.push(job);
            return doors.jobs.enqueue(job, options);
          };
          return work({ ...doors, jobs: { ...doors.jobs, enqueue } });
        }),
    };
    return tellApprovers({ subject, untoldSince }, { ledger: spied, clock, findings, chatsOfApprovers, ...hears });
  };
  const heard = async (id: string): Promise<boolean> => under.store().findings.approversHeard(await of(id));
  const onRecord = async (event: RecordEvent, id: string) =>
    (await under.store().record.newest({ before: null, limit: 200 })).filter(
      (entry) => entry.event === event && (entry.detail['finding'] === id || entry.detail['digest'] === id),
    );
  const cards = (subject: Subject): Promise<readonly Delivery[]> => under.store().deliveries.ofSubject(subject);
  const arrives = async ({ id, conversationId }: Delivery): Promise<void> => {
    const { deliveries } = under.store();
    await deliveries.claimPost(id, 0);
    await deliveries.posted(id, `message in ${conversationId}`, 1);
  };

  it('are told as soon as one can be, and the record has it once that nobody could', async () => {
    const subject = await subjectOf('one');
    await tell(subject);
    const again = { name: 'tell-approvers', subject } as const;
    assert.deepEqual([planned, untold], [[{ ...again, untoldSince: clock.now() }], [subject.id]]);
    const [entry, ...more] = await onRecord('finding.untold', subject.id);
    assert.deepEqual([entry?.mailbox, entry?.detail['told'], more], ['one', 0, []]);
    await tell(subject, T0);
    assert.equal((await onRecord('finding.untold', subject.id)).length, 1, 'it is known already');
    assert.equal(untold.length, 1);
    assert.deepEqual(planned.at(-1), { ...again, untoldSince: T0 }, 'since the first time');
    assert.deepEqual(await cards(subject), []);
    chats = ['late approver'];
    await tell(subject, T0);
    assert.deepEqual(
      (await cards(subject)).map(({ conversationId }) => conversationId),
      ['late approver'],
    );
    const [late] = await onRecord('finding.told-late', subject.id);
    assert.deepEqual([late?.detail['since'], late?.detail['told']], [T0, 1]);
  });

  it('are not told any more of what somebody else takes care of', async () => {
    const subject = await subjectOf('two');
    await acknowledgeFinding(subject.id, person('op'), { ledger: under.store().ledger, clock });
    chats = ['late approver'];
    await tell(subject, T0);
    assert.deepEqual(await cards(subject), []);
  });

  it('are on no card as told before a message has arrived with one of them', async () => {
    const subject = await subjectOf('three');
    await under.store().deliveries.add(subject, 1, [{ conversationId: 'channel', audience: 'place' }]);
    const [inChannel] = await cards(subject);
    await arrives(inChannel ?? assert.fail());
    await makeDue(under, 'findings', 'open_since');
    await tenant.tend(0);
    assert.equal((await of('three')).state.kind, 'escalated');
    await tell(subject);
    assert.equal(await heard('three'), false);
    chats = ['late approver', 'another'];
    await tell(subject, T0);
    assert.equal(await heard('three'), false, 'it is on its way');
    const drawOf = async (): Promise<number> =>
      (await cards(subject)).find(({ conversationId }) => conversationId === 'channel')?.draw ?? -1;
    assert.equal(await drawOf(), 0);
    for (const card of (await cards(subject)).filter(({ audience }) => audience === 'approver')) await arrives(card);
    assert.equal(await heard('three'), true);
    assert.equal(await drawOf(), 1, 'the card in the channel says so, once');
  });

  it('are told of many at once, late too', async () => {
    tenant.minute += 10;
    tenant.flood = 1;
    for (const id of ['four', 'five']) tenant.change(id, { accountEnabled: true });
    await tenant.poll();
    const four = await subjectOf('four');
    await under.store().deliveries.add(four, 1, [{ conversationId: 'channel', audience: 'place' }]);
    await arrives((await cards(four))[0] ?? assert.fail());
    await makeDue(under, 'findings', 'open_since');
    await tenant.tend(0);
    const digest = await escalationDigest();
    await tell(digest);
    const [entry] = await onRecord('finding.untold', digest.id);
    assert.deepEqual([entry?.mailbox, entry?.detail['alerts'], entry?.detail['about']], [null, 2, 'escalation']);
    assert.equal(await heard('four'), false);
    chats = ['late approver'];
    await tell(digest, T0);
    await arrives((await cards(digest))[0] ?? assert.fail());
    assert.equal(await heard('four'), true);
    assert.equal((await cards(four))[0]?.draw, 1);
  });

  async function escalationDigest(): Promise<Subject> {
    for (let n = 1; n < 100; n += 1) {
      const found = await under.store().findings.digest(`F${n}`);
      if (found?.digest.reason === 'escalation') return { kind: 'digest', id: `F${n}` };
    }
    return assert.fail('no digest of what was escalated');
  }
});
