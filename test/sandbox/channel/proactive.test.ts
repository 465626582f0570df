// A bot that speaks first: new personal chats and threads, members, limits, on the connector's own HTTP.
import assert from 'node:assert/strict';
import { isObject, objectAt } from '../../../sandbox/channel/json.js';
import { TENANT_ID } from './echo-bot.js';
import { type Stage, setStage } from './stage.js';

describe('sandbox: fake Teams, a bot that speaks first', () => {
  let stage: Stage;

  before(async () => {
    stage = await setStage({ rateLimited: true });
  });

  after(() => stage.stop());

  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${stage.teams.serviceUrl}v3/conversations${path}`, {
      method,
      headers: { authorization: 'Bearer token-of-the-echo-bot', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const parsed: unknown = await response.json();
    const answer = isObject(parsed) ? parsed : { list: parsed };
    const code = objectAt(answer, 'error')?.['code'];
    return { status: response.status, answer, code, retryAfter: response.headers.get('retry-after') };
  };
  const createFor = (id: string, more: object = {}) =>
    ask('POST', '', { members: [{ id }], tenantId: TENANT_ID, ...more });

  it('finds the one personal chat by MRI and by object id', async () => {
    const byMri = await createFor(stage.alice.mri);
    const byObjectId = await createFor(stage.alice.objectId);
    assert.equal(byMri.status, 201);
    assert.equal(byMri.answer['id'], stage.chat.id);
    assert.equal(byObjectId.answer['id'], stage.chat.id);
  });

  it('refuses a personal chat with strangers, without tenant, and where the bot is not installed', async () => {
    assert.equal((await createFor('29:nobody')).code, 'BadArgument');
    assert.equal((await createFor(stage.alice.mri, { tenantId: 'another' })).code, 'BadArgument');
    stage.bob.personalChat().becomes('uninstalled');
    const refused = await createFor(stage.bob.mri);
    assert.deepEqual([refused.status, refused.code], [403, 'ForbiddenOperationException']);
  });

  it('starts a thread in a channel, and answers in it', async () => {
    const channel = stage.teams.channel({ id: '19:alerts@thread.tacv2', people: [stage.alice, stage.bob] });
    const activity = { type: 'message', text: 'first' };
    const started = await ask('POST', '', { isGroup: true, channelData: { channel: { id: channel.id } }, activity });
    const thread = String(started.answer['id']);
    assert.equal(thread, `${channel.id};messageid=${started.answer['activityId']}`);
    await ask('POST', `/${encodeURIComponent(thread)}/activities`, { type: 'message', text: 'second' });
    const [first, second] = channel.messages();
    assert.equal(second?.threadId, first?.id);
  });

  it('reads members, whole, in pages and one by one', async () => {
    const people = Array.from({ length: 70 }, (_, index) =>
      stage.teams.person({
        objectId: `c0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        name: `P ${index}`,
      }),
    );
    const crowd = stage.teams.groupChat({ id: '19:crowd@thread.v2', people });
    const path = `/${encodeURIComponent(crowd.id)}`;
    const first = await ask('GET', `${path}/pagedmembers?pageSize=50`);
    const second = await ask(
      'GET',
      `${path}/pagedmembers?pageSize=50&continuationToken=${first.answer['continuationToken']}`,
    );
    const sizes = [first, second].map(({ answer }) =>
      Array.isArray(answer['members']) ? answer['members'].length : 0,
    );
    assert.deepEqual(sizes, [50, 20]);
    assert.equal(second.answer['continuationToken'], undefined);
    const one = await ask('GET', `${path}/members/${people[3]?.objectId}`);
    assert.equal(one.answer['id'], people[3]?.mri);
    assert.equal((await ask('GET', `${path}/members/nobody`)).code, 'MemberNotFoundInConversation');
  });

  it('answers unknown conversations and activities, and a bot without a token, as Teams does', async () => {
    const message = { type: 'message', text: 'x' };
    assert.equal((await ask('POST', '/nowhere/activities', message)).code, 'ConversationNotFound');
    const path = `/${encodeURIComponent(stage.chat.id)}/activities`;
    assert.equal((await ask('PUT', `${path}/123`, message)).code, 'ActivityNotFoundInConversation');
    const nobody = await fetch(`${stage.teams.serviceUrl}v3/conversations${path}`, { method: 'POST' });
    assert.equal(nobody.status, 401);
  });

  it('lets 7 messages a second into one conversation and tells the eighth when to come back', async () => {
    const group = stage.teams.groupChat({ id: '19:busy@thread.v2', people: [stage.alice] });
    const path = `/${encodeURIComponent(group.id)}/activities`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => ask('POST', path, { type: 'message', text: `${index}` })),
    );
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(refused.length, 1);
    assert.equal(refused[0]?.code, 'Throttled');
    assert.equal(refused[0]?.retryAfter, '1');
    assert.equal(group.messages().length, 7);
  });
});
