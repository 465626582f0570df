// Doctor as an operator meets it in the chat: what is broken, what mends it, and well again once it is mended.
import assert from 'node:assert/strict';
import { answerTo } from '../support/reading.js';
import { openStage, type Person, type Stage } from '../support/stage.js';

describe('doctor in the chat', () => {
  let stage: Stage;
  let robin: Person;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({ env: { REVOKE_SESSIONS: 'on' } });
    robin = stage.person('requester');
    for (const name of ['approver', 'secondApprover', 'nestedApprover', 'both'] as const) {
      await answerTo(stage.person(name), 'help');
    }
  });

  after(() => stage.close());

  it('says what is well and what is not, and lets no command be cut short', async () => {
    const { readable } = await answerTo(robin, 'doctor');
    assert.match(readable, /● It works, with \d+ things degraded/u);
    assert.match(readable, /User\.RevokeSessions\.All\s+· degraded/u);
    assert.match(readable, /77f3a031-c388-4f99-b373-dc68676a979e.*appRoleAssignments" --body "@grant\.json"/u);
    assert.match(readable, /✓ Well:\s+Settings.*Token for Teams.*Approvers in reach/u);
  });

  it('finds the role group missing in Exchange, and is examined again in place', async () => {
    stage.tenant.permissions.exchangeRole = 'none';
    const card = await answerTo(robin, 'doctor');
    assert.match(card.readable, /⚠ 1 thing is broken/u);
    assert.match(card.readable, /Add-RoleGroupMember -Identity "Mailbox Guard Reading"/u);
    stage.tenant.permissions.exchangeRole = 'view-only-recipients';
    const before = robin.personalChat().messages().length;
    assert.equal((await robin.presses(card, { title: 'Examine again' })).status, 200);
    assert.match(JSON.stringify(robin.sees(card)), /● It works/u);
    assert.equal(robin.personalChat().messages().length, before);
  });

  it('is for operators only', async () => {
    for (const name of ['approver', 'outsider'] as const) {
      assert.match((await answerTo(stage.person(name), 'doctor')).readable, /operators group/u);
    }
  });
});
