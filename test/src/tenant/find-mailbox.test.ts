// One mailbox, read again before a write: found by any of its names, and proved to be the one asked for.
import assert from 'node:assert/strict';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import { createExchange } from '../../../src/tenant/exchange.js';
import { createExchangeBeta } from '../../../src/tenant/exchange-beta.js';
import { connect, failureOf, WORK } from './connect.js';
import { answerJson, startWire } from './wire.js';

for (const api of ['v2', 'beta'] as const) {
  describe(`findMailbox (${api})`, () => {
    let sandbox: Sandbox;
    before(async () => {
      sandbox = await startTenant();
    });
    after(() => sandbox.stop());
    beforeEach(() => {
      sandbox.requests.clear();
      sandbox.switches.unknownIdentity = 'not-found';
    });

    it('finds by object id, user principal name and address', async () => {
      const truth = sandbox.directory.findMailbox('Reception');
      for (const identity of [truth.objectId ?? '', truth.userPrincipalName.toUpperCase(), truth.address]) {
        const found = await connect(sandbox, api).findMailbox(identity, WORK);
        assert.equal(found?.objectId, truth.objectId, identity);
      }
    });

    it('gives null for what Exchange does not know, and for a mailbox that became a person’s', async () => {
      assert.equal(await connect(sandbox, api).findMailbox('nobody@lighthouse.example', WORK), null);
      sandbox.directory.convertMailbox('info@lighthouse.example', 'UserMailbox');
      try {
        assert.equal(await connect(sandbox, api).findMailbox('info@lighthouse.example', WORK), null);
      } finally {
        sandbox.directory.convertMailbox('info@lighthouse.example', 'SharedMailbox');
      }
    });

    it('believes nothing when Exchange answers an unknown name with everything', async () => {
      sandbox.switches.unknownIdentity = 'everything';
      const failure = await failureOf(connect(sandbox, api).findMailbox('nobody@lighthouse.example', WORK));
      assert.equal(failure.kind, 'upstream-unexpected');
    });

    it('never sends an empty name', async () => {
      for (const identity of ['', '   ']) {
        assert.equal((await failureOf(connect(sandbox, api).findMailbox(identity, WORK))).kind, 'bad-argument');
      }
      assert.equal(sandbox.requests.count(), 0);
    });
  });
}

describe('findMailbox where Exchange names no object ids', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startTenant({ switches: { v2Properties: 'documented-only' } });
  });
  after(() => sandbox.stop());

  it('proves a mailbox asked for by object id through its account', async () => {
    const { objectId } = sandbox.directory.findMailbox('Reception');
    const found = await connect(sandbox).findMailbox(objectId ?? '', WORK);
    assert.equal(found?.objectId, objectId);
    assert.equal(found?.displayName, 'Reception');
  });

  it('refuses a mailbox that belongs to another account', async () => {
    const mailbox = sandbox.directory.findMailbox('Invoices');
    const { userPrincipalName } = mailbox;
    mailbox.userPrincipalName = 'reception@lighthouse.example';
    try {
      const failure = await failureOf(connect(sandbox).findMailbox(mailbox.objectId ?? '', WORK));
      assert.equal(failure.kind, 'upstream-unexpected');
    } finally {
      mailbox.userPrincipalName = userPrincipalName;
    }
  });
});

describe('findMailbox, answered with too much', () => {
  it('believes no answer of two mailboxes, though one of them is the one asked for', async () => {
    const row = (name: string) => ({ RecipientTypeDetails: 'SharedMailbox', UserPrincipalName: `${name}@x.example` });
    const wire = await startWire((_request, response) => answerJson(response, 200, { value: [row('a'), row('b')] }));
    const doors = { now: Date.now, random: () => 0, sleep: async () => {} };
    const settings = { tenantId: 't', endpoint: wire.origin, scope: 's' };
    try {
      const directory = createExchangeBeta(createExchange(settings, async () => 'token', doors));
      assert.equal((await failureOf(directory.findMailbox('a@x.example', WORK))).kind, 'upstream-unexpected');
    } finally {
      await wire.stop();
    }
  });
});
