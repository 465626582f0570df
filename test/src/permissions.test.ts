// The table of permissions: it names all that the code asks for, and says when each is needed.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNeeded, PERMISSIONS } from '../../src/permissions.js';

describe('permissions', () => {
  it('holds every permission that a call to Microsoft names', () => {
    const known = new Set(PERMISSIONS.map(({ name }) => name));
    const files = readdirSync('src/tenant').filter((file) => file.endsWith('.ts'));
    const named = files.flatMap((file) => {
      const found = readFileSync(join('src/tenant', file), 'utf8').matchAll(
        /'((?:\w+\.){1,3}(?:All|\w+AsApp\w*|Directory))'/gu,
      );
      return [...found].map(([, permission]) => permission ?? '');
    });
    assert.ok(named.length >= 6, 'the calls were found');
    for (const permission of named) assert.ok(known.has(permission), permission);
  });

  it('names each once, with what it is for and what falls away', () => {
    assert.equal(new Set(PERMISSIONS.map(({ name }) => name)).size, PERMISSIONS.length);
    assert.equal(new Set(PERMISSIONS.map(({ appRoleId, name }) => appRoleId ?? name)).size, PERMISSIONS.length);
    for (const { name, why, without } of PERMISSIONS) {
      assert.match(why, /^[A-Z].{20,}\.$/u, name);
      assert.match(without, /^[A-Z].{20,}\.$/u, name);
    }
  });

  it('needs one of the two Exchange permissions, and the writing one only where the bot writes', () => {
    const needed = (mode: 'enforce' | 'watch', exchangeApi: 'v2' | 'beta') =>
      PERMISSIONS.filter((permission) => isNeeded(permission, { mode, exchangeApi })).map(({ name }) => name);
    assert.deepEqual(needed('enforce', 'v2'), [
      'User.Read.All',
      'GroupMember.Read.All',
      'Exchange.ManageAsAppV2',
      'User.EnableDisableAccount.All',
    ]);
    assert.deepEqual(needed('watch', 'beta'), ['User.Read.All', 'GroupMember.Read.All', 'Exchange.ManageAsApp']);
  });
});
