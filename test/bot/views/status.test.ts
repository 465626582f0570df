// One mailbox: what is said, what is offered, and what is never guessed.
import assert from 'node:assert/strict';
import { statusView } from '../../../bot/views/status.js';
import type { AssessedMailbox, SignInHistory } from '../../../src/mailboxes/mailbox.js';
import { accountOf, exposed, idOf, judged, mailboxOf, oneOfEach, reader } from '../../cards/scenes/people.js';
import { requestOf } from '../../cards/scenes/requests.js';
import { USED } from '../../cards/scenes/statuses.js';

const readAt = '2026-11-23T13:04:50.000Z';
function dataOf(mailbox: AssessedMailbox | undefined, history: SignInHistory | null = null) {
  assert.ok(mailbox);
  return statusView({ mailbox, history, readAt, openRequest: null, mode: 'enforce', reader }).data;
}
const [used, , lost, rooms, synced, exempt, blocked] = oneOfEach();

describe('the status card', () => {
  it('offers a block for exposed mailboxes only, and not twice', () => {
    assert.deepEqual(
      [used, lost, rooms, synced, exempt, blocked].map((one) => dataOf(one).canRequest),
      [true, false, false, false, false, false],
    );
    const mailbox = exposed('Front Desk', 1);
    const { data } = statusView({
      mailbox,
      history: null,
      readAt,
      openRequest: requestOf('pending', 1),
      mode: 'enforce',
      reader,
    });
    assert.deepEqual([data.canRequest, data.hasOpen, data.open.requestId], [false, true, 'K7M2QX']);
  });

  it('offers none in watch mode, in which none can be made', () => {
    const mailbox = exposed('Front Desk', 1);
    const facts = { mailbox, history: null, readAt, openRequest: null, reader } as const;
    const offered = (mode: 'enforce' | 'watch'): boolean => statusView({ ...facts, mode }).data.canRequest;
    assert.deepEqual([offered('enforce'), offered('watch')], [true, false]);
  });

  it('never shows unknown as fine', () => {
    const { headline, tone } = dataOf(lost);
    assert.deepEqual([headline, tone], ['? Sign-in not known', 'warning']);
  });

  it('stands address, object id and user principal name beside the name', () => {
    const { name, address, facts } = dataOf(used);
    assert.deepEqual([name, address], ['Front Desk', 'frontdesk1@contoso.example']);
    assert.deepEqual(
      facts.map(({ value }) => value),
      ['frontdesk1@contoso.example', idOf(1), 'Shared'],
    );
  });

  it('gives the on-premises command for synced accounts', () => {
    const commands = dataOf(synced)
      .steps.filter(({ font }) => font === 'Monospace')
      .map(({ text }) => text);
    assert.equal(
      commands[0],
      `Get-ADUser -Filter 'UserPrincipalName -eq "beamer44@contoso.example"' | Disable-ADAccount`,
    );
  });

  for (const name of [
    `x'; Remove-ADUser *; '@contoso.example`,
    'a"b@contoso.example',
    'a$(b)@contoso.example',
    'a’b@contoso.example',
    'a`b@contoso.example',
    `${'a'.repeat(65)}@contoso.example`,
  ]) {
    it(`never puts ${name.slice(0, 20)} into a command to paste`, () => {
      const mailbox = mailboxOf('Beamer', 4);
      const account = accountOf(mailbox, { userPrincipalName: name, onPremisesSyncEnabled: true });
      const commands = dataOf(judged(mailbox, account))
        .steps.map(({ text }) => text)
        .join('\n');
      assert.ok(commands.includes('"<its user principal name>"'));
      assert.ok(!commands.includes(name));
    });
  }

  it('says why something is not known', () => {
    const own = (history: SignInHistory | null): string | undefined => dataOf(used, history).evidence[0]?.value;
    assert.equal(own(null), 'not known: it was not read');
    assert.equal(own({ ...USED, availability: 'not-premium' }), 'not known: this tenant has no Entra ID P1');
    assert.equal(own({ ...USED, availability: 'no-permission' }), 'not known: the bot lacks AuditLog.Read.All');
    assert.equal(own({ ...USED, availability: 'unavailable' }), 'not known: Microsoft did not answer');
    assert.equal(own({ ...USED, lastSuccessAt: null }), 'none on record with its own password');
    assert.match(own(USED) ?? '', /^23 Nov 2026, 09:12 CET \(4 hours ago\)/u);
    assert.deepEqual(
      dataOf(lost).evidence.map(({ value }) => value.slice(0, 9)),
      ['not known', 'not known', 'not known', 'not known'],
    );
  });

  it('warns of what a block would stop, and not when it is blocked already', () => {
    assert.match(dataOf(used, USED).warnings[0] ?? '', /^Authenticated SMTP: a printer/u);
    assert.deepEqual(dataOf(blocked, USED).warnings, []);
  });

  it('names the end, the owner and the reason of an exemption', () => {
    const { sentence, exemption, isExempt } = dataOf(exempt);
    assert.equal(sentence, 'Sign-in is allowed on purpose until 31 Dec 2026, 23:59 CET (in 1 month).');
    assert.equal(isExempt, true);
    assert.deepEqual(
      exemption.map(({ label, value }) => `${label}: ${value}`),
      [
        'Until: 31 Dec 2026, 23:59 CET (in 1 month)',
        'Owner: Robin Meyer',
        'Why: Scanner until it is replaced',
        'Agreed in: Request K7M2QX, in force since 1 Oct 2026, 10:00 CEST',
      ],
    );
  });

  it('offers what can be asked for, and in watch mode only what needs no write', () => {
    const { exemption } = exempt ?? {};
    assert.ok(exempt && exemption);
    const unblocked: AssessedMailbox = { ...exempt, exemption: { ...exemption, kind: 'unblock' } };
    const syncedExempt: AssessedMailbox = { ...unblocked, obstacle: 'directory-synced' };
    const offered = (mailbox: AssessedMailbox | undefined, mode: 'enforce' | 'watch') => {
      assert.ok(mailbox);
      const { data } = statusView({ mailbox, history: null, readAt, openRequest: null, mode, reader });
      assert.equal(data.hasButtons, data.buttons.length > 0);
      return data.buttons.map(({ title, verb, data: sent }) =>
        `${title} ${verb} ${sent['mailbox']}`.replace(/ \S+$/u, ''),
      );
    };
    const cases = [
      ['exposed', used, ['Exempt exempt'], ['Exempt exempt']],
      ['unknown', lost, [], []],
      ['protected', rooms, ['Exempt exempt'], ['Exempt exempt']],
      ['synced', synced, ['Exempt exempt'], ['Exempt exempt']],
      ['exempt', exempt, ['Prolong exempt', 'Block now block'], ['Prolong exempt']],
      ['unblocked', unblocked, ['Prolong unblock', 'Block now block'], ['Prolong exempt']],
      ['synced and exempt', syncedExempt, ['Prolong exempt'], ['Prolong exempt']],
      ['blocked', blocked, ['Allow for a time unblock'], []],
    ] as const;
    for (const [name, mailbox, acting, watching] of cases) {
      assert.deepEqual([offered(mailbox, 'enforce'), offered(mailbox, 'watch')], [acting, watching], name);
    }
    const open = requestOf('pending', 1);
    assert.ok(exempt);
    const asked = statusView({ mailbox: exempt, history: null, readAt, openRequest: open, mode: 'enforce', reader });
    assert.deepEqual(asked.data.buttons, []);
  });

  it('says what happens at the end', () => {
    const { exemption } = exempt ?? {};
    assert.ok(exempt && exemption);
    const said = (kind: 'unblock' | 'exempt', mode: 'enforce' | 'watch'): string | undefined => {
      const mailbox = { ...exempt, exemption: { ...exemption, kind } };
      return statusView({ mailbox, history: null, readAt, openRequest: null, mode, reader }).data.steps[0]?.text;
    };
    assert.match(said('unblock', 'enforce') ?? '', /at the end sign-in is blocked again/);
    assert.match(said('unblock', 'watch') ?? '', /nothing is blocked at the end/);
    assert.match(said('exempt', 'enforce') ?? '', /after the end it counts as any other/);
  });

  it('has a sentence for every cause', () => {
    const mailbox = mailboxOf('x', 1);
    const account = accountOf(mailbox);
    const causes = [
      judged(mailbox, { ...account, accountEnabled: null }),
      judged(mailbox, null),
      judged(mailbox, { ...account, managementRestricted: true }),
      judged(mailbox, { ...account, userType: 'Guest' }),
      judged(mailbox, account, { holdsRole: true }),
      ...oneOfEach(),
    ];
    const said = causes.map((one) => dataOf(one).sentence);
    assert.ok(said.every((sentence) => sentence.length > 20));
    assert.equal(new Set(causes.map(({ cause }) => cause)).size, new Set(said).size);
  });
});
