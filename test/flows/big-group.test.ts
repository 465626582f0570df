// An approvers group of many, with groups in groups, while Graph is well and while it is not.
import assert from 'node:assert/strict';
import { cardText } from '../../sandbox/channel/card-text.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('a group of many approvers', () => {
  let stage: Stage;
  let robin: Person;
  let atRobin: Chat;
  let crowd: readonly Person[];

  before(async function () {
    this.timeout(120_000);
    stage = await openStage();
    const { tenant, teams } = stage;
    robin = stage.person('requester');
    atRobin = robin.personalChat();
    const { contents } = tenant.directory;
    const [far, ...near] = ['group a', 'group b', 'group c'].map((name, index) => {
      const id = `00000000-0000-4000-8000-0000000000a${index}`;
      return contents.addGroup({ id, displayName: name, roleAssignable: false, members: new Set(), createdAt: 0 });
    });
    assert.ok(far !== undefined && near[0] !== undefined && near[1] !== undefined);
    // c within b within a within the approvers: each person is found once, however many ways lead to them.
    tenant.directory.addGroupMember(tenant.groups.approversId, far.id);
    far.members.add(near[0].id);
    near[0].members.add(near[1].id);
    near[1].members.add(far.id);
    const ordinary = contents.users.filter(
      (user) =>
        user.enabled.at(-1)?.enabled === true && user.licences.length > 0 && /\.\d+@/.test(user.userPrincipalName),
    );
    crowd = ordinary.slice(0, 41).map(({ id: objectId, displayName: name, userPrincipalName }, index) => {
      [far, ...near][index % 3]?.members.add(objectId);
      if (index % 5 === 0) tenant.directory.addGroupMember(tenant.groups.approversId, objectId);
      return teams.person({ objectId, name, userPrincipalName });
    });
    assert.equal(crowd.length, 41);
    for (const person of crowd) await answerTo(person, 'help');
    await answerTo(robin, 'list');
  });

  after(() => stage.close());

  afterEach(() => stage.tenant.faults.clear());

  /** Other groups are read as well: those that hold roles. */
  const approversPath = (): string => `/groups/${stage.tenant.groups.approversId}/transitiveMembers`;
  const readings = (): number =>
    stage.tenant.requests.entries.filter(({ path }) => path.includes(approversPath())).length;

  it('is told in full, and counted without guests, disabled accounts and the one who asks', async function () {
    this.timeout(120_000);
    const billie = stage.person('both');
    const asked = await asks(billie, 'block info@lighthouse.example nobody owns it');
    const id = requestIdIn(asked);
    for (const person of crowd) await person.personalChat().waitFor(says(id), 60_000);
    await billie
      .personalChat()
      .waitFor((message) => message.id === asked.id && /41 of 44 approvers were told/.test(message.readable), 30_000);
    const first = crowd[0];
    assert.ok(first !== undefined);
    const list = await answerTo(first, 'approvals');
    assert.match(list.readable, /^● 42 of 45 approvers can be told/, 'the one who asked is one of them');
    assert.match(list.readable, /Alex Assent\s+· no chat with me/);
    const pages = new Set<string>();
    for (let page = 0; page < 5; page += 1) {
      for (const [id36] of cardText(first.sees(list)).matchAll(/^[0-9a-f-]{36}$/gm)) pages.add(id36);
      if (page < 4) await first.presses(list, { title: 'Next' });
    }
    assert.equal(pages.size, 47, 'everybody once, those who may not decide too');
    await answerTo(first, `approve ${id}`);
    await becomes(billie.personalChat(), asked, '✓ Blocked', 20_000);
  });

  it('is read once for many requests that are made together', async function () {
    this.timeout(120_000);
    const names = ['travel', 'invoices', 'reception', 'scanner-ground'];
    const before = readings();
    const started = performance.now();
    const ids: string[] = [];
    for (const name of names) ids.push(requestIdIn(await asks(robin, `block ${name}@lighthouse.example unused`)));
    for (const id of ids) {
      await atRobin.waitFor(
        (message) => says(id)(message) && /42 of 45 approvers were told/.test(message.readable),
        90_000,
      );
    }
    const reads = readings() - before;
    const most = Math.ceil((performance.now() - started) / 5000) + 1;
    assert.ok(reads <= most, `read ${reads} times, ${most} at most`);
    const first = crowd[0];
    assert.ok(first !== undefined);
    for (const id of ids) await answerTo(first, `deny ${id} still used`);
  });

  it('is told once Graph answers again; until then the card says that it is not known, and places are told', async function () {
    this.timeout(180_000);
    const channel = stage.teams.channel({
      id: '19:ops@thread.tacv2',
      people: [robin, ...crowd.slice(0, 2)],
      name: 'Ops',
    });
    const first = crowd[0];
    assert.ok(first !== undefined);
    await answerTo(first, 'approvals here', channel);
    stage.tenant.faults.add({ pathContains: approversPath(), effect: { kind: 'status', status: 503 } });
    const asked = await asks(robin, 'block "Projector Cart 3" stored away');
    const id = requestIdIn(asked);
    await atRobin.waitFor(
      (message) =>
        message.id === asked.id && /Entra does not say yet who may decide it; I keep asking/.test(message.readable),
      60_000,
    );
    const posted = await channel.waitFor(says(id), 10_000);
    assert.equal(first.personalChat().messages().filter(says(id)).length, 0);
    stage.tenant.faults.clear();
    await first.personalChat().waitFor(says(id), 90_000);
    await atRobin.waitFor(
      (message) => message.id === asked.id && /42 of 45 approvers were told.*posted in 1 place/.test(message.readable),
      60_000,
    );
    assert.equal(channel.messages().filter(says(id)).length, 1, 'asked again and again, the place was told once');
    await first.presses(posted, { verb: 'review' });
    await first.presses(posted, { verb: 'approve' });
    await becomes(atRobin, asked, '✓ Blocked', 30_000);
  });
});
