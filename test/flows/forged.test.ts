// Buttons that nobody gave out: every verb, pressed by everybody there is, with ids, lists, mailboxes and types that are not
// the card's own. Nothing changes in the tenant, in requests or in the record, and everybody gets an answer.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import type { JsonObject } from '../../sandbox/channel/json.js';
import { type Delivery, readInvokeResult } from '../../sandbox/channel/to-bot.js';
import type { Mailbox } from '../../sandbox/tenant/records.js';
import type { Request } from '../../src/approvals/request.js';
import { exposeShared } from '../support/bulk.js';
import type { Facts } from '../support/card-data.js';
import { pressOf } from '../support/forge.js';
import { factsOf, partsOf, type Told, tellOfRequests } from '../support/forged-scene.js';
import { type Elsewhere, type Forgery, forgeriesOf, isTheirs, type Presser } from '../support/forgeries.js';
import { answerTo, asks, requestIdIn, says } from '../support/reading.js';
import { PARTS, type Part, type Recruiter, recruiter } from '../support/recruits.js';
import { ROLE_OF, refusalOf } from '../support/roles.js';
import { openStage, type Person, type Stage } from '../support/stage.js';
import { type Kept, whatIsKept } from '../support/what-is-kept.js';

/** How many press for each part: the bot takes only so much from one person at a time. */
const CROWD: Readonly<Record<Part, number>> = { outsider: 2, guest: 2, disabled: 2, operator: 5, approver: 5, both: 5 };
/** Of presses that a role alone refuses, one in so many is enough: nothing of them is looked at. */
const SHARE = 4;
const mayUse = (part: Part, verb: string): boolean => refusalOf(part, ROLE_OF[verb] ?? 'anyone') === null;
/** Verbs of a say about a request. */
const SAYS = ['approve', 'deny', 'strike'];
const NO_VERBS = [
  'apply',
  'constructor',
  '__proto__',
  'toString',
  '',
  'approve ',
  'APPROVE',
  7,
  null,
  ['approve'],
  { verb: 'approve' },
];

describe('forged buttons', () => {
  let stage: Stage;
  let people: Recruiter;
  let told: Told;
  let genuine: Facts;
  let elsewhere: Elsewhere;
  let first: Kept;
  let tenantBefore: string;
  const askers: { readonly person: Person; readonly requestId: string }[] = [];

  before(async function () {
    this.timeout(150_000);
    stage = await openStage({ tenant: { users: 400, mailboxes: 150, premium: false }, movesTime: true });
    const robin = stage.person('requester');
    // A scan that is asked for joins one that runs: the bot's own first one has to be over before anything changes.
    await answerTo(robin, 'list');
    const mailboxes = [...exposeShared(stage.tenant, 30)];
    // Readers of Entra see a change some seconds later only.
    await stage.advance(1);
    const take = (): Mailbox => mailboxes.shift() ?? assert.fail('Every mailbox is spoken for.');
    people = recruiter(stage);
    for (const name of ['approver', 'secondApprover'] as const) await answerTo(stage.person(name), 'help');
    await answerTo(robin, 'scan');
    await answerTo(robin, 'alerts here');
    await robin.personalChat().waitFor(says('This message changes as they are fixed'), 20_000);
    told = await tellOfRequests(stage, take);
    for (const _ of SAYS) {
      const person = people.recruit('both');
      await answerTo(person, 'help');
      askers.push({ person, requestId: requestIdIn(await asks(person, `block ${take().address} my own`)) });
    }
    first = await lookedInto();
    ({ genuine, elsewhere } = partsOf(told, first, take()));
    tenantBefore = tenantNow();
  });

  after(() => stage.close());

  /** What the store holds, seen while the bot is down. */
  async function lookedInto(): Promise<Kept> {
    const seen: Kept[] = [];
    await stage.restart('stop', {
      async deed() {
        seen.push(await whatIsKept(stage));
      },
    });
    return seen[0] ?? assert.fail();
  }

  /** Who can sign in, and everything that was written. */
  function tenantNow(): string {
    const { directory, requests } = stage.tenant;
    const watched = directory.contents.mailboxes.filter(
      ({ type, objectId }) => type !== 'UserMailbox' && objectId !== null,
    );
    const states = watched.map(({ objectId }) => [objectId, directory.contents.user(objectId ?? '')?.enabled]);
    const written = requests.entries.filter(({ method, route }) => method === 'PATCH' || route.includes('revoke'));
    return JSON.stringify([states, written]);
  }

  /** What people did, and what became of it. */
  function changedBy({ requests, record, findings, drafts, others }: Kept): unknown {
    const deeds = record.filter(({ actor, event }) => actor.kind === 'person' && event !== 'request.refused');
    const preview = drafts.find(({ id }) => id === elsewhere.draftId) ?? null;
    const alerts = findings.filter(({ state: { kind } }) => kind === 'snoozed' || kind === 'acknowledged');
    // Who can be told of a request changes as people come and go.
    const asked = requests.map(({ reach: _, version: __, changedAt: ___, ...request }) => request);
    return { requests: asked, deeds, alerts: alerts.map(({ id, state }) => [id, state]), preview, others };
  }

  /** Sends it, and looks at the answer as a client would; whoever pressed too much presses again later. */
  async function mustAnswer(send: () => Promise<Delivery>, what: string, part: Part): Promise<void> {
    const { status, statusCode, card, toast, error, body } = readInvokeResult(await send());
    const said = `${what} by ${part}: ${JSON.stringify(body).slice(0, 300)}`;
    assert.equal(status, 200, said);
    assert.ok(statusCode === 200 || (statusCode === 400 && error !== undefined), said);
    assert.ok(card !== undefined || (toast ?? error?.message ?? '') !== '', said);
    if (part === 'outsider' || part === 'guest' || part === 'disabled') assert.doesNotMatch(said, /@lighthouse/u);
    if (error?.code !== 'rate-limited') return;
    await pause(1000);
    await mustAnswer(send, what, part);
  }

  async function pressAll(presser: Presser, person: Person, forgeries: readonly Forgery[]): Promise<void> {
    const replyToId = person.personalChat().messages()[0]?.id ?? '1';
    for (const { what, verb, data } of forgeries) {
      const press = (): JsonObject => pressOf(stage, person, { verb, data: { verb, ...data }, replyToId });
      await mustAnswer(() => stage.teams.post(press()), `${verb}, ${what}`, presser.part);
    }
  }

  /** As another person, who is one of their approvers. */
  const nobody = (): object => {
    const { objectId, name } = stage.person('approver');
    const by = { objectId, name, aadObjectId: objectId };
    return { by, actor: by, from: by, requester: by, viewerId: objectId };
  };

  function forgedFor(presser: Presser, verbs: readonly string[], facts: Facts, of: Request): readonly Forgery[] {
    return verbs
      .flatMap((verb) => forgeriesOf(verb, facts, elsewhere, { ...nobody() }))
      .filter((forgery) => !isTheirs(forgery, presser, facts, elsewhere, of))
      .filter(({ verb }, n) => n % SHARE === 0 || mayUse(presser.part, verb));
  }

  it('let nobody decide their own request', async () => {
    for (const [n, { person, requestId }] of askers.entries()) {
      const request = first.requests.find(({ id }) => id === requestId) ?? assert.fail();
      const presser = { part: 'both', own: new Set([requestId]) } as const;
      const facts = { ...genuine, ...factsOf(request) };
      await pressAll(
        presser,
        person,
        forgedFor(presser, SAYS.slice(n, n + 1), { ...facts, mailbox: genuine.mailbox }, request),
      );
    }
  });

  it('do nothing, whoever presses and whatever they say', async function () {
    this.timeout(240_000);
    const target = first.requests.find(({ id }) => id === told.target) ?? assert.fail();
    const pressAs = async (part: Part): Promise<number> => {
      const presser = { part, own: new Set<string>() };
      const forged = forgedFor(presser, Object.keys(ROLE_OF), genuine, target);
      const group = Array.from({ length: CROWD[part] }, () => people.recruit(part));
      for (const person of group) await answerTo(person, 'help');
      const share = Math.ceil(forged.length / group.length);
      await Promise.all(group.map((one, n) => pressAll(presser, one, forged.slice(n * share, (n + 1) * share))));
      for (const person of group) people.dismiss(person);
      return forged.length;
    };
    const counts = await Promise.all(PARTS.map(pressAs));
    process.stdout.write(`      ${PARTS.map((part, n) => `${part} ${counts[n]}`).join(', ')}\n`);
    for (const count of counts) assert.ok(count > 60, `only ${count}`);
  });

  it('do nothing with verbs that there are not', async () => {
    const person = people.recruit('both');
    await answerTo(person, 'help');
    for (const verb of NO_VERBS) {
      const press = pressOf(stage, person, { verb, data: { ...genuine, reason: 'it has to be' }, replyToId: '1' });
      await mustAnswer(() => stage.teams.post(press), String(verb), 'both');
    }
  });

  it('do nothing when what was pressed is sent again, as it was and as new', async () => {
    assert.ok(told.pressed.length >= 6);
    for (const [who, what] of told.pressed) {
      for (const id of ['same id', 'new id'] as const) {
        await mustAnswer(() => who.redelivers(what, id), `${JSON.stringify(what.activity['value'])} again`, 'both');
      }
    }
  });

  it('have changed nothing in the tenant, in requests or in the record', async () => {
    const kept = await lookedInto();
    assert.equal(tenantNow(), tenantBefore);
    assert.deepEqual(changedBy(kept), changedBy(first));
    const news = kept.record.slice(first.record.length);
    for (const { actor, event } of news) if (actor.kind === 'bot') assert.match(event, /^(?:scan|watch|finding)\./u);
    const refused = news.filter(({ event }) => event === 'request.refused');
    assert.ok(refused.length > 0, 'an attempt to decide one’s own request is kept');
    for (const { actor, requestId } of refused) {
      const asker = askers.find((one) => one.requestId === requestId);
      assert.equal(actor.kind === 'person' ? actor.objectId : '', asker?.person.objectId);
    }
  });

  it('are told from real ones: the same button does work as the card has it', async () => {
    const { requestId, content } = genuine;
    const alex = stage.person('secondApprover');
    const card = await alex.personalChat().waitFor(says(requestId));
    assert.match(JSON.stringify(card.card), new RegExp(content, 'u'));
    const press = pressOf(stage, alex, { verb: 'approve', data: { requestId, content }, replyToId: card.id });
    await stage.teams.post(press);
    const isDone = (message: ChatMessage): boolean =>
      says(requestId)(message) && message.readable.startsWith('✓ Blocked');
    await stage.person('requester').personalChat().waitFor(isDone, 20_000);
    const kept = await lookedInto();
    assert.equal(kept.requests.find(({ id }) => id === requestId)?.state, 'done');
  });
});
