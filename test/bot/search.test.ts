// A field that searches: what it is offered, what it is refused, and how often it may ask.
import assert from 'node:assert/strict';
import type { InvokeAnswer } from '../../bot/invoke-answer.js';
import { createLatelyAllowed, HOLDS_MS } from '../../bot/lately-allowed.js';
import type { Log } from '../../bot/log.js';
import { createRateLimit, SEARCHES } from '../../bot/rate-limit.js';
import { answerSearch, type Search, type SearchDoors } from '../../bot/search.js';
import { Refused } from '../../src/failure.js';
import type { AssessedMailbox } from '../../src/mailboxes/mailbox.js';
import { hostileNames } from '../cards/hostile.js';
import { hostileRows } from '../cards/scenes/lists.js';
import { exposed } from '../cards/scenes/people.js';

const QUERY = { queryText: 'desk', queryOptions: { skip: 0, top: 15 }, dataset: 'mailboxes' };
const never = (): Promise<never> => new Promise(() => undefined);

interface Asked {
  readonly text: string;
  readonly skip: number;
  readonly limit: number;
}

function stand(found: readonly AssessedMailbox[] = [exposed('Front desk', 1)], change: Partial<SearchDoors> = {}) {
  const asked: Asked[] = [];
  const lines: string[] = [];
  const write = (...line: readonly unknown[]): void => void lines.push(JSON.stringify(line));
  const scans = {
    async offering(text: string, skip: number, limit: number) {
      asked.push({ text, skip, limit });
      return found.slice(0, limit);
    },
  };
  const places = {
    find: async (id: string) => (id === 'admitted' ? { admittedBy: { objectId: 'a', name: 'Avery' } } : null),
  };
  const doors: SearchDoors = {
    store: { scans, places } as unknown as SearchDoors['store'],
    mayRead: async () => undefined,
    limit: createRateLimit(() => 0, SEARCHES),
    log: { info: write, warn: write, error: write, debug: write } as unknown as Log,
    pause: never,
    patienceMs: 4000,
    ...change,
  };
  return { asked, lines, doors };
}

function search(value: unknown, place: Search['place'] = { kind: 'personal', conversationId: 'p' }): Search {
  return { value, actor: { objectId: 'someone', name: 'S' }, place, correlationId: 'c' };
}

function resultsOf({ value }: InvokeAnswer): readonly { readonly title: string; readonly value: string }[] {
  return (value as { results: [] }).results;
}

const codeOf = ({ type, value }: InvokeAnswer): string | null =>
  type === 'application/vnd.microsoft.error' ? (value as { code: string }).code : null;

describe('a field that searches', () => {
  it('is offered names with addresses, in the shape that Teams documents', async () => {
    const { doors, asked } = stand();
    const answer = await answerSearch(search(QUERY), doors);
    const [{ mailbox }] = [exposed('Front desk', 1)];
    assert.deepEqual(answer, {
      statusCode: 200,
      type: 'application/vnd.microsoft.search.searchResponse',
      value: { results: [{ title: `Front desk (${mailbox.address})`, value: mailbox.objectId?.toLowerCase() }] },
    });
    assert.deepEqual(asked, [{ text: 'desk', skip: 0, limit: 15 }]);
  });

  it('is offered fifteen at most, whatever it asks for, and a mailbox that is listed twice once', async () => {
    const { doors, asked } = stand();
    for (const [queryOptions, skip, limit] of [
      [undefined, 0, 15],
      [{}, 0, 15],
      [{ skip: 30, top: 5 }, 30, 5],
      [{ skip: 0, top: 0 }, 0, 15],
      [{ skip: 0, top: 1_000_000 }, 0, 15],
    ] as const) {
      assert.equal(codeOf(await answerSearch(search({ ...QUERY, queryOptions }), doors)), null);
      assert.deepEqual(asked.at(-1), { text: 'desk', skip, limit });
    }
    const twice = [exposed('Front desk', 1), exposed('Front desk', 1)];
    assert.equal(resultsOf(await answerSearch(search(QUERY), stand(twice).doors)).length, 1);
  });

  it('is offered outside names as they may stand on a card', async () => {
    const rows = hostileRows(hostileNames);
    for (let from = 0; from < rows.length; from += 15) {
      const answer = await answerSearch(search(QUERY), stand(rows.slice(from)).doors);
      for (const { title } of resultsOf(answer)) {
        assert.doesNotMatch(title, /\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\$\{|\{\{/u);
        assert.doesNotMatch(title, /\]\(|<\/?\w|\*\*|https?:\/\//u);
        assert.ok(title.length <= 200, `${title.length}: ${title}`);
      }
    }
  });

  const strange: readonly (readonly [what: string, value: unknown, code: string])[] = [
    ['no value', undefined, 'bad-argument'],
    ['a list', [QUERY], 'bad-argument'],
    ['a text', 'desk', 'bad-argument'],
    ['no dataset', { ...QUERY, dataset: undefined }, 'bad-argument'],
    ['another dataset', { ...QUERY, dataset: 'people' }, 'bad-argument'],
    ['a dataset that is none', { ...QUERY, dataset: ['mailboxes'] }, 'bad-argument'],
    ['a number for text', { ...QUERY, queryText: 7 }, 'bad-argument'],
    ['an object for text', { ...QUERY, queryText: { toString: 'x' } }, 'bad-argument'],
    ['a long text', { ...QUERY, queryText: 'x'.repeat(257) }, 'too-long'],
    ['a huge text', { ...QUERY, queryText: 'x'.repeat(200_000) }, 'too-long'],
    ['a negative skip', { ...QUERY, queryOptions: { skip: -1, top: 15 } }, 'bad-argument'],
    ['half a skip', { ...QUERY, queryOptions: { skip: 0.5, top: 15 } }, 'bad-argument'],
    ['a skip beyond all', { ...QUERY, queryOptions: { skip: 1e12, top: 15 } }, 'bad-argument'],
    ['a negative top', { ...QUERY, queryOptions: { skip: 0, top: -15 } }, 'bad-argument'],
    ['a top that is no number', { ...QUERY, queryOptions: { skip: 0, top: 'all' } }, 'bad-argument'],
    ['options that are none', { ...QUERY, queryOptions: 'all' }, 'bad-argument'],
  ];
  for (const [what, value, code] of strange) {
    it(`refuses ${what} before it looks anything up`, async () => {
      const { doors, asked } = stand();
      assert.equal(codeOf(await answerSearch(search(value), doors)), code);
      assert.deepEqual(asked, []);
    });
  }

  it('answers where tenant data may be shown, and in threads of such places, else not', async () => {
    const { doors, asked } = stand();
    const there = (kind: 'groupChat' | 'channel', conversationId: string) =>
      answerSearch(search(QUERY, { kind, conversationId }), doors);
    assert.equal(codeOf(await there('groupChat', 'elsewhere')), 'personal-chat-only');
    assert.equal(codeOf(await there('channel', 'elsewhere;messageid=1')), 'personal-chat-only');
    assert.deepEqual(asked, []);
    assert.equal(codeOf(await there('groupChat', 'admitted')), null);
    assert.equal(codeOf(await there('channel', 'admitted;messageid=1')), null);
  });

  it('tells those who may not read why, and nothing else', async () => {
    for (const kind of ['guest', 'not-operator'] as const) {
      const mayRead = async (): Promise<void> => {
        throw new Refused({ kind });
      };
      const { doors, asked } = stand([exposed('Front desk', 1)], { mayRead });
      const answer = await answerSearch(search(QUERY), doors);
      assert.equal(codeOf(answer), kind);
      assert.doesNotMatch(JSON.stringify(answer), /desk/iu);
      assert.deepEqual(asked, []);
    }
  });

  it('writes neither what was typed nor what was found into the log', async () => {
    const broken = { scans: { offering: async () => Promise.reject(new Error('a bug')) } };
    const { doors, lines } = stand([], { store: broken as unknown as SearchDoors['store'] });
    assert.equal(codeOf(await answerSearch(search(QUERY), doors)), 'InternalError');
    assert.equal(codeOf(await answerSearch(search({ ...QUERY, dataset: 'desk' }), doors)), 'bad-argument');
    assert.equal(lines.length, 2);
    assert.doesNotMatch(lines.join(), /desk/u);
  });

  it('is told that it takes too long, rather than nothing', async () => {
    const { doors } = stand([], { mayRead: never, pause: async () => undefined });
    assert.equal(codeOf(await answerSearch(search(QUERY), doors)), 'TimedOut');
  });

  it('may ask at each keystroke of a fast typist, and not without end', async () => {
    let now = 0;
    const { doors } = stand([], { limit: createRateLimit(() => now, SEARCHES) });
    const presses = async (count: number, everyMs: number): Promise<number> => {
      let refused = 0;
      for (let n = 0; n < count; n += 1) {
        now += everyMs;
        if (codeOf(await answerSearch(search(QUERY), doors)) === 'rate-limited') refused += 1;
      }
      return refused;
    };
    assert.equal(await presses(600, 170), 0, 'six a second, for a hundred seconds');
    assert.ok((await presses(600, 10)) > 500, 'a hundred a second');
    now += 10_000;
    assert.equal(await presses(60, 0), 0, 'after ten quiet seconds');
  });
});

describe('whoever was lately allowed', () => {
  let now = 0;
  let asked = 0;
  let refusal: Refused | null = null;
  const allow = createLatelyAllowed(
    async () => {
      asked += 1;
      if (refusal !== null) throw refusal;
    },
    () => now,
    HOLDS_MS.typing,
  );
  const asks = async (objectId = 'p'): Promise<string> => {
    try {
      await allow('reader', objectId, 'c');
      return 'yes';
    } catch (error) {
      return error === refusal ? 'no' : 'bug';
    }
  };

  beforeEach(() => {
    now += 1_000_000;
    asked = 0;
    refusal = null;
  });

  it('is asked about once in half a minute, also when many questions come at once', async () => {
    assert.deepEqual(await Promise.all([asks(), asks(), asks()]), ['yes', 'yes', 'yes']);
    now += 29_999;
    assert.equal(await asks(), 'yes');
    assert.equal(asked, 1);
    now += 1;
    assert.equal(await asks(), 'yes');
    assert.equal(asked, 2);
  });

  it('is out when that time is over, and in again at once', async () => {
    assert.equal(await asks(), 'yes');
    refusal = new Refused({ kind: 'not-operator' });
    now += 30_000;
    assert.equal(await asks(), 'no');
    assert.equal(await asks(), 'no');
    refusal = null;
    assert.equal(await asks(), 'yes');
    assert.equal(asked, 4);
  });

  it('stands for nobody else', async () => {
    assert.equal(await asks('one'), 'yes');
    refusal = new Refused({ kind: 'guest' });
    assert.equal(await asks('other'), 'no');
    assert.equal(await asks('one'), 'yes');
  });
});
