// The card of `approvals`: who can be told and why not, what is too few, and what can be changed from where one stands.
import assert from 'node:assert/strict';
import { type ApprovalsFacts, approvalsView } from '../../../bot/views/approvals.js';
import { mentionsIn } from '../../../bot/views/mentions.js';
import { foresight } from '../../../bot/views/reach-words.js';
import type { Approver } from '../../../src/approvals/approver.js';
import type { InstallOutcome } from '../../../src/delivery/installs.js';
import { kim, lin, NOW, REACH, reader, robin, sam } from '../../cards/scenes/people.js';
import { placed } from '../../cards/scenes/reaching.js';
import { requestOf } from '../../cards/scenes/requests.js';

const able = (
  one: { readonly objectId: string; readonly name: string },
  changes: Partial<Approver> = {},
): Approver => ({
  ...one,
  accountEnabled: true,
  isGuest: false,
  ...changes,
});
const FACTS: ApprovalsFacts = {
  ...{ members: [sam, robin, lin].map((one) => able(one)), installs: [], installsItself: false, quorum: 1 },
  ...{ withChat: new Set([robin.objectId, lin.objectId]), places: [], lost: [], here: null, page: 0, reader },
};
const dataOf = (changes: Partial<ApprovalsFacts> = {}) => approvalsView({ ...FACTS, ...changes }).data;

describe('the card of approvals', () => {
  it('counts who can be told of those who may decide', () => {
    assert.equal(dataOf().headline, '● 2 of 3 approvers can be told');
    assert.equal(dataOf({ members: [able(robin), able(lin), able(kim, { isGuest: true })] }).tone, 'good');
    assert.equal(dataOf({ members: [able(robin, { objectId: robin.objectId.toUpperCase() })] }).tone, 'good');
  });

  it('warns of a quorum that cannot be reached, whoever asks', () => {
    assert.match(dataOf({ quorum: 3 }).text, /needs 3 approvals, and only 2 approvers can be told in a chat/u);
    assert.match(dataOf({ quorum: 4 }).headline, /Too few approvers/u);
    assert.match(dataOf({ members: [] }).headline, /Nobody may decide/u);
    assert.match(dataOf({ quorum: 2 }).text, /one too few: nobody decides their own request/u);
    assert.match(dataOf({ quorum: 3, places: [placed('Ops', 'channel')] }).text, /posted in 1 place/u);
  });

  it('shows by name why somebody cannot be told, those first', () => {
    const members = [
      able(lin),
      able(kim, { accountEnabled: null }),
      able(sam),
      able({ objectId: 'g', name: 'Guest' }, { isGuest: true }),
      able({ objectId: 'b', name: 'Blocked' }, { accountEnabled: false }),
    ];
    assert.deepEqual(
      dataOf({ members }).people.map(({ name, state }) => `${name}: ${state}`),
      [
        'Sam Okafor: no chat with me',
        'Blocked: sign-in of the account is blocked: may not decide',
        'Guest: a guest: may not decide',
        'Kim Larsen: Entra does not say whether the account is enabled: may not decide',
        'Lin Ahlgren: can be told',
      ],
    );
  });

  it('says what came of installing itself', () => {
    const said = (outcome: InstallOutcome | null): string =>
      dataOf({ installs: [{ personId: sam.objectId, askedAt: NOW, outcome }] }).people[0]?.state ?? '';
    assert.match(said(null), /being installed since 23 Nov/u);
    assert.match(said({ kind: 'installed' }), /Teams has not told me of the chat yet/u);
    assert.match(said({ kind: 'already' }), /they have the app, so a “hello”/u);
    assert.match(said({ kind: 'no-permission' }), /I lack the permission to install myself/u);
    assert.match(said({ kind: 'not-in-catalogue' }), /TEAMS_CATALOG_APP_ID names no app/u);
    assert.match(said({ kind: 'refused', why: 'Blocked by policy.' }), /refused.*Blocked by policy\./u);
  });

  it('names the permission that is missing so that it can be copied', () => {
    const noted = (outcome: InstallOutcome): string =>
      dataOf({ installsItself: true, installs: [{ personId: sam.objectId, askedAt: NOW, outcome }] }).note;
    const name = 'TeamsAppInstallation.ReadWriteSelfForUser.All';
    assert.ok(noted({ kind: 'no-permission' }).includes(`Grant ${name}, which I lack.`));
    assert.ok(!noted({ kind: 'already' }).includes(name));
    assert.ok(dataOf().note.includes(`grant ${name}.`));
  });

  it('pages a large group and says which part is shown', () => {
    const members = Array.from({ length: 45 }, (_, n) => able({ objectId: `m${n}`, name: `Member ${n + 1}` }));
    const seen = [0, 1, 2, 3, 4].flatMap((page) => dataOf({ members, page }).people.map(({ name }) => name));
    assert.deepEqual(
      seen,
      members.map(({ name }) => name),
      'in the order in which people count',
    );
    assert.equal(dataOf({ members, page: 4 }).peopleHeading, 'Approvers 41 to 45 of 45');
    assert.equal(dataOf({ members, page: 99 }).paging.hasNext, false);
  });

  it('offers in a place what can be changed there', () => {
    const titles = (here: ApprovalsFacts['here']): readonly string[] =>
      dataOf({ here }).buttons.map(({ title }) => title);
    assert.deepEqual(titles(null), ['Refresh']);
    assert.deepEqual(titles('off'), ['Refresh', 'Post requests here']);
    assert.deepEqual(titles('on'), ['Refresh', 'Stop posting here']);
  });
});

describe('mentions', () => {
  const urgent = { isUrgent: true } as const;
  it('are of an urgent request’s approvers who have not decided, and of nobody when it is closed or can wait', () => {
    assert.deepEqual(
      mentionsIn(requestOf('pending', 1, urgent)).map(({ id }) => id),
      [sam, robin, lin].map((one) => one.objectId),
    );
    const pending = requestOf('pending', 1, urgent);
    const decision = { by: robin, verdict: 'approve', reason: null, at: NOW, content: pending.contentHash } as const;
    assert.deepEqual(
      mentionsIn({ ...pending, decisions: [decision] }).map(({ name }) => name),
      [sam.name, lin.name],
    );
    for (const state of ['approved', 'denied', 'expired'] as const)
      assert.deepEqual(mentionsIn(requestOf(state, 1, urgent)), []);
    assert.deepEqual(mentionsIn(requestOf('pending', 1)), []);
  });
});

describe('what a preview foresees', () => {
  it('is silent when enough approvers can be told, or nobody knows', () => {
    assert.equal(foresight(REACH, 2), '');
    assert.equal(foresight({ ...REACH, approvers: null }, 2), '');
  });

  it('says whom to ask, or that it could never be approved', () => {
    assert.match(foresight(REACH, 3), /Only 2 approvers of 3 have a chat with me.*Ask Sam Okafor to open/u);
    assert.match(foresight(REACH, 4), /it can never be approved/u);
    assert.match(foresight({ ...REACH, approvers: 0, reachable: 0, named: [] }, 1), /Nobody may decide it/u);
  });
});
