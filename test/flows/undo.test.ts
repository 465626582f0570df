// What can still be done about a request that has run: run again what failed, ask anew once its time is over, allow some of it for a time.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, asks, becomes, requestIdIn, says, sends } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

const WRITES = { service: 'graph', method: 'PATCH' } as const;
const DENIED = {
  kind: 'status',
  status: 403,
  code: 'Authorization_RequestDenied',
  message: 'Insufficient privileges to complete the operation.',
} as const;

describe('a request that has run', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let atRobin: Chat;
  let atAvery: Chat;

  before(async function () {
    this.timeout(90_000);
    stage = await openStage({ env: { EXECUTION_TTL: 'PT10M' }, movesTime: true });
    robin = stage.person('requester');
    avery = stage.person('approver');
    atRobin = robin.personalChat();
    atAvery = avery.personalChat();
    await answerTo(avery, 'help');
    await answerTo(robin, 'list');
  });

  after(() => stage.close());

  const isEnabled = (alias: string): boolean => stage.tenant.directory.isEnabled(`${alias}@lighthouse.example`);
  const approved = async (asked: ChatMessage): Promise<void> => {
    const card = await atAvery.waitFor(says(requestIdIn(asked)), 15_000);
    await avery.presses(card, { verb: 'approve' });
  };
  /** Permissions are in the bot's tokens, and it asks for new ones when it starts. */
  const mayWrite = async (may: boolean): Promise<void> => {
    const { revoke, grant } = stage.tenant.permissions;
    (may ? grant : revoke)('graph', 'User.EnableDisableAccount.All');
    await stage.restart();
  };

  it('runs again under its approval once the bot may write', async () => {
    await mayWrite(false);
    const asked = await asks(robin, 'block reception@lighthouse.example info@lighthouse.example INC-1 unused');
    await approved(asked);
    const failed = await becomes(atRobin, asked, '⚠ Not blocked', 30_000);
    assert.match(failed.readable, /0 of 2 mailboxes blocked\. 2 failed/u);
    assert.match(failed.readable, /Either the bot lacks User\.EnableDisableAccount\.All: grant it and run it again/u);
    await mayWrite(true);
    await robin.presses(failed, 'Run again');
    const done = await becomes(atRobin, asked, '✓ Blocked', 30_000);
    assert.equal(done.card?.['actions'] === undefined, false);
    assert.deepEqual(['reception', 'info'].filter(isEnabled), []);
    assert.match((await answerTo(robin, `retry ${requestIdIn(asked)}`)).readable, /cannot run again/u);
  });

  it('is asked anew once its time is over, with what is left and the same reason', async () => {
    const refusal = stage.tenant.faults.add({ ...WRITES, effect: DENIED });
    const asked = await asks(robin, 'block travel@lighthouse.example "Room Aurora (12)" INC-2 moved out');
    await approved(asked);
    const failed = await becomes(atRobin, asked, '⚠ Not blocked', 30_000);
    assert.doesNotMatch(failed.readable, /Ask anew/u, 'as long as it can run again');
    const id = requestIdIn(asked);
    assert.match((await answerTo(robin, `anew ${id}`)).readable, /can still run again: press Run again/u);
    stage.tenant.faults.clear(refusal);
    await stage.advance(11);
    assert.match((await answerTo(robin, `retry ${id}`)).readable, /cannot run again/u);
    const shown = await answerTo(robin, `request ${id}`);
    await robin.presses(shown, 'Ask anew');
    const preview = await atRobin.waitFor((message) => isPreviewOf(message, 'INC-2 moved out'), 15_000);
    assert.match(preview.readable, /Block sign-in of 2 mailboxes/u);
    assert.match(preview.readable, /Travel Desk[\s\S]+Room Aurora \(12\)|Room Aurora \(12\)[\s\S]+Travel Desk/u);
    const second = await sends(robin, preview, atRobin);
    assert.notEqual(requestIdIn(second), id);
    await approved(second);
    await becomes(atRobin, second, '✓ Blocked', 30_000);
    assert.deepEqual(['travel', 'room-aurora'].filter(isEnabled), []);
  });

  it('is asked anew though it never ran, unless somebody denied it', async () => {
    const asked = await asks(robin, 'block scanner-ground@lighthouse.example INC-5 not needed');
    const id = requestIdIn(asked);
    assert.match((await answerTo(robin, `anew ${id}`)).readable, /is not over yet/u);
    await answerTo(robin, `withdraw ${id}`);
    const preview = await answerTo(robin, `anew ${id}`);
    assert.match(preview.readable, /^Preview[\s\S]+INC-5 not needed/u);
    const second = await sends(robin, preview, atRobin);
    await answerTo(avery, `deny ${requestIdIn(second)} it is needed`);
    await becomes(atRobin, second, '✕ Denied', 15_000);
    const refused = await answerTo(robin, `anew ${requestIdIn(second)}`);
    assert.match(refused.readable, /was denied: talk to the person who did/u);
  });

  it('is undone for one mailbox of several, until a time and for a reason', async () => {
    const asked = await asks(
      robin,
      'block pat.person@lighthouse.example lee.leaver@lighthouse.example INC-3 both left',
    );
    await approved(asked);
    const done = await becomes(atRobin, asked, '✓ Blocked', 30_000);
    await robin.presses(done, 'Allow for a time');
    const ask = await atRobin.waitFor(says('Which ones may sign in again, until when, and why?'), 15_000);
    const pat = stage.tenant.directory.find('pat.person@lighthouse.example').id;
    const nothing = await robin.presses(ask, 'Preview', { items: [], until: '2h', reason: 'audit of the mailbox' });
    assert.match(nothing.error?.message ?? '', /Choose at least one mailbox first/u);
    await robin.presses(ask, 'Preview', { items: [pat], until: '2h', reason: 'audit of the mailbox' });
    const preview = await atRobin.waitFor((message) => isPreviewOf(message, 'audit of the mailbox'), 15_000);
    assert.equal(preview.id, ask.id, 'on every device the preview stands where the question stood');
    assert.match(preview.readable, /Allow sign-in of Pat Person for a time/u);
    assert.match(preview.readable, /blocked → allowed/u);
    const undo = await sends(robin, preview, atRobin);
    await approved(undo);
    await becomes(atRobin, undo, '✓ Unblocked', 30_000);
    assert.deepEqual(['pat.person', 'lee.leaver'].map(isEnabled), [true, false]);
    const again = await answerTo(
      robin,
      `undo ${requestIdIn(asked)} lee.leaver@lighthouse.example for 1h one mail to find`,
    );
    assert.match(again.readable, /^Preview[\s\S]+Lee Leaver[\s\S]+one mail to find/u);
    assert.match(
      (await answerTo(robin, `undo ${requestIdIn(asked)} info@lighthouse.example for 1h x`)).readable,
      /"info@lighthouse\.example" fits no mailbox of request/u,
    );
  });

  it('splits what is too much for one request, and forgets no word of it', async function () {
    this.timeout(90_000);
    await stage.close();
    stage = await openStage({ env: { MAX_MAILBOXES_PER_REQUEST: '4' } });
    robin = stage.person('requester');
    const chat = robin.personalChat();
    const parts = await answerTo(robin, 'block all exposed INC-4 spring cleaning');
    assert.match(parts.readable, /\d+ mailboxes are more than one request may hold/u);
    assert.match(parts.readable, /Shared\n1 to 4 of \d+, strongest evidence first/u);
    assert.match(parts.readable, /Equipment\n1 mailbox/u);
    await robin.presses(parts, { title: 'Preview 1 mailbox', nth: 0 });
    const preview = await chat.waitFor((message) => isPreviewOf(message, 'INC-4 spring cleaning'), 15_000);
    assert.notEqual(preview.id, parts.id, 'the parts stay to be chosen from');
    const sent = await sends(robin, preview, chat);
    assert.match(sent.readable, /^⏳ Pending approval/u);
    assert.match((await answerTo(robin, 'unblock all rooms for 2h x')).readable, /Sign-in is allowed again by name/u);
    assert.match(
      (await answerTo(robin, 'block all synced x')).readable,
      /Only exposed mailboxes can be blocked in bulk/u,
    );
    assert.match((await answerTo(robin, 'block all of it x')).readable, /Say which: "block all exposed"/u);
    assert.match(
      (await answerTo(robin, 'block all exposed "no such name" x')).readable,
      /The latest scan has no exposed mailboxes with/u,
    );
  });
});

function isPreviewOf(message: ChatMessage, reason: string): boolean {
  return message.readable.startsWith('Preview') && message.readable.includes(reason);
}
