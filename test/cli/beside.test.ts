// The command line beside a running bot on the embedded store: doctor and audit ask it, and none of them disturbs it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerTo, asks, becomes, says } from '../support/reading.js';
import { openStage, type Stage } from '../support/stage.js';
import { runCli } from './stand.js';

interface Reported {
  readonly counts: Readonly<Record<string, number>>;
  readonly types: Readonly<Record<string, { readonly total: number; readonly allowed: number }>>;
  readonly trend: readonly { readonly allowed: number }[];
}

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
    assert.match(stdout, /^ {10}mend: Each of them opens Mailbox Guard in Teams .*writes "help" to it once$/mu);
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

  const reading = (): Readonly<Record<string, string>> => {
    const { identityEndpoint, identityHeader, tenantId, identities, graphUrl, exchangeUrl } = stage.tenant;
    return {
      ...{ DATA_DIR: stage.dataDir, TENANT_ID: tenantId, AZURE_CLIENT_ID: identities.app.clientId },
      ...{ IDENTITY_ENDPOINT: identityEndpoint, IDENTITY_HEADER: identityHeader },
      ...{ GRAPH_ENDPOINT: graphUrl, EXCHANGE_ENDPOINT: exchangeUrl },
    };
  };

  it('scan reads the tenant by itself meanwhile', async () => {
    const { code, stderr } = await runCli(['scan', '--format', 'csv'], reading());
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^60 mailboxes: /u);
  });

  it('report says what the bot says, exemptions and the last days included', async () => {
    const [robin, avery] = [stage.person('requester'), stage.person('approver')];
    await answerTo(avery, 'help');
    await asks(robin, 'exempt reception@lighthouse.example for 3 days scanner until it is replaced');
    const sent = await avery.personalChat().waitFor(says('Reception'), 15_000);
    await avery.presses(sent, { verb: 'approve' });
    await becomes(avery.personalChat(), sent, '✓ Exempted', 30_000);
    const card = (await answerTo(avery, 'report')).readable;
    const { code, stdout } = await runCli(['report', '--format', 'json'], reading());
    const { counts, types, trend } = JSON.parse(stdout) as Reported;
    assert.equal(code, 1);
    assert.equal(counts['failed-with-exception'], 1);
    const { total, allowed } = types['SharedMailbox'] ?? assert.fail();
    assert.ok(card.includes(`Failed: ${allowed} of ${total} shared mailboxes can sign in`), card);
    for (const [word, count] of [
      ['passed', counts['passed']],
      ['failed', counts['failed']],
      ['failed with exception', 1],
      ['not known', counts['not-known']],
    ]) {
      assert.ok(card.includes(`${count}\n${word}\n`), `${count} ${word} in ${card}`);
    }
    assert.deepEqual(trend.map(({ allowed }) => allowed).at(-1), allowed);
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
