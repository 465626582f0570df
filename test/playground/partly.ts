// Fifty at once: previewed page by page, one struck off, one out of reach. What failed is named with what to do, and runs again.
import assert from 'node:assert/strict';
import type { Mailbox } from '../../sandbox/tenant/records.js';
import { exposeShared, makePrivileged } from '../support/bulk.js';
import { requestIdOn } from './cast.js';
import type { Card, ChatWindow } from './chat-window.js';
import { approversCards, type OfficeCast } from './office-cast.js';

const COUNT = 50;
const STANDING = COUNT - 1;
const REASON = 'INC-4711 nobody signs in with these';
/** Each of fifty is read, written, read back and shown on three cards. */
const PATIENCE_MS = 180_000;
/** Shared mailboxes that can sign in and are not for the bot to block: synced, with a role, in a restricted unit, a guest's. */
const NOT_FOR_THE_BOT = ['payroll', 'dispatch', 'it-services', 'secops', 'board', 'partner-desk'];

/** @param on asked once the windows are open */
export function inPart(on: () => OfficeCast): void {
  describe('fifty mailboxes, one struck off and one out of reach', function () {
    this.timeout(PATIENCE_MS + 60_000);
    let boxes: readonly Mailbox[];
    let outOfReach: Mailbox;
    let struck: Mailbox;
    let atFirst: readonly string[];
    let mend: () => void;
    let asked: Card;
    let first: Card;
    let other: Card;

    /** Addresses of the shared mailboxes that can sign in and should not, as the tenant itself has it. */
    const enabled = (): readonly string[] => {
      const { contents, isEnabled } = on().office.tenant.directory;
      return contents.mailboxes
        .filter(({ type, objectId }) => type === 'SharedMailbox' && contents.user(objectId ?? '') !== undefined)
        .filter(({ objectId, alias }) => isEnabled(objectId ?? '') && !NOT_FOR_THE_BOT.includes(alias))
        .map(({ address }) => address);
    };
    /** Those that were enabled at first and are not now. */
    const blocked = (): readonly string[] => {
      const now = new Set(enabled());
      return atFirst.filter((address) => !now.has(address));
    };

    before(async function () {
      this.timeout(PATIENCE_MS);
      const { office, requester, approver } = on();
      // Two approvals are wanted again.
      await office.restart(1);
      const there = await exposedShared(requester);
      boxes = exposeShared(office.tenant, COUNT - there);
      await approver.cardWith(`${COUNT - there} new alerts at once`, PATIENCE_MS);
      const [one, two] = boxes;
      assert.ok(one && two);
      [outOfReach, struck] = [one, two];
      mend = makePrivileged(office.tenant, outOfReach).undo;
      atFirst = enabled();
      assert.equal(atFirst.length, COUNT);
    });

    after(() => void exposeShared(on().office.tenant, 0));

    it('are seen by name before anything is asked for, a page at a time', async () => {
      const { requester, album } = on();
      asked = await requester.say(`block all exposed shared ${REASON}`);
      await asked.reads(
        new RegExp(
          `Preview: nothing is asked for yet.+Block sign-in of ${COUNT} mailboxes .+Mailboxes 1 to 5 of 50`,
          'u',
        ),
      );
      await album.take('fifty-preview', requester, asked);
      await asked.press('Next');
      await asked.reads(/Mailboxes 6 to 10 of 50/u);
      await album.take('fifty-preview-next', requester, asked);
    });

    it('are one request, and 49 once an approver struck one off', async () => {
      const { requester, approver, second, names, album } = on();
      await asked.press('Send request');
      await asked.reads(/Pending approval \(0 of 2\)/u);
      [first, other] = await approversCards(on(), await requestIdOn(asked));
      await first.press('Strike off…');
      await first.reads(/Strike mailboxes off/u);
      await turnTo(first, struck);
      await first.element.getByRole('checkbox', { name: struck.address }).click();
      await album.take('fifty-strike', approver, first);
      await first.press('Strike off');
      const fewer = new RegExp(
        `block sign-in of ${STANDING} mailboxes .+1 mailbox struck off by ${names.approver}`,
        'u',
      );
      for (const card of [first, other, asked]) await card.reads(fewer, PATIENCE_MS);
      await album.take('fifty-struck', second, other);
      await album.take('fifty-struck-requester', requester, asked);
    });

    it('are blocked but for the one that is out of reach, once both have approved', async () => {
      const { requester, approver, album } = on();
      await first.press('Approve');
      await other.reads(/1 of 2/u);
      assert.deepEqual(blocked(), [], 'one approval is not enough');
      await other.press('Approve');
      for (const card of [asked, first, other]) await failsForOne(card);
      assert.deepEqual(blocked(), without(atFirst, struck, outOfReach));
      assert.deepEqual(await asked.buttons(), ['Next', 'Run again', 'Allow for a time']);
      await album.take('fifty-partly', requester, asked);
      await album.take('fifty-partly-approver', approver, first);
    });

    it('are told one by one, on five pages: what failed first, what was struck off last', async () => {
      const { requester, album } = on();
      const pages = await allPages(asked);
      const [firstPage = '', lastPage = ''] = [pages[0], pages.at(-1)];
      assert.match(firstPage, new RegExp(`Mailboxes 1 to 10 of 50 \\(1 struck off\\) ${outOfReach.displayName} `, 'u'));
      assert.match(lastPage, new RegExp(`${struck.address} .*– Struck off · by `, 'u'));
      const all = pages.join(' ');
      assert.equal(all.match(/✓ Blocked · read back/gu)?.length, STANDING - 1);
      for (const address of atFirst) assert.ok(all.includes(address), address);
      await album.take('fifty-partly-last', requester, asked);
      for (let page = pages.length; page > 1; page -= 1) {
        await asked.press('Previous');
        await asked.reads(new RegExp(`Mailboxes ${page * 10 - 19} to`, 'u'));
      }
    });

    it('fail again while nothing is mended', async () => {
      const { office, requester, album } = on();
      const writes = (): number => office.tenant.requests.count({ method: 'PATCH' });
      const written = writes();
      await asked.press('Run again');
      await asked.reads(/Approved, blocking/u);
      await failsForOne(asked);
      assert.equal(writes(), written + 1, 'only what failed is tried again');
      assert.deepEqual(blocked(), without(atFirst, struck, outOfReach));
      await album.take('fifty-again', requester, asked);
    });

    it('are all blocked once it is mended and run again; the struck one still signs in', async () => {
      const { requester, second, album } = on();
      mend();
      await asked.press('Run again');
      for (const card of [asked, first, other]) {
        await card.reads(/✓ Blocked .+All 49 mailboxes are blocked and read back/u, PATIENCE_MS);
      }
      assert.deepEqual(blocked(), without(atFirst, struck));
      const { isEnabled } = on().office.tenant.directory;
      for (const alias of NOT_FOR_THE_BOT) assert.ok(isEnabled(alias), alias);
      await album.take('fifty-mended', requester, asked);
      await album.take('fifty-mended-approver', second, other);
    });
  });
}

/** How many the bot itself counts, those of the parts before among them. */
async function exposedShared(window: ChatWindow): Promise<number> {
  const list = await window.say('list exposed shared');
  const [, count] = /of (\d+) exposed shared mailboxes/u.exec(await list.reads(/exposed shared mailboxes/u)) ?? [];
  return Number(count);
}

async function failsForOne(card: Card): Promise<void> {
  const text = await card.reads(
    /⚠ Partly blocked .+48 of 49 mailboxes blocked: new sign-ins .+60 to 90 minutes\. 1 failed/u,
    PATIENCE_MS,
  );
  assert.match(
    text,
    /✕ Failed · Microsoft refused the change \(403\).+The account is privileged.+then run it again or ask anew/u,
  );
}

/** Turns the pages of what an approver may strike off until this one is there. */
async function turnTo(card: Card, { address }: Mailbox): Promise<void> {
  for (let page = 1; ; page += 1) {
    const text = await card.reads(new RegExp(`Mailboxes ${page * 10 - 9} to \\d+ of`, 'u'));
    if (text.includes(address)) return;
    await card.press('Next');
  }
}

/** The text of each page, from the first to the last, at which the card is left. */
async function allPages(card: Card): Promise<readonly string[]> {
  const pages: string[] = [];
  for (let from = 1; from <= COUNT; from += 10) {
    pages.push(await card.reads(new RegExp(`Mailboxes ${from} to ${from + 9} of ${COUNT}`, 'u')));
    if (from + 10 <= COUNT) await card.press('Next');
  }
  return pages;
}

function without(addresses: readonly string[], ...boxes: readonly Mailbox[]): readonly string[] {
  return addresses.filter((address) => !boxes.some((box) => box.address === address));
}
