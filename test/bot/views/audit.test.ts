// The time line: who did what to which mailbox, what is left out because the heading says it, and where one can go on.
import assert from 'node:assert/strict';
import { type AuditFacts, auditView } from '../../../bot/views/audit.js';
import { RECORD_EVENTS, type RecordEntry, type RecordEvent } from '../../../src/audit/entry.js';
import { EVENT_MEANING } from '../../../src/audit/meaning.js';
import { outsideScene } from '../../cards/scenes/audits.js';
import { idOf, kim, reader } from '../../cards/scenes/people.js';
import { entry } from '../../src/db/samples.js';

const reception = { displayName: 'Reception', address: 'reception@contoso.example' };
const names = new Map([[idOf(1), reception]]);
const base: AuditFacts = {
  subject: { kind: 'all' },
  entries: [],
  names,
  outside: null,
  before: null,
  hasOlder: false,
  reader,
};
const about = { mailbox: idOf(1), requestId: 'K7M2QX', actor: { kind: 'person', ...kim } as const };

function rowOf(facts: Partial<AuditFacts>) {
  return auditView({ ...base, entries: [{ ...entry(about), seq: 1234 }], ...facts }).data.rows[0];
}

describe('the time line', () => {
  it('has words for every event', () => {
    const entries = RECORD_EVENTS.map((event, index) => ({ ...entry({ event }), seq: index + 1 }));
    const { rows } = auditView({ ...base, entries }).data;
    assert.deepEqual(
      rows.map(({ what }) => what),
      RECORD_EVENTS.map((event) => EVENT_MEANING[event]),
    );
    assert.ok(rows.every(({ mark, when }) => mark !== '' && when === '23 Nov 2026, 11:00 CET'));
  });

  it('tells of an exemption until when, why it was over and what came next, and of sessions what became of them', () => {
    const detailOf = (event: RecordEvent, detail: RecordEntry['detail']): string | undefined =>
      rowOf({ entries: [{ ...entry({ ...about, event, detail }), seq: 1 }] })?.detail;
    const until = '2026-11-30T22:59:00.000Z';
    const cases: readonly (readonly [RecordEvent, RecordEntry['detail'], string])[] = [
      ['exemption.begun', { until, replaces: null }, 'until 30 Nov 2026, 23:59 CET'],
      [
        'exemption.begun',
        { until, replaces: 'R2D4XZ' },
        'until 30 Nov 2026, 23:59 CET · instead of that of request R2D4XZ',
      ],
      ['exemption.warned', { until, told: 1 }, 'until 30 Nov 2026, 23:59 CET · told in 1 chat'],
      [
        'exemption.ended',
        { why: 'over', next: 'R2D4XZ', told: null },
        'its time was over · blocked again by request R2D4XZ',
      ],
      ['exemption.ended', { why: 'over', next: null, told: 0 }, 'its time was over · told in 0 chats'],
      ['exemption.ended', { why: 'blocked' }, 'sign-in was blocked'],
      ['exemption.ended', { why: 'not-unblocked' }, 'sign-in was not allowed after all'],
      ['exemption.ended', {}, ''],
      ['mailbox.block-written', { sessions: 'ended' }, 'open sessions were ended'],
      ['mailbox.block-written', { sessions: 'no-permission' }, 'open sessions were not ended: no permission'],
      ['mailbox.block-verified', { sessions: 'toString' }, ''],
    ];
    for (const [event, detail, expected] of cases) assert.equal(detailOf(event, detail), expected, event);
  });

  it('says who, which mailbox and which request, and leaves out what the heading says', () => {
    const all = rowOf({});
    assert.deepEqual([all?.who, all?.number], ['Kim Larsen', 'no. 1,234']);
    assert.equal(all?.about, 'Reception (reception@contoso.example) · request K7M2QX');
    assert.equal(rowOf({ subject: { kind: 'request', id: 'K7M2QX' } })?.about, 'Reception (reception@contoso.example)');
    assert.equal(
      rowOf({ subject: { kind: 'mailbox', objectId: idOf(1), mailbox: reception } })?.about,
      'request K7M2QX',
    );
    assert.equal(
      rowOf({ names: new Map() })?.about,
      `${idOf(1)} · request K7M2QX`,
      'a name that nobody knows any more',
    );
  });

  it('offers older entries only where there are some, from the last one shown on', () => {
    const entries = [9, 8, 7].map((seq) => ({ ...entry(), seq }));
    const { data } = auditView({ ...base, entries, hasOlder: true });
    assert.deepEqual(data.paging, { newest: 'Refresh', before: 7, hasOlder: true });
    const last = auditView({ ...base, entries, before: 12 }).data;
    assert.deepEqual(last.paging, { newest: 'Newest', before: 7, hasOlder: false });
    assert.match(last.shown, /none is older/);
    assert.match(auditView({ ...base, before: 3 }).data.shown, /nothing older/);
  });

  it('says of what was done outside of the bot that it is not in it, or whose word it is, or that it is not known', () => {
    const sentence = (outside: AuditFacts['outside']): string => auditView({ ...base, outside }).data.readAt;
    assert.match(sentence(null), /outside of this bot is not in its record/);
    assert.match(sentence({ kind: 'asking' }), /Entra is asked who/);
    const why = {
      'no-permission': /not known: the bot lacks AuditLog.Read.All/,
      unavailable: /not known: .* not answer/,
    };
    for (const [kind, said] of Object.entries(why)) {
      assert.match(sentence({ kind: 'not-known', why: kind as keyof typeof why }), said);
    }
    assert.match(sentence({ kind: 'read', newerAt: null, changes: [] }), /from Entra’s audit log/);
  });

  it('tells who did it outside of the bot, and names nobody where Entra does not', () => {
    const { rows, shown } = outsideScene.data;
    const outside = rows.filter(({ number }) => number === 'Entra’s audit log');
    assert.deepEqual(
      outside.map(({ what, who }) => `${what}: ${who}`),
      [
        'Sign-in allowed outside of this bot: Hollis Helpdesk',
        'Sign-in blocked outside of this bot: the app Joiners and Leavers',
        'Sign-in allowed outside of this bot: On-Premises Directory Synchronization Service Account, which syncs from on premises: look there for the person',
        'Sign-in allowed outside of this bot: not named in the audit log',
        'Sign-in allowed with this bot’s identity: not known who',
      ],
    );
    assert.equal(rows.indexOf(outside[0] ?? assert.fail()), 0, 'newer than every entry');
    assert.match(shown, /5 changes from Entra’s audit log\.$/u);
    assert.match(outside[0]?.trace ?? '', /^Microsoft’s correlation id: /u);
  });

  it('keeps who allowed sign-in when Entra has forgotten it', () => {
    const detail = { enabledBy: 'Hollis Helpdesk', enabledById: 'x', enabledAt: '2026-11-23T12:00:00.000Z' };
    const row = rowOf({ entries: [{ ...entry({ ...about, event: 'finding.changed', detail }), seq: 1 }] });
    assert.equal(row?.detail, 'sign-in was allowed by Hollis Helpdesk, 23 Nov 2026, 13:00 CET');
  });
});
