// The control address of the sandbox tenant, and the words that a person types for it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announceControl, announcedControl } from '../../../sandbox/tenant/control-file.js';
import { asRequest, USAGE } from '../../../sandbox/tenant/control-words.js';
import { readDuration } from '../../../sandbox/tenant/duration.js';
import { type Client, type Reply, startClient } from './client.js';

describe('sandbox tenant: control address', () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient({ users: 120 });
  });
  afterEach(() => client.tenant.stop());

  const type = async (line: string): Promise<{ readonly said: string; readonly reply: Reply }> => {
    const request = asRequest(line.split(' '));
    assert.ok(typeof request !== 'string', String(request));
    const { method, path, body } = request;
    const reply = await client.control(path, { method, ...(body === undefined ? {} : { body }) });
    return { said: reply.status === 200 ? request.say(reply.body) : String(reply.body['error']), reply };
  };

  it('enables and disables an account as the person named', async () => {
    assert.match((await type('disable Reception')).said, /^Reception <reception@.*>: sign-in blocked$/);
    assert.equal(client.tenant.directory.isEnabled('Reception'), false);
    assert.match((await type('enable reception by Oli Outside')).said, /sign-in allowed$/);
    client.tenant.clock.advance(180_000);
    const { body } = await client.graph(
      "/auditLogs/directoryAudits?$filter=initiatedBy/user/displayName eq 'Oli Outside'",
    );
    assert.equal(body.value.length, 2);
  });

  it('says what is wrong with a name', async () => {
    assert.match((await type('enable Info')).said, /More than one account is called "Info": info@.*, info-north@/);
    assert.match((await type('enable info-north')).said, /sign-in allowed/);
    assert.match((await type('enable Recep')).said, /There is no account "Recep"\. Did you mean: Reception\?/);
    assert.match((await type('enable Reception by Nobody')).said, /There is no account "Nobody"/);
    assert.match((await type('find scanner')).said, /Scanner Ground Floor/);
  });

  it('makes accounts sign in, sets passwords, converts mailboxes', async () => {
    const before = client.tenant.directory.find('Reception').passwordChangedAt;
    await type('sign-in Reception with smtp');
    await type('password Reception');
    await type('convert Reception to RoomMailbox');
    assert.notEqual(client.tenant.directory.find('Reception').passwordChangedAt, before);
    assert.equal(client.tenant.directory.findMailbox('Reception').type, 'RoomMailbox');
    client.tenant.clock.advance(180_000);
    const { id } = client.tenant.directory.find('Reception');
    const { body } = await client.graph(`/auditLogs/signIns?$filter=userId eq '${id}'`);
    assert.equal(body.value[0]?.['clientAppUsed'], 'Authenticated SMTP');
    assert.match((await type('sign-in Reception with telnet')).said, /There is no client "telnet"/);
    assert.match((await type('convert Reception to Desk')).said, /The types are/);
  });

  it('makes mailboxes, deletes accounts, and lets delta tokens expire', async () => {
    const made = await type('create Lost & Found as RoomMailbox');
    assert.match(made.said, /"address": "lost-found@lighthouse\.example"/);
    assert.equal(client.tenant.directory.findMailbox('Lost & Found').type, 'RoomMailbox');
    assert.equal(client.tenant.directory.isEnabled('Lost & Found'), true);
    assert.equal((await type('create Second')).reply.body['type'], 'SharedMailbox');
    assert.match((await type('create lost found')).said, /is taken/);
    assert.match((await type('create &&')).said, /letters or digits/);
    assert.match((await type('create X as Desk')).said, /The types are/);
    const link = (await client.graph('/users/delta?$deltatoken=latest')).body['@odata.deltaLink'];
    assert.match((await type('delete Lost & Found')).said, /The account of Lost & Found is deleted/);
    assert.throws(() => client.tenant.directory.find('Lost & Found'), /no account/);
    await type('expire');
    assert.equal((await client.graph(String(link))).status, 400);
  });

  it('takes permissions, gives them, sets faults, switches, clock and licence', async () => {
    await type('take User.Read.All');
    assert.equal((await client.graph('/users')).status, 403);
    await type('give User.Read.All');
    await type('fault 503 1 times on GET /users');
    assert.deepEqual([(await client.graph('/users')).status, (await client.graph('/users')).status], [503, 200]);
    await type('fault 500');
    await type('clear');
    assert.equal((await client.graph('/users')).status, 200);
    await type('switch getByIdsWithUserReadAll denied');
    assert.equal(client.tenant.switches.getByIdsWithUserReadAll, 'denied');
    assert.match((await type('switch getByIdsWithUserReadAll maybe')).said, /takes full, ids-only, denied/);
    assert.match((await type('switch nonsense true')).said, /There is no switch/);
    assert.match((await type('take Mail.Send')).said, /knows no application permission "Mail.Send"/);
    assert.match((await type('fault 500 on GET /nowhere')).said, /There is no route/);
    const before = client.tenant.clock.now();
    await type('clock 2h');
    assert.ok(client.tenant.clock.now() - before >= 7_200_000);
    await type('premium off');
    assert.equal(client.tenant.premium, false);
  });

  it('shows the log, the counts and where the tenant stands', async () => {
    await client.graph('/users?$top=1');
    assert.match((await type('log')).said, /graph 200 GET \/v1.0\/users\?\$top=1$/);
    assert.match((await type('counts')).said, /"GET \/users": 1/);
    assert.match((await type('status')).said, /"users": 120/);
    await client.control('/log', { method: 'DELETE' });
    assert.equal(client.tenant.requests.count(), 0);
  });

  it('is closed to foreign names and to what a page elsewhere could send', async () => {
    const { hostname, port } = new URL(client.tenant.controlUrl);
    const status = await new Promise((resolve) => {
      get({ hostname, port, path: '/status', headers: { host: 'rebound.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    assert.equal(status, 403);
    const body = JSON.stringify({ name: 'Reception', enabled: false });
    const form = await client.control('/accounts', { method: 'POST', body, headers: { 'content-type': 'text/plain' } });
    assert.equal(form.status, 400);
    assert.equal(client.tenant.directory.isEnabled('Reception'), true);
    assert.equal((await client.control('/accounts', { method: 'POST', body: '{' })).status, 400);
    assert.equal((await client.control('/nothing')).status, 404);
  });
});

describe('sandbox tenant: where the control address is noted', () => {
  it('is found again, replaced by a later sandbox, and taken away by its own only', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-control-'));
    assert.equal(announcedControl(folder), undefined);
    const withdrawFirst = announceControl('http://127.0.0.1:1', folder);
    const withdrawSecond = announceControl('http://127.0.0.1:2', folder);
    withdrawFirst();
    assert.equal(announcedControl(folder), 'http://127.0.0.1:2');
    withdrawSecond();
    assert.equal(announcedControl(folder), undefined);
    rmSync(folder, { recursive: true });
  });
});

describe('sandbox tenant: the words at the keyboard', () => {
  it('names every command in its usage', () => {
    for (const word of [
      'enable',
      'disable',
      'find',
      'sign-in',
      'password',
      'convert',
      'create',
      'delete',
      'expire',
      'take',
      'give',
      'fault',
      'clear',
      'clock',
      'switch',
      'premium',
      'status',
    ]) {
      assert.match(USAGE, new RegExp(`\\b${word}\\b`));
    }
  });

  it('asks for what is missing', () => {
    for (const line of [
      '',
      'enable',
      'disable',
      'find',
      'sign-in',
      'password',
      'convert Reception',
      'create',
      'delete',
      'take',
      'give',
      'fault',
      'fault soon',
      'clock',
      'clock soon',
      'switch x',
      'premium',
      'explode',
    ]) {
      assert.equal(typeof asRequest(line === '' ? [] : line.split(' ')), 'string', line);
    }
  });

  it('reads durations', () => {
    const read = ['30s', '5 min', '2h', '3 days', '1w', '1.5 hours'].map(readDuration);
    assert.deepEqual(read, [30_000, 300_000, 7_200_000, 259_200_000, 604_800_000, 5_400_000]);
    for (const text of ['', '2', 'h', '2 parsecs', '-1h']) assert.equal(readDuration(text), undefined, text);
  });
});
