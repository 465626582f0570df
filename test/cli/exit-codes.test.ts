// The exit codes that a pipeline goes by, each walked through `npx mailbox-guard` as docs/operations.md writes it.
import assert from 'node:assert/strict';
import { runLine } from '../support/by-hand.js';
import { openStand, type Stand } from './stand.js';

const JOIN = 'POST /directoryObjects/getByIds';

describe('npx mailbox-guard', function () {
  this.timeout(60_000);
  let stand: Stand;
  before(async () => {
    stand = await openStand({ users: 60, mailboxes: 20 });
  });
  after(() => stand.close());

  async function ends(command: 'scan' | 'report', code: number, said: RegExp): Promise<void> {
    const ran = await runLine(`npx mailbox-guard ${command}`, stand.settings);
    assert.equal(ran.code, code, ran.stdout + ran.stderr);
    assert.match(ran.stdout + ran.stderr, said);
  }

  /** As an administrator would by hand, in the admin center; mailboxes without an account are deleted. */
  function blockAll(): void {
    const { contents, setAccountEnabled } = stand.tenant.directory;
    for (const mailbox of [...contents.mailboxes]) {
      const user = mailbox.objectId === null ? undefined : contents.user(mailbox.objectId);
      if (user === undefined) contents.removeMailbox(mailbox);
      else setAccountEnabled(user.id, false);
    }
    stand.tenant.clock.advance(3_600_000);
  }

  it('ends with 1 where mailboxes are exposed', async () => {
    await ends('scan', 1, /^\d+ mailboxes: \d+ exposed/mu);
    await ends('report', 1, /^FAIL: [1-9]\d* of \d+ shared mailboxes can sign in/mu);
  });

  it('ends with 0 once all of them are blocked', async () => {
    blockAll();
    await ends('scan', 0, /^(\d+) mailboxes: \1 blocked\.$/mu);
    await ends('report', 0, /^PASS: 0 of \d+ shared mailboxes/mu);
  });

  it('ends with 2 where not everything was read, though nothing that was read is exposed', async () => {
    stand.tenant.faults.add({ route: JOIN, effect: { kind: 'status', status: 400 } });
    stand.tenant.faults.add({ route: 'GET /users', effect: { kind: 'status', status: 400 } });
    stand.tenant.faults.add({ route: 'GET /users/{id}', effect: { kind: 'status', status: 400 } });
    await ends('scan', 2, /^Partial: what was not read may be able to sign in\.$/mu);
    await ends('report', 2, /^NOT KNOWN: /mu);
    stand.tenant.faults.clear();
  });

  it('ends with 2 where nothing could be read', async () => {
    stand.tenant.permissions.exchangeRole = 'none';
    await ends('scan', 2, /it lacks Exchange\.ManageAsAppV2/u);
    await ends('report', 2, /it lacks Exchange\.ManageAsAppV2/u);
    stand.tenant.permissions.exchangeRole = 'view-only-recipients';
  });

  it('ends with 1 again as soon as one is switched on', async () => {
    const { contents, setAccountEnabled } = stand.tenant.directory;
    const shared = contents.mailboxes.find(({ type }) => type === 'SharedMailbox') ?? assert.fail();
    setAccountEnabled(shared.objectId ?? '', true);
    stand.tenant.clock.advance(3_600_000);
    await ends('scan', 1, /: 1 exposed, /u);
    await ends('report', 1, /^FAIL: 1 of \d+ shared mailboxes/mu);
  });
});
