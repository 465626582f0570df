// A scan, door by door: what is complete, what is partial and says so, what is no scan at all.
import assert from 'node:assert/strict';
import { type Failure, Refused } from '../../../src/failure.js';
import type { Account, Mailbox, MailboxType } from '../../../src/mailboxes/mailbox.js';
import { type ListedPage, readScan, type ScanDoors, type ScanScope } from '../../../src/mailboxes/read-scan.js';

const ALL: ScanScope = {
  types: ['SharedMailbox', 'RoomMailbox', 'EquipmentMailbox', 'SchedulingMailbox'],
  licensed: 'include',
};
const DOWN: Failure = {
  kind: 'upstream-unavailable',
  trace: { service: 'exchange', status: 503, code: null, requestId: 'r' },
};

function mailbox(id: string, type: MailboxType = 'SharedMailbox'): Mailbox {
  return {
    objectId: id,
    type,
    displayName: `Mailbox ${id}`,
    userPrincipalName: `${id}@x.example`,
    address: `${id}@x.example`,
  };
}

function account(id: string, more: Partial<Account> = {}): Account {
  return {
    id,
    userPrincipalName: `${id}@x.example`,
    displayName: id,
    accountEnabled: true,
    onPremisesSyncEnabled: null,
    userType: 'Member',
    skuIds: [],
    createdAt: null,
    passwordChangedAt: null,
    managementRestricted: null,
    ...more,
  };
}

interface World {
  readonly pages: readonly (ListedPage | Failure)[];
  readonly accounts: Readonly<Record<string, Account>>;
  readonly lost?: Readonly<Record<string, Failure>>;
  readonly roles?: Awaited<ReturnType<ScanDoors['roleHolders']>> | Failure;
}

function page(...mailboxes: readonly Mailbox[]): ListedPage {
  return { listed: mailboxes.length, unreadable: 0, mailboxes, others: [] };
}

function doors({ pages, accounts, lost = {}, roles = { kind: 'read', holders: new Set() } }: World): ScanDoors {
  return {
    now: () => '2026-11-22T10:00:00.000Z',
    newId: () => 'scan-1',
    async *listMailboxes() {
      for (const one of pages) {
        if ('listed' in one) yield one;
        else throw new Refused(one);
      }
    },
    joinAccounts: async (identities) => ({
      accounts: new Map(identities.flatMap((id) => (accounts[id] === undefined ? [] : [[id, accounts[id]] as const]))),
      lost: new Map(Object.entries(lost).map(([id, failure]) => [id, new Refused(failure)])),
    }),
    roleHolders: async () => {
      if (roles.kind === 'read' || roles.kind === 'not-permitted') return roles;
      throw new Refused(roles);
    },
    exemptionsOf: async () => new Map(),
    lastSignInsOf: async () => new Map(),
  };
}

describe('readScan', () => {
  it('calls a whole reading complete and counts it', async () => {
    const pages = [page(mailbox('a'), mailbox('b', 'RoomMailbox')), page(mailbox('c'))];
    const accounts = { a: account('a'), b: account('b', { accountEnabled: false }) };
    const { scan, mailboxes } = await readScan(ALL, doors({ pages, accounts }));
    assert.equal(scan.state, 'complete');
    assert.deepEqual(scan.problems, []);
    assert.deepEqual([scan.counts.pages, scan.counts.listed, scan.counts.targets, scan.counts.joined], [2, 3, 3, 2]);
    assert.deepEqual(
      [scan.counts.verdicts.exposed, scan.counts.verdicts.blocked, scan.counts.verdicts.unknown],
      [1, 1, 1],
    );
    assert.deepEqual([scan.counts.types.SharedMailbox, scan.counts.types.RoomMailbox], [2, 1]);
    assert.equal(mailboxes.find((one) => one.mailbox.objectId === 'c')?.cause, 'no-account');
  });

  it('calls an empty tenant, read to its end, complete', async () => {
    const { scan, mailboxes } = await readScan(ALL, doors({ pages: [page()], accounts: {} }));
    assert.equal(scan.state, 'complete');
    assert.equal(mailboxes.length, 0);
  });

  it('is partial when the list breaks off, and keeps what it read', async () => {
    const { scan, mailboxes } = await readScan(
      ALL,
      doors({ pages: [page(mailbox('a')), DOWN], accounts: { a: account('a') } }),
    );
    assert.equal(scan.state, 'partial');
    assert.equal(mailboxes.length, 1);
    assert.deepEqual(scan.problems, [
      "Exchange's list of mailboxes broke off after 1 mailbox on 1 page: Microsoft is not able to answer (503).",
    ]);
  });

  it('is no scan when Exchange gives nothing at all', async () => {
    await assert.rejects(readScan(ALL, doors({ pages: [DOWN], accounts: {} })), (error) => error instanceof Refused);
  });

  it('keeps an account that could not be read apart from one that does not exist', async () => {
    const pages = [page(mailbox('a'), mailbox('b'))];
    const { scan, mailboxes } = await readScan(ALL, doors({ pages, accounts: {}, lost: { a: DOWN } }));
    assert.equal(scan.state, 'partial');
    assert.deepEqual(scan.problems, [
      '1 of 2 accounts could not be read from Entra: Microsoft is not able to answer (503).',
    ]);
    assert.deepEqual(
      mailboxes.map(({ verdict, cause }) => [verdict, cause]),
      [
        ['unknown', 'state-not-returned'],
        ['unknown', 'no-account'],
      ],
    );
    assert.equal(scan.counts.joined, 0);
  });

  it('joins by user principal name where Exchange names no id, and never shows such a loss as fine', async () => {
    const nameless = { ...mailbox('a'), objectId: null, userPrincipalName: 'A@X.example' };
    const joined = await readScan(ALL, doors({ pages: [page(nameless)], accounts: { 'a@x.example': account('a') } }));
    assert.equal(joined.mailboxes[0]?.verdict, 'exposed');
    const lost = await readScan(ALL, doors({ pages: [page(nameless)], accounts: {}, lost: { 'a@x.example': DOWN } }));
    assert.deepEqual([lost.scan.state, lost.mailboxes[0]?.verdict], ['partial', 'unknown']);
  });

  it('says when roles were not checked: no loss without the permission, a loss when the reading failed', async () => {
    const world = { pages: [page(mailbox('a'))], accounts: { a: account('a') } };
    const holder = await readScan(ALL, doors({ ...world, roles: { kind: 'read', holders: new Set(['a']) } }));
    assert.deepEqual([holder.scan.rolesChecked, holder.mailboxes[0]?.cause], [true, 'directory-role']);
    const denied = await readScan(ALL, doors({ ...world, roles: { kind: 'not-permitted' } }));
    assert.deepEqual(
      [denied.scan.state, denied.scan.rolesChecked, denied.mailboxes[0]?.verdict],
      ['complete', false, 'exposed'],
    );
    const failed = await readScan(ALL, doors({ ...world, roles: DOWN }));
    assert.deepEqual([failed.scan.state, failed.scan.rolesChecked], ['partial', false]);
    assert.match(failed.scan.problems[0] ?? '', /^Directory roles could not be read/u);
  });

  it('is partial when Exchange lists rows that name no type', async () => {
    const pages = [{ listed: 2, unreadable: 1, mailboxes: [mailbox('a')], others: [] }];
    const { scan } = await readScan(ALL, doors({ pages, accounts: { a: account('a') } }));
    assert.equal(scan.state, 'partial');
  });

  it('leaves licensed shared mailboxes out or takes only them, and hides nothing that it could not read', async () => {
    const licensed = account('a', { skuIds: ['sku'] });
    const pages = [page(mailbox('a'), mailbox('b'), mailbox('c'), mailbox('d', 'RoomMailbox'))];
    const world = {
      pages,
      accounts: { a: licensed, b: account('b'), d: account('d', { skuIds: ['sku'] }) },
      lost: { c: DOWN },
    };
    const idsFor = async (choice: ScanScope['licensed']): Promise<readonly (string | null)[]> => {
      const { mailboxes } = await readScan({ ...ALL, licensed: choice }, doors(world));
      return mailboxes.map(({ mailbox: { objectId } }) => objectId);
    };
    assert.deepEqual(await idsFor('include'), ['a', 'b', 'c', 'd']);
    assert.deepEqual(await idsFor('exclude'), ['b', 'c', 'd']);
    assert.deepEqual(await idsFor('only'), ['a', 'c', 'd']);
  });

  it('counts a mailbox once that a moving list names twice', async () => {
    const pages = [page(mailbox('a')), page(mailbox('a'))];
    const { scan, mailboxes } = await readScan(ALL, doors({ pages, accounts: { a: account('a') } }));
    assert.deepEqual([scan.counts.listed, mailboxes.length], [2, 1]);
  });
});
