// Who may talk to us, judged on the parts of an activity that the token does not prove.
import assert from 'node:assert/strict';
import type { Activity } from 'botframework-schema';
import { distrust, isServiceAddress, mayBeConnector, type TrustRules } from '../../bot/trust.js';

const rules: TrustRules = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  appId: '22222222-2222-4222-8222-222222222222',
  issuer: 'https://api.botframework.com',
  serviceHosts: ['smba.trafficmanager.net', '*.teams.microsoft.com', '127.0.0.1:4321'],
};

function activity(change: object = {}): Activity {
  return {
    type: 'message',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    from: { id: '29:a', aadObjectId: '33333333-3333-4333-8333-333333333333' },
    conversation: { id: 'c', tenantId: rules.tenantId },
    channelData: { tenant: { id: rules.tenantId } },
    ...change,
  } as Activity;
}

const unsigned = (claims: object): string =>
  `Bearer ${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.x`;

describe('trust', () => {
  it('lets an honest activity in', () => assert.equal(distrust(activity(), rules), null));

  const cases: readonly (readonly [what: string, change: object, doubt: string])[] = [
    ['another channel', { channelId: 'directline' }, 'channel'],
    ['a foreign tenant', { conversation: { id: 'c', tenantId: 'other' } }, 'tenant'],
    ['a foreign tenant in channel data alone', { channelData: { tenant: { id: 'other' } } }, 'tenant'],
    ['no tenant at all', { conversation: { id: 'c' }, channelData: {} }, 'tenant'],
    ['a service address elsewhere', { serviceUrl: 'https://evil.example/' }, 'service-url'],
    ['no service address', { serviceUrl: undefined }, 'service-url'],
    ['a person without an object id', { from: { id: '29:a' } }, 'no-identity'],
    ['an object id that is none', { from: { id: '29:a', aadObjectId: "' or 1=1" } }, 'no-identity'],
    [
      'a shared channel',
      { channelData: { tenant: { id: rules.tenantId }, channel: { id: 'x', type: 'shared' } } },
      'shared-channel',
    ],
  ];
  for (const [what, change, doubt] of cases) {
    it(`turns away ${what}`, () => assert.equal(distrust(activity(change), rules), doubt));
  }

  it('sends tokens to Teams only', () => {
    const allowed = [
      'https://smba.trafficmanager.net/emea/',
      'https://eu.teams.microsoft.com/x',
      'http://127.0.0.1:4321/a',
    ];
    const refused = [
      'http://smba.trafficmanager.net/',
      'https://smba.trafficmanager.net.evil.example/',
      'https://smba.trafficmanager.net@evil.example/',
      'https://user:pass@smba.trafficmanager.net/',
      'https://smba.trafficmanager.net:8443/',
      'https://teams.microsoft.com.evil.example/',
      'https://evilteams.microsoft.com.example/',
      'http://127.0.0.1:1234/',
      'http://169.254.169.254/',
      'not a url',
    ];
    for (const address of allowed) assert.equal(isServiceAddress(address, rules.serviceHosts), true, address);
    for (const address of refused) assert.equal(isServiceAddress(address, rules.serviceHosts), false, address);
  });

  it('looks at issuer and audience before anything else', () => {
    assert.equal(mayBeConnector(unsigned({ iss: rules.issuer, aud: rules.appId }), rules), true);
    assert.equal(mayBeConnector(unsigned({ iss: 'https://sts.windows.net/x/', aud: rules.appId }), rules), false);
    assert.equal(mayBeConnector(unsigned({ iss: rules.issuer, aud: 'other' }), rules), false);
    for (const junk of [undefined, '', 'Bearer', 'Bearer x', 'Basic eDp5', `Bearer ${'a'.repeat(20_000)}.b.c`]) {
      assert.equal(mayBeConnector(junk, rules), false);
    }
  });
});
