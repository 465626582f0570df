// The command line beside a running bot on the embedded store: doctor and audit ask it, and none of them disturbs it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerTo } from '../support/reading.js';
import { openStage, type Stage } from '../support/stage.js';
import { runCli } from './stand.js';

describe('beside a running bot', () => {
  let stage: Stage;
  let folder: string;
  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    folder = mkdtempSync(join(tmpdir(), 'mailbox-guard-beside-'));
  });
  after(async () => {
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('doctor asks the bot, and needs to know nothing but its folder', async () => {
    const { code, stdout, stderr } = await runCli(['doctor'], { DATA_DIR: stage.dataDir });
    assert.match(stdout, /^ok +Database: the embedded store answers$/mu, stderr);
    assert.match(stdout, /^BROKEN +Approvers in reach: 0 of 4 have a chat with the bot/mu);
    assert.match(stdout, /^ {10}mend: Teams admin center/mu);
    assert.equal(code, 2);
  });

  it('audit export writes the record of the bot while it goes on', async () => {
    await answerTo(stage.person('requester'), 'scan');
    const settings = { DATA_DIR: stage.dataDir, TENANT_ID: stage.tenant.tenantId };
    const out = join(folder, 'record');
    const { code, stdout, stderr } = await runCli(['audit', 'export', out], settings);
    assert.deepEqual([code, /^\d+ entries and 0 checkpoints/u.test(stdout)], [0, true], stderr);
    assert.match(readFileSync(join(out, 'record.jsonl'), 'utf8'), /"event":"scan\.published"/u);
    assert.match((await answerTo(stage.person('requester'), 'list')).readable, /60 mailboxes/u);
  });

  it('scan reads the tenant by itself meanwhile', async () => {
    const { identityEndpoint, identityHeader, tenantId, identities, graphUrl, exchangeUrl } = stage.tenant;
    const settings = {
      ...{ DATA_DIR: stage.dataDir, TENANT_ID: tenantId, AZURE_CLIENT_ID: identities.app.clientId },
      ...{ IDENTITY_ENDPOINT: identityEndpoint, IDENTITY_HEADER: identityHeader },
      ...{ GRAPH_ENDPOINT: graphUrl, EXCHANGE_ENDPOINT: exchangeUrl },
    };
    const { code, stderr } = await runCli(['scan', '--format', 'csv'], settings);
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^60 mailboxes: /u);
  });

  it('opens the store by itself once the bot is gone', async () => {
    const settings = { DATA_DIR: stage.dataDir, TENANT_ID: stage.tenant.tenantId };
    const deed = async (): Promise<void> => {
      const { code, stderr } = await runCli(['audit', 'export', join(folder, 'later')], settings);
      assert.equal(code, 0, stderr);
    };
    await stage.restart('stop', { deed });
  });
});
