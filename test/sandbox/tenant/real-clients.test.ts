// The clients that the bot uses, against the sandbox: what works here goes through Microsoft's own libraries.
import assert from 'node:assert/strict';
import {
  BatchRequestContent,
  BatchResponseContent,
  Client as GraphClient,
  GraphError,
  PageIterator,
} from '@microsoft/microsoft-graph-client';
import { type Client, startClient } from './client.js';

describe('sandbox tenant: the Microsoft Graph client', () => {
  let client: Client;
  let graph: GraphClient;
  before(async () => {
    client = await startClient({ users: 350 });
    graph = GraphClient.initWithMiddleware({
      baseUrl: `${client.tenant.graphUrl}/`,
      customHosts: new Set(['localhost']),
      authProvider: { getAccessToken: () => client.token('graph') },
    });
  });
  after(() => client.tenant.stop());

  it('gets a user, and reads the error of one who is not there', async () => {
    const user = (await graph.api('/users/reception@lighthouse.example').select('id,accountEnabled').get()) as Record<
      string,
      unknown
    >;
    assert.equal(user['accountEnabled'], true);
    await assert.rejects(graph.api('/users/nobody@lighthouse.example').get(), (error) => {
      assert.ok(error instanceof GraphError);
      assert.deepEqual([error.statusCode, error.code], [404, 'Request_ResourceNotFound']);
      assert.match(error.requestId ?? '', /^[0-9a-f-]{36}$/);
      return true;
    });
  });

  it('iterates over pages', async () => {
    const first = await graph.api('/users').select('id').top(100).get();
    const ids: string[] = [];
    const iterator = new PageIterator(graph, first, (user: { readonly id: string }) => ids.push(user.id) > 0);
    await iterator.iterate();
    assert.equal(new Set(ids).size, 350);
  });

  it('sends a batch and reads its answers by id', async () => {
    // The client takes the host away and leaves the rest: the url of an item is relative to the version.
    const request = (path: string) => new Request(`${client.tenant.graphUrl}${path}`, { method: 'GET' });
    const content = new BatchRequestContent([
      { id: 'one', request: request('/users/reception@lighthouse.example?$select=displayName') },
      { id: 'two', request: request('/users/nobody@lighthouse.example') },
    ]);
    const answers = new BatchResponseContent(await graph.api('/$batch').post(await content.getContent()));
    assert.equal(answers.getResponseById('one').status, 200);
    assert.equal(((await answers.getResponseById('one').json()) as { displayName: string }).displayName, 'Reception');
    assert.equal(answers.getResponseById('two').status, 404);
  });

  it('retries a throttled request after Retry-After', async () => {
    client.tenant.faults.add({
      effect: { kind: 'status', status: 429, retryAfter: 1 },
      route: 'GET /users/{id}',
      count: 1,
    });
    const began = performance.now();
    await graph.api('/users/reception@lighthouse.example').get();
    assert.ok(performance.now() - began >= 1_000);
  });
});
