// A backup taken while the bot works, the bot that goes on from it elsewhere, and the same bot on PostgreSQL: nothing is lost,
// and requests that waited are decided and carried out.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { runCli } from '../cli/stand.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';
import { type StorePlace, storeEngines } from '../support/store.js';

describe('a store that is copied', () => {
  let stage: Stage;
  let folder: string;
  let robin: Person;
  let avery: Person;
  let atAvery: Chat;
  let place: StorePlace | undefined;

  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'mailbox-guard-move-'));
    stage = await openStage();
    [robin, avery] = [stage.person('requester'), stage.person('approver')];
    atAvery = avery.personalChat();
    await answerTo(avery, 'help');
    await answerTo(robin, 'list');
  });
  after(async () => {
    await stage.close();
    await place?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The card that an approver got. */
  const waiting = async (address: string): Promise<ChatMessage> => {
    const asked = await asks(robin, `block ${address} nobody signs in`);
    return atAvery.waitFor(says(requestIdIn(asked)), 15_000);
  };
  const isEnabled = (address: string): boolean => stage.tenant.directory.isEnabled(address);
  const approves = async (sent: ChatMessage): Promise<void> => {
    await avery.presses(sent, { verb: 'approve' });
    await becomes(atAvery, sent, '✓ Blocked', 30_000);
  };
  const store =
    (...args: readonly string[]) =>
    async (env: Readonly<Record<string, string>>) => {
      const { code, stdout, stderr } = await runCli(['store', ...args], env);
      assert.equal(code, 0, stderr);
      return stdout;
    };

  it('is backed up while the bot works, and a bot goes on from it elsewhere', async function () {
    this.timeout(90_000);
    const sent = await waiting('reception@lighthouse.example');
    const file = join(folder, 'backup');
    assert.match(await store('backup', file)({ DATA_DIR: stage.dataDir }), /^Backup in .*: \d+ rows in \d+ tables/u);
    await waiting('travel@lighthouse.example');
    assert.match(await store('verify', file)({}), /is whole: .*; the record is sound: \d+ entries/u);
    const again = await runCli(['store', 'backup', file], { DATA_DIR: stage.dataDir });
    assert.deepEqual([again.code, /is there already/u.test(again.stderr)], [2, true]);
    const DATA_DIR = join(folder, 'elsewhere');
    const deed = async (): Promise<void> => {
      await store('restore', file)({ DATA_DIR });
    };
    await stage.restart('kill', { env: { DATA_DIR }, deed });
    assert.match((await answerTo(robin, 'requests')).readable, /Reception/u);
    assert.doesNotMatch((await answerTo(robin, 'requests')).readable, /Travel/u, 'asked after the backup');
    await approves(sent);
    assert.equal(isEnabled('reception@lighthouse.example'), false);
  });

  it('moves to PostgreSQL while the bot is stopped, with what waits there', async function () {
    this.timeout(90_000);
    place = await storeEngines()
      .find(({ name }) => name === 'postgres')
      ?.newPlace();
    if (place === undefined) return this.skip();
    const sent = await waiting('info@lighthouse.example');
    const env = { DATA_DIR: join(folder, 'elsewhere'), DATABASE_URL: place.databaseUrl ?? '' };
    const tooEarly = await runCli(['store', 'move'], env);
    assert.deepEqual([tooEarly.code, /Stop that bot first/u.test(tooEarly.stderr)], [2, true], tooEarly.stderr);
    const deed = async (): Promise<void> => {
      assert.match(await store('move')(env), /^Moved to PostgreSQL: .*the record is sound: \d+ entries/u);
    };
    await stage.restart('stop', { env, deed });
    assert.match((await answerTo(robin, 'requests')).readable, /Info/u);
    await approves(sent);
    assert.equal(isEnabled('info@lighthouse.example'), false);
    assert.match((await answerTo(robin, 'audit reception')).readable, /Block written/u);
  });
});
