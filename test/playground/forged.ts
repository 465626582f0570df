// Presses that no card gives out, sent with Playground's own "Custom activity" and as its page would: each is answered, none does anything.
import assert from 'node:assert/strict';
import { requestIdOn } from './cast.js';
import type { Card, ChatWindow } from './chat-window.js';
import type { OfficeCast } from './office-cast.js';

type Values = Readonly<Record<string, unknown>>;

/** @param on asked once the windows are open */
export function notFooled(on: () => OfficeCast): void {
  describe('forged buttons', () => {
    let asked: Card;
    let card: Card;
    let id: string;
    let written: number;
    const writes = (): number => on().office.tenant.requests.count({ method: 'PATCH' });

    /** As old clients send a button: a message without a text. */
    async function press(window: ChatWindow, value: Values, answer: RegExp, name: string): Promise<void> {
      const said = await window.sendCustom({ type: 'message', value });
      await said.reads(answer);
      await on().album.take(`forged-${name}`, window, said);
    }

    before(async () => {
      const { requester, approver } = on();
      asked = await requester.ask('block Invoices its password was sent round by mail');
      id = await requestIdOn(asked);
      card = await approver.cardWith(`Request ${id}`);
      await card.reads(/Pending approval/u);
      written = writes();
    });

    it('approve nothing: not with another id, not with another list, not for who may only ask', async () => {
      const { requester, approver } = on();
      await press(requester, { verb: 'approve', requestId: id }, /approvers group/u, 'not-approver');
      await press(approver, { verb: 'approve', requestId: 'ZZZZZZ' }, /ZZZZZZ/u, 'no-such-request');
      await press(approver, { verb: 'approve', requestId: { $ne: null } }, /./u, 'no-id');
      const content = 'f'.repeat(64);
      await press(
        approver,
        { verb: 'approve', requestId: id, content },
        /Look at the list as it is now/u,
        'another-list',
      );
    });

    it('are no commands, and deny nothing without a reason', async () => {
      const { approver } = on();
      await press(approver, { verb: 'apply', requestId: id }, /./u, 'no-verb');
      await press(approver, { verb: '__proto__', requestId: id }, /./u, 'proto');
      await press(approver, { verb: 'deny', requestId: id, reason: '' }, /[Ww]hy|reason/u, 'no-reason');
    });

    it('are answered as presses too, and change nothing', async () => {
      const { office } = on();
      const { people, identities } = office.tenant;
      const forgeries: readonly Values[] = [
        { verb: 'approve', requestId: 'ZZZZZZ' },
        { verb: 'approve', requestId: [id] },
        { verb: 'apply', requestId: id },
        { verb: 'constructor', requestId: id },
        { verb: 7, requestId: id },
      ];
      for (const [n, { verb, ...values }] of forgeries.entries()) {
        const response = await fetch(office.messagesUrl('approver'), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            ...{ type: 'invoke', name: 'adaptiveCard/action', id: `forged-${n}`, channelId: 'msteams' },
            from: { id: `29:${people.approver.objectId}`, aadObjectId: people.approver.objectId },
            recipient: { id: `28:${identities.bot.clientId}` },
            conversation: { id: 'a:sandbox-approver', conversationType: 'personal' },
            value: { action: { type: 'Action.Execute', verb, data: { verb, ...values } } },
          }),
        });
        const said = await response.text();
        assert.equal(response.status, 200, said);
        assert.match(said, /"statusCode":(?:200|400)/u);
      }
    });

    it('have left the request as it was: it still waits, and what is pressed on its card counts', async () => {
      const { office, names, approver, album } = on();
      assert.equal(writes(), written);
      assert.equal(office.tenant.directory.isEnabled('invoices'), true);
      for (const copy of [asked, card]) await copy.reads(/Pending approval/u);
      assert.deepEqual(await card.buttons(), ['Approve', 'Deny']);
      await card.press('Approve');
      for (const copy of [asked, card]) await copy.reads(new RegExp(`✓ Blocked .+Approved by ${names.approver} `, 'u'));
      await album.take('forged-none', approver, card);
    });

    it('do nothing when a press is sent again after all is over', async () => {
      const { approver, names } = on();
      const after = writes();
      const over = new RegExp(`Request ${id} is done \\(${names.approver}\\); it can no longer be decided`, 'u');
      await press(approver, { verb: 'approve', requestId: id }, over, 'replayed');
      await press(approver, { verb: 'deny', requestId: id, reason: 'too late' }, over, 'denied-late');
      assert.equal(writes(), after);
    });
  });
}
