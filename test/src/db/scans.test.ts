// Scans: published whole, read by pages, searched with whatever people type.
import assert from 'node:assert/strict';
import { type AssessedMailbox, EVIDENCE, MAILBOX_TYPES, VERDICTS } from '../../../src/mailboxes/mailbox.js';
import type { MailboxFilter } from '../../../src/mailboxes/scan.js';
import { onEachEngine } from './on-each-engine.js';
import { at, crowd, HOSTILE, mailbox, scan, T0 } from './samples.js';

const ALL: MailboxFilter = { verdict: null, type: null, text: null };
/** What a template would fill in. */
const PLACEHOLDER = '$' + '{name}';
let time = T0;
const clock = { now: () => time };

function names(rows: readonly AssessedMailbox[]): readonly string[] {
  return rows.map((row) => row.mailbox.displayName);
}

onEachEngine('Scans', { clock }, (under) => {
  const found = async (filter: Partial<MailboxFilter>): Promise<readonly string[]> => {
    const { rows, total } = await under.store().scans.page({ ...ALL, ...filter }, 0, 100);
    assert.equal(total, rows.length);
    return names(rows);
  };

  it('are nothing before the first', async () => {
    const { scans } = under.store();
    assert.equal(await scans.latest(), null);
    assert.deepEqual(await scans.page(ALL, 0, 10), { rows: [], total: 0, page: 0, pageSize: 10 });
    assert.deepEqual(await scans.matching('x'), []);
    assert.deepEqual(await scans.resembling('x', 5), []);
    assert.deepEqual(await scans.offering('', 0, 15), []);
  });

  it('come back as they were, hostile names included', async () => {
    const { scans } = under.store();
    const hostile = mailbox('hostile', {}, { displayName: HOSTILE, objectId: null });
    await scans.publish(scan('hostile', { problems: [HOSTILE] }), [hostile]);
    assert.deepEqual((await scans.page(ALL, 0, 10)).rows, [hostile]);
    assert.deepEqual((await scans.latest())?.problems, [HOSTILE]);
  });

  it('show exposed ones first, by evidence, then by verdict and name without case', async () => {
    const { scans } = under.store();
    const mailboxes = [
      ...[...VERDICTS].reverse().map((verdict) => mailbox(`z ${verdict}`, { verdict })),
      ...[...EVIDENCE].reverse().map((evidence) => mailbox(`Proof ${evidence}`, { evidence })),
      mailbox('beta', { verdict: 'blocked', evidence: 'direct-sign-in' }),
      mailbox('Alpha', { verdict: 'blocked' }),
      mailbox('Ärger', { verdict: 'blocked' }),
      mailbox('ALPINE', { verdict: 'blocked' }),
    ];
    await scans.publish(scan('order'), mailboxes);
    assert.deepEqual(await found({}), [
      'Proof direct-sign-in',
      'Proof password-set',
      'Proof converted',
      'Proof never-used',
      'Proof not-known',
      'z exposed',
      'z unknown',
      'z protected',
      'z synced',
      'z exempt',
      'Alpha',
      'ALPINE',
      'Ärger',
      'beta',
      'z blocked',
    ]);
  });

  it('are narrowed by verdict, type and text together', async () => {
    const { scans } = under.store();
    await scans.publish(scan('filter'), [
      mailbox('Front desk', { verdict: 'exposed' }),
      mailbox('Front room', { verdict: 'exposed' }, { type: 'RoomMailbox' }),
      mailbox('Front van', { verdict: 'blocked' }, { type: 'EquipmentMailbox' }),
      mailbox('Back desk', { verdict: 'blocked' }),
      mailbox('Café Crème', { verdict: 'blocked' }, { address: 'KITCHEN@contoso.example' }),
    ]);
    assert.deepEqual(await found({ verdict: 'exposed' }), ['Front desk', 'Front room']);
    assert.deepEqual(await found({ type: 'SharedMailbox', verdict: 'blocked' }), ['Back desk', 'Café Crème']);
    assert.deepEqual(await found({ text: 'FRONT' }), ['Front desk', 'Front room', 'Front van']);
    assert.deepEqual(await found({ text: 'front', type: 'RoomMailbox', verdict: 'exposed' }), ['Front room']);
    assert.deepEqual(await found({ text: 'cafe creme' }), ['Café Crème']);
    assert.deepEqual(await found({ text: 'kitchen@' }), ['Café Crème']);
    assert.deepEqual(await found({ text: '   ' }), names((await scans.page(ALL, 0, 100)).rows));
    assert.deepEqual(await found({ text: 'nothing like it' }), []);
  });

  it('take wildcards, quotes and escapes literally', async () => {
    const { scans } = under.store();
    const hostile = [
      '50% off',
      '50 off',
      'a_b',
      'acb',
      'back\\slash',
      "it's",
      '"quoted"',
      'x%_\\y',
      "'; --",
      PLACEHOLDER,
    ];
    await scans.publish(
      scan('literal'),
      hostile.map((name, n) =>
        mailbox(name, {}, { objectId: `h${n}`, address: `h${n}@x`, userPrincipalName: `h${n}@x` }),
      ),
    );
    const expectations: readonly (readonly [string, readonly string[]])[] = [
      ['%', ['50% off', 'x%_\\y']],
      ['_', ['a_b', 'x%_\\y']],
      ['\\', ['back\\slash', 'x%_\\y']],
      ['%_\\', ['x%_\\y']],
      ["'", ["'; --", "it's"]],
      ['"', ['"quoted"']],
      [PLACEHOLDER, [PLACEHOLDER]],
      ['a_', ['a_b']],
      ['\0', []],
      ['\uD800', []],
    ];
    for (const [text, expected] of expectations) {
      assert.deepEqual([...(await found({ text }))].sort(), [...expected].sort(), `text ${text}`);
      assert.deepEqual([...names(await scans.resembling(text, 50))].sort(), [...expected].sort(), `like ${text}`);
    }
    for (const name of hostile) assert.deepEqual(names(await scans.matching(name)), [name]);
    assert.deepEqual(await scans.matching('%'), []);
    assert.deepEqual(await scans.matching('a?b'), []);
  });

  it('offer what contains a text while it is typed: beginnings first, then by name, a part at a time', async () => {
    const { scans } = under.store();
    await scans.publish(scan('offer'), [
      mailbox('The front', { verdict: 'blocked' }),
      mailbox('Frontier', { verdict: 'exposed' }),
      mailbox('Front desk', { verdict: 'blocked' }),
      mailbox('Archive', {}, { address: 'FRONT@contoso.example' }),
      mailbox('Café', {}, { userPrincipalName: 'nothing@contoso.example' }),
      mailbox('100% Frnot'),
    ]);
    const offered = async (text: string, skip = 0, limit = 15) => names(await scans.offering(text, skip, limit));
    assert.deepEqual(await offered('FRONT'), ['Front desk', 'Frontier', 'Archive', 'The front']);
    assert.deepEqual(await offered('front', 1, 2), ['Frontier', 'Archive']);
    assert.deepEqual(await offered('front', 4, 15), []);
    assert.deepEqual(await offered('cafe'), ['Café']);
    assert.deepEqual(await offered('%'), ['100% Frnot']);
    assert.deepEqual(await offered('  ', 0, 2), ['100% Frnot', 'Archive']);
    assert.deepEqual(await offered('\0'), []);
    assert.deepEqual(await offered('front desk at the door'), []);
  });

  it('find by name, address, user principal name and object id, without case', async () => {
    const { scans } = under.store();
    const one = mailbox('Accounts', {}, { objectId: 'ABCDEF', address: 'Money@x', userPrincipalName: 'upn@x' });
    const two = mailbox('accounts', {}, { objectId: 'two', address: 'two@x', userPrincipalName: 'two@x' });
    await scans.publish(scan('match'), [one, two, mailbox('Accounts payable')]);
    for (const text of ['abcdef', 'MONEY@X', ' Upn@x ']) assert.deepEqual(await scans.matching(text), [one], text);
    assert.deepEqual(names(await scans.matching('ACCOUNTS')), ['Accounts', 'accounts']);
    assert.deepEqual(await scans.matching(''), []);
  });

  it('offer what contains a text before what is spelled like it, and nothing that is not', async () => {
    const { scans } = under.store();
    await scans.publish(scan('like'), [
      mailbox('Reception'),
      mailbox('Main Reception'),
      mailbox('Receptoin Berlin'),
      mailbox('Marketing'),
      mailbox('Printer 3rd floor', {}, { address: 'recept@contoso.example' }),
    ]);
    const { scans: again } = under.store();
    assert.deepEqual(names(await again.resembling('reception', 10)), [
      'Reception',
      'Main Reception',
      'Receptoin Berlin',
      'Printer 3rd floor',
    ]);
    assert.deepEqual(names(await again.resembling('reception', 1)), ['Reception']);
    assert.deepEqual(names(await again.resembling('recepcion', 2)), ['Reception', 'Main Reception']);
    assert.deepEqual(names(await again.resembling('markteing', 5)), ['Marketing']);
    assert.deepEqual(await again.resembling('zzzzzz', 5), []);
    assert.deepEqual(await again.resembling('reception', 0), []);
  });

  it('replace the one before whole, and count what is there', async () => {
    const { scans } = under.store();
    await scans.publish(scan('old'), crowd(30));
    await scans.publish(scan('new', { state: 'partial', problems: ['a page was lost'] }), [
      ...crowd(6),
      mailbox('Crowd 00000', { verdict: 'blocked' }, { type: 'RoomMailbox' }),
    ]);
    const latest = await scans.latest();
    assert.equal(latest?.id, 'new');
    assert.equal(latest?.state, 'partial');
    assert.deepEqual(latest?.counts.verdicts, {
      exposed: 1,
      unknown: 1,
      protected: 1,
      synced: 1,
      exempt: 1,
      blocked: 2,
    });
    assert.deepEqual(latest?.counts.types, {
      SharedMailbox: 6,
      RoomMailbox: 1,
      EquipmentMailbox: 0,
      SchedulingMailbox: 0,
    });
    assert.deepEqual(Object.keys(latest?.counts.types ?? {}), MAILBOX_TYPES);
    assert.equal((await scans.page(ALL, 0, 10)).total, 7, 'listed twice, kept twice');
    await scans.publish(scan('empty'), []);
    assert.equal((await scans.page(ALL, 0, 10)).total, 0);
  });

  it('keep a newer reading of one mailbox, but not for ever', async () => {
    const { scans } = under.store();
    const stale = [mailbox('One'), mailbox('Two')];
    const blocked = mailbox('One', { verdict: 'blocked', signIn: 'blocked', cause: 'sign-in-blocked' });
    await scans.publish(scan('s1', { startedAt: at(0) }), stale);
    time = at(5);
    await scans.refresh(blocked);
    await scans.refresh(mailbox('Not in the scan'));
    assert.deepEqual(await scans.matching('one'), [blocked]);
    assert.equal((await scans.latest())?.counts.verdicts.blocked, 1);
    assert.deepEqual(await found({}), ['Two', 'One']);
    await scans.publish(scan('s2', { startedAt: at(4) }), stale);
    assert.deepEqual(await scans.matching('one'), [blocked], 'it was read after that scan began');
    await scans.publish(scan('s3', { startedAt: at(6) }), stale);
    assert.deepEqual(await scans.matching('one'), [stale[0]], 'that scan began after it was read');
  });

  it('publish ten thousand mailboxes and page through them exactly', async () => {
    const { scans } = under.store();
    const mailboxes = crowd(10_000);
    await scans.publish(scan('large', { startedAt: at(10) }), mailboxes);
    const latest = await scans.latest();
    assert.equal(latest?.counts.verdicts.exposed, 1_667);
    const seen = new Set<string>();
    for (let page = 0; ; page += 1) {
      const { rows, total } = await scans.page({ ...ALL, verdict: 'exposed' }, page, 250);
      assert.equal(total, 1_667);
      if (rows.length === 0) break;
      for (const row of rows) seen.add(row.mailbox.displayName);
    }
    assert.equal(seen.size, 1_667);
    assert.deepEqual(names(await scans.matching('CROWD 09999')), ['Crowd 09999']);
    // 1230 and 1236 fall on exposed, 1231 on unknown, which comes next.
    const { rows, total } = await scans.page({ ...ALL, text: '0123' }, 0, 3);
    assert.deepEqual(names(rows), ['Crowd 01230', 'Crowd 01236', 'Crowd 01231']);
    assert.equal(total, 11);
    assert.equal(names(await scans.resembling('crowt 01234', 3))[0], 'Crowd 01234');
  });

  it('never show half of one while another is published', async () => {
    const { scans } = under.store();
    await scans.publish(scan('a', { startedAt: at(20) }), crowd(900));
    let publishing = true;
    const publisher = (async () => {
      for (let n = 0; n < 4; n += 1)
        await scans.publish(scan(`b${n}`, { startedAt: at(21 + n) }), crowd(n % 2 ? 900 : 1_800));
      publishing = false;
    })();
    const totals = new Set<number>();
    while (publishing) totals.add((await scans.page(ALL, 0, 1)).total);
    await publisher;
    for (const total of totals) assert([900, 1_800].includes(total), `saw ${total}`);
  });
});
