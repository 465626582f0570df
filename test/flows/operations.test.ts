// What the person who runs the bot sees: one correlation id from the activity to Microsoft, figures, and no secret anywhere.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { openStage, type Stage } from '../support/stage.js';

type Line = Readonly<Record<string, unknown>>;

const SECRET_WORDS = 'canary-of-the-reason';

describe('operations', () => {
  let stage: Stage;
  before(async function () {
    this.timeout(120_000);
    stage = await openStage({ env: { METRICS_PORT: '0', AUDIT_SINK: 'log' }, proof: 'secret' });
    const robin = stage.person('requester');
    const avery = stage.person('approver');
    await answerTo(avery, 'help');
    const asked = await asks(robin, `block reception@lighthouse.example ${SECRET_WORDS}`);
    const sent = await avery.personalChat().waitFor(says(requestIdIn(asked)), 20_000);
    await avery.presses(sent, { verb: 'approve' });
    await becomes(robin.personalChat(), asked, '✓ Blocked', 30_000);
    await answerTo(stage.person('outsider'), 'list');
  });
  after(() => stage.close());

  const lines = (): readonly Line[] =>
    stage
      .log()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
  const port = (): number => Number(lines().find(({ msg }) => msg === 'listening')?.['metricsPort']);

  it('ties an activity to what Microsoft was asked for it', () => {
    const turn = lines().find(({ msg, command }) => msg === 'turn' && command === 'submit');
    const activity = lines().find(
      ({ msg, correlationId }) => msg === 'activity' && correlationId === turn?.['correlationId'],
    );
    assert.equal(typeof activity?.['activity'], 'string');
    const asked = lines().filter(
      ({ msg, correlationId }) => msg === 'request to Microsoft' && correlationId === turn?.['correlationId'],
    );
    const known = new Set(stage.tenant.requests.entries.map(({ requestId }) => requestId));
    assert.ok(asked.length > 0 && asked.every(({ requestId }) => known.has(String(requestId))));
  });

  it('ties the write to its request, and the request to who asked', () => {
    const turn = lines().find(({ msg, command }) => msg === 'turn' && command === 'approve');
    const id = String(turn?.['request']);
    const write = lines().find(({ msg }) => msg === 'request to Microsoft that changes something');
    assert.ok(String(write?.['correlationId']).startsWith(`${id}-`), JSON.stringify(write));
    const patch = stage.tenant.requests.entries.find(({ method }) => method === 'PATCH');
    assert.equal(write?.['requestId'], patch?.requestId);
  });

  it('writes no secret, no token and no words of people into the log', () => {
    const own = stage
      .log()
      .split('\n')
      // The sink writes the record, reason and all: that is what it is for.
      .filter((line) => !line.includes('"audit"'))
      .join('\n');
    for (const said of [SECRET_WORDS, 'eyJ', 'Bearer ', 'sandbox~', 'client_secret', 'canary']) {
      assert.ok(!own.includes(said), said);
    }
  });

  it('counts what Prometheus asks for, at an address of its own', async () => {
    const response = await fetch(`http://127.0.0.1:${port()}/metrics`);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/u);
    const text = await response.text();
    for (const pattern of [
      /^mailbox_guard_store_up 1$/mu,
      /^mailbox_guard_turns_total\{outcome="reply"\} [3-9]$/mu,
      /^mailbox_guard_turns_total\{outcome="not-operator"\} 1$/mu,
      /^mailbox_guard_upstream_requests_total\{service="graph",status="204"\} [1-9]/mu,
      /^mailbox_guard_upstream_requests_total\{service="exchange",status="200"\} [1-9]/mu,
      /^mailbox_guard_requests\{state="done"\} 1$/mu,
      /^mailbox_guard_deliveries\{state="sent"\} [1-9]/mu,
      /^mailbox_guard_jobs\{queue="scan",state="created"\} 1$/mu,
      /^mailbox_guard_record_entries [1-9]/mu,
      /^mailbox_guard_last_complete_scan_age_seconds \d+$/mu,
      /^mailbox_guard_mailboxes\{verdict="exposed"\} \d+$/mu,
    ]) {
      assert.match(text, pattern);
    }
    assert.ok(!text.includes('lighthouse'));
  });

  it('says nothing else there, and no metrics where Teams comes in', async () => {
    assert.equal((await fetch(`http://127.0.0.1:${port()}/`)).status, 404);
    assert.equal((await fetch(`${stage.botUrl}/metrics`)).status, 404);
    const post = await new Promise<number>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: port(), path: '/metrics', method: 'POST', agent: false };
      request(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
    assert.equal(post, 404);
  });
});
