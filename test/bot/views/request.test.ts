// One request: who sees which buttons, what every state says, and the exact list an approval is about.
import assert from 'node:assert/strict';
import { requestView } from '../../../bot/views/request.js';
import { requestsView } from '../../../bot/views/requests.js';
import { unreachedView } from '../../../bot/views/unreached.js';
import { REQUEST_STATES, type Reach, type RequestState } from '../../../src/approvals/request.js';
import type { Audience } from '../../../src/delivery/ports.js';
import { kim, lin, REACH, reader, robin, sam } from '../../cards/scenes/people.js';
import { OUTCOMES, requestOf } from '../../cards/scenes/requests.js';

const AUDIENCES: readonly Audience[] = ['approver', 'requester', 'place'];
const dataOf = (
  state: RequestState,
  audience: Audience = 'approver',
  count = 1,
  viewerId: string | null = robin.objectId,
) => requestView({ request: requestOf(state, count), audience, reader, viewerId }).data;

describe('the request card', () => {
  it('lets nobody but a fresh approver decide, and only while it is pending', () => {
    for (const state of REQUEST_STATES) {
      for (const audience of AUDIENCES) {
        const { canDecide, canReview } = dataOf(state, audience);
        assert.equal(canDecide, state === 'pending' && audience === 'approver', `${state} ${audience}`);
        assert.equal(canReview, state === 'pending' && audience === 'place', `${state} ${audience}`);
      }
    }
  });

  it('offers the requester nothing to decide, whatever the audience says', () => {
    const { canDecide, next } = dataOf('pending', 'approver', 1, kim.objectId.toUpperCase());
    assert.equal(canDecide, false);
    assert.match(next, /An approver other than you decides/u);
  });

  const headlines: Readonly<Record<RequestState, string>> = {
    pending: '⏳ Pending approval',
    approved: '✓ Approved, blocking next',
    applying: '✓ Approved, blocking now',
    done: '✓ Blocked',
    failed: '⚠ Partly blocked',
    denied: '✕ Denied',
    expired: '– Expired',
    withdrawn: '– Withdrawn',
  };
  for (const state of REQUEST_STATES) {
    it(`says ${headlines[state]}, what happens next and who asked`, () => {
      const { headline, next, facts, requestId, content } = dataOf(state, 'place', 3);
      assert.equal(headline, headlines[state]);
      assert.ok(next.length > 20);
      assert.deepEqual(facts[0], { label: 'Asked by', value: kim.name, detail: kim.objectId });
      assert.deepEqual([requestId, content], ['K7M2QX', '0'.repeat(64)]);
    });
  }

  it('names the mailbox when it is about one, and counts them when about more', () => {
    const one = requestView({ request: requestOf('pending', 1), audience: 'place', reader });
    assert.equal(one.data.title, 'Request K7M2QX: block sign-in of Front Desk');
    assert.match(one.summary, /^Pending approval: Request K7M2QX: block sign-in of Front Desk\. /u);
    assert.equal(one.data.itemsHeading, 'Mailbox');
    assert.equal(dataOf('pending', 'place', 2).title, 'Request K7M2QX: block sign-in of 2 mailboxes');
  });

  it('says not blocked when none was', () => {
    const [, , , skipped] = OUTCOMES;
    const request = requestOf('failed', 1);
    const items = request.items.map((item) => ({ ...item, outcome: skipped ?? null }));
    assert.equal(
      requestView({ request: { ...request, items }, audience: 'requester', reader }).data.headline,
      '⚠ Not blocked',
    );
  });

  it('tells each outcome, what needs somebody first, and Microsoft’s request id where it failed', () => {
    const told = dataOf('failed', 'requester', 5).items.map(({ mark, outcome }) => `${mark} ${outcome}`);
    assert.deepEqual(told, ['✕ Failed', '– Left alone', '✓ Blocked', '⏳ Written', '✓ Was blocked already']);
    const [first] = dataOf('failed', 'requester', 5).items;
    assert.equal(first?.trace, 'Microsoft’s request id 0d6f6f6f-1a11-4f0e-b3b1-7c1e9d2a5b60');
  });

  it('pages a long list and says that an answer is about all of it', () => {
    const request = requestOf('pending', 34);
    const seen = [0, 1, 2, 3].flatMap(
      (page) => requestView({ request, audience: 'approver', reader, page }).data.items,
    );
    assert.deepEqual(
      seen.map(({ objectId }) => objectId),
      request.items.map(({ objectId }) => objectId),
    );
    const last = requestView({ request, audience: 'approver', reader, page: 99 }).data;
    assert.equal(last.itemsHeading, 'Mailboxes 31 to 34 of 34');
    assert.deepEqual([last.paging.hasPrevious, last.paging.hasNext], [true, false]);
    assert.match(last.next, /covers all 34 mailboxes/u);
    assert.doesNotMatch(dataOf('pending', 'approver', 10).next, /covers all/u);
  });

  it('says what a block leaves alone, while that can still matter', () => {
    assert.match(
      dataOf('pending').effect,
      /Full Access, Send as and Send on behalf stay, and mail arrives.*60 to 90 minutes/u,
    );
    assert.equal(dataOf('denied').effect, '');
  });

  it('says when nobody, or too few, could be told', () => {
    const next = (told: number, quorum: number): string =>
      requestView({
        request: requestOf('pending', 1, {
          reach: { ...REACH, told, reachable: told },
          rules: { quorum, executionMs: 1, revokeSessions: false },
        }),
        audience: 'requester',
        reader,
      }).data.next;
    assert.match(
      next(0, 1),
      /No approver could be told: none has a chat with me. Ask Sam Okafor or one of 2 others to/u,
    );
    assert.match(
      next(1, 2),
      /1 of 3 approvers was told\. That is fewer than it needs\. Ask Sam Okafor or one other to open/u,
    );
    assert.match(next(2, 2), /2 of 3 approvers were told\. Without/u);
    assert.match(next(2, 4), /needs 4 more approvals, and only 3 approvers may give one: it can never be approved/u);
  });

  it('tells of the others once somebody has approved it', () => {
    const said = (approvers: number, told: number, changes: Partial<Reach> = {}): string => {
      const named = [robin, lin, sam]
        .slice(0, approvers)
        .map((one, n) => ({ ...one, hasChat: n < told, isTold: n < told }));
      const request = requestOf('pending', 1, {
        reach: { ...REACH, approvers, told, reachable: told, named, ...changes },
        rules: { quorum: 2, executionMs: 1, revokeSessions: false },
        decisions: [{ by: robin, verdict: 'approve', reason: null, at: reader.now, content: '0'.repeat(64) }],
      });
      const { title, text } = unreachedView(request, reader).data;
      const { next } = requestView({ request, audience: 'requester', reader }).data;
      assert.ok(text.includes(next.split(' Without')[0]?.replace('Waiting for one approver. ', '') ?? '?'), text);
      return `${title} ${next}`;
    };
    assert.match(
      said(3, 3),
      /^✓ Approvers have been told .*one approver\. 2 of 2 other approvers were told\. Without/u,
    );
    assert.match(said(2, 2), /^✓ .*1 of 1 other approver was told\. Without/u);
    assert.match(said(3, 2, { told: 1 }), /^⚠ Nobody else could be told .* 1 other approver is being told\. Without/u);
    assert.match(
      said(3, 1),
      /^⚠ Nobody else could be told .*No other approver could be told: none has a chat with me\. Ask Lin Ahlgren or Sam Okafor to open/u,
    );
    assert.match(
      said(3, 1, { places: 1 }),
      /^✓ .*No other approver has a chat with me\. It is posted in 1 place\. Ask Lin/u,
    );
    assert.match(
      said(1, 1),
      /^⚠ Nobody else .*It needs 1 more approval, and nobody else may give one: it can never be approved\. Ask the person/u,
    );
  });

  it('has a summary that says it all in one line', () => {
    const { summary } = requestView({ request: requestOf('pending', 2), audience: 'approver', reader });
    assert.equal(
      summary,
      'Pending approval: Request K7M2QX: block sign-in of 2 mailboxes. Asked by Kim Larsen: Leaver’s old team mailbox, ticket INC-20411',
    );
  });
});

describe('the list of requests', () => {
  it('counts, pages and says when', () => {
    const { data } = requestsView({
      rows: [requestOf('pending', 2)],
      total: 11,
      open: 1,
      owing: 0,
      page: 1,
      pageSize: 10,
      reader,
    });
    assert.equal(data.headline, '1 open request');
    assert.equal(data.shown, '11 to 11 of 11, open ones first. Select one to open it.');
    assert.deepEqual([data.paging.hasPrevious, data.paging.hasNext, data.paging.previous], [true, false, 0]);
  });

  it('names what each is about, so that they can be told apart', () => {
    const rows = [requestOf('pending', 1), requestOf('pending', 2), requestOf('pending', 100)];
    const { data } = requestsView({ rows, total: 3, open: 3, owing: 0, page: 0, pageSize: 10, reader });
    assert.deepEqual(
      data.rows.map(({ about }) => about),
      ['block Front Desk', 'block Front Desk and 1 other', 'block Front Desk and 99 others'],
    );
  });
});
