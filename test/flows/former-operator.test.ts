// Who was told of alerts and may not read the tenant any more: hears that, and nothing of the tenant from then on.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

const WHAT_ENTRA_SAID_HOLDS_MS = 5_500;

describe('a former operator', () => {
  let stage: Stage;
  let avery: Person;
  let robin: Person;
  let atAvery: Chat;
  let atRobin: Chat;
  /** Mailboxes that are blocked at first. */
  let shut: readonly string[];

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({
      env: { WATCH_INTERVAL: 'PT1S', SCAN_INTERVAL: 'PT1H' },
      tenant: { switches: { deltaLagMs: 300, listReadLagMs: 300 } },
    });
    avery = stage.person('approver');
    robin = stage.person('requester');
    atAvery = avery.personalChat();
    atRobin = robin.personalChat();
    await answerTo(avery, 'help');
    await answerTo(robin, 'list');
    const { contents } = stage.tenant.directory;
    shut = contents.mailboxes
      .filter(({ type, objectId }) => {
        const user = contents.user(objectId ?? '');
        const isPlain = user !== undefined && user.onPremisesSyncEnabled !== true && user.licences.length === 0;
        return type === 'SharedMailbox' && isPlain && !stage.tenant.directory.isEnabled(user.id);
      })
      .map(({ address }) => address);
  });

  after(() => stage.close());

  const address = (n: number): string => shut[n] ?? assert.fail();
  const about =
    (n: number) =>
    ({ readable }: ChatMessage): boolean =>
      readable.includes(address(n));
  const enable = (n: number): void => void stage.tenant.directory.setAccountEnabled(address(n), true);
  const groups = (change: 'addGroupMember' | 'removeGroupMember'): void =>
    stage.tenant.directory[change](stage.tenant.groups.operatorsId, stage.tenant.people.requester.objectId);

  /** What is open comes too: the next message need not be the answer. */
  const hears = async (text: string, answer: string): Promise<void> => {
    const from = atRobin.messages().length;
    await robin.types(atRobin, text);
    await atRobin.waitFor((message, index) => index >= from && says(answer)(message), 15_000);
  };

  it('hears nothing while Entra does not say, and everything once it does', async function () {
    this.timeout(60_000);
    await hears('alerts here', 'Alerts come here');
    await pause(WHAT_ENTRA_SAID_HOLDS_MS);
    stage.tenant.faults.add({
      pathContains: 'checkMemberGroups',
      effect: { kind: 'status', status: 403 },
    });
    try {
      enable(0);
      await pause(4_000);
      assert.equal(atRobin.messages().filter(about(0)).length, 0);
    } finally {
      stage.tenant.faults.clear();
    }
    await atRobin.waitFor(about(0), 30_000);
  });

  it('is told that alerts end, and nothing of the tenant; who still may is told instead', async function () {
    this.timeout(60_000);
    groups('removeGroupMember');
    await pause(WHAT_ENTRA_SAID_HOLDS_MS);
    enable(1);
    await atAvery.waitFor(about(1), 30_000);
    const told = await atRobin.waitFor(says('Alerts do not come here any more'), 20_000);
    assert.match(told.readable, /not in the operators or approvers group/);
    assert.equal(atRobin.messages().filter(about(1)).length, 0);
    assert.match((await answerTo(avery, 'alerts')).readable, /Nobody has asked to be told/u);
  });

  it('can end what comes to their own chat, and do nothing else', async function () {
    this.timeout(60_000);
    groups('addGroupMember');
    const before = atRobin.messages().length;
    await hears('alerts here shared', 'Alerts come here');
    // Sent after that, it would end the subscription by itself.
    await atRobin.waitFor(({ readable }, index) => index >= before && /\d+ open alerts/u.test(readable), 20_000);
    groups('removeGroupMember');
    await hears('alerts', 'This needs membership in the operators group');
    await hears('alerts off', 'The messages that stand here stay up to date');
  });
});
