// Files of the fake Teams: what an answer to an offer sends, and an upload session that takes what OneDrive would take.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../../sandbox/channel/chat-message.js';
import { type JsonObject, objectAt, textAt } from '../../../sandbox/channel/json.js';
import { type Stage, setStage } from './stage.js';

describe('sandbox: fake Teams, files', () => {
  let stage: Stage;

  before(async () => {
    stage = await setStage();
  });

  after(() => stage.stop());

  async function said(line: string, chat = stage.chat): Promise<ChatMessage> {
    const before = chat.messages().length;
    await stage.alice.types(chat, line);
    return chat.waitFor((_, index) => index >= before);
  }

  async function room(): Promise<JsonObject> {
    const { activity } = await stage.alice.accepts(await said('file'));
    return objectAt(objectAt(activity, 'value'), 'uploadInfo') ?? {};
  }

  function puts(address: string, range: string | null, body: string, more: Readonly<Record<string, string>> = {}) {
    const headers = { 'content-type': 'application/octet-stream', ...(range && { 'content-range': range }), ...more };
    return fetch(address, { method: 'PUT', headers, body: new TextEncoder().encode(body) });
  }

  it('sends what the person answers: with the place for the file, or without', async () => {
    const offer = await said('file');
    const accepted = (await stage.alice.accepts(offer)).activity;
    const declined = (await stage.alice.declines(offer)).activity;
    assert.equal(accepted['name'], 'fileConsent/invoke');
    assert.equal(accepted['replyToId'], offer.id);
    assert.deepEqual(declined['value'], { type: 'fileUpload', action: 'decline', context: { offer: 'one' } });
    const value = objectAt(accepted, 'value');
    assert.deepEqual(
      [value?.['type'], value?.['action'], value?.['context']],
      ['fileUpload', 'accept', { offer: 'one' }],
    );
    const { contentUrl, name, uploadUrl, uniqueId, fileType } = objectAt(value, 'uploadInfo') ?? {};
    assert.deepEqual([name, fileType, typeof uniqueId], ['a b.txt', 'txt', 'string']);
    for (const address of [contentUrl, uploadUrl]) {
      assert.equal(new URL(String(address)).host, new URL(stage.teams.serviceUrl).host);
    }
    await assert.rejects(stage.alice.accepts(await said('hello')), /offers no file/);
  });

  it('takes a file as a whole or in parts, once', async () => {
    const { oneDrive } = stage.teams;
    const whole = textAt(await room(), 'uploadUrl') ?? '';
    assert.equal((await puts(whole, 'bytes 0-9/10', '0123456789')).status, 201);
    assert.equal((await puts(whole, 'bytes 0-9/10', '0123456789')).status, 404);
    const parts = textAt(await room(), 'uploadUrl') ?? '';
    const first = await puts(parts, 'bytes 0-4/10', '01234');
    assert.deepEqual([first.status, await first.json()], [202, { nextExpectedRanges: ['5-'] }]);
    assert.equal((await puts(parts, 'bytes 0-4/10', '01234')).status, 416);
    assert.equal((await puts(parts, 'bytes 5-9/10', '56789')).status, 201);
    assert.deepEqual(
      oneDrive.files.map(({ bytes, ownerId }) => [bytes.toString(), ownerId]),
      Array(2).fill(['0123456789', stage.alice.objectId]),
    );
  });

  it('refuses what OneDrive would refuse', async () => {
    const { oneDrive } = stage.teams;
    const before = oneDrive.files.length;
    const address = textAt(await room(), 'uploadUrl') ?? '';
    const statuses = [
      await puts(address, null, '0123456789'),
      await puts(address, 'bytes 0-9/10', '012345678'),
      await puts(address, 'bytes 0-9/9', '0123456789'),
      await puts(address, 'bytes 0-9/10', '0123456789', { authorization: 'Bearer x' }),
      await puts(`${address}x`, 'bytes 0-9/10', '0123456789'),
      await puts(address.replace(/items\/[^/]+/, 'items/other'), 'bytes 0-9/10', '0123456789'),
    ].map(({ status }) => status);
    assert.deepEqual(statuses, [400, 400, 400, 401, 401, 404]);
    assert.equal(oneDrive.files.length, before);
  });

  it('counts offers that Teams would not show', async () => {
    const { teams, alice } = stage;
    await alice.types(stage.chat, 'bad file');
    assert.deepEqual(
      teams.takeViolations().map(({ broken }) => broken),
      [
        'file consent without a description',
        'file consent without a size',
        'file consent without acceptContext',
        'file consent without declineContext',
      ],
    );
    const group = teams.groupChat({ id: '19:files@thread.v2', people: [alice] });
    await alice.types(group, 'file');
    assert.deepEqual(
      teams.takeViolations().map(({ broken }) => broken),
      ['a file card outside of a personal chat'],
    );
  });
});
