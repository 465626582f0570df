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
    assert.equal(
      dataOf(exempt).sentence,
      'Sign-in is allowed on purpose until 31 Dec 2026, 23:59 CET. Robin Meyer answers for it: Scanner until it is replaced',
    );
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
