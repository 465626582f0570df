// What is closed and past its term goes, a little at a time and with an entry in the record; everything else stays.
import assert from 'node:assert/strict';
import type { Finding, FoundMailbox } from '../../../src/alerts/finding.js';
import { closed, openedMailbox } from '../../../src/alerts/transitions.js';
import { trendOf } from '../../../src/alerts/trend.js';
import type { Work } from '../../../src/approvals/ports.js';
import type { Exemption } from '../../../src/mailboxes/mailbox.js';
import { deletePastTerm } from '../../../src/retention/delete-past-term.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { place, request } from '../db/samples.js';
import { runOn } from './run-on.js';

const DAY_MS = 86_400_000;
const TERM_DAYS = 100;
/** By the clock of this machine, which is the database's too. */
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();
const LONG_AGO = daysAgo(TERM_DAYS + 1);
const LATELY = daysAgo(TERM_DAYS - 1);

function found(id: string, subject: string, episode: number, at: string): Finding {
  const mailbox: FoundMailbox = {
    ...{ objectId: subject, displayName: subject, address: 'a@x', userPrincipalName: 'a@x', type: 'SharedMailbox' },
    ...{ verdict: 'exposed', cause: 'sign-in-allowed', obstacle: null },
  };
  const beginning = { id, episode, at, kind: 're-enabled', mailbox, risk: 'not-known', turns: [] } as const;
  return openedMailbox({ ...beginning, isEnabledBySomebody: true, enabledAfter: at });
}

/** Closed long ago, lately, not at all; and one that was closed long ago and is back since. */
const ALERTS: readonly (readonly [Finding, string | null])[] = [
  [found('GONE', 'm-1', 1, LONG_AGO), LONG_AGO],
  [found('SHUT', 'm-2', 1, LONG_AGO), LATELY],
  [found('OPEN', 'm-3', 1, LONG_AGO), null],
  [found('ONCE', 'm-4', 1, LONG_AGO), LONG_AGO],
  [found('BACK', 'm-4', 2, LONG_AGO), null],
];

async function alerts({ findings, lookUps, digests }: Work): Promise<void> {
  for (const [finding, closedAt] of ALERTS) {
    await findings.insert(finding);
    await lookUps.begin(finding.id, 0);
    if (closedAt !== null) await findings.replace(closed(finding, { kind: 'deleted' }, closedAt));
  }
  await digests.insert('D-GONE', 'flood', LONG_AGO, ['GONE']);
  await digests.insert('D-HALF', 'flood', LONG_AGO, ['ONCE', 'OPEN']);
}

const EXEMPTED: Exemption = {
  ...{ objectId: 'exempted', kind: 'exempt', ownerId: 'o', ownerName: 'O', reason: 'r', requestId: 'RUNS' },
  ...{ since: LONG_AGO, until: LONG_AGO, baseline: { verdict: 'exposed', evidence: 'not-known' } },
};

async function requests(work: Work): Promise<void> {
  for (const [id, changedAt, state] of [
    ['DONE', LONG_AGO, 'done'],
    ['NEW', LATELY, 'done'],
    ['RUNS', LONG_AGO, 'approved'],
  ] as const) {
    await work.requests.insert(request(id, { changedAt, state, createdAt: LONG_AGO }));
  }
  for (const requestId of ['ENDED', 'RUNS']) {
    const notice = { kind: 'exemption', id: `exemption ${requestId}`, exemption: 'exempt', requestId } as const;
    const said = { ownerName: 'O', reason: 'r', until: LONG_AGO, blocksAtEnd: true, follow: null, insteadOf: null };
    await work.notices.put({ ...notice, ...said, mailboxes: [] });
  }
  await work.exemptions.put(EXEMPTED);
}

async function readings(work: Work): Promise<void> {
  const { impacts, installs, watch } = work;
  const history = { availability: 'known', lastSuccessAt: null, clients: [], apps: [], devices: [] } as const;
  for (const objectId of ['old', 'RUNS-a']) {
    await impacts.keep({ objectId, readAt: LONG_AGO, access: null, licences: null, history });
  }
  await installs.claim('somebody', LONG_AGO);
  const counts = await trendOf([], LONG_AGO, work);
  for (const at of [LONG_AGO, LATELY]) await watch.keepDay({ ...counts, day: at.slice(0, 10), at });
}

onEachEngine('What is past its term', {}, (under) => {
  const forget = (most = 2): Promise<number> =>
    deletePastTerm({
      ledger: under.store().ledger,
      clock: { now: () => new Date().toISOString() },
      termMs: TERM_DAYS * DAY_MS,
      most,
    });
  before(async () => {
    const store = under.store();
    await store.places.remember(place('chat'), LONG_AGO);
    await store.ledger.transaction(alerts);
    await store.ledger.transaction(requests);
    await store.ledger.transaction(readings);
    for (const subject of [
      ...['GONE', 'SHUT', 'OPEN', 'ONCE', 'BACK'].map((id) => ({ kind: 'finding', id }) as const),
      ...['D-GONE', 'D-HALF'].map((id) => ({ kind: 'digest', id }) as const),
      ...['exemption ENDED', 'exemption RUNS'].map((id) => ({ kind: 'notice', id }) as const),
      ...['DONE', 'NEW', 'RUNS'].map((id) => ({ kind: 'request', id }) as const),
    ]) {
      await store.deliveries.adopt(subject, 1, 'chat', 'place', `message ${subject.id}`);
    }
    await ageNotices();
  });

  /** Their time is the database's. */
  async function ageNotices(): Promise<void> {
    await runOn(under, `UPDATE guard.notices SET created_at = now() - interval '${TERM_DAYS + 1} days'`);
  }

  const cardsOf = async (kind: 'finding' | 'digest' | 'notice' | 'request', id: string): Promise<number> =>
    (await under.store().deliveries.ofSubject({ kind, id })).length;

  it('goes, in batches, each with its entry', async () => {
    const before = (await under.store().record.newest({ before: null, limit: 100 })).length;
    const rows = await forget();
    const entries = (await under.store().record.newest({ before: null, limit: 100 })).slice(0, -before || undefined);
    assert.ok(entries.every(({ event }) => event === 'retention.deleted'));
    const sum = (kind: string): number => entries.reduce((all, { detail }) => all + Number(detail[kind]), 0);
    const deleted = { findings: 2, digests: 1, notices: 1, impacts: 1, days: 1, installs: 1 };
    for (const [kind, wanted] of Object.entries(deleted)) assert.equal(sum(kind), wanted, kind);
    // Of two alerts, a digest, a notice and a request.
    assert.equal(sum('cards'), 5);
    assert.equal(rows, 12);
    assert.equal(await forget(1), 0, 'once');
  });

  it('takes nothing with it that is open, younger, or still of use', async () => {
    const { findings, notices, requests, exemptions, impacts, watch, installs } = under.store();
    const there = async (id: string): Promise<boolean> => (await findings.load(id)) !== null;
    const ids = ['GONE', 'ONCE', 'SHUT', 'OPEN', 'BACK'];
    assert.deepEqual(await Promise.all(ids.map(there)), [false, false, true, true, true]);
    assert.deepEqual(await Promise.all(ids.map((id) => cardsOf('finding', id))), [0, 0, 1, 1, 1]);
    assert.equal(await findings.digest('D-GONE'), null);
    assert.deepEqual([(await findings.digest('D-HALF'))?.total, await cardsOf('digest', 'D-HALF')], [1, 1]);
    assert.equal(await notices.load('exemption ENDED'), null);
    assert.notEqual(await notices.load('exemption RUNS'), null);
    assert.deepEqual(await Promise.all(['DONE', 'NEW', 'RUNS'].map((id) => cardsOf('request', id))), [0, 1, 1]);
    for (const id of ['DONE', 'NEW', 'RUNS']) assert.notEqual(await requests.load(id), null, id);
    assert.equal((await exemptions.running()).length, 1);
    assert.deepEqual([...(await impacts.ofObjectIds(['old', 'runs-a'])).keys()], ['runs-a']);
    assert.deepEqual(
      (await watch.trend(10)).map(({ day }) => day),
      [LATELY.slice(0, 10)],
    );
    assert.deepEqual(await installs.ofPeople(['somebody']), []);
    const places = await under.store().places.find('chat');
    assert.notEqual(places, null);
  });

  it('leaves the next episode of a mailbox its number', async () => {
    const { ledger } = under.store();
    const known = await ledger.transaction((work) => work.findings.episodes(['m-4', 'm-1']));
    assert.deepEqual([known.get('m-4')?.episodes, known.has('m-1')], [2, false]);
    await ledger.transaction((work) => work.findings.insert(found('ANEW', 'm-1', 1, LATELY)));
  });
});
