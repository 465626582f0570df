// What the sandbox tenant is born with: every verdict, every kind of name, the same for the same seed, at any size.
import assert from 'node:assert/strict';
import { enabledAt } from '../../../sandbox/tenant/directory.js';
import { startTenant, type Tenant, type TenantOptions } from '../../../sandbox/tenant/index.js';
import { type Account, MAILBOX_TYPES, type Verdict } from '../../../src/mailboxes/mailbox.js';
import { assess } from '../../../src/mailboxes/verdict.js';

/** The verdicts that the bot's own rules give to the seeded mailboxes. */
function verdicts({ directory: { contents }, clock }: Tenant): ReadonlyMap<string, Verdict> {
  const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const accountOf = (objectId: string | null, upn: string): Account | null => {
    const user = contents.user(objectId ?? upn);
    if (user === undefined) return null;
    return {
      id: user.id,
      userPrincipalName: user.userPrincipalName,
      displayName: user.displayName,
      accountEnabled: enabledAt(user, clock.now(), 0),
      onPremisesSyncEnabled: user.onPremisesSyncEnabled,
      userType: user.userType,
      skuIds: user.licences,
      createdAt: iso(user.createdAt),
      passwordChangedAt: iso(user.passwordChangedAt),
      managementRestricted: user.managementRestricted,
    };
  };
  const judged = contents.mailboxes.flatMap((seeded) => {
    const type = MAILBOX_TYPES.find((known) => known === seeded.type);
    if (type === undefined) return [];
    const { objectId, displayName, userPrincipalName, address } = seeded;
    const account = accountOf(objectId, userPrincipalName);
    const { verdict } = assess({
      mailbox: { objectId, type, displayName, userPrincipalName, address },
      account,
      exemption: null,
      holdsRole: account !== null && contents.rolesOf(account.id).length > 0,
      history: null,
      now: new Date(clock.now()).toISOString(),
    });
    return [[address, verdict] as const];
  });
  return new Map(judged);
}

async function withTenant<T>(options: TenantOptions, look: (tenant: Tenant) => T): Promise<T> {
  const tenant = await startTenant(options);
  try {
    return look(tenant);
  } finally {
    await tenant.stop();
  }
}

describe('sandbox tenant: seeded data', () => {
  it('has 60 mailboxes by default: most blocked, about a dozen exposed, every verdict', async () => {
    await withTenant({}, (tenant) => {
      const judged = verdicts(tenant);
      const count = (verdict: Verdict) => [...judged.values()].filter((one) => one === verdict).length;
      assert.equal(judged.size, 60);
      assert.deepEqual(
        {
          exposed: count('exposed'),
          unknown: count('unknown'),
          synced: count('synced'),
          protected: count('protected'),
          blocked: count('blocked'),
        },
        { exposed: 13, unknown: 2, synced: 2, protected: 7, blocked: 36 },
      );
      for (const alias of ['reception', 'invoices', 'scanner-ground', 'lee.leaver', 'pat.person', 'room-aurora']) {
        assert.equal(judged.get(`${alias}@lighthouse.example`), 'exposed', alias);
      }
    });
  });

  it('has names that want to be something else, two alike, and one as long as Entra allows', async () => {
    await withTenant({}, ({ directory: { contents } }) => {
      const names = contents.mailboxes.map(({ displayName }) => displayName);
      for (const part of ['<at>', '**', '${', '<script>', '\u202E', '🚀', '=cmd|']) {
        assert.ok(
          names.some((name) => name.includes(part)),
          part,
        );
      }
      assert.ok(names.some((name) => name.length === 256));
      assert.equal(names.filter((name) => name === 'Info').length, 2);
      assert.ok(contents.users.every(({ displayName }) => displayName.length <= 256));
    });
  });

  it('keeps the ids of personas and named mailboxes whatever the seed, and differs elsewhere', async () => {
    const look = (seed: number) =>
      withTenant({ seed, users: 300, mailboxes: 100 }, ({ directory, people, groups }) => ({
        reception: directory.find('Reception').id,
        guid: directory.findMailbox('Reception').guid,
        people,
        groups,
        all: directory.contents.users.map(({ id }) => id),
      }));
    const [one, again, other] = [await look(1), await look(1), await look(2)];
    assert.deepEqual(again, one);
    assert.deepEqual(
      [other.reception, other.guid, other.people, other.groups],
      [one.reception, one.guid, one.people, one.groups],
    );
    assert.notDeepEqual(other.all, one.all);
  });

  it('has as many as asked, and the most telling ones when few are asked', async () => {
    for (const [users, mailboxes] of [
      [50, 5],
      [500, 200],
      [2_000, 1_000],
    ] as const) {
      await withTenant({ users, mailboxes }, ({ directory: { contents } }) => {
        const targets = contents.mailboxes.filter(({ type }) => (MAILBOX_TYPES as readonly string[]).includes(type));
        assert.equal(targets.length, mailboxes);
        assert.equal(contents.users.length, users);
        assert.equal(targets[0]?.displayName, 'Reception');
        assert.equal(new Set(targets.map(({ displayName, address }) => displayName + address)).size, mailboxes);
        assert.equal(new Set(contents.users.map(({ userPrincipalName }) => userPrincipalName)).size, users);
      });
    }
  });

  it('starts with 100,000 users and 10,000 mailboxes', async () => {
    await withTenant({ users: 100_000, mailboxes: 10_000 }, (tenant) => {
      assert.equal(tenant.directory.contents.users.length, 100_000);
      const judged = new Set(verdicts(tenant).values());
      assert.deepEqual([...judged].sort(), ['blocked', 'exposed', 'protected', 'synced', 'unknown']);
    });
  });
});
