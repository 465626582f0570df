// What the connector refuses, by its own rules and on demand, as the real ConnectorClient meets it.
import assert from 'node:assert/strict';
import { type Stage, setStage } from './stage.js';

describe('sandbox: fake Teams, faults', () => {
  let stage: Stage;

  before(async () => {
    stage = await setStage();
  });

  after(() => stage.stop());

  afterEach(() => stage.teams.faults.clear());

  const sentStatuses = async (text: string) => {
    const before = stage.teams.calls.length;
    await stage.alice.types(stage.chat, text);
    return stage.teams.calls.slice(before).map(({ status }) => status);
  };

  it('refuses what is too big', async () => {
    assert.deepEqual(await sentStatuses('big'), [413]);
  });

  it('throttles with Retry-After, which the client heeds', async () => {
    stage.teams.faults.add({ operation: 'send', fault: { kind: 'error', code: 'Throttled', retryAfter: 0 } });
    assert.deepEqual(await sentStatuses('throttled'), [429, 201]);
  });

  it('throttles without Retry-After, and answers 412, which the client takes for final', async () => {
    stage.teams.faults.add({ operation: 'send', fault: { kind: 'error', code: 'Throttled' } });
    assert.deepEqual(await sentStatuses('first'), [429]);
    stage.teams.faults.add({ operation: 'send', fault: { kind: 'error', code: 'PreconditionFailed' } });
    assert.deepEqual(await sentStatuses('second'), [412]);
  });

  it('answers 502 before the effect, so that a retry leaves one message', async () => {
    stage.teams.faults.add({ operation: 'send', after: 1, fault: { kind: 'status', status: 502 } });
    assert.deepEqual(await sentStatuses('passes'), [201]);
    assert.deepEqual(await sentStatuses('once'), [502, 201]);
    assert.equal(stage.chat.messages().filter(({ text }) => text === 'echo once').length, 1);
  });

  it('cuts the connection after the effect, so that the message stands there twice', async () => {
    const placed = stage.teams.faults.add({
      conversation: stage.chat.id,
      operation: 'send',
      fault: { kind: 'reset', effect: true },
    });
    assert.deepEqual(await sentStatuses('twice'), [0, 201]);
    assert.equal(placed.struck, 1);
    assert.equal(stage.chat.messages().filter(({ text }) => text === 'echo twice').length, 2);
  });

  it('refuses as the conversation stands', async () => {
    for (const [standing, status] of [
      ['blocked', 403],
      ['gone', 404],
    ] as const) {
      stage.chat.becomes(standing);
      assert.deepEqual(await sentStatuses('anyone?'), [status]);
    }
    stage.chat.becomes('normal');
    assert.deepEqual(await sentStatuses('back'), [201]);
  });
});
