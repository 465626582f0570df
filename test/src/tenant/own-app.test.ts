// Which application the bot is in the tenant: what its token says, and what there is when that cannot be read.
import assert from 'node:assert/strict';
import { ownApp } from '../../../src/tenant/own-app.js';

const token = (claims: unknown): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
const managed = { kind: 'managed-identity', clientId: null } as const;
const secret = { kind: 'secret', tenantId: 't', clientId: 'C1', secret: 's' } as const;

describe('ownApp', () => {
  it('believes the token before the settings', async () => {
    const read = (claims: unknown) => ownApp(async () => token(claims), 'scope', secret);
    assert.deepEqual(await read({ appid: 'A1', oid: 'O1' }), { appId: 'a1', servicePrincipalId: 'o1' });
    assert.deepEqual(await read({ azp: 'A2' }), { appId: 'a2', servicePrincipalId: null });
    assert.deepEqual(await read({ oid: 'O1' }), { appId: 'c1', servicePrincipalId: 'o1' });
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
