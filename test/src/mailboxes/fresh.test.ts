// Reading again: roles once for as long as a run lasts, and what is known of an account that is blocked now.
import assert from 'node:assert/strict';
import { type FreshDoors, reassess, withRolesOnce } from '../../../src/mailboxes/fresh.js';
import { account, mailbox, T0 } from '../db/samples.js';

describe('reading again', () => {
  it('reads the roles once, unless they could not be read', async () => {
    let reads = 0;
    const roleHolders = async (): Promise<ReadonlySet<string>> => {
      reads += 1;
      if (reads === 1) throw new Error('not now');
      return new Set(['admin']);
    };
    const doors = withRolesOnce({ roleHolders } as unknown as FreshDoors);
    assert.equal(reads, 0);
    await assert.rejects(doors.roleHolders('id'), /not now/);
    const all = await Promise.all([doors.roleHolders('id'), doors.roleHolders('id'), doors.roleHolders('other')]);
    assert.deepEqual(all, [new Set(['admin']), new Set(['admin']), new Set(['admin'])]);
    assert.equal(reads, 2);
  });

  it('shows an account that was blocked since without asking for its roles', () => {
    const before = mailbox('Lobby', { account: account('lobby') });
    const after = reassess(before, account('lobby', { accountEnabled: false }), null, null, T0);
    assert.deepEqual([after.verdict, after.signIn, after.mailbox], ['blocked', 'blocked', before.mailbox]);
  });

  it('takes a role that was held for one that is, and a sign-in that was known for one that was', () => {
    const before = mailbox('Lobby', { account: account('lobby'), obstacle: 'directory-role' });
    const after = reassess(before, account('lobby'), null, T0, T0);
    assert.deepEqual([after.verdict, after.cause, after.evidence], ['protected', 'directory-role', 'direct-sign-in']);
  });
});
