// Which mailbox a person meant: a part of a name may do, a part of an address never.
import assert from 'node:assert/strict';
import { Refused } from '../../../src/failure.js';
import { findOne } from '../../../src/mailboxes/find.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { mailbox, scan } from '../db/samples.js';

const GUID = '3333aaaa-3333-4333-8333-33333333333';

onEachEngine('Finding a mailbox', {}, (under) => {
  const info = mailbox('Info', {}, { displayName: `Info ${GUID}00`, address: 'info@contoso.example' });
  const publish = (state: 'complete' | 'partial'): Promise<void> =>
    under.store().scans.publish(scan(`scan-${state}`, { state }), [info, mailbox('Front Desk')]);
  const refusal = async (said: string) => {
    const failure = await findOne(said, under.store().scans).then(
      ({ mailbox: { address } }) => assert.fail(`found ${address}`),
      (error: unknown) => (error instanceof Refused ? error.failure : assert.fail(String(error))),
    );
    assert(failure.kind === 'mailbox-not-found');
    return failure;
  };

  before(() => publish('complete'));

  it('takes a part of a name where only one has it', async () => {
    assert.equal((await findOne('ront des', under.store().scans)).mailbox.displayName, 'Front Desk');
  });

  it('never takes the end of another address for the one that was said, but offers it', async () => {
    const { nearest, scanWasPartial } = await refusal('fo@contoso.example');
    assert.deepEqual(
      nearest.map(({ address }) => address),
      ['info@contoso.example'],
    );
    assert.equal(scanWasPartial, false);
  });

  it('never looks for an object id within names', async () => {
    await refusal(`${GUID}0`);
  });

  it('says when the scan it looked in was partial', async () => {
    await publish('partial');
    assert.equal((await refusal('nobody@contoso.example')).scanWasPartial, true);
  });
});
