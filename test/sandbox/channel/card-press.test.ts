// What people do with cards and see of them: presses, views, edits, refreshes, errors, broken rules.
import assert from 'node:assert/strict';
import { cardText } from '../../../sandbox/channel/card-text.js';
import { type Stage, setStage } from './stage.js';

describe('sandbox: fake Teams, cards', () => {
  let stage: Stage;

  before(async () => {
    stage = await setStage();
  });

  after(() => stage.stop());

  const freshCard = async () => {
    const { alice, chat } = stage;
    const before = chat.messages().length;
    await alice.types(chat, 'card');
    return chat.waitFor((_, index) => index >= before);
  };

  it('answers a pressed button with a card for that person only, inputs and defaults merged', async () => {
    const message = await freshCard();
    const answer = await stage.alice.presses(message, 'Count', { Note: 'twice' });
    assert.equal(answer.statusCode, 200);
    assert.ok(answer.card);
    assert.match(cardText(answer.card), /Alice Ames count manual \{"card":7,"game":"","note":"twice"\}/);
    assert.equal(stage.alice.sees(message), answer.card);
    assert.match(message.readable, /^A card/);
    const untouched = await stage.alice.presses(message, 'Count');
    assert.match(cardText(untouched.card), /"note":"none"/);
  });

  it('asks the bot for the choices of a field at each keystroke, and counts what Teams would not show', async () => {
    const { teams, alice } = stage;
    const message = await freshCard();
    const { results = [], status } = await alice.searches(message, 'Game', '2');
    assert.equal(status, 200);
    const asked = '{"queryText":"2","queryOptions":{"skip":0,"top":15},"dataset":"games"}';
    assert.deepEqual(
      results,
      [0, 1].map((n) => ({ title: `${n} ${asked}`, value: String(n) })),
    );
    assert.deepEqual(teams.violations, []);
    await alice.searches(message, 'game', '17');
    const broken = teams.takeViolations().map((one) => one.broken);
    assert.deepEqual(broken, [
      'search answered with 17 choices, Teams shows 15',
      'search answered with the same value twice',
    ]);
    await assert.rejects(alice.searches(message, 'Note', 'x'), /no field "Note" that searches/);
  });

  it('keeps a button from being sent as the client would', async () => {
    const message = await freshCard();
    await assert.rejects(stage.alice.presses(message, 'Count', { note: '' }), /"Note" is required \(Say something\)/);
    await assert.rejects(stage.alice.presses(message, 'Count', { nope: 'x' }), /no input "nope"/);
    await assert.rejects(
      stage.alice.presses(message, 'Approve'),
      /No action fits "Approve"; the card has "Count", "Finish"/,
    );
  });

  it('shows an edit to everybody and keeps what stood there before', async () => {
    const message = await freshCard();
    await stage.alice.presses(message, 'Count');
    await stage.alice.presses(message, 'Finish');
    assert.match(message.readable, /^Finished/);
    assert.equal(message.versions.length, 2);
  });

  it("ends everybody's own view of a message with its next edit", async () => {
    const { teams, alice, bob } = stage;
    const group = teams.groupChat({ id: '19:pair@thread.v2', people: [alice, bob] });
    await alice.types(group, 'card');
    const message = await group.waitFor(() => true);
    await bob.presses(message, 'Count');
    assert.match(cardText(bob.sees(message)), /Bob Bell count/);
    assert.match(cardText(alice.sees(message)), /^A card/);
    await alice.presses(message, 'Finish');
    assert.match(cardText(bob.sees(message)), /^Finished/);
  });

  it('refreshes by itself for the person that the card names', async () => {
    const message = await freshCard();
    const refreshed = await stage.alice.opens(message);
    assert.match(cardText(refreshed?.card), /look automatic \{"card":7\}/);
    assert.equal(await stage.bob.opens(message), undefined);
  });

  it('sends the Action.Submit fallback as a message with a value', async () => {
    const message = await freshCard();
    const { activity } = await stage.alice.submits(message, 'Count', { note: 'old client' });
    assert.deepEqual(activity['value'], { verb: 'count', game: '', note: 'old client' });
    await stage.chat.waitFor(({ text }) => text === 'echo {"verb":"count","game":"","note":"old client"}');
  });

  it('hands over the error that the person reads', async () => {
    const message = await freshCard();
    const { error, status } = await stage.alice.presses(message, 'Fail');
    assert.equal(status, 200);
    assert.deepEqual(error, { code: 'Oops', message: 'It broke' });
  });

  it('notices a card that Teams would not show as it was meant', async () => {
    await stage.alice.types(stage.chat, 'bad card');
    await assert.rejects(
      stage.chat.waitFor(({ card }) => card?.['version'] === '1.6'),
      /Teams would not show this/,
    );
    const broken = stage.teams.takeViolations().map((violation) => violation.broken);
    assert.ok(broken.some((sentence) => sentence.includes('version 1.6')));
    assert.ok(broken.some((sentence) => sentence.includes('TextBlock has no property "txt"')));
    assert.ok(broken.some((sentence) => sentence.includes('template expression')));
    assert.ok(broken.some((sentence) => sentence.includes('summary')));
    assert.equal(stage.teams.violations.length, 0);
  });
});
