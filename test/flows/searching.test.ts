// Finding a mailbox by typing a part of its name into the list's filter: offered at each keystroke, listed when chosen.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import type { SearchResult } from '../../sandbox/channel/to-bot.js';
import { answerTo, says } from '../support/reading.js';
import { recruiter } from '../support/recruits.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

const FIELD = 'Find a mailbox';

describe('searching while typing', () => {
  let stage: Stage;
  let robin: Person;
  let list: ChatMessage;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    robin = stage.person('requester');
    await robin.types(robin.personalChat(), 'list');
    list = await robin.personalChat().waitFor(says('60 mailboxes'), 20_000);
  });

  after(() => stage.close());

  const titles = ({ results }: SearchResult): readonly string[] => (results ?? []).map(({ title }) => title);

  it('offers what is typed so far, and asks Microsoft for nothing but who is asking', async () => {
    const { requests } = stage.tenant;
    await robin.searches(list, FIELD, '');
    requests.clear();
    for (const text of ['r', 're', 'rec', 'RECE', 'recep']) {
      const offered = titles(await robin.searches(list, FIELD, text));
      assert.ok(
        offered.some((title) => title.includes('reception@')),
        `${text}: ${offered.join(', ')}`,
      );
      for (const title of offered) assert.ok(title.toLowerCase().includes(text.toLowerCase()), title);
    }
    assert.deepEqual(requests.counts(), {});
    assert.equal(titles(await robin.searches(list, FIELD, '')).length, 15);
    assert.deepEqual(titles(await robin.searches(list, FIELD, 'nothing like it')), []);
  });

  it('lists the one that is chosen, whatever else the filter says', async () => {
    const { results = [] } = await robin.searches(list, FIELD, 'reception@');
    const [chosen] = results;
    assert.equal(results.length, 1);
    await robin.presses(list, 'Apply', { [FIELD]: chosen?.value ?? '', verdict: 'synced', text: 'zzz' });
    const seen = JSON.stringify(robin.sees(list));
    assert.equal(seen.match(/"selectAction"/gu)?.length, 1);
    assert.match(seen, /reception@lighthouse\.example/u);
    assert.doesNotMatch(seen, /"verb":"block"/u, 'a block of all that fit would be of others');
    await robin.presses(list, 'Apply');
    assert.match(JSON.stringify(robin.sees(list)), /1 to 10 of 60/u);
    await robin.presses(list, 'Apply', { text: 'recep' });
    assert.match(JSON.stringify(robin.sees(list)), /with “recep” in name or address/u);
  });

  it('lists the one that is chosen in an old client too', async () => {
    const [chosen] = (await robin.searches(list, FIELD, 'reception@')).results ?? [];
    const before = list.versions.length;
    await robin.submits(list, 'Apply', { [FIELD]: chosen?.value ?? '' });
    await robin.personalChat().waitFor(({ id, versions }) => id === list.id && versions.length > before);
    assert.match(list.readable, /The mailbox you chose/u);
  });

  it('lists nothing for a choice that is none', async () => {
    const [first = ''] = titles(await robin.searches(list, FIELD, 'reception@'));
    const [name = ''] = first.split(' (');
    assert.match((await answerTo(robin, `list ${name}`)).readable, /1 mailbox with/u, 'its name, which is no key');
    for (const key of [name, 'nobody@lighthouse.example', 'Front', '%', '__proto__', 'x'.repeat(320)]) {
      const { card } = await robin.presses(list, 'Apply', { [FIELD]: key });
      assert.match(JSON.stringify(card), /not in the newest scan any more/u, key);
    }
    const tooLong = await robin.presses(list, 'Apply', { [FIELD]: 'x'.repeat(321) });
    assert.equal(tooLong.error?.code, 'too-long');
  });

  it('offers nothing to those who may not read, and says why', async () => {
    const { recruit } = recruiter(stage);
    for (const [part, code] of [
      ['outsider', 'not-operator'],
      ['guest', 'guest'],
      ['disabled', 'not-operator'],
    ] as const) {
      const person = recruit(part);
      const { error, body } = await asAnother(person, 'rec');
      assert.equal(error?.code, code, part);
      assert.doesNotMatch(JSON.stringify(body), /reception/iu);
    }
    for (const part of ['operator', 'approver', 'both'] as const) {
      assert.ok(titles(await asAnother(recruit(part), 'rec')).length > 0, part);
    }
  });

  /** The very search of Robin's card, sent by somebody else. */
  function asAnother(person: Person, text: string): Promise<SearchResult> {
    const { mri: id, objectId: aadObjectId, name } = person;
    return robin.searches(list, FIELD, text, {
      change: (activity) => ({ ...activity, from: { id, aadObjectId, name } }),
    });
  }

  it('offers nothing to another tenant, to nobody in particular, or through another channel', async () => {
    const foreign = await robin.searches(list, FIELD, 'rec', { tenantId: '99999999-9999-4999-8999-999999999999' });
    assert.equal(foreign.error?.code, 'Forbidden', JSON.stringify(foreign));
    const nobody = await robin.searches(list, FIELD, 'rec', {
      change: (activity) => ({ ...activity, from: { id: activity.from.id } }),
    });
    assert.equal(nobody.error?.code, 'Forbidden');
    const elsewhere = await robin.searches(list, FIELD, 'rec', { channelId: 'directline' });
    assert.ok(elsewhere.status === 401 || elsewhere.error?.code === 'Forbidden', JSON.stringify(elsewhere));
    const unsigned = await robin.searches(list, FIELD, 'rec', { token: 'none' });
    assert.equal(unsigned.status, 401);
    for (const { body } of [foreign, nobody, elsewhere, unsigned]) {
      assert.doesNotMatch(JSON.stringify(body), /reception/iu);
    }
  });

  it('offers nothing in a place that nobody admitted, and all of it once somebody has', async () => {
    const avery = stage.person('approver');
    const people = [robin, avery];
    const group = stage.teams.groupChat({ id: '19:search@unq.gbl.spaces', people, name: 'Mail team' });
    const channel = stage.teams.channel({ id: '19:search@thread.tacv2', people, name: 'Operations' });
    for (const chat of [group, channel]) {
      const { error, results } = await searchesThere(chat, 'rec');
      assert.equal(error?.code, 'personal-chat-only');
      assert.equal(results, undefined);
      await answerTo(avery, 'admit here', chat);
      assert.ok(titles(await searchesThere(chat, 'rec')).length > 0, chat.type);
    }
  });

  /** The very search of Robin's card, as if the card stood in another place; in a channel, in a thread of it. */
  function searchesThere(chat: Chat, text: string): Promise<SearchResult> {
    const id = chat.type === 'channel' ? `${chat.id};messageid=1` : chat.id;
    return robin.searches(list, FIELD, text, {
      change: (activity) => ({
        ...activity,
        conversation: { ...activity.conversation, id, conversationType: chat.type, isGroup: true },
      }),
    });
  }

  it('outlives whatever is sent in its name', async () => {
    const top = { skip: 0, top: 15 };
    const values: readonly unknown[] = [
      ...[undefined, null, 7, 'rec', [], {}],
      { queryText: 'rec', queryOptions: top },
      { queryText: 'rec', queryOptions: top, dataset: 'users' },
      { queryText: 'rec', queryOptions: top, dataset: { toString: 'mailboxes' } },
      { queryText: ['rec'], queryOptions: top, dataset: 'mailboxes' },
      { queryText: 'r'.repeat(100_000), queryOptions: top, dataset: 'mailboxes' },
      { queryText: 'rec', queryOptions: { skip: -1, top: 15 }, dataset: 'mailboxes' },
      { queryText: 'rec', queryOptions: { skip: 0, top: '15; drop table' }, dataset: 'mailboxes' },
      { queryText: 'rec', queryOptions: [], dataset: 'mailboxes' },
    ];
    for (const value of values) {
      const { status, error, results } = await robin.searches(list, FIELD, 'rec', {
        change: (activity) => ({ ...activity, value }),
      });
      assert.equal(status, 200, String(JSON.stringify(value)).slice(0, 80));
      assert.match(error?.code ?? '', /^(?:bad-argument|too-long)$/u);
      assert.equal(results, undefined);
    }
    const all = await robin.searches(list, FIELD, 'rec', {
      change: (activity) => ({
        ...activity,
        value: { queryText: '', queryOptions: { skip: 0, top: 60 }, dataset: 'mailboxes' },
      }),
    });
    assert.equal(all.results?.length, 15);
    for (const text of [
      "'; drop table guard.mailboxes; --",
      '%',
      '_',
      '\\',
      '\0',
      '\uD800',
      '${1+1}',
      '𝕽'.repeat(128),
    ]) {
      assert.notEqual((await robin.searches(list, FIELD, text)).results, undefined, text);
    }
  });

  it('has a limit of its own: whoever types without end can still use commands', async () => {
    const { recruit } = recruiter(stage);
    const person = recruit('operator');
    await answerTo(person, 'help');
    const answers = await Promise.all(Array.from({ length: 100 }, () => asAnother(person, 'rec')));
    const refused = answers.filter(({ error }) => error?.code === 'rate-limited');
    assert.ok(refused.length > 0 && refused.length < 50, `${refused.length} of 100 refused`);
    const [one] = refused;
    assert.match(one?.error?.message ?? '', /Try again in \d+ seconds?/u);
    for (let n = 0; n < 5; n += 1) assert.match((await answerTo(person, 'list')).readable, /60 mailboxes/u);
    assert.ok(titles(await robin.searches(list, FIELD, 'rec')).length > 0, 'somebody else');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.ok(titles(await asAnother(person, 'rec')).length > 0, 'a second later');
  });

  it('writes nothing that was typed into the log', () => {
    assert.doesNotMatch(stage.log(), /RECE\b|nothing like it/u);
  });
});
