// No outside text stands where Markdown is read: every view with a canary in everything that comes from outside.
import assert from 'node:assert/strict';
import { askView } from '../../../bot/views/ask.js';
import { auditView } from '../../../bot/views/audit.js';
import { choicesView } from '../../../bot/views/choices.js';
import { doctorView } from '../../../bot/views/doctor.js';
import { exemptionNoticeView } from '../../../bot/views/exemption-notice.js';
import { listView } from '../../../bot/views/list.js';
import { noticeView } from '../../../bot/views/notice.js';
import { placeNoticeView } from '../../../bot/views/place-notice.js';
import { previewView } from '../../../bot/views/preview.js';
import { refusalView } from '../../../bot/views/refusal.js';
import { requestView } from '../../../bot/views/request.js';
import { requestsView } from '../../../bot/views/requests.js';
import { scanView } from '../../../bot/views/scan.js';
import { statusView } from '../../../bot/views/status.js';
import { strikeView } from '../../../bot/views/strike.js';
import { supersededView } from '../../../bot/views/superseded.js';
import { unreachedView } from '../../../bot/views/unreached.js';
import type { View } from '../../../bot/views/view.js';
import { renderCard } from '../../../cards/render.js';
import { REQUEST_STATES, type Request } from '../../../src/approvals/request.js';
import type { Account, AssessedMailbox, Mailbox } from '../../../src/mailboxes/mailbox.js';
import { hostileNames } from '../../cards/hostile.js';
import { CANARY, strayText } from '../../cards/outside-text.js';
import { hostileAudit } from '../../cards/scenes/audits.js';
import { hostileFindings } from '../../cards/scenes/doctors.js';
import { draftOf } from '../../cards/scenes/drafts.js';
import { noticed, noticeOf } from '../../cards/scenes/exemptions.js';
import { hostileImpacts } from '../../cards/scenes/impacts.js';
import { NO_FILTER, pageOf, scanOf } from '../../cards/scenes/lists.js';
import { accountOf, idOf, judged, oneOfEach, REACH, reader } from '../../cards/scenes/people.js';
import { approvalsOf, goneNotice, unheardOf } from '../../cards/scenes/reaching.js';
import { hostileRequest } from '../../cards/scenes/requests.js';
import { USED } from '../../cards/scenes/statuses.js';

function marked<Thing extends Mailbox | Account>(thing: Thing): Thing {
  return {
    ...thing,
    displayName: CANARY,
    userPrincipalName: CANARY,
    ...('address' in thing ? { address: CANARY } : {}),
  };
}
const mailboxes: readonly AssessedMailbox[] = oneOfEach().map((one) => ({
  ...one,
  mailbox: marked(one.mailbox),
  account: one.account && marked(one.account),
  exemption: one.exemption && { ...one.exemption, ownerName: CANARY, reason: CANARY },
}));
const scan = scanOf({}, { state: 'partial', problems: [CANARY] });
/** Its title holds the mailbox's name. */
const ofOne = (request: Request): Request => ({ ...request, items: request.items.slice(0, 1) });
const choices = [{ objectId: null, displayName: CANARY, address: CANARY, type: CANARY }];
const history = { ...USED, clients: [CANARY, `${CANARY} SMTP`] };

const RULES = { quorum: 1, ttlMs: 86_400_000, revokeSessions: false };
const somebody = { objectId: CANARY, name: CANARY };
const marking = draftOf(mailboxes, {
  reason: CANARY,
  ...{ action: 'exempt', by: somebody, owner: somebody, until: reader.now },
  leftOut: [CANARY],
  selection: { verdict: 'exposed', types: [], text: CANARY, scan: { state: 'partial', endedAt: reader.now } },
});

const views: readonly View[] = [
  listView({ scan, page: pageOf(mailboxes), filter: { ...NO_FILTER, text: CANARY }, reader }),
  scanView(scan, reader),
  ...mailboxes.map((mailbox) =>
    statusView({ mailbox, history, readAt: reader.now, openRequest: null, mode: 'enforce', reader }),
  ),
  ...REQUEST_STATES.flatMap((state) =>
    (['approver', 'requester', 'place'] as const).map((audience) =>
      requestView({ request: hostileRequest(state, [CANARY]), audience, reader }),
    ),
  ),
  requestView({ request: hostileRequest('failed', [CANARY]), audience: 'place', reader }),
  requestView({ request: ofOne(hostileRequest('pending', [CANARY])), audience: 'approver', reader }),
  requestsView({
    rows: [hostileRequest('denied', [CANARY])],
    total: 1,
    open: 0,
    owing: 1,
    page: 0,
    pageSize: 10,
    reader,
  }),
  choicesView({ said: CANARY, choices, more: 1, verb: 'block', reason: CANARY }),
  askView({ draft: draftOf(mailboxes, { stage: 'asking', reason: CANARY }), pattern: CANARY, reader }),
  askView({ draft: draftOf(mailboxes, { stage: 'choosing', reason: CANARY }), pattern: CANARY, reader }),
  previewView({ draft: marking, reader, page: 0, impacts: hostileImpacts(9, [CANARY]), reach: REACH, rules: RULES }),
  strikeView({ ...hostileRequest('pending', [CANARY]) }, 0),
  ...(['ending', 'ended', 'extended', 'blocked'] as const).flatMap((state) =>
    [1, 12].map((count) =>
      exemptionNoticeView(
        noticeOf(
          Array.from({ length: count }, (_, n) => noticed(CANARY, n, state)).map((one) => ({
            ...one,
            address: CANARY,
          })),
          { ownerName: CANARY, reason: CANARY },
        ),
        reader,
      ),
    ),
  ),
  auditView(hostileAudit([CANARY])),
  doctorView(hostileFindings([CANARY]), reader),
  refusalView(CANARY, [], CANARY),
  approvalsOf(Array.from({ length: 10 }, () => CANARY)),
  unreachedView(unheardOf([CANARY]), reader),
  supersededView(ofOne(hostileRequest('pending', [CANARY])), 'approver'),
  placeNoticeView(goneNotice(CANARY), reader),
  requestView({ request: { ...unheardOf([CANARY]), isUrgent: true }, audience: 'place', reader }),
  noticeView({ title: 'Ours', text: CANARY, facts: [{ label: 'Ours', value: CANARY }] }),
];

describe('outside text', () => {
  for (const { card, data } of views) {
    it(`stands in runs only on ${card}`, () => {
      const json = JSON.parse(JSON.stringify(renderCard(card, data)));
      assert.ok(JSON.stringify(json).includes(CANARY), 'the canary is not on the card');
      assert.deepEqual(strayText(json), []);
    });
  }

  it('would be found in a TextBlock, a fact, a choice or a label', () => {
    const elements = [
      { type: 'TextBlock', text: CANARY },
      { type: 'FactSet', facts: [{ title: 'x', value: CANARY }] },
      { type: 'Input.ChoiceSet', label: CANARY, choices: [{ title: `[${CANARY}](x)`, value: 'x' }] },
    ];
    assert.equal(strayText({ type: 'AdaptiveCard', body: elements }).length, 4);
  });

  it('never makes a card too large, whichever name stands on every row', () => {
    for (const name of hostileNames) {
      const worst = hostileRequest(
        'failed',
        Array.from({ length: 10 }, () => name),
      );
      const view = requestView({ request: worst, audience: 'approver', reader });
      renderCard(view.card, view.data);
      const mailbox = {
        ...(oneOfEach()[0]?.mailbox ?? assert.fail()),
        displayName: name,
        address: name,
        userPrincipalName: name,
      };
      const rows = Array.from({ length: 10 }, () => judged(mailbox, null));
      const long = scanOf(
        {},
        { state: 'partial', problems: Array.from({ length: 9 }, () => name + name), rolesChecked: false },
      );
      const list = listView({
        scan: long,
        page: pageOf(rows, 9999, 3),
        filter: { verdict: 'exposed', type: 'SchedulingMailbox', text: name },
        reader,
      });
      renderCard(list.card, list.data);
      const all = Array.from({ length: 100 }, (_, index) => {
        const named = { ...mailbox, objectId: idOf(index) };
        return judged(named, accountOf(named));
      });
      const impacts = hostileImpacts(
        100,
        Array.from({ length: 20 }, (_, index) => `${index}${name}`),
      );
      const reason = name.repeat(20).slice(0, 500);
      const leftOut = all.map(() => name);
      for (const stage of ['asking', 'choosing'] as const) {
        const ask = askView({ draft: draftOf(all, { stage, reason }), pattern: name, reader });
        renderCard(ask.card, ask.data);
      }
      const preview = previewView({
        draft: draftOf(all, { reason, leftOut }),
        reader,
        page: 1,
        impacts,
        reach: REACH,
        rules: RULES,
      });
      renderCard(preview.card, preview.data);
      const asked = { ...hostileRequest('pending', [name]), leftOut, reason };
      const items = asked.items.map((item, index) => ({ ...item, objectId: idOf(index) }));
      for (const page of [0, 1]) {
        const pending = requestView({ request: { ...asked, items }, audience: 'approver', reader, page, impacts });
        renderCard(pending.card, pending.data);
      }
      const strike = strikeView(asked, 0);
      renderCard(strike.card, strike.data);
      const people = Array.from({ length: 10 }, () => name);
      const urgent = { ...unheardOf(people), isUrgent: true };
      const paged = requestView({ request: urgent, audience: 'place', reader, slot: 3, isCopy: true });
      for (const one of [paged, approvalsOf(people), unreachedView(urgent, reader)]) renderCard(one.card, one.data);
      const doctor = doctorView(hostileFindings(Array.from({ length: 20 }, () => name)), reader);
      renderCard(doctor.card, doctor.data);
      const record = auditView(hostileAudit([name]));
      renderCard(record.card, record.data);
    }
  });
});
