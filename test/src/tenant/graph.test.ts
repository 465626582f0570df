// The Graph client on the wire: patience, tokens, headers, and answers that are not believed.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { Refused } from '../../../src/failure.js';
import type { TenantDoors } from '../../../src/tenant/doors.js';
import { createGraph, type Graph, type GraphCall } from '../../../src/tenant/graph.js';
import { all, failureOf } from './connect.js';
import { answerJson, begin, startWire, type Wire } from './wire.js';

const READ: GraphCall = {
  method: 'GET',
  path: '/users/u?$select=id',
  permission: 'User.Read.All',
  correlationId: 'REQ7-some-item',
};

describe('createGraph', () => {
  let wire: Wire | undefined;
  let waits: number[];
  let tokens: number;
  afterEach(async () => {
    await wire?.stop();
    wire = undefined;
  });
  const graphOn = (running: Wire, more: Partial<TenantDoors> = {}): Graph => {
    wire = running;
    waits = [];
    tokens = 0;
    const sleep = async (ms: number): Promise<void> => {
      waits.push(ms);
    };
    const doors = { now: Date.now, random: () => 1, sleep, ...more };
    const settings = { endpoint: running.origin, scope: 'https://graph.microsoft.com/.default' };
    return createGraph(settings, async () => `token-${++tokens}`, doors);
  };

  it('sends a token of its own with every try, and the same id of the work', async () => {
    const running = await startWire((_request, response, before) =>
      answerJson(response, before < 3 ? 503 : 200, { id: 'u' }),
    );
    const graph = graphOn(running);
    assert.deepEqual((await graph.send(READ)).body, { id: 'u' });
    assert.deepEqual(waits, [1000, 2000, 4000]);
    const sent = running.requests.map(({ headers }) => headers.authorization);
    assert.deepEqual(sent, ['Bearer token-1', 'Bearer token-2', 'Bearer token-3', 'Bearer token-4']);
    const ids = new Set(running.requests.map(({ headers }) => headers['client-request-id']));
    assert.equal(ids.size, 1);
    assert.match([...ids].join(), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  });

  it('tells Graph which calls a person waits for', async () => {
    const running = await startWire((_request, response) => answerJson(response, 200, {}));
    const graph = graphOn(running);
    await graph.send(READ);
    await graph.send({ ...READ, isUrgent: true });
    assert.deepEqual(
      running.requests.map(({ headers }) => headers['x-ms-throttle-priority']),
      [undefined, 'High'],
    );
  });

  it('sends once what is not said to be repeatable', async () => {
    const running = await startWire((_request, response) => answerJson(response, 503, {}));
    const graph = graphOn(running);
    const failure = await failureOf(graph.send({ ...READ, method: 'POST', body: {} }));
    assert.equal(failure.kind, 'upstream-unavailable');
    assert.equal(running.requests.length, 1);
    await failureOf(graph.send({ ...READ, method: 'POST', body: {}, isReplayable: true }));
    assert.equal(running.requests.length, 5);
  });

  it('gives up on a server that never answers, and on one that never ends', async () => {
    for (const isBegun of [false, true]) {
      const running = await startWire((_request, response) => {
        if (isBegun) begin(response, 200, { 'Content-Type': 'application/json' }).write('{"id":');
      });
      const graph = graphOn(running, { timeout: () => AbortSignal.timeout(60) });
      const failure = await failureOf(graph.send(READ));
      assert.deepEqual(failure, {
        kind: 'upstream-unavailable',
        trace: { service: 'graph', status: null, code: 'Timeout', requestId: null },
      });
      assert.equal(running.requests.length, 4);
      await running.stop();
    }
  });

  it('takes half a JSON document for no answer', async () => {
    const running = await startWire((_request, response) =>
      begin(response, 200, { 'Content-Type': 'application/json' }).end('{"value":[{"id":"a"'),
    );
    const failure = await failureOf(graphOn(running).send(READ));
    assert.ok(failure.kind === 'upstream-unavailable' && failure.trace.code === 'TruncatedAnswer');
  });

  it('says what Microsoft said: status, code, request id, permission', async () => {
    const running = await startWire((request, response) => {
      const status = Number(/\d+/u.exec(request.path.slice(5))?.[0]);
      const error = { code: 'Some_Code', message: 'Some  words.', innerError: { 'request-id': 'inner-1' } };
      answerJson(response, status, { error }, status === 403 ? { 'request-id': 'outer-1' } : {});
    });
    const graph = graphOn(running);
    const trace = { service: 'graph', code: 'Some_Code', requestId: 'inner-1' } as const;
    assert.deepEqual(await failureOf(graph.send({ ...READ, path: '/403' })), {
      kind: 'upstream-denied',
      trace: { ...trace, status: 403, requestId: 'outer-1' },
      permission: 'User.Read.All',
    });
    assert.deepEqual(await failureOf(graph.send({ ...READ, path: '/400' })), {
      kind: 'upstream-unexpected',
      trace: { ...trace, status: 400 },
      detail: 'Some words.',
    });
    assert.equal((await failureOf(graph.send({ ...READ, path: '/401' }))).kind, 'upstream-unexpected');
    assert.equal((await failureOf(graph.send({ ...READ, path: '/501' }))).kind, 'upstream-unavailable');
    assert.equal((await graph.send({ ...READ, path: '/404', accept: [404] })).status, 404);
  });

  it('follows no redirect', async () => {
    const running = await startWire((_request, response) =>
      begin(response, 302, { Location: 'https://evil.example/' }).end(),
    );
    const failure = await failureOf(graphOn(running).send(READ));
    assert.ok(failure.kind === 'upstream-unexpected' && failure.trace.status === 302);
    assert.equal(running.requests.length, 1);
  });

  it('passes on why there is no token, and asks Graph nothing', async () => {
    const running = await startWire((_request, response) => answerJson(response, 200, {}));
    wire = running;
    const trace = { service: 'identity', status: 401, code: 'AADSTS7000215', requestId: null } as const;
    const none = async (): Promise<string> => {
      throw new Refused({ kind: 'upstream-unexpected', trace, detail: 'expired' });
    };
    const doors = { now: Date.now, random: () => 1, sleep: async () => {} };
    const graph = createGraph({ endpoint: running.origin, scope: 's' }, none, doors);
    const failure = await failureOf(graph.send(READ));
    assert.ok(failure.kind === 'upstream-unexpected' && failure.trace.service === 'identity');
    assert.equal(running.requests.length, 0);
  });

  describe('pages', () => {
    const pages = async (graph: Graph) => all(graph.pages({ ...READ, path: '/users?$top=2' }));

    it('follows links with every option in them', async () => {
      const running: Wire = await startWire(({ path }, response) => {
        const next = `${running.origin}/v1.0/users?$top=2&$filter=a%20eq%20%27b%26c%27&$skiptoken=x%3D%3D`;
        answerJson(
          response,
          200,
          path.includes('skiptoken') ? { value: [2] } : { value: [1], '@odata.nextLink': next },
        );
      });
      assert.deepEqual(await pages(graphOn(running)), [[1], [2]]);
      const query = new URL(running.requests[1]?.path ?? '', running.origin).searchParams;
      assert.deepEqual(Object.fromEntries(query), { $top: '2', $filter: "a eq 'b&c'", $skiptoken: 'x==' });
    });

    for (const [what, link] of [
      ['another host', 'https://evil.example/v1.0/users?$skiptoken=x'],
      ['another port', 'https://localhost:1/v1.0/users?$skiptoken=x'],
      ['no address', '/v1.0/users?$skiptoken=x'],
      ['a number', 7],
    ] as const) {
      it(`takes its token nowhere else: a link to ${what} is an error`, async () => {
        const running = await startWire((_request, response) =>
          answerJson(response, 200, { value: [1], '@odata.nextLink': link }),
        );
        const failure = await failureOf(pages(graphOn(running)));
        assert.equal(failure.kind, 'upstream-unexpected');
        assert.equal(running.requests.length, 1);
      });
    }

    it('ends a circle, and a list without end', async () => {
      for (const [name, most] of [
        ['circle', 3],
        ['endless', 1001],
      ] as const) {
        const running: Wire = await startWire((_request, response, before) => {
          const mark = name === 'circle' ? before % 2 : before;
          answerJson(response, 200, {
            value: [],
            '@odata.nextLink': `${running.origin}/v1.0/users?$skiptoken=${mark}`,
          });
        });
        const failure = await failureOf(pages(graphOn(running)));
        assert.equal(failure.kind, 'upstream-unexpected', name);
        assert.ok(running.requests.length <= most, `${name}: ${running.requests.length}`);
        await running.stop();
      }
    });

    it('takes a page without its list for an error, not for the end', async () => {
      const running = await startWire((_request, response) => answerJson(response, 200, {}));
      assert.equal((await failureOf(pages(graphOn(running)))).kind, 'upstream-unexpected');
    });

    it('asks for a page only when the one before it has been used', async () => {
      const running: Wire = await startWire((_request, response, before) =>
        answerJson(response, 200, {
          value: [before],
          '@odata.nextLink': `${running.origin}/v1.0/u?$skiptoken=${before}`,
        }),
      );
      for await (const _page of graphOn(running).pages(READ)) {
        await pause(5);
        break;
      }
      assert.equal(running.requests.length, 1);
    });
  });
});
