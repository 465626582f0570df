// The record as people and auditors meet it: the time line in the chat, and what a webhook was told.
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { canonicalJson } from '../../src/audit/canonical.js';
import { keyIdOf } from '../../src/audit/checkpoint.js';
import type { Message } from '../../src/audit/sink.js';
import { verifyExport } from '../../src/audit/verify-export.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { openStage, type Person, type Stage } from '../support/stage.js';

const AUTHORIZATION = 'Bearer of-the-webhook';

describe('the record', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let folder: string;
  let publicKey: KeyObject;
  let webhook: Server;
  let requestId: string;
  const heard: Message[] = [];

  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'mailbox-guard-audit-'));
    const pair = generateKeyPairSync('ed25519');
    publicKey = pair.publicKey;
    const keyFile = join(folder, 'key.pem');
    writeFileSync(keyFile, String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' })), { mode: 0o600 });
    webhook = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      request.on('end', () => {
        const welcome = request.headers.authorization === AUTHORIZATION;
        if (welcome) heard.push(...(JSON.parse(text) as Message[]));
        response.writeHead(welcome ? 204 : 401);
        response.end();
      });
    });
    await new Promise<void>((listening) => webhook.listen(0, '127.0.0.1', listening));
    const { port } = webhook.address() as AddressInfo;
    stage = await openStage({
      env: {
        AUDIT_SIGNING_KEY_PATH: keyFile,
        AUDIT_SINK: `http://127.0.0.1:${port}/collect`,
        AUDIT_SINK_AUTHORIZATION: AUTHORIZATION,
      },
    });
    robin = stage.person('requester');
    avery = stage.person('approver');
    await answerTo(avery, 'help');
    await answerTo(robin, 'list');
    const asked = await asks(robin, 'block reception@lighthouse.example nobody signs in here');
    requestId = requestIdIn(asked);
    await answerTo(robin, `approve ${requestId}`);
    await avery.personalChat().waitFor(says(requestId), 10_000);
    await answerTo(avery, `approve ${requestId}`);
    await becomes(robin.personalChat(), asked, '✓ Blocked');
  });

  after(async () => {
    await stage.close();
    webhook.closeAllConnections();
    webhook.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells the story of a mailbox, newest first: asked, decided, written, with Microsoft’s request id', async () => {
    const { readable } = await answerTo(robin, 'audit reception@lighthouse.example');
    const places = ['Finished', 'Block read back', 'Approved', 'Asked for'].map((what) => readable.indexOf(what));
    assert.ok(
      places.every((place) => place > 0),
      readable,
    );
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.match(readable, /Robin Request/);
    assert.match(readable, /Avery Approve/);
    assert.match(readable, /nobody signs in here/);
    assert.match(readable, /Microsoft’s request id: [0-9a-f]{8}-/);
  });

  /** The time line once Entra was asked: where that takes long, it follows by itself. */
  async function whole(): Promise<string> {
    const { id } = await answerTo(robin, 'audit reception@lighthouse.example');
    const isWhole = ({ readable }: ChatMessage): boolean => !readable.includes('Entra is asked');
    return (await robin.personalChat().waitFor((message) => message.id === id && isWhole(message), 40_000)).readable;
  }

  it('mixes in who allowed and blocked sign-in outside of the bot, and its own block once', async () => {
    const { tenant } = stage;
    // The sandbox's tenant had it allowed three days ago.
    const before = await whole();
    assert.match(before, /1 change from Entra’s audit log/u);
    tenant.directory.setAccountEnabled('reception', true, 'Oli Outside');
    tenant.directory.setAccountEnabled('reception', false, 'Hollis Helpdesk');
    assert.doesNotMatch(await whole(), /Oli Outside/u, 'records come minutes late');
    tenant.clock.advance(10 * 60_000);
    const after = await whole();
    const told = [...after.matchAll(/(Sign-in .+)\n · Entra’s audit log\n(.+)\n/gu)].map(
      ([, what, who]) => `${what}: ${who}`,
    );
    assert.deepEqual(
      told,
      [
        'Sign-in blocked outside of this bot: Hollis Helpdesk',
        'Sign-in allowed outside of this bot: Oli Outside',
        'Sign-in allowed outside of this bot: Hollis Helpdesk',
      ],
      'the bot’s own block stands in its record',
    );
    assert.equal(after.match(/Block written/gu)?.length, 1);
  });

  it('says that it is not known who, without the permission for it', async () => {
    const { faults } = stage.tenant;
    const fault = faults.add({ route: 'GET /auditLogs/directoryAudits', effect: { kind: 'status', status: 403 } });
    const readable = await whole();
    assert.match(
      readable,
      /Who allowed or blocked sign-in outside of this bot is not known: the bot lacks AuditLog\.Read\.All/u,
    );
    assert.doesNotMatch(readable, /Sign-in allowed outside/u);
    assert.match(readable, /Block written/u, 'the record itself is there');
    faults.clear(fault);
  });

  it('tells the story of a request, and goes from there to its card and back in place', async () => {
    const card = await answerTo(robin, `audit request #${requestId.toLowerCase()}`);
    assert.match(card.readable, new RegExp(`Record of request ${requestId}`));
    assert.match(card.readable, /Reception/);
    const before = robin.personalChat().messages().length;
    assert.equal((await robin.presses(card, { title: 'Open request' })).status, 200);
    assert.match(JSON.stringify(robin.sees(card)), /nobody signs in here/);
    assert.equal(robin.personalChat().messages().length, before);
  });

  it('pages through everything in place, without an entry twice or missing', async () => {
    for (let n = 0; n < 6; n += 1) await answerTo(robin, 'scan');
    const card = await answerTo(robin, 'audit');
    const seen: number[] = [];
    for (let page = 0; page < 10; page += 1) {
      const shown = JSON.stringify(robin.sees(card));
      seen.push(...[...shown.matchAll(/no\. (\d+)/gu)].map(([, seq]) => Number(seq)));
      if (!shown.includes('"Older"')) break;
      await robin.presses(card, { title: 'Older' });
    }
    assert.ok(seen.length > 8);
    assert.deepEqual(
      seen,
      Array.from({ length: seen.length }, (_, n) => seen.length - n),
    );
    await robin.presses(card, { title: 'Newest' });
    assert.match(JSON.stringify(robin.sees(card)), new RegExp(`no. ${seen.length}`));
  });

  it('offers the mailboxes that a name fits, and says what is not known', async () => {
    assert.match((await answerTo(robin, 'audit room')).readable, /More than one mailbox fits/);
    assert.match((await answerTo(robin, 'audit nobody-is-called-this')).readable, /No shared, room/);
    const travel = await answerTo(robin, 'audit travel@lighthouse.example');
    assert.match(travel.readable, /Record of a mailbox\s+Travel Desk[\s\S]+Found/);
  });

  it('is for operators and approvers, and for admitted places', async () => {
    const outsider = stage.person('outsider');
    assert.doesNotMatch((await answerTo(outsider, 'audit')).readable, /no\. \d/);
  });

  it('leaves through the webhook, whole, in order and provable, sealed to the end at a stop', async () => {
    await stage.restart();
    const entries = heard.filter(({ kind }) => kind === 'entry');
    const checkpoints = heard.filter(({ kind }) => kind === 'checkpoint');
    assert.ok(entries.length > 10 && checkpoints.length > 0);
    const lines = (messages: readonly Message[]): readonly string[] =>
      messages.map((message) => canonicalJson(JSON.parse(JSON.stringify(message))));
    const keys = new Map([[keyIdOf(publicKey), publicKey]]);
    const finding = await verifyExport(lines(entries), lines(checkpoints), keys);
    assert(finding.sound, JSON.stringify(finding));
    assert.equal(finding.unsealed, 0);
  });
});
