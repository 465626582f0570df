// `mailbox-guard doctor` by itself, with the real identities of the process: before the first start, and where things are broken.
import assert from 'node:assert/strict';
import { botSettings } from '../../sandbox/bot-settings.js';
import { type OpenIdServer, startOpenId } from '../../sandbox/channel/openid.js';
import { createChannelKeys } from '../../sandbox/channel/signing.js';
import type { Finding } from '../../src/doctor/finding.js';
import { identitySettings } from '../support/identities.js';
import { storeEngines } from '../support/store.js';
import { openStand, runCli, type Stand } from './stand.js';

describe('mailbox-guard doctor', () => {
  let stand: Stand;
  let openId: OpenIdServer;
  let settings: Readonly<Record<string, string>>;
  before(async () => {
    stand = await openStand({ users: 60, mailboxes: 10 });
    openId = await startOpenId(await createChannelKeys());
    const { DATA_DIR = '' } = stand.settings;
    settings = { ...botSettings(stand.tenant, openId, 'localhost:1'), DATA_DIR };
  });
  after(async () => {
    await openId.stop();
    await stand.close();
  });

  async function findings(more: Readonly<Record<string, string>> = {}): Promise<Record<string, Finding>> {
    const { stdout, stderr } = await runCli(['doctor', '--format', 'json'], { ...settings, ...more });
    assert.equal(stderr, '');
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
    return Object.fromEntries(findings.map((finding) => [finding.id, finding]));
  }

  it('finds a bot well that was never started, but for what only a start brings', async () => {
    const found = await findings();
    const ill = Object.values(found).filter(({ condition }) => condition === 'broken');
    assert.deepEqual(ill, []);
    assert.deepEqual([found['database']?.condition, found['database']?.mend], ['unchecked', 'npm start']);
    assert.equal(found['token.teams']?.condition, 'ok');
  });

  it('names each setting that is missing', async () => {
    const { code, stdout } = await runCli(['doctor'], { DATA_DIR: settings['DATA_DIR'] ?? '' });
    assert.equal(code, 2);
    assert.match(stdout, /^BROKEN +Settings: BOT_APP_ID is missing.*\n +mend: Set BOT_APP_ID; env\.example/mu);
  });

  it('finds an identity that the machine does not have', async () => {
    const taken = stand.tenant.machineIdentities.splice(1, 1);
    const found = await findings();
    stand.tenant.machineIdentities.push(...taken);
    assert.equal(found['token.teams']?.condition, 'broken');
    assert.match(found['token.teams']?.mend ?? '', /^az webapp identity assign .*clientId=='/u);
    assert.equal(found['token.graph']?.condition, 'ok');
  });

  it('finds a sign-in host that cannot be reached, and says what cannot be looked at for it', async function () {
    this.timeout(120_000);
    const secret = await identitySettings(stand.tenant, 'secret', stand.folder);
    const found = await findings({ ...secret, AZURE_AUTHORITY_HOST: 'https://localhost:1' });
    assert.match(found['token.graph']?.detail ?? '', /Entra did not answer/u);
    assert.match(found['token.graph']?.mend ?? '', /AZURE_AUTHORITY_HOST$/u);
    assert.equal(found['groups']?.condition, 'unchecked');
  });

  it('finds a database away, and one that no bot has used yet', async function () {
    this.timeout(60_000);
    const away = await findings({ DATABASE_URL: 'postgresql://guard:canary-password@127.0.0.1:1/guard' });
    assert.equal(away['database']?.condition, 'broken');
    assert.ok(!JSON.stringify(away).includes('canary'));
    const postgres = storeEngines().find(({ name }) => name === 'postgres');
    if (postgres === undefined) return;
    const place = await postgres.newPlace();
    const fresh = await findings({ DATABASE_URL: place.databaseUrl ?? '' });
    assert.deepEqual([fresh['database']?.condition, fresh['migrations']?.condition], ['ok', 'unchecked']);
    await place.remove();
  });
});
