// Exchange, both editions over the wire: what is listed, what a fault costs, what is never believed.
import assert from 'node:assert/strict';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import { MAILBOX_TYPES } from '../../../src/mailboxes/mailbox.js';
import { createExchange } from '../../../src/tenant/exchange.js';
import { createExchangeBeta } from '../../../src/tenant/exchange-beta.js';
import { all, connect, failureOf, quickDoors, WORK } from './connect.js';
import { answerJson, startWire } from './wire.js';

const ROUTES = {
  v2: 'POST /adminapi/v2.0/{tenant}/Mailbox',
  beta: 'POST /adminapi/beta/{tenant}/InvokeCommand Get-Mailbox',
} as const;

for (const api of ['v2', 'beta'] as const) {
  describe(`Exchange ${api}`, () => {
    let sandbox: Sandbox;
    before(async () => {
      sandbox = await startTenant({ users: 3000, mailboxes: 2500 });
    });
    after(() => sandbox.stop());
    beforeEach(() => {
      sandbox.faults.clear();
      sandbox.requests.clear();
      sandbox.permissions.exchangeRole = 'view-only-recipients';
      Object.assign(sandbox.switches, { unknownIdentity: 'not-found', exchangeForbiddenBody: 'json' });
    });
    const targets = async (types = MAILBOX_TYPES): Promise<number> => {
      const pages = await all(connect(sandbox, api).listMailboxes(types, WORK));
      return pages.flatMap(({ mailboxes }) => mailboxes).length;
    };
    const reach = (doors = quickDoors(sandbox)) => ({
      doors,
      list: () => all(connect(sandbox, api, doors).listMailboxes(MAILBOX_TYPES, WORK)),
    });

    it('lists 2,500 mailboxes, 1,000 a page, with what the bot needs of each', async () => {
      const pages = await all(connect(sandbox, api).listMailboxes(MAILBOX_TYPES, WORK));
      const mailboxes = pages.flatMap((page) => page.mailboxes);
      assert.equal(mailboxes.length, 2500);
      assert.equal(new Set(mailboxes.map(({ address }) => address)).size, 2500);
      const listed = sandbox.directory.contents.mailboxes.length;
      const expected = Math.ceil((api === 'v2' ? listed : 2500) / 1000);
      assert.equal(pages.length, expected);
      assert.equal(sandbox.requests.count({ route: ROUTES[api] }), expected);
      const reception = mailboxes.find(({ displayName }) => displayName === 'Reception');
      const truth = sandbox.directory.findMailbox('Reception');
      assert.deepEqual(reception, {
        objectId: truth.objectId,
        type: 'SharedMailbox',
        displayName: 'Reception',
        userPrincipalName: truth.userPrincipalName,
        address: truth.address,
      });
      assert.ok(sandbox.requests.entries.every(({ clientRequestId }) => clientRequestId === WORK));
    });

    it('keeps to the types asked for', async () => {
      const rooms = sandbox.directory.contents.mailboxes.filter(({ type }) => type === 'RoomMailbox').length;
      const pages = await all(connect(sandbox, api).listMailboxes(['RoomMailbox'], WORK));
      assert.equal(pages.flatMap(({ mailboxes }) => mailboxes).length, rooms);
      assert.equal(
        pages.reduce((sum, { unreadable }) => sum + unreadable, 0),
        0,
      );
    });

    for (const [name, retryAfter, wait] of [
      ['says nothing', undefined, 1500],
      ['says 0', 0, 1000],
      ['names a time that is past', 'Wed, 21 Oct 2015 07:28:00 GMT', 1000],
      ['says 7', 7, 7000],
    ] as const) {
      it(`waits after a 429 whose Retry-After ${name}, and loses nothing`, async () => {
        const { doors } = reach();
        const fault = { kind: 'status', status: 429, ...(retryAfter === undefined ? {} : { retryAfter }) } as const;
        sandbox.faults.add({ effect: fault, service: 'exchange', skip: 1, count: 1 });
        const pages = await all(connect(sandbox, api, doors).listMailboxes(MAILBOX_TYPES, WORK));
        assert.equal(pages.flatMap(({ mailboxes }) => mailboxes).length, 2500);
        assert.deepEqual(doors.waits, [wait]);
      });
    }

    it('hands the work back at once when Retry-After is ten minutes', async () => {
      const { doors, list } = reach();
      sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 600 }, service: 'exchange' });
      const failure = await failureOf(list());
      assert.equal(failure.kind, 'upstream-unavailable');
      assert.deepEqual(doors.waits, []);
      assert.equal(sandbox.requests.count(), 1);
    });

    for (const effect of [
      { kind: 'status', status: 500 },
      { kind: 'status', status: 502 },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 504 },
      { kind: 'reset', when: 'before' },
      { kind: 'reset', when: 'after' },
      { kind: 'truncate', share: 0.4 },
    ] as const) {
      const name = 'status' in effect ? String(effect.status) : `${effect.kind} ${'when' in effect ? effect.when : ''}`;
      it(`repeats a page after ${name}, at most three times`, async () => {
        const { doors } = reach();
        sandbox.faults.add({ effect, service: 'exchange', skip: 1, count: 3 });
        assert.equal(await targets(), 2500);
        sandbox.faults.clear();
        sandbox.requests.clear();
        sandbox.faults.add({ effect, service: 'exchange' });
        const failure = await failureOf(all(connect(sandbox, api, doors).listMailboxes(MAILBOX_TYPES, WORK)));
        assert.equal(failure.kind, 'upstream-unavailable');
        assert.equal(sandbox.requests.count(), 4);
        assert.deepEqual(doors.waits, [500, 1000, 2000]);
      });
    }

    it('throws in the middle of a list, also for a 404 there', async () => {
      sandbox.faults.add({ effect: { kind: 'status', status: 404 }, service: 'exchange', skip: 1 });
      const failure = await failureOf(targets());
      assert.equal(failure.kind, 'upstream-unexpected');
    });

    it('throws when a link has grown too old', async () => {
      for (const status of [400, 404, 410] as const) {
        sandbox.switches.expiredPageStatus = status;
        const read = async (): Promise<void> => {
          for await (const _page of connect(sandbox, api).listMailboxes(MAILBOX_TYPES, WORK)) {
            sandbox.clock.advance(9 * 60_000);
          }
        };
        assert.equal((await failureOf(read())).kind, 'upstream-unexpected', String(status));
      }
    });

    it('names the permission that is missing, whether the 403 has a body or not', async () => {
      sandbox.permissions.exchangeRole = 'none';
      for (const body of ['json', 'empty'] as const) {
        sandbox.switches.exchangeForbiddenBody = body;
        const failure = await failureOf(targets());
        assert.equal(failure.kind, 'upstream-denied');
        assert.match(
          failure.kind === 'upstream-denied' ? failure.permission : '',
          /^Exchange\.ManageAsApp.* role group/u,
        );
      }
      sandbox.permissions.exchangeRole = 'view-only-recipients';
      const permission = api === 'v2' ? 'Exchange.ManageAsAppV2' : 'Exchange.ManageAsApp';
      sandbox.permissions.revoke('exchange', permission);
      try {
        assert.equal((await failureOf(targets())).kind, 'upstream-denied');
      } finally {
        sandbox.permissions.grant('exchange', permission);
      }
    });
  });
}

describe('Exchange v2 at general availability', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startTenant({ switches: { v2Properties: 'documented-only' } });
  });
  after(() => sandbox.stop());

  it('asks for whole rows once narrow ones are refused, and lists without object ids', async () => {
    const tenant = connect(sandbox);
    for (const _round of [1, 2]) {
      const mailboxes = (await all(tenant.listMailboxes(MAILBOX_TYPES, WORK))).flatMap((page) => page.mailboxes);
      assert.equal(mailboxes.length, 60);
      assert.ok(mailboxes.every(({ objectId }) => objectId === null));
    }
    assert.deepEqual(
      sandbox.requests.entries.map(({ status }) => status),
      [400, 200, 200],
    );
  });

  it('takes any answer to $select', async () => {
    for (const choice of ['honoured', 'ignored', 'refused'] as const) {
      Object.assign(sandbox.switches, { v2Select: choice, v2Properties: 'preview' });
      const pages = await all(connect(sandbox).listMailboxes(MAILBOX_TYPES, WORK));
      assert.equal(pages.flatMap(({ mailboxes }) => mailboxes).filter(({ objectId }) => objectId !== null).length, 58);
    }
  });
});

describe('Exchange, answering with too much', () => {
  it('counts rows that name no type or no account, and lists the others', async () => {
    const good = { RecipientTypeDetails: 'SharedMailbox', UserPrincipalName: 'a@x.example' };
    const rows = [good, { UserPrincipalName: 'b@x.example' }, { RecipientTypeDetails: 'RoomMailbox' }, null];
    const wire = await startWire((_request, response) => answerJson(response, 200, { value: rows }));
    const doors = { now: Date.now, random: () => 0, sleep: async () => {} };
    const settings = { tenantId: 't', endpoint: wire.origin, scope: 's' };
    try {
      const directory = createExchangeBeta(createExchange(settings, async () => 'token', doors));
      const [page] = await all(directory.listMailboxes(MAILBOX_TYPES, WORK));
      assert.deepEqual([page?.listed, page?.unreadable, page?.mailboxes.length], [4, 3, 1]);
    } finally {
      await wire.stop();
    }
  });
});
