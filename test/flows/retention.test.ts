// A card that stands in Teams longer than what it shows is kept: its buttons say so, and nothing breaks.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { openEmbedded } from '../../src/db/embedded/open-embedded.js';
import { SILENT } from '../../src/db/log.js';
import { pressOf } from '../support/forge.js';
import { answerTo, says } from '../support/reading.js';
import { openStage, type Stage } from '../support/stage.js';

describe('what is past its term', () => {
  let stage: Stage;
  before(async function () {
    this.timeout(60_000);
    stage = await openStage({ env: { RETENTION: 'P30D', WATCH_INTERVAL: 'PT1S' } });
  });
  after(() => stage.close());

  /** As if everything had happened forty days earlier; the job looks again at once. */
  async function monthsGoBy(): Promise<void> {
    const { db, close } = await openEmbedded({ dataDir: stage.dataDir, log: SILENT });
    await db.script(`
      UPDATE guard.findings SET closed_at = closed_at - interval '40 days';
      UPDATE guard_jobs.job SET start_after = now() WHERE name = 'delete-past-term' AND state = 'created'`);
    await close();
  }

  it('goes while the bot runs; old buttons say so, and the record says how much', async function () {
    this.timeout(90_000);
    const avery = stage.person('approver');
    const chat = avery.personalChat();
    await answerTo(avery, 'list');
    const card = await answerTo(avery, 'alert reception@lighthouse.example');
    const [, findingId = ''] = /"findingId":"([A-Z0-9]{8})"/u.exec(JSON.stringify(card.card)) ?? [];
    assert.notEqual(findingId, '');
    stage.tenant.directory.setAccountEnabled('reception', false);
    await chat.waitFor((message) => message.id === card.id && message.readable.startsWith('✓'), 30_000);
    await stage.restart('stop', { deed: monthsGoBy });
    const gone = `There is no alert "${findingId}". "alerts" lists the ones there are.`;
    while (!stage.log().includes('past its term is deleted')) await pause(50);
    for (const verb of ['acknowledge', 'snooze', 'unsnooze', 'alert']) {
      const data = { verb, findingId, until: '3 days', why: 'its owner is asked' };
      const { status, body } = await stage.teams.post(pressOf(stage, avery, { verb, data, replyToId: card.id }));
      assert.deepEqual([status, JSON.stringify(body).includes(JSON.stringify(gone).slice(1, -1))], [200, true], verb);
    }
    assert.match((await answerTo(avery, `alert ${findingId}`)).readable, /There is no alert/u);
    const record = await answerTo(avery, 'audit');
    assert.ok(says('past its term is deleted')(record) && says('1 alert')(record), record.readable);
    assert.doesNotMatch(stage.log(), /"outcome":"bug"/u);
  });
});
