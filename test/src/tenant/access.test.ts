// Who has access to a mailbox: each API as far as it tells, and nothing believed that is about another mailbox.
import assert from 'node:assert/strict';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import type { AccessSubject } from '../../../src/mailboxes/access.js';
import { createExchange } from '../../../src/tenant/exchange.js';
import { createExchangeBeta } from '../../../src/tenant/exchange-beta.js';
import { createExchangeV2 } from '../../../src/tenant/exchange-v2.js';
import { connect, quickDoors, WORK } from './connect.js';
import { answerJson, startWire, type Wire } from './wire.js';

const INVOKE = 'POST /adminapi/beta/{tenant}/InvokeCommand';
const NOBODY: AccessSubject = { objectId: '', userPrincipalName: ' ', address: '' };
const UNKNOWN = { fullAccess: [], sendAs: [], sendOnBehalf: null, more: 0 };

describe('access (beta)', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startTenant();
  });
  afterEach(() => sandbox.stop());
  const accessTo = (name: string, doors = quickDoors(sandbox)) =>
    connect(sandbox, 'beta', doors).access(sandbox.directory.findMailbox(name), WORK);

  it('tells full access, send as and send on behalf, without the account itself and what is inherited', async () => {
    assert.deepEqual(await accessTo('Reception'), {
      availability: 'known',
      fullAccess: ['oli.outside@lighthouse.example', 'robin.request@lighthouse.example'],
      sendAs: ['oli.outside@lighthouse.example'],
      sendOnBehalf: ['Robin Request <robin.request@lighthouse.example>'],
      more: 0,
    });
    assert.equal(sandbox.requests.count(), 3);
    assert.ok(sandbox.requests.entries.every(({ clientRequestId }) => clientRequestId === WORK));
    sandbox.switches.delegateNames = 'objects';
    assert.deepEqual((await accessTo('Reception')).sendOnBehalf, ['robin.request@lighthouse.example']);
  });

  it('knows that nobody has access', async () => {
    const nobody = { ...UNKNOWN, availability: 'known', sendOnBehalf: [] };
    assert.deepEqual(await accessTo('scanner-ground'), nobody);
  });

  it('asks by object id, else by user principal name, else by address, and never by nothing', async () => {
    const { objectId, userPrincipalName, address } = sandbox.directory.findMailbox('Reception');
    const tenant = connect(sandbox, 'beta');
    for (const subject of [
      { objectId, userPrincipalName: '', address: '' },
      { objectId: null, userPrincipalName: userPrincipalName.toUpperCase(), address: '' },
      { objectId: '', userPrincipalName: '', address },
    ]) {
      assert.equal((await tenant.access(subject, WORK)).fullAccess.length, 2, JSON.stringify(subject));
    }
    sandbox.requests.clear();
    assert.deepEqual(await tenant.access(NOBODY, WORK), { ...UNKNOWN, availability: 'unavailable' });
    assert.equal(sandbox.requests.count(), 0);
  });

  it('follows pages, and cuts long lists with a count of what is left out', async () => {
    const mailbox = sandbox.directory.findMailbox('Reception');
    mailbox.fullAccess = Array.from({ length: 2500 }, (_, index) => `person-${index}@lighthouse.example`);
    mailbox.sendAs = Array.from({ length: 51 }, (_, index) => `person-${index}@lighthouse.example`);
    const { availability, fullAccess, sendAs, more } = await accessTo('Reception');
    assert.deepEqual([availability, fullAccess.length, sendAs.length, more], ['known', 50, 50, 2451]);
    assert.equal(sandbox.requests.count({ route: `${INVOKE} Get-MailboxPermission` }), 3);
  });

  it('keeps what was read where the Exchange role lacks the other cmdlets, and says so', async () => {
    sandbox.permissions.exchangeRole = 'get-mailbox-only';
    const access = await accessTo('Reception');
    assert.deepEqual([access.availability, access.fullAccess], ['no-permission', []]);
    assert.deepEqual(access.sendOnBehalf, ['Robin Request <robin.request@lighthouse.example>']);
    sandbox.permissions.exchangeRole = 'none';
    sandbox.switches.exchangeForbiddenBody = 'empty';
    assert.deepEqual(await accessTo('Reception'), { ...UNKNOWN, availability: 'no-permission' });
    sandbox.permissions.exchangeRole = 'view-only-recipients';
    sandbox.permissions.revoke('exchange', 'Exchange.ManageAsApp');
    assert.equal((await accessTo('Reception')).availability, 'no-permission');
  });

  it('keeps full access where send as is not answered', async () => {
    sandbox.faults.add({ effect: { kind: 'status', status: 503 }, route: `${INVOKE} Get-RecipientPermission` });
    const { availability, fullAccess, sendAs } = await accessTo('Reception');
    assert.deepEqual([availability, fullAccess.length, sendAs], ['unavailable', 2, []]);
  });

  it('waits after a 429, and hands back what would take too long', async () => {
    const doors = quickDoors(sandbox);
    const route = `${INVOKE} Get-MailboxPermission`;
    sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 6 }, route, count: 1 });
    assert.equal((await accessTo('Reception', doors)).availability, 'known');
    assert.deepEqual(doors.waits, [6000]);
    sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 600 }, route });
    assert.equal((await accessTo('Reception', doors)).availability, 'unavailable');
  });

  it('says nothing of a mailbox that is gone, also where Exchange answers with everything', async () => {
    const gone = { objectId: null, userPrincipalName: 'nobody@lighthouse.example', address: '' };
    for (const unknownIdentity of ['not-found', 'everything'] as const) {
      sandbox.switches.unknownIdentity = unknownIdentity;
      sandbox.requests.clear();
      const access = await connect(sandbox, 'beta').access(gone, WORK);
      assert.deepEqual(access, { ...UNKNOWN, availability: 'unavailable' });
      assert.equal(sandbox.requests.count(), 1, 'nothing more is asked about it');
    }
  });
});

describe('access (v2)', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startTenant();
  });
  afterEach(() => sandbox.stop());
  const access = (subject: AccessSubject = sandbox.directory.findMailbox('Reception')) =>
    connect(sandbox).access(subject, WORK);

  it('tells send on behalf, and that the rest is not told', async () => {
    for (const v2Properties of ['preview', 'documented-only'] as const) {
      Object.assign(sandbox.switches, { v2Properties });
      assert.deepEqual(await access(), {
        ...UNKNOWN,
        availability: 'not-told',
        sendOnBehalf: ['Robin Request <robin.request@lighthouse.example>'],
      });
    }
  });

  it('knows nothing where it may not ask, is asked about nothing, or about nobody', async () => {
    const notTold = { ...UNKNOWN, availability: 'not-told' };
    assert.deepEqual(await access(NOBODY), notTold);
    assert.equal(sandbox.requests.count(), 0);
    assert.deepEqual(await access({ ...NOBODY, address: 'nobody@lighthouse.example' }), notTold);
    sandbox.permissions.exchangeRole = 'none';
    assert.deepEqual(await access(), notTold);
  });

  it('believes no mailbox that bears another name than the one asked for by an id', async () => {
    sandbox.switches.v2Properties = 'documented-only';
    const { objectId } = sandbox.directory.findMailbox('Reception');
    const other = {
      objectId,
      userPrincipalName: 'invoices@lighthouse.example',
      address: 'invoices@lighthouse.example',
    };
    assert.equal((await access(other)).sendOnBehalf, null);
  });
});

describe('access, answered strangely', () => {
  const US = { objectId: null, userPrincipalName: 'a@x.example', address: 'a@x.example' };
  const MAILBOX = { RecipientTypeDetails: 'SharedMailbox', UserPrincipalName: 'a@x.example' };
  const doors = { now: Date.now, random: () => 0, sleep: async () => {} };
  let wire: Wire;
  afterEach(() => wire.stop());

  /** Answers Get-Mailbox, Get-MailboxPermission and Get-RecipientPermission, in this order. */
  const answered = async (...values: readonly (readonly unknown[])[]) => {
    wire = await startWire((_request, response, before) => answerJson(response, 200, { value: values[before] ?? [] }));
    const settings = { tenantId: 't', endpoint: wire.origin, scope: 's' };
    return createExchangeBeta(createExchange(settings, async () => 'token', doors)).access(US, WORK);
  };

  it('leaves out who is denied, who only reads, NT AUTHORITY and what names nobody, in any form', async () => {
    const full = { AccessRights: ['FullAccess'], Deny: false, IsInherited: false };
    const access = await answered(
      [MAILBOX],
      [
        { ...full, User: 'one@x.example' },
        { ...full, User: 'ONE@x.example' },
        { AccessRights: 'FullAccess, ReadPermission', User: 'two@x.example' },
        { ...full, User: 'no1', Deny: true },
        { ...full, User: 'no2', Deny: 'True' },
        { ...full, User: 'no3', Deny: { IsPresent: true } },
        { ...full, User: 'no4', IsInherited: true },
        { User: 'no5', AccessRights: ['ReadPermission'] },
        { User: 'no6' },
        { ...full, User: 'nt authority\\SYSTEM' },
        { ...full, User: '' },
        { ...full, User: { name: 'no7' } },
        'no8',
        null,
      ],
      [
        { Trustee: 'three@x.example', AccessControlType: 'Allow' },
        { Trustee: 'four@x.example', AccessRights: [1] },
        { Trustee: 'no9', AccessControlType: 'Deny' },
        { Trustee: 'NT AUTHORITY\\SELF', AccessControlType: 'Allow' },
      ],
    );
    assert.deepEqual(access, {
      availability: 'known',
      fullAccess: ['one@x.example', 'two@x.example'],
      sendAs: ['three@x.example', 'four@x.example'],
      sendOnBehalf: [],
      more: 0,
    });
  });

  it('reads delegates in any form, and falls back to their ids', async () => {
    const delegates = ['', ' ', 7, null, { DisplayName: 'Ash Alder' }, {}, 'b@x.example'];
    const named = await answered([{ ...MAILBOX, GrantSendOnBehalfToWithDisplayNames: delegates }]);
    assert.deepEqual(named.sendOnBehalf, ['Ash Alder', 'b@x.example']);
    await wire.stop();
    const ids = await answered([
      { ...MAILBOX, GrantSendOnBehalfTo: ['id-1'], GrantSendOnBehalfToWithDisplayNames: 'b@x.example' },
    ]);
    assert.deepEqual(ids.sendOnBehalf, ['id-1']);
  });

  it('believes no permissions that are about two mailboxes', async () => {
    const row = (Identity: string) => ({ Identity, User: 'one@x.example', AccessRights: ['FullAccess'] });
    const { availability, fullAccess } = await answered([MAILBOX], [row('a'), row('b')]);
    assert.deepEqual([availability, fullAccess], ['unavailable', []]);
  });

  it('goes to no other host for the next page', async () => {
    const elsewhere = await startWire((_request, response) => answerJson(response, 200, { value: [] }));
    wire = await startWire((_request, response, before) => {
      const value = [before === 0 ? MAILBOX : { User: 'x', AccessRights: ['FullAccess'] }];
      const link = before === 0 ? {} : { '@odata.nextLink': `${elsewhere.origin}/adminapi` };
      answerJson(response, 200, { value, ...link });
    });
    const settings = { tenantId: 't', endpoint: wire.origin, scope: 's' };
    const exchange = createExchangeBeta(createExchange(settings, async () => 'token', doors));
    const access = await exchange.access(US, WORK);
    await elsewhere.stop();
    assert.deepEqual(access, { ...UNKNOWN, availability: 'unavailable', sendOnBehalf: [] });
    assert.deepEqual(elsewhere.requests, [], 'nor did our token');
  });

  it('lets a bug be a bug', async () => {
    wire = await startWire((_request, response) => answerJson(response, 200, { value: [] }));
    const settings = { tenantId: 't', endpoint: wire.origin, scope: 's' };
    const broken = createExchange(settings, () => Promise.reject(new Error('a bug')), doors);
    for (const create of [createExchangeBeta, createExchangeV2]) {
      await assert.rejects(create(broken).access(US, WORK), /a bug/u);
    }
  });
});
