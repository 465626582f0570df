// Who answers for an exemption: named in a line by address, and somebody who is there.
import assert from 'node:assert/strict';
import { findOwner } from '../../bot/owner.js';
import { takeOwner } from '../../bot/owner-words.js';
import { sentenceFor } from '../../bot/refusal.js';
import { Refused } from '../../src/failure.js';
import type { Account } from '../../src/mailboxes/mailbox.js';
import { account, mailbox } from '../src/db/samples.js';

describe('an owner in a line', () => {
  const cases: readonly (readonly [string, string | null, string])[] = [
    ['until 2027-01-31 owner kim@contoso.com scanner', 'kim@contoso.com', 'until 2027-01-31 scanner'],
    ['owner kim@contoso.com until 2027-01-31 scanner', 'kim@contoso.com', 'until 2027-01-31 scanner'],
    ['scanner, owner: kim@contoso.com, INC-7', 'kim@contoso.com', 'scanner, INC-7'],
    ['scanner OWNER=kim.o@contoso.com', null, 'scanner OWNER=kim.o@contoso.com'],
    ['scanner OWNER Kim.O@Contoso.com', 'Kim.O@Contoso.com', 'scanner'],
    ['scanner owner kim@contoso.com.', 'kim@contoso.com', 'scanner'],
    ['owner 2b0c6f0a-4c1e-4c6f-8d8c-0f5d3a9f1c22', '2b0c6f0a-4c1e-4c6f-8d8c-0f5d3a9f1c22', ''],
    ['the owner asked for it', null, 'the owner asked for it'],
    ['its owner Kim Larsen asked', null, 'its owner Kim Larsen asked'],
    ['coowner kim@contoso.com asked', null, 'coowner kim@contoso.com asked'],
    ['kim@contoso.com asked', null, 'kim@contoso.com asked'],
    ['', null, ''],
  ];
  for (const [line, owner, rest] of cases) {
    it(`is ${owner ?? 'nobody'} in "${line}"`, () => assert.deepEqual(takeOwner(line), { owner, rest }));
  }
});

describe('findOwner', () => {
  const kim = account('kim', { displayName: 'Kim Larsen' });
  const find = (found: Account | null, said = 'kim@contoso.com', isMailbox = false) =>
    findOwner(said, 'c', {
      readAccount: async () => found,
      scans: { matching: async () => (isMailbox ? [mailbox('kim')] : []) },
    });

  it('gives the person by object id and name', async () => {
    assert.deepEqual(await find(kim), { objectId: 'kim', name: 'Kim Larsen' });
    assert.equal((await find({ ...kim, displayName: '' })).name, 'kim@contoso.example');
  });

  const unfit: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    ['one who is not there', () => find(null), /Entra knows nobody/],
    ['a name that is too long to be one', () => find(kim, 'k'.repeat(400)), /Entra knows nobody/],
    ['a guest', () => find({ ...kim, userType: 'Guest' }), /is a guest/],
    ['one who may not sign in', () => find({ ...kim, accountEnabled: false }), /may not sign in/],
    ['one of whom that is not known', () => find({ ...kim, accountEnabled: null }), /may not sign in/],
    ['a watched mailbox', () => find(kim, 'kim@contoso.com', true), /is a mailbox/],
  ];
  for (const [who, finding, sentence] of unfit) {
    it(`refuses ${who}, saying what to do`, async () => {
      const error = await finding().catch((reason: unknown) => reason);
      assert.ok(error instanceof Refused);
      assert.match(sentenceFor(error.failure), sentence);
      assert.match(sentenceFor(error.failure), /Name a person of your organisation/);
    });
  }
});
