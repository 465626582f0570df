// Which application the bot is in the tenant: what its token says, and what there is when that cannot be read.
import assert from 'node:assert/strict';
import { ownApp } from '../../../src/tenant/own-app.js';

const token = (claims: unknown): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
const managed = { kind: 'managed-identity', clientId: null } as const;
const secret = { kind: 'secret', tenantId: 't', clientId: 'C1', secret: 's' } as const;

/** Ids as Entra writes them, in capitals to see that case does not matter. */
const id = (n: number): string => `0A0B0C0D-0000-4000-8000-00000000000${n}`;
const asRead = (n: number): string => id(n).toLowerCase();

describe('ownApp', () => {
  it('believes the token before the settings', async () => {
    const read = (claims: unknown) => ownApp(async () => token(claims), 'scope', secret);
    const app = { appId: asRead(1), servicePrincipalId: asRead(2) };
    assert.deepEqual(await read({ appid: id(1), oid: id(2) }), app);
    assert.deepEqual(await read({ azp: id(3) }), { appId: asRead(3), servicePrincipalId: null });
    assert.deepEqual(await read({ oid: id(2) }), { appId: 'c1', servicePrincipalId: asRead(2) });
    // What is no id at all is not believed: it would be compared with logs, and written into commands.
    assert.deepEqual(await read({ appid: '$(rm)', oid: 'o' }), { appId: 'c1', servicePrincipalId: null });
  });

  it('goes by the settings where the token is not to be read, and else does not know', async () => {
    for (const unreadable of ['', 'opaque', 'a.b.c', `h.${Buffer.from('7').toString('base64url')}.s`]) {
      assert.deepEqual(await ownApp(async () => unreadable, 'scope', secret), {
        appId: 'c1',
        servicePrincipalId: null,
      });
      assert.deepEqual(await ownApp(async () => unreadable, 'scope', managed), {
        appId: null,
        servicePrincipalId: null,
      });
    }
  });
});
