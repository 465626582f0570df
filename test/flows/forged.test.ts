// Buttons that nobody gave out: every verb, pressed by everybody there is, with ids, lists, mailboxes and types that are not
// the card's own. Nothing changes in the tenant, in requests or in the record, and everybody gets an answer.
import assert from 'node:assert/strict';
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
import { ROLE_OF } from '../support/roles.js';
import { openStage, type Person, type Stage } from '../support/stage.js';
import { type Kept, whatIsKept } from '../support/what-is-kept.js';

/** The bot takes only so much from one person at a time. */
const AT_A_TIME = 25;
/** Verbs about requests. */
const ABOUT_OWN = Object.keys(ROLE_OF).filter((verb) =>
  /^(?:approve|deny|strike|withdraw|retry|review|reviewed|anew|undo)$/u.test(verb),
);
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
    stage = await openStage({ tenant: { users: 600, mailboxes: 150 } });
    const mailboxes = [...exposeShared(stage.tenant, 30)];
    const take = (): Mailbox => mailboxes.shift() ?? assert.fail('Every mailbox is spoken for.');
    people = recruiter(stage);
    for (const name of ['approver', 'secondApprover'] as const) await answerTo(stage.person(name), 'help');
    const robin = stage.person('requester');
    await answerTo(robin, 'scan');
    await answerTo(robin, 'alerts here');
    await robin.personalChat().waitFor(says('This message changes as they are fixed'), 20_000);
    told = await tellOfRequests(stage, take);
    for (let n = 0; n < ABOUT_OWN.length; n += 1) {
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
    const states = directory.contents.users.map(({ id }) => `${id} ${directory.isEnabled(id)}`);
    const written = requests.entries.filter(({ method, route }) => method === 'PATCH' || route.includes('revoke'));
    return JSON.stringify([states, written]);
  }

  /** What people did, and what became of it. */
  function changedBy({ requests, record, findings, drafts, others }: Kept): unknown {
    const deeds = record.filter(({ actor, event }) => actor.kind === 'person' && event !== 'request.refused');
    const preview = drafts.find(({ id }) => id === elsewhere.draftId) ?? null;
    return { requests, deeds, alerts: findings.map(({ id, state }) => [id, state]), preview, others };
  }

  /** Sends it, and looks at the answer as a client would. */
  async function mustAnswer(send: () => Promise<Delivery>, what: string, part: Part): Promise<void> {
    const { status, statusCode, card, toast, error, body } = readInvokeResult(await send());
    const said = `${what} by ${part}: ${JSON.stringify(body).slice(0, 300)}`;
    assert.equal(status, 200, said);
    assert.ok(statusCode === 200 || (statusCode === 400 && error !== undefined), said);
    assert.ok(card !== undefined || (toast ?? error?.message ?? '') !== '', said);
    if (part === 'outsider' || part === 'guest' || part === 'disabled') assert.doesNotMatch(said, /@lighthouse/u);
  }

  async function pressAll(presser: Presser, person: Person, forgeries: readonly Forgery[]): Promise<void> {
    const replyToId = person.personalChat().messages()[0]?.id ?? '1';
    for (const { what, verb, data } of forgeries) {
      const press = pressOf(stage, person, { verb, data: { verb, ...data }, replyToId });
      await mustAnswer(() => stage.teams.post(press), `${verb}, ${what}`, presser.part);
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
      .filter((forgery) => !isTheirs(forgery, presser, facts, elsewhere, of));
  }

  for (const part of PARTS) {
    it(`do nothing for ${part}, whatever they say`, async function () {
      this.timeout(120_000);
      const presser = { part, own: new Set<string>() };
      const target = first.requests.find(({ id }) => id === told.target) ?? assert.fail();
      const forged = forgedFor(presser, Object.keys(ROLE_OF), genuine, target);
      assert.ok(forged.length > 200, `only ${forged.length}`);
      for (let from = 0; from < forged.length; from += AT_A_TIME) {
        const person = people.recruit(part);
        await answerTo(person, 'help');
        await pressAll(presser, person, forged.slice(from, from + AT_A_TIME));
      }
    });
  }

  it('do nothing for one who is an approver and made the request', async () => {
    const requests = askers.map(({ requestId }) => first.requests.find(({ id }) => id === requestId) ?? assert.fail());
    for (const [n, request] of requests.entries()) {
      const presser = { part: 'both', own: new Set([request.id]) } as const;
      const facts = { ...genuine, ...factsOf(request), mailbox: genuine.mailbox };
      const forged = forgedFor(presser, ABOUT_OWN.slice(n, n + 1), facts, request);
      assert.ok(forged.length <= AT_A_TIME, `${forged.length}`);
      await pressAll(presser, askers[n]?.person ?? assert.fail(), forged);
    }
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
    const refused = news.filter(({ event }) => event === 'request.refused');
    assert.ok(refused.length > 0, 'an attempt to decide one’s own request is kept');
    for (const { actor, requestId } of refused) {
      const asker = askers.find((one) => one.requestId === requestId);
      assert.equal(actor.kind === 'person' ? actor.objectId : '', asker?.person.objectId);
    }
    const byItself = new Set(news.filter(({ actor }) => actor.kind === 'bot').map(({ event }) => event));
    for (const event of byItself) assert.match(event, /^(?:scan|watch|finding)\./u);
  });

  it('are told from real ones: the same button does work as the card has it', async () => {
    const { requestId, content } = genuine;
    const alex = stage.person('secondApprover');
    const card = await alex.personalChat().waitFor(says(requestId));
    assert.match(JSON.stringify(card.card), new RegExp(content, 'u'));
    const press = pressOf(stage, alex, { verb: 'approve', data: { requestId, content }, replyToId: card.id });
    await stage.teams.post(press);
    await stage.person('requester').personalChat().waitFor(says(`✓ Blocked`), 15_000);
    const kept = await lookedInto();
    assert.equal(kept.requests.find(({ id }) => id === requestId)?.state, 'done');
  });
});
