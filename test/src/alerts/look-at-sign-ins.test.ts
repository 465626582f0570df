// Looks at sign-ins, one account after the other: who cannot be read keeps nobody else waiting, and is said.
import assert from 'node:assert/strict';
import type { SignInHistory } from '../../../src/mailboxes/mailbox.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at } from '../db/samples.js';
import { type SmallTenant, smallTenant } from './small-tenant.js';

const SILENT: SignInHistory = { lastSuccessAt: null, availability: 'unavailable', clients: [], apps: [], devices: [] };
const HOURS_2 = 120;

onEachEngine('A look at sign-ins', {}, (under) => {
  let tenant: SmallTenant;
  before(async () => {
    tenant = smallTenant(under.store);
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) tenant.add(id);
  });
  beforeEach(async () => {
    tenant.minute += HOURS_2;
    tenant.looks.length = 0;
    tenant.notRead.length = 0;
    await tenant.scan();
  });
  const lookAtAll = async (): Promise<string> => {
    while ((await tenant.look()) === 'looked');
    return tenant.looks.join('');
  };
  const availabilityOf = async (id: string): Promise<string | undefined> =>
    (await under.store().impacts.ofObjectIds([id])).get(id)?.history.availability;

  it('that Microsoft does not answer about one account is followed by the next one, and that one comes last', async () => {
    tenant.histories.set('a', SILENT);
    assert.equal(await lookAtAll(), 'abcdef');
    assert.deepEqual(tenant.notRead, ['a']);
    assert.equal(await availabilityOf('a'), 'unavailable', 'its card says so');
    assert.equal(await availabilityOf('b'), 'known');
  });

  it('keeps what was read of it before, and what half of an answer tells', async () => {
    tenant.histories.clear();
    tenant.histories.set('b', { ...SILENT, lastSuccessAt: at(tenant.minute - 1) });
    await lookAtAll();
    assert.equal(await availabilityOf('a'), 'known', 'it answered this time');
    assert.equal(await availabilityOf('b'), 'known');
    const [finding] = await under.store().findings.ofMailbox('b');
    assert.equal(finding?.risk, 'direct-sign-in');
  });

  it('stops until the next scan where nobody is answered about, and goes on behind those then', async () => {
    tenant.histories.clear();
    const { history } = tenant;
    tenant.history = SILENT;
    const first = await lookAtAll();
    assert.equal(first.length, 3);
    assert.deepEqual(tenant.notRead, [...first.slice(0, 2), `${first[2]}, the last`]);
    tenant.history = history;
    tenant.minute += HOURS_2;
    tenant.looks.length = 0;
    await tenant.scan();
    const then = await lookAtAll();
    assert.equal(then.length, 6);
    assert.equal(then.slice(3), first);
  });
});
