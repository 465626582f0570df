// The report as a file: offered in the personal chat, put into the person's OneDrive when allowed, and nowhere else.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { consentOn } from '../../sandbox/channel/file-cards.js';
import { type JsonObject, objectAt } from '../../sandbox/channel/json.js';
import type { Forge } from '../../sandbox/channel/to-bot.js';
import { answerTo, says } from '../support/reading.js';
import { type Recruiter, recruiter } from '../support/recruits.js';
import { openStage, type Person, type Stage } from '../support/stage.js';

const INFO = 'application/vnd.microsoft.teams.card.file.info';

describe('the report as a file', () => {
  let stage: Stage;
  let people: Recruiter;
  let robin: Person;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    people = recruiter(stage);
    const first = stage.person('requester');
    await first.types(first.personalChat(), 'list');
    await first.personalChat().waitFor(says('60 mailboxes'), 20_000);
  });

  /** The bot takes only so much from one person at a time. */
  beforeEach(() => {
    robin = people.recruit('operator');
  });

  after(() => stage.close());

  const contentTypeOf = ({ activity }: ChatMessage): unknown =>
    (activity['attachments'] as readonly JsonObject[] | undefined)?.[0]?.['contentType'];

  async function offered(person = robin, line = 'report csv'): Promise<ChatMessage> {
    const message = await answerTo(person, line);
    assert.equal(contentTypeOf(message), 'application/vnd.microsoft.teams.card.file.consent', message.readable);
    return message;
  }

  /** The first message after so many that says this, or the offer itself once it does. */
  const said = (text: string, person = robin): Promise<ChatMessage> =>
    person.personalChat().waitFor(says(text), 10_000);

  /** Another place for the file than the person's client made. */
  const into = (changes: JsonObject): Forge => ({
    change: (activity) => {
      const value = objectAt(activity, 'value') ?? {};
      return { ...activity, value: { ...value, uploadInfo: { ...objectAt(value, 'uploadInfo'), ...changes } } };
    },
  });
  const withValue = (changes: JsonObject): Forge => ({
    change: (activity) => ({ ...activity, value: { ...objectAt(activity, 'value'), ...changes } }),
  });

  it('is offered by a button, allowed, put into OneDrive and shown there; the offer goes', async () => {
    const { oneDrive } = stage.teams;
    const card = await answerTo(robin, 'report');
    const before = robin.personalChat().messages().length;
    const { toast } = await robin.presses(card, 'CSV file');
    assert.match(toast ?? '', /Allow the file below/u);
    const offer = await robin.personalChat().waitFor((_, index) => index >= before);
    const { name, content } = consentOn(offer.activity);
    assert.match(name, /^mailbox-sign-in-report-\d{4}-\d\d-\d\d-\d{4}-utc\.csv$/u);
    assert.deepEqual(Object.keys(content['acceptContext'] as object), ['offer']);
    assert.doesNotMatch(JSON.stringify(offer.activity), /@lighthouse/u);
    const { status, body } = await robin.accepts(offer);
    assert.deepEqual([status, body], [200, '']);
    const shown = await robin.personalChat().waitFor((message) => contentTypeOf(message) === INFO);
    const [file] = oneDrive.files;
    assert.equal(oneDrive.files.length, 1);
    assert.equal(file?.ownerId, robin.objectId);
    assert.equal(file.name, name);
    assert.match(JSON.stringify(shown.activity), new RegExp(file.contentUrl.replaceAll('?', '\\?'), 'u'));
    const lines = file.bytes.toString('utf8').trimEnd().split('\r\n');
    assert.equal(lines.length, 61, 'a header and sixty mailboxes');
    assert.match(lines[0] ?? '', /^\ufeff"result","type","displayName"/u);
    assert.match(file.bytes.toString('utf8'), /info@lighthouse\.example/u);
    assert.equal(content['sizeInBytes'], file.bytes.length);
    const left = robin.personalChat().messages();
    assert.ok(!left.some(({ id }) => id === offer.id), 'the offer is still there');
    assert.ok(
      left.some(({ id }) => id === card.id),
      'the report is still there',
    );
  });

  it('is JSON Lines when that is asked for', async () => {
    const { oneDrive } = stage.teams;
    const before = oneDrive.files.length;
    await robin.accepts(await offered(robin, 'report as json lines'));
    const file = oneDrive.files[before];
    const [head, ...rows] = (file?.bytes.toString('utf8') ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(head.kind, 'report');
    assert.equal(rows.length, 60);
    assert.match(file?.name ?? '', /\.jsonl$/u);
  });

  it('is not sent when it is declined, and the offer says so', async () => {
    const { files } = stage.teams.oneDrive;
    const before = files.length;
    const offer = await offered();
    await robin.declines(offer);
    const edited = await robin
      .personalChat()
      .waitFor(({ id, readable }) => id === offer.id && readable.startsWith('No file was sent'));
    assert.equal(contentTypeOf(edited), 'application/vnd.microsoft.card.adaptive');
    assert.equal(files.length, before);
  });

  it('is sent once: an answer that comes again, or after another, gets a sentence', async () => {
    const { oneDrive } = stage.teams;
    const before = oneDrive.files.length;
    const offer = await offered();
    const twin: Forge = withValue({});
    const first = await robin.accepts(offer, twin);
    assert.equal(oneDrive.files.length, before + 1);
    const messages = robin.personalChat().messages().length;
    await robin.redelivers(first, 'same id');
    assert.equal(robin.personalChat().messages().length, messages, 'Teams says it again after a slow turn');
    await robin.redelivers(first, 'new id');
    await said('This offer of a file is over');
    assert.equal(oneDrive.files.length, before + 1);
    assert.equal(oneDrive.uploads.length, before + 1);
  });

  it('goes to one of many answers at once', async () => {
    const { oneDrive } = stage.teams;
    const before = oneDrive.uploads.length;
    const offer = await offered();
    await Promise.all(Array.from({ length: 6 }, () => robin.accepts(offer)));
    assert.equal(oneDrive.uploads.length, before + 1);
  });

  it('goes nowhere but to Microsoft', async () => {
    const { oneDrive } = stage.teams;
    const [files, uploads] = [oneDrive.files.length, oneDrive.uploads.length];
    const offer = await offered();
    const { port } = new URL(stage.teams.serviceUrl);
    const places = [
      'https://evil.example/upload',
      'http://169.254.169.254/metadata/identity/oauth2/token',
      `http://localhost:${port}/personal/x/_api/v2.0/drive/items/1/uploadSession`,
      `${stage.botUrl}/api/messages`,
      `http://robin@127.0.0.1:${port}/upload`,
      'https://contoso.sharepoint.com.evil.example/upload',
    ];
    for (const uploadUrl of places) {
      const before = robin.personalChat().messages().length;
      await robin.accepts(offer, into({ uploadUrl }));
      const { readable } = await robin.personalChat().waitFor((_, index) => index >= before);
      assert.match(readable, /Nothing was sent: the place named for the file/u, uploadUrl);
      await robin.accepts(offer, into({ contentUrl: uploadUrl }));
    }
    assert.deepEqual([oneDrive.files.length, oneDrive.uploads.length], [files, uploads]);
    await robin.accepts(offer);
    assert.equal(oneDrive.files.length, files + 1, 'the offer itself was good');
  });

  it('says so when OneDrive does not take it, and offers it again', async () => {
    const { oneDrive } = stage.teams;
    const files = oneDrive.files.length;
    const elsewhere = { location: 'http://127.0.0.1:9/elsewhere' };
    for (const fault of [
      { status: 507 },
      { status: 503 },
      { status: 202 },
      { status: 307, headers: elsewhere },
      { status: 0 },
    ]) {
      const offer = await offered();
      oneDrive.failNext(fault);
      await robin.accepts(offer);
      const edited = await robin
        .personalChat()
        .waitFor(({ id, readable }) => id === offer.id && readable.includes('Nothing was sent'));
      assert.match(
        edited.readable,
        fault.status === 0 ? /did not answer in time/u : new RegExp(`status ${fault.status}`, 'u'),
      );
      assert.match(JSON.stringify(edited.card), /"format":"csv"/u);
    }
    assert.equal(oneDrive.files.length, files);
    const again = robin.personalChat().messages().length;
    const failed = await said('status 507');
    await robin.presses(failed, 'CSV file');
    await robin.accepts(await robin.personalChat().waitFor((_, index) => index >= again));
    assert.equal(oneDrive.files.length, files + 1);
  });

  it('is nobody else’s: forged ids, other people and other chats get a sentence', async () => {
    const { oneDrive } = stage.teams;
    const uploads = oneDrive.uploads.length;
    const offer = await offered();
    for (const context of [{ offer: 'ffffffff-ffff-4fff-8fff-ffffffffffff' }, { offer: "' OR true --" }]) {
      const before = robin.personalChat().messages().length;
      await robin.accepts(offer, withValue({ context }));
      const { readable } = await robin.personalChat().waitFor((_, index) => index >= before);
      assert.match(readable, /This offer of a file is over/u);
    }
    const billie = stage.person('both');
    const { mri: id, objectId: aadObjectId, name } = billie;
    await robin.accepts(offer, { change: (activity) => ({ ...activity, from: { id, aadObjectId, name } }) });
    const group = stage.teams.groupChat({ id: '19:files@unq.gbl.spaces', people: [robin], name: 'Files' });
    await robin.accepts(offer, {
      change: (activity) => ({
        ...activity,
        conversation: { ...activity.conversation, id: group.id, conversationType: 'groupChat', isGroup: true },
      }),
    });
    assert.match((await group.waitFor(() => true)).readable, /This offer of a file is over/u);
    for (const value of [undefined, null, [], { type: 'fileUpload' }, { type: 'fileUpload', action: 'accept' }]) {
      const { status } = await robin.accepts(offer, { change: (activity) => ({ ...activity, value }) });
      assert.equal(status, 200);
    }
    assert.equal(oneDrive.uploads.length, uploads);
    const foreign = await robin.accepts(offer, { tenantId: '99999999-9999-4999-8999-999999999999' });
    assert.equal(foreign.status, 200);
    assert.equal(oneDrive.uploads.length, uploads);
    await robin.accepts(offer);
    assert.equal(oneDrive.uploads.length, uploads + 1, 'the offer itself was good');
  });

  it('is only for those who may read when they allow it, whatever they were before', async () => {
    const { directory, groups } = stage.tenant;
    const { oneDrive } = stage.teams;
    const uploads = oneDrive.uploads.length;
    const person = people.recruit('operator');
    const offer = await offered(person);
    directory.removeGroupMember(groups.operatorsId, person.objectId);
    await person.accepts(offer);
    await said('operators group', person);
    assert.equal(oneDrive.uploads.length, uploads);
    assert.match((await answerTo(person, 'report csv')).readable, /operators group/u);
    directory.addGroupMember(groups.operatorsId, person.objectId);
    await person.accepts(offer);
    assert.equal(oneDrive.uploads.length, uploads + 1);
  });

  it('says in a group or channel where to ask, and offers nothing there', async () => {
    const avery = stage.person('approver');
    const both = { people: [robin, avery] };
    const group = stage.teams.groupChat({ ...both, id: '19:report@unq.gbl.spaces', name: 'Mail team' });
    const channel = stage.teams.channel({ ...both, id: '19:report@thread.tacv2', name: 'Operations' });
    for (const chat of [group, channel]) {
      assert.match((await answerTo(robin, 'report csv', chat)).readable, /personal chat/u);
      await answerTo(avery, 'admit here', chat);
      const summary = await answerTo(robin, 'report csv', chat);
      assert.match(summary.readable, /type “report csv” or “report json” in our personal chat/u);
      assert.doesNotMatch(JSON.stringify(summary.card), /"format"|OpenUrl|sharepoint/u);
      const { error, toast } = await robin.presses(summary, 'List exposed', {}, { change: pressedFor('jsonl') });
      assert.equal(error, undefined);
      assert.equal(toast, undefined, 'a card, not an offer');
    }
  });

  function pressedFor(format: string): NonNullable<Forge['change']> {
    const data = { verb: 'report', format };
    return (activity) => ({ ...activity, value: { action: { type: 'Action.Execute', verb: 'report', data } } });
  }

  it('is offered after a slow turn too, and the card that stood in for it points there', async () => {
    const chat = robin.personalChat();
    const before = chat.messages().length;
    stage.tenant.faults.add({ service: 'graph', effect: { kind: 'delay', ms: 7_000 }, count: 1 });
    await robin.types(chat, 'report csv');
    const working = await chat.waitFor((_, index) => index >= before, 10_000);
    const offer = await chat.waitFor(
      (message) => contentTypeOf(message)?.toString().endsWith('file.consent') === true,
      10_000,
    );
    await chat.waitFor(({ id, readable }) => id === working.id && readable.includes('Allow the file below'));
    const { files } = stage.teams.oneDrive;
    const had = files.length;
    await robin.accepts(offer);
    assert.equal(files.length, had + 1);
  });

  it('is put in place though that takes longer than Teams waits for an answer', async () => {
    const { files } = stage.teams.oneDrive;
    const had = files.length;
    const offer = await offered();
    stage.tenant.faults.add({ service: 'graph', effect: { kind: 'delay', ms: 7_000 }, count: 1 });
    const { milliseconds, status } = await robin.accepts(offer);
    assert.equal(status, 200);
    assert.ok(milliseconds < 6_000, `${milliseconds} ms`);
    await robin.personalChat().waitFor((message) => contentTypeOf(message) === INFO, 15_000);
    assert.equal(files.length, had + 1);
  });

  it('understands the words that people have for it', async () => {
    for (const [line, answer] of [
      ['report xlsx', /"report csv" or "report json"/u],
      ['report csv please', /"report csv" or "report json"/u],
    ] as const) {
      assert.match((await answerTo(robin, line)).readable, answer, line);
    }
    for (const line of ['report CSV', 'report json', 'report jsonl', 'compliance csv file']) {
      await robin.declines(await offered(robin, line));
    }
  });

  it('never fetches what people attach', async () => {
    let fetched = 0;
    const lure = createServer((_, response) => {
      fetched += 1;
      response.end('list');
    });
    await new Promise<void>((resolve) => lure.listen(0, '127.0.0.1', resolve));
    const downloadUrl = `http://127.0.0.1:${(lure.address() as AddressInfo).port}/list.csv`;
    const contentType = 'application/vnd.microsoft.teams.file.download.info';
    const attachments = [{ contentType, contentUrl: downloadUrl, name: 'list.csv', content: { downloadUrl } }];
    const chat = robin.personalChat();
    await robin.types(chat, '', { change: (activity) => ({ ...activity, attachments }) });
    await chat.waitFor(says('Type a command'));
    await robin.types(chat, 'list', { change: (activity) => ({ ...activity, attachments }) });
    await chat.waitFor(says('60 mailboxes'));
    lure.close();
    assert.equal(fetched, 0);
  });

  it('is still good after a restart', async () => {
    const { oneDrive } = stage.teams;
    const uploads = oneDrive.uploads.length;
    const offer = await offered();
    await stage.restart('stop');
    await robin.accepts(offer);
    assert.equal(oneDrive.uploads.length, uploads + 1);
  });

  it('leaves no address of an upload in the log, and says who got a file', () => {
    const log = stage.log();
    assert.doesNotMatch(log, /tempauth|uploadSession/u);
    assert.match(log, /"format":"csv".*"msg":"file sent"/u);
  });
});
