// What keeps the record provable while the bot runs: woken by entries, patient with a webhook that fails, brief at a stop.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Checkpoint, keyIdOf } from '../../../src/audit/checkpoint.js';
import type { AuditEvent } from '../../../src/audit/event.js';
import { type Keeper, startKeeper } from '../../../src/audit/keeper.js';
import { type AuditLog, logSink, type Sink, webhookSink } from '../../../src/audit/sink.js';
import type { Store } from '../../../src/db/store.js';
import { openTestStore, type TestStore } from '../../support/store.js';
import { at, entry } from '../db/samples.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = { privateKey, keyId: keyIdOf(publicKey) };

interface Line {
  readonly level: string;
  readonly facts: { readonly checkpoint?: Checkpoint; readonly audit?: AuditEvent; readonly why?: string };
  readonly message: string;
}

function newLog(): { readonly log: AuditLog; readonly lines: Line[] } {
  const lines: Line[] = [];
  const say = (level: string) => (facts: object, message: string) => {
    lines.push({ level, facts, message });
  };
  return { lines, log: { info: say('info'), warn: say('warn'), error: say('error') } };
}

/** A webhook that takes, refuses, or keeps silent. */
async function startWebhook() {
  const bodies: (AuditEvent | Checkpoint)[][] = [];
  const state = { answer: 200 as number | 'silence', authorization: '', tries: 0, url: '' };
  const server: Server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      state.tries += 1;
      state.authorization = request.headers.authorization ?? '';
      if (state.answer === 'silence') return;
      if (state.answer === 200) bodies.push(JSON.parse(text) as (AuditEvent | Checkpoint)[]);
      response.writeHead(state.answer, { location: '/elsewhere' });
      response.end('ok');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?secret=hush`;
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { bodies, state, close };
}

async function until(done: () => boolean): Promise<void> {
  for (let n = 0; n < 400 && !done(); n += 1) await pause(10);
  assert.ok(done(), 'it did not happen within four seconds');
}

describe('The keeper of the record', () => {
  let store: TestStore;
  let keeper: Keeper | null = null;
  let webhook: Awaited<ReturnType<typeof startWebhook>>;

  beforeEach(async () => {
    store = await openTestStore();
    webhook = await startWebhook();
  });

  afterEach(async () => {
    await keeper?.stop();
    await store.close();
    await webhook.close();
  });

  const start = (
    more: { readonly sink?: Sink | null; readonly signed?: boolean; readonly of?: Store } = {},
  ): Line[] => {
    const { log, lines } = newLog();
    keeper = startKeeper({
      book: (more.of ?? store).audit,
      tenantId: 'tenant',
      signer: more.signed === false ? null : signer,
      sink: more.sink ?? null,
      instance: 'one',
      log,
      now: () => at(0),
      everyMs: 60_000,
      retryMs: 20,
    });
    return lines;
  };
  const hook = (timeoutMs = 2_000): Sink =>
    webhookSink({ address: webhook.state.url, authorization: 'Splunk 123', timeoutMs, name: 'webhook x' });
  const add = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) await store.record.append(entry({ detail: { n } }));
  };
  const placesTold = (): readonly (number | string)[] =>
    webhook.bodies.flat().map((one) => (one.kind === 'entry' ? one.seq : `c${one.size}`));

  it('seals and tells what is added, from outside and within a transaction, without being asked', async () => {
    const lines = start({ sink: hook() });
    await add(1);
    await until(() => placesTold().includes('c1'));
    assert.deepEqual(
      lines.map(({ message, facts }) => [message, facts.checkpoint?.size]),
      [['checkpoint of the record', 1]],
    );
    await store.ledger.transaction(({ record }) => record.append(entry()));
    await until(() => placesTold().includes(2));
    assert.deepEqual(placesTold(), [1, 'c1', 2]);
    assert.equal(webhook.state.authorization, 'Splunk 123');
  });

  it('seals and tells the rest when it is stopped', async () => {
    start({ sink: hook() });
    await add(3);
    await until(() => placesTold().includes(3));
    await keeper?.stop();
    assert.equal((await store.audit.checkpoints.newest())?.size, 3);
    assert.equal(placesTold().at(-1), 'c3');
    await add(1);
    await pause(50);
    assert.equal(placesTold().at(-1), 'c3', 'it has ended');
  });

  it('tries again, with pauses, until the webhook takes it; people’s work goes on meanwhile', async () => {
    webhook.state.answer = 503;
    const lines = start({ sink: hook(), signed: false });
    await add(20);
    await until(() => webhook.state.tries >= 3);
    assert.equal((await store.record.newest({ before: null, limit: 100 })).length, 20);
    const complaints = lines.filter(({ message }) => message.includes('did not take'));
    assert.ok(complaints.length >= 2);
    assert.match(complaints[0]?.facts.why ?? '', /answered 503/);
    assert.ok(!JSON.stringify(lines).includes('hush'), 'the address may hold a secret');
    webhook.state.answer = 200;
    await until(() => placesTold().length === 20);
    assert.deepEqual(
      placesTold(),
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
  });

  it('follows no redirect, gives up on silence, and is not held up by either at a stop', async () => {
    webhook.state.answer = 307;
    const lines = start({ sink: hook(100), signed: false });
    await add(1);
    await until(() => lines.some(({ facts }) => facts.why?.includes('answered 307') ?? false));
    webhook.state.answer = 'silence';
    await until(() => lines.some(({ facts }) => facts.why?.includes('did not answer') ?? false));
    await keeper?.stop();
    start({ sink: hook(60_000), signed: false });
    const tries = webhook.state.tries;
    await until(() => webhook.state.tries > tries);
    const started = performance.now();
    await keeper?.stop();
    // It would wait a minute for either.
    assert.ok(performance.now() - started < 20_000);
  });

  it('says once that nothing is signed without a key', async () => {
    const lines = start({ signed: false });
    await add(120);
    await keeper?.stop();
    assert.equal(lines.length, 1);
    assert.match(lines[0]?.message ?? '', /AUDIT_SIGNING_KEY_PATH is not set/);
    assert.equal(await store.audit.checkpoints.newest(), null);
  });

  it('tells the log one line per entry, and each once', async () => {
    const { log, lines } = newLog();
    start({ sink: logSink(log) });
    await add(2);
    await until(() => lines.length === 2);
    await keeper?.stop();
    assert.deepEqual(
      lines.map(({ message, facts }) => [message, facts.audit?.seq]),
      [
        ['audit event', 1],
        ['audit event', 2],
      ],
    );
  });
});
