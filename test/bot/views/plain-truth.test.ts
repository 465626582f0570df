// Headlines and details of one card must not contradict each other, and titles must be sentences, for one mailbox and for several.
import assert from 'node:assert/strict';
import { digestView } from '../../../bot/views/digest.js';
import { type FindingFacts, findingView } from '../../../bot/views/finding.js';
import { titleOf } from '../../../bot/views/request.js';
import { whatIsNext } from '../../../bot/views/request-state.js';
import type { View } from '../../../bot/views/view.js';
import type { DigestReason } from '../../../src/alerts/digest.js';
import type { Finding, MailboxKind } from '../../../src/alerts/finding.js';
import { closed, openedCheck } from '../../../src/alerts/transitions.js';
import type { RequestState } from '../../../src/approvals/request.js';
import { VERDICTS } from '../../../src/mailboxes/mailbox.js';
import { findingOf } from '../../cards/scenes/findings.js';
import { scenes } from '../../cards/scenes/index.js';
import { EXEMPTION, reader } from '../../cards/scenes/people.js';
import { requestOf, requestScenes } from '../../cards/scenes/requests.js';
import { USED } from '../../cards/scenes/statuses.js';

const NOTHING_KNOWN: Omit<FindingFacts, 'finding'> = {
  ...{ reader, mode: 'enforce', isCopy: false, history: null, endedBy: null, exemption: null },
  ...{ approversHeard: true, mentions: [] },
};

function finding(kind: MailboxKind, more: Partial<FindingFacts>): View<'finding'>['data'] {
  return findingView({ ...NOTHING_KNOWN, ...more, finding: findingOf(kind, { risk: 'not-known' }) }).data;
}

describe('what a card says of itself', () => {
  it('is a sentence in the title of every action', () => {
    const title = (count: number, change: Parameters<typeof requestOf>[2]): string =>
      titleOf(requestOf('pending', count, change)).replace('Request K7M2QX: ', '');
    assert.equal(title(1, { action: 'unblock' }), 'allow sign-in of Front Desk for a time');
    assert.equal(title(2, { action: 'exempt' }), 'exempt 2 mailboxes from blocking');
    assert.equal(title(2, {}), 'block sign-in of 2 mailboxes');
  });

  it('is only the open ones, where a digest says what can sign in now', () => {
    const headline = (reason: DigestReason, open: number): string =>
      String(
        digestView({
          digest: { id: 'KDPWXVHB', reason, version: 1, at: '2026-11-23T13:00:00.000Z' },
          tally: { total: 12, open, byKind: {}, byRisk: {} },
          page: { rows: [], total: open, page: 0, pageSize: 10 },
          reader,
        }).data.headline,
      );
    assert.equal(headline('first-run', 12), '⚠ 12 mailboxes can sign in');
    assert.equal(headline('first-run', 1), '⚠ 1 of 12 mailboxes can still sign in');
    assert.equal(headline('subscribed', 3), '⚠ 3 of 12 alerts still open');
    assert.equal(headline('flood', 3), '⚠ 12 new alerts at once');
    assert.equal(headline('first-run', 0), '✓ 12 of 12 fixed');
  });

  it('is not a failure where nobody could read the account since', () => {
    const scene = requestScenes.find(({ name }) => name === 'request-not-confirmed');
    assert.match(JSON.stringify(scene?.view.data), /1 could not be confirmed/u);
    assert.doesNotMatch(JSON.stringify(scene?.view.data), /1 failed/u);
  });

  it('is each for several mailboxes, and it for one', () => {
    const next = (count: number): string =>
      whatIsNext(requestOf('done', count, { action: 'exempt', until: '2026-12-31T22:59:00.000Z' }), reader);
    assert.match(next(1), /after that it counts as any other/u);
    assert.match(next(3), /after that each counts as any other/u);
  });

  it('is which lists have what a long report does not show', () => {
    const data = JSON.stringify(scenes.find(({ name }) => name === 'report-long')?.view.data);
    const said = /And (\d+) more: ([^"]+) all\./u.exec(data);
    const verdicts = [...(said?.[2] ?? '').matchAll(/“list (\w+) shared”/gu)].map(([, verdict]) => verdict);
    assert.ok(Number(said?.[1]) > 0, data);
    assert.ok(verdicts.length > 0 && verdicts.every((one) => VERDICTS.some((verdict) => verdict === one)), said?.[2]);
    assert.ok(!verdicts.includes('blocked'), said?.[2]);
  });

  it('is what to do with each of several that failed, and with it for one', () => {
    const said = (name: string): string =>
      JSON.stringify(requestScenes.find((scene) => scene.name === name)?.view.data);
    assert.match(said('request-failed'), /1 failed, 1 was left alone; each says below why, and what to do\./u);
    assert.match(said('request-not-blocked'), /1 failed; it says below why, and what to do\./u);
  });

  it('is not that the use is not known, where an alert says that no sign-in is on record', () => {
    const unused = { ...USED, lastSuccessAt: null };
    assert.equal(finding('never-blocked', { history: null }).risk.why, 'use not known');
    assert.equal(finding('never-blocked', { history: unused }).risk.why, 'no sign-in of its own on record');
    assert.equal(finding('never-blocked', { history: unused }).risk.word, 'Risk not known', 'a password may be set');
    const unread = { ...unused, availability: 'unavailable' } as const;
    assert.equal(finding('never-blocked', { history: unread }).risk.why, 'use not known');
  });

  it('is what was agreed to, and who answers for it, where an alert is about an exemption', () => {
    const said = (kind: MailboxKind) => finding(kind, { exemption: EXEMPTION }).facts.map(({ label }) => label);
    assert.ok(said('exemption-worsened').includes('Exempt'));
    assert.ok(said('exemption-ended').includes('Was exempt'));
    const { facts } = finding('exemption-ended', { exemption: EXEMPTION });
    assert.match(facts.map(({ value }) => value).join(), /until 31 Dec 2026, .*Robin.*: Scanner until it is replaced/u);
  });

  it('is what was wrong, once a check is whole again', () => {
    const failed = openedCheck({
      ...{ id: 'HKXVWPDB', episode: 1, at: '2026-11-23T13:00:00.000Z' },
      ...{ kind: 'check-failed', check: 'scan', problems: ['Exchange does not answer.'] },
    });
    const labels = (now: Finding): readonly string[] =>
      findingView({ ...NOTHING_KNOWN, finding: now }).data.facts.map(({ label }) => label);
    assert.deepEqual(labels(failed), ['What is wrong']);
    assert.deepEqual(labels(closed(failed, { kind: 'healthy' }, '2026-11-23T13:05:00.000Z')), ['What was wrong']);
  });

  it('is when a request ended without a decision', () => {
    const labels = (state: RequestState): string =>
      JSON.stringify(requestScenes.find(({ name }) => name === `request-${state}`)?.view.data);
    assert.match(labels('expired'), /"label":"Expired","value":"24 Nov 2026, 14:05 CET"/u);
    assert.match(labels('withdrawn'), /"label":"Withdrawn","value":"23 Nov 2026, 14:20 CET"/u);
  });

  it('is no advice to ask for what is asked for already', () => {
    const said = (name: string): string => JSON.stringify(scenes.find((scene) => scene.name === name)?.view.data);
    assert.match(said('status-exposed'), /Request a block\./u);
    assert.doesNotMatch(said('status-requested'), /Request a block\./u);
  });

  it('is whole addresses in a notice of several mailboxes', () => {
    const many = JSON.stringify(scenes.find(({ name }) => name === 'notice-exemption-many')?.view.data);
    assert.match(many.replaceAll('\u200b', ''), /archive201510@contoso\.example/u);
  });

  it('is what to do next where no mailbox was found at all', () => {
    const empty = scenes.find(({ name }) => name === 'list-empty');
    assert.match(JSON.stringify(empty?.view.data), /MAILBOX_TYPES .+“doctor”/u);
  });

  it('is not partly waiting once a request has ended', () => {
    const ended = scenes.filter(({ name }) => /^request-(failed|done)/u.test(name));
    assert.ok(ended.length > 3);
    for (const { view } of ended) assert.doesNotMatch(JSON.stringify(view.data), /waiting until Entra shows it/u);
  });

  it('has no plural in a report of one mailbox', () => {
    const passed = scenes.find(({ name }) => name === 'report-passed');
    assert.match(JSON.stringify(passed?.view.data), /Passed: sign-in is blocked for the only shared mailbox/u);
  });
});
