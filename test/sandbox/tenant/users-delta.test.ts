// Delta queries over users in the sandbox's Graph: everybody once, then what changed, with tokens that do not last.
import assert from 'node:assert/strict';
import { type Client, failure, type Reply, startClient } from './client.js';

const DAY_MS = 24 * 3_600_000;
const SELECT = '$select=accountEnabled,displayName';
const MINIMAL = { headers: { Prefer: 'return=minimal' } };

describe('sandbox tenant: users/delta', () => {
  let client: Client;
  let now: number;
  beforeEach(async () => {
    now = Date.now();
    client = await startClient({ users: 250, realNow: () => now });
  });
  afterEach(() => client.tenant.stop());

  const delta = (query: string, more = {}) => client.graph(`/users/delta?${query}`, more);
  const linkOf = (reply: Reply): string => String(reply.body['@odata.deltaLink'] ?? reply.body['@odata.nextLink']);
  const latest = async (query = SELECT): Promise<string> => linkOf(await delta(`${query}&$deltatoken=latest`));
  const seen = (): void => client.tenant.clock.advance(client.tenant.switches.deltaLagMs);
  const follow = async (link: string, more = {}): Promise<readonly Reply[]> => {
    const pages: Reply[] = [];
    for (let next: unknown = link; typeof next === 'string'; next = pages.at(-1)?.body['@odata.nextLink']) {
      pages.push(await client.graph(next, more));
    }
    return pages;
  };
  const rows = (pages: readonly Reply[]) => pages.flatMap(({ body }) => body.value);

  it('tells everybody once, in pages, and goes on from where it began', async () => {
    const first = await delta(SELECT);
    client.tenant.directory.setAccountEnabled('Press', true);
    seen();
    const pages = [first, ...(await follow(linkOf(first)))];
    const ids = rows(pages).map(({ id }) => id);
    assert.deepEqual([pages.length, ids.length, new Set(ids).size], [3, 250, 250]);
    assert.deepEqual(Object.keys(rows(pages)[0] ?? {}).sort(), ['accountEnabled', 'displayName', 'id']);
    assert.match(first.body['@odata.nextLink'] ?? '', /\/v1\.0\/users\/delta\?\$skiptoken=[\w-]+$/);
    const [then] = await follow(linkOf(pages.at(-1) ?? first));
    assert.deepEqual(
      then?.body.value.map(({ displayName }) => displayName),
      ['Press'],
    );
  });

  it('begins at now with latest, and tells nobody', async () => {
    const reply = await delta(`${SELECT}&$deltatoken=latest`);
    assert.deepEqual([reply.status, reply.body.value], [200, []]);
    assert.match(linkOf(reply), /\/v1\.0\/users\/delta\?\$deltatoken=[\w-]+$/);
    const [again] = await follow(linkOf(reply));
    assert.deepEqual(again?.body.value, []);
  });

  it('tells what changed: all that is selected, or with return=minimal the changed properties alone', async () => {
    const link = await latest();
    const { directory } = client.tenant;
    directory.setAccountEnabled('Press', true);
    seen();
    const { id } = directory.find('Press');
    assert.deepEqual(rows(await follow(link)), [{ id, accountEnabled: true, displayName: 'Press' }]);
    assert.deepEqual(rows(await follow(link, MINIMAL)), [{ id, accountEnabled: true }]);
    directory.changeUser('Press', { displayName: 'Press Office' });
    seen();
    const both = { id, accountEnabled: true, displayName: 'Press Office' };
    assert.deepEqual(rows(await follow(link, MINIMAL)), [both], 'each account once');
  });

  it('leaves out changes of what is not selected', async () => {
    const link = await latest();
    const { directory } = client.tenant;
    directory.setPassword('Press');
    directory.changeUser('Press', { jobTitle: 'Desk' });
    seen();
    assert.deepEqual(rows(await follow(link)), []);
    const wide = await latest('$select=lastPasswordChangeDateTime,assignedLicenses');
    directory.setPassword('Press');
    directory.changeUser('Careers', { licences: ['05e9a617-0261-4cee-bb44-138d3ef5d965'] });
    seen();
    const [press, careers] = rows(await follow(wide, MINIMAL));
    assert.deepEqual(Object.keys(press ?? {}), ['lastPasswordChangeDateTime', 'id']);
    assert.deepEqual(Object.keys(careers ?? {}), ['assignedLicenses', 'id']);
    const all = await latest('');
    directory.setAccountEnabled('Press', true);
    seen();
    assert.equal(rows(await follow(all))[0]?.['accountEnabled'], undefined, 'tracked, and not among the default ones');
  });

  it('tells creations in full, and deletions with their reason', async () => {
    const link = await latest();
    const { directory } = client.tenant;
    const { objectId } = directory.addMailbox({
      name: 'Lost and Found',
      alias: 'lost',
      type: 'SharedMailbox',
      signIn: 'allowed',
    });
    const { id } = directory.deleteUser('Press');
    seen();
    const created = { id: objectId, accountEnabled: true, displayName: 'Lost and Found' };
    assert.deepEqual(rows(await follow(link, MINIMAL)), [created, { id, '@removed': { reason: 'changed' } }]);
    directory.restoreUser(id);
    directory.setAccountEnabled(objectId ?? '', false);
    seen();
    const restored = { id, accountEnabled: false, displayName: 'Press' };
    assert.deepEqual(rows(await follow(link, MINIMAL)), [{ ...created, accountEnabled: false }, restored]);
    directory.deleteUser('Press');
    directory.purgeUser(id);
    seen();
    const [, gone] = rows(await follow(link, MINIMAL));
    assert.deepEqual(gone, { id, '@removed': { reason: 'deleted' } });
    assert.throws(() => directory.restoreUser(id), /no account .* among the deleted/);
    assert.throws(
      () => directory.addMailbox({ name: 'Lost', alias: 'lost', type: 'SharedMailbox', signIn: 'allowed' }),
      /taken/,
    );
  });

  it('tells a change late, by the switch', async () => {
    client.tenant.switches.deltaLagMs = 30_000;
    const link = await latest();
    client.tenant.directory.setAccountEnabled('Press', true);
    now += 29_999;
    const [early] = await follow(link);
    assert.deepEqual(early?.body.value, []);
    now += 1;
    assert.equal(rows(await follow(linkOf(early as Reply))).length, 1);
  });

  it('pages changes, and repeats objects when the switch says so', async () => {
    const link = await latest();
    const users = client.tenant.directory.contents.users.filter(({ deletedAt }) => deletedAt === null);
    for (const { id } of users) client.tenant.directory.changeUser(id, { displayName: 'Renamed' });
    seen();
    const pages = await follow(link);
    assert.deepEqual([pages.length, rows(pages).length], [3, 250]);
    client.tenant.switches.deltaReplays = true;
    const replayed = rows(await follow(linkOf(pages.at(-1) as Reply)));
    assert.deepEqual(
      replayed.map(({ id }) => id),
      [users.at(-1)?.id],
    );
    const { id } = client.tenant.directory.setAccountEnabled('Press', true);
    client.tenant.directory.setAccountEnabled('Press', false);
    seen();
    const twice = rows(await follow(linkOf(pages.at(-1) as Reply))).filter((row) => row['id'] === id);
    assert.equal(twice.length, 2);
  });

  it('tracks single accounts by id, up to fifty', async () => {
    const { directory } = client.tenant;
    const { id } = directory.find('Press');
    const link = await latest(`${SELECT}&$filter=${encodeURIComponent(`id eq '${id}' or id eq 'x'`)}`);
    directory.setAccountEnabled('Careers', true);
    directory.setAccountEnabled('Press', true);
    seen();
    assert.deepEqual(rows(await follow(link, MINIMAL)), [{ id, accountEnabled: true }]);
    const many = Array.from({ length: 51 }, () => `id eq '${id}'`).join(' or ');
    assert.equal((await delta(`$filter=${encodeURIComponent(many)}`)).status, 400);
    assert.equal((await delta(`$filter=${encodeURIComponent("startswith(displayName,'P')")}`)).status, 400);
  });

  it('keeps tokens for seven days, and refuses them as the switch says', async () => {
    const link = await latest();
    client.tenant.clock.advance(7 * DAY_MS);
    const [page] = await follow(link);
    assert.equal(page?.status, 200);
    client.tenant.clock.advance(1);
    assert.equal(failure((await follow(link))[0] as Reply), '400 syncStateNotFound');
    assert.equal((await follow(linkOf(page as Reply)))[0]?.status, 200, 'each answer gives a fresh one');
    client.tenant.expireDeltaTokens();
    client.tenant.switches.expiredDeltaToken = 'gone';
    const [gone] = await follow(linkOf(page as Reply));
    assert.equal(failure(gone as Reply), '410 resyncRequired');
    const anew = await client.graph(gone?.headers.get('location') ?? '');
    assert.equal(anew.body.value.length, 100, 'everybody again');
  });

  it('refuses what the page does not have, and tokens in the wrong place', async () => {
    for (const query of ['$expand=manager', '$top=10', '$orderby=displayName', '$count=true', '$select=nonsense']) {
      assert.equal((await delta(query)).status, 400, query);
    }
    assert.equal((await delta('$select=id,signInActivity')).status, 400);
    const first = await delta(SELECT);
    const skip = new URL(linkOf(first)).searchParams.get('$skiptoken') ?? '';
    const token = new URL(await latest()).searchParams.get('$deltatoken') ?? '';
    for (const query of [
      `$skiptoken=${token}`,
      `$deltatoken=${skip}`,
      `$deltatoken=${token.slice(1)}`,
      `$skiptoken=${skip}&${SELECT}`,
      `$skiptoken=nonsense`,
    ]) {
      assert.equal((await delta(query)).status, 400, query);
    }
    client.tenant.directory.setAccountEnabled('Press', true);
    seen();
    const other = await delta(`$deltatoken=${token}&$select=accountEnabled`);
    assert.deepEqual(Object.keys(other.body.value[0] ?? {}), ['accountEnabled', 'id'], 'tracked properties may change');
  });

  it('demands User.Read.All, costs units, and may stand in a $batch', async () => {
    const token = await client.token('graph');
    client.tenant.requests.clear();
    const requests = [{ id: '1', method: 'GET', url: '/users/delta?$deltatoken=latest' }];
    const batch = { method: 'POST', body: { requests }, token };
    assert.equal((await client.graph('/$batch', batch)).body.responses[0]?.status, 200);
    assert.deepEqual(
      client.tenant.requests.entries.map(({ route, units }) => [route, units]),
      [
        ['GET /users/delta', 2],
        ['POST /$batch', 1],
      ],
    );
    client.tenant.permissions.revoke('graph', 'User.Read.All');
    client.tenant.permissions.grant('graph', 'User.ReadBasic.All');
    assert.equal(failure(await delta('$deltatoken=latest')), '403 Authorization_RequestDenied');
  });

  it('looks at what changed, not at everybody: a tenant may have 100,000 accounts', async () => {
    const { directory } = client.tenant;
    const { userPrincipalName, id } = directory.find('Press');
    const link = await latest();
    Object.defineProperty(directory.contents, 'users', { get: () => assert.fail('looked at everybody') });
    directory.setAccountEnabled(userPrincipalName, true, { kind: 'app', appId: 'a', objectId: 'o', displayName: 'A' });
    seen();
    assert.deepEqual(rows(await follow(link, MINIMAL)), [{ id, accountEnabled: true }]);
  });
});
