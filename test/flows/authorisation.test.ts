// Who may do what: every command and every button, by everybody there is, typed and pressed.
import assert from 'node:assert/strict';
import type { Command } from '../../bot/command.js';
import { commands } from '../../bot/commands/index.js';
import { sentenceFor } from '../../bot/refusal.js';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { type InvokeResult, readInvokeResult } from '../../sandbox/channel/to-bot.js';
import { NOTHING, TYPED, VALUES } from '../support/card-data.js';
import { pressOf, submitOf } from '../support/forge.js';
import { answerTo, asks, requestIdIn } from '../support/reading.js';
import { PARTS, type Part, type Recruiter, recruiter } from '../support/recruits.js';
import { ROLE_OF, refusalOf } from '../support/roles.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

const REFUSALS = ['guest', 'not-operator', 'not-approver'] as const;
type Refusal = (typeof REFUSALS)[number] | null;

describe('who may do what', () => {
  let stage: Stage;
  let people: Recruiter;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    people = recruiter(stage);
    await answerTo(stage.person('operator'), 'list');
  });

  after(() => stage.close());

  it('is said of every command, here as in the table', () => {
    assert.deepEqual(Object.fromEntries(commands.map(({ name, role }) => [name, role])), { ...ROLE_OF });
    assert.deepEqual(Object.keys(VALUES).sort(), Object.keys(ROLE_OF).sort(), 'what a button of each verb sends');
  });

  const roleOf = ({ name }: Command) => {
    const role = ROLE_OF[name];
    assert(role !== undefined, `${name} has no role in test/support/roles.ts`);
    return role;
  };
  const forPart = (part: Part, command: Command): Refusal => refusalOf(part, roleOf(command));
  const dataOf = ({ name }: Command) => ({ verb: name, ...VALUES[name]?.(NOTHING) });

  /** What the answer refuses this person with; null where it is about what was asked. */
  function refusalIn({ readable }: Pick<ChatMessage, 'readable'>): Refusal {
    assert.doesNotMatch(readable, /Something went wrong/u);
    return REFUSALS.find((kind) => readable.includes(sentenceFor({ kind }))) ?? null;
  }

  /** The message that comes next, once it holds the answer. */
  async function nextIn(chat: Chat, act: () => Promise<unknown>): Promise<ChatMessage> {
    const before = chat.messages().length;
    await act();
    return chat.waitFor(({ readable }, index) => index >= before && !readable.startsWith('Reading the tenant'), 20_000);
  }

  /** The bot takes only so much from one person at a time. */
  const AT_A_TIME = 25;

  async function forAll(
    part: Part,
    which: readonly Command[],
    act: (command: Command, person: Person) => Promise<void>,
  ): Promise<void> {
    for (let from = 0; from < which.length; from += AT_A_TIME) {
      const person = people.recruit(part);
      await answerTo(person, 'help');
      for (const command of which.slice(from, from + AT_A_TIME)) await act(command, person);
    }
  }

  for (const part of PARTS) {
    describe(`for ${part === 'outsider' || part === 'operator' || part === 'approver' ? `an ${part}` : `a ${part}`}`, () => {
      it('typed', async () => {
        await forAll(part, commands, async (command, person) => {
          const line = `${command.name} ${TYPED[command.name] ?? ''}`;
          const answer = await nextIn(person.personalChat(), () => person.types(person.personalChat(), line));
          if (command.hidden) assert.match(answer.readable, /is not a command/u, line);
          else assert.equal(refusalIn(answer), forPart(part, command), line);
        });
      });

      it('pressed', async () => {
        await forAll(part, commands, async (command, person) => {
          const replyToId = person.personalChat().messages()[0]?.id ?? '';
          const press = pressOf(stage, person, { verb: command.name, data: dataOf(command), replyToId });
          const { error, statusCode, body } = readInvokeResult(await stage.teams.post(press));
          assert.ok(statusCode === 200 || statusCode === 400, JSON.stringify(body));
          assert.equal(REFUSALS.find((kind) => kind === error?.code) ?? null, forPart(part, command), command.name);
        });
      });

      it('pressed where only Action.Submit is known', async () => {
        await forAll(part, commands, async (command, person) => {
          const chat = person.personalChat();
          const greeting = chat.messages()[0] ?? assert.fail('nothing to press on');
          const changes = greeting.versions.length;
          const before = chat.messages().length;
          const send = submitOf(stage, person, { data: dataOf(command), replyToId: greeting.id });
          await stage.teams.post(send);
          // The answer takes the place of the card that was pressed, or is a message of its own.
          const answer = await chat.waitFor(
            (message, index) =>
              (index >= before || (message.id === greeting.id && message.versions.length > changes)) &&
              !message.readable.startsWith('Reading the tenant'),
            20_000,
          );
          assert.equal(refusalIn(answer), forPart(part, command), command.name);
        });
      });
    });
  }

  it('tells nothing of the tenant where nobody admitted that, and nobody of lesser standing admits it', async () => {
    const group = stage.teams.groupChat({
      id: '19:group@unq.gbl.spaces',
      people: [people.recruit('both')],
      name: 'Anyone',
    });
    await forAll('both', commands, async (command, person) => {
      if (['admit', 'approvals', 'alerts'].includes(command.name)) return;
      const press = pressOf(stage, person, { verb: command.name, data: dataOf(command), replyToId: '1' }, group);
      const { error } = readInvokeResult(await stage.teams.post(press));
      assert.equal(error?.code === 'personal-chat-only', command.discloses, command.name);
    });
    for (const part of PARTS.filter((one) => one !== 'approver' && one !== 'both')) {
      const person = people.recruit(part);
      for (const [verb, text] of [
        ['admit', 'here'],
        ['approvals', 'here'],
        ['approvals', 'off'],
        ['alerts', 'here'],
        ['alerts', 'off'],
      ]) {
        const press = pressOf(stage, person, { verb, data: { verb, text }, replyToId: '1' }, group);
        const { error } = readInvokeResult(await stage.teams.post(press));
        const isOperators = part === 'operator' || verb !== 'alerts';
        const refused = part === 'guest' ? 'guest' : isOperators ? 'not-approver' : 'not-operator';
        assert.equal(error?.code, refused, `${verb} ${text} by ${part}`);
      }
    }
    const still = pressOf(stage, people.recruit('both'), { verb: 'list', data: {}, replyToId: '1' }, group);
    assert.equal(readInvokeResult(await stage.teams.post(still)).error?.code, 'personal-chat-only');
  });

  it('is nothing while Entra does not say who is who', async () => {
    const pressAll = async (): Promise<readonly (string | undefined)[]> => {
      const codes: (string | undefined)[] = [];
      await forAll('both', commands, async (command, person) => {
        const press = pressOf(stage, person, { verb: command.name, data: dataOf(command), replyToId: '1' });
        const { error } = readInvokeResult(await stage.teams.post(press));
        codes.push(command.role === 'anyone' ? 'anyone' : error?.code);
      });
      return codes;
    };
    const told = (code: string): readonly string[] => commands.map(({ role }) => (role === 'anyone' ? 'anyone' : code));
    try {
      for (const route of ['POST /users/{id}/checkMemberGroups', 'GET /users/{id}']) {
        stage.tenant.faults.add({ route, effect: { kind: 'status', status: 403 } });
        assert.deepEqual(await pressAll(), told('upstream-denied'), route);
        stage.tenant.faults.clear();
      }
    } finally {
      stage.tenant.faults.clear();
    }
  });

  it('is less for whoever made the request, and taking it back is for nobody else', async () => {
    const requester = people.recruit('both');
    await answerTo(requester, 'help');
    const asked = await asks(requester, 'block reception@lighthouse.example info@lighthouse.example unused');
    const requestId = requestIdIn(asked);
    const [, content = ''] = /"content":"([0-9a-f]{64})"/u.exec(JSON.stringify(asked.card)) ?? [];
    const facts = { ...NOTHING, requestId, content, items: stage.tenant.directory.find('info@lighthouse.example').id };
    const press = async (person: Person, verb: string): Promise<InvokeResult> => {
      const data = { verb, ...VALUES[verb]?.(facts) };
      return readInvokeResult(await stage.teams.post(pressOf(stage, person, { verb, data, replyToId: asked.id })));
    };
    for (const verb of ['approve', 'deny', 'strike']) {
      assert.equal((await press(requester, verb)).error?.code, 'own-request', verb);
    }
    assert.doesNotMatch(JSON.stringify((await press(requester, 'review')).card), /"verb":"(?:approve|deny|strike)"/u);
    for (const part of ['approver', 'both', 'operator'] as const) {
      assert.equal((await press(people.recruit(part), 'withdraw')).error?.code, 'not-requester', part);
    }
    assert.match(JSON.stringify((await press(requester, 'withdraw')).card), /Withdrawn/u);
  });
});
