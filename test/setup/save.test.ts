// Setup, told otherwise in a folder of an earlier run: the settings files keep what was found out and follow the new choice.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { readOptions } from '../../setup/options.js';
import { planFiles } from '../../setup/plan/plan.js';
import { knownSettings } from '../../setup/plan/settings.js';
import { saveFiles } from '../../setup/save.js';

const FOUND = 'TENANT_ID=11111111-2222-3333-4444-555555555555\nBOT_APP_PASSWORD=hush~8Q=secret\n';
const REMOTE = ['--identity', 'secret', '--endpoint', 'https://bot.contoso.example'];
const PAGES = ['--website', 'https://intranet.contoso.example/guard'];

describe('setup that is run again', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'setup-again-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const optionsOf = (flags: readonly string[]) => readOptions([...flags, '--shell', 'bash'], 'linux');
  const begun = (...flags: readonly string[]): void =>
    writeFileSync(join(folder, 'settings.env'), `${knownSettings(optionsOf(flags), 'app')}${FOUND}`);
  const save = async (...flags: readonly string[]): Promise<string> => {
    const options = optionsOf(flags);
    return (await saveFiles(planFiles(options, 'another app'), options, folder)).join('\n');
  };
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const settings = () => parseEnv(text('settings.env'));

  it('leaves the settings as they are when nothing else was chosen', async () => {
    begun(...REMOTE, ...PAGES);
    const before = text('settings.env');
    assert.match(await save(...REMOTE), /settings\.env of an earlier run stays as it is\.$/mu);
    assert.equal(text('settings.env'), before);
  });

  it('has the bot ask the API that was chosen now, and keeps all that was found out', async () => {
    begun(...REMOTE, ...PAGES);
    const before = settings();
    const told = await save(...REMOTE, '--exchange-api', 'beta', '--writes', 'none');
    assert.deepEqual(settings(), { ...before, EXCHANGE_API: 'beta', MODE: 'watch' });
    assert.match(told, /EXCHANGE_API=beta \(it was v2\), MODE=watch \(it was enforce\)\.$/mu);
    assert.ok(!told.includes('hush'));
    await save(...REMOTE);
    assert.deepEqual(settings(), before);
  });

  it('goes by the last of several lines, and leaves one', async () => {
    begun(...REMOTE);
    writeFileSync(join(folder, 'settings.env'), `${text('settings.env')}EXCHANGE_API=beta\n`);
    await save(...REMOTE);
    assert.equal(text('settings.env').match(/^EXCHANGE_API=/gmu)?.length, 1);
    assert.equal(settings()['EXCHANGE_API'], 'v2');
    assert.ok(text('settings.env').endsWith(FOUND));
  });

  it('takes over an address and pages that are named later', async () => {
    begun(...REMOTE);
    await save('--identity', 'secret', '--endpoint', 'https://guard.contoso.example', ...PAGES);
    assert.equal(settings()['PUBLIC_URL'], 'https://guard.contoso.example');
    assert.equal(settings()['APP_WEBSITE_URL'], PAGES[1]);
  });

  it('switches on what a permission is for that is added later, and off again, also on App Service', async () => {
    begun();
    writeFileSync(join(folder, 'extra-settings.json'), '{ "LOG_LEVEL": "warn" }');
    await save('--optional', 'User.RevokeSessions.All');
    assert.equal(settings()['REVOKE_SESSIONS'], 'on');
    assert.deepEqual(JSON.parse(text('extra-settings.json')), { LOG_LEVEL: 'warn', REVOKE_SESSIONS: 'on' });
    assert.match(await save(), /extra-settings\.json .*REVOKE_SESSIONS is gone \(it was on\)/u);
    assert.ok(!('REVOKE_SESSIONS' in settings()));
    assert.deepEqual(JSON.parse(text('extra-settings.json')), { LOG_LEVEL: 'warn' });
  });

  it('changes nothing where the extra settings cannot be read', async () => {
    writeFileSync(join(folder, 'extra-settings.json'), '{ "LOG_LEVEL": ');
    await assert.rejects(save('--optional', 'User.RevokeSessions.All'), /is no JSON object/u);
    assert.equal(text('extra-settings.json'), '{ "LOG_LEVEL": ');
  });
});
