// People who ask, approve and look at lists without a pause, and who notice everything that they get no answer to.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import type { Mailbox } from '../../sandbox/tenant/records.js';
import { asks, becomes, requestIdIn, says } from './reading.js';
import type { Person } from './stage.js';

/** Longer than any turn takes on a busy machine: who waits longer has got no answer. */
const PATIENCE_MS = 60_000;

/** The bot takes only so much from one person. */
const REST_MS = 700;

export interface Pair {
  readonly requester: Person;
  readonly approver: Person;
}

/** What one pair has done. */
export interface Done {
  readonly requestIds: string[];
  /** Mailboxes that were asked for. */
  readonly boxes: Mailbox[];
  /** How often each person typed a line that is answered by a message of its own kind. */
  readonly typed: { readonly person: Person; readonly headline: RegExp; times: number }[];
}

/** What tells these answers from every other card. */
const LIST = /\b1 to 10 of \d+ mailboxes\b/u;
const REQUESTS = /\bopen ones first\. Select one\b/u;

/** Blocks one mailbox after the other, with lists in between, as long as it `goesOn`. */
export async function blockOneByOne(
  { requester, approver }: Pair,
  boxes: readonly Mailbox[],
  goesOn: () => boolean,
  done: Done,
): Promise<void> {
  for (const box of boxes) {
    if (!goesOn()) return;
    done.boxes.push(box);
    const asked = await asks(requester, `block ${box.address} nobody signs in here`);
    const id = requestIdIn(asked);
    done.requestIds.push(id);
    await looks(requester, 'list', LIST, done);
    const sent = await approver.personalChat().waitFor(says(id), PATIENCE_MS);
    const { status, statusCode, error } = await approver.presses(sent, { verb: 'approve' });
    assert.deepEqual([status, statusCode, error], [200, 200, undefined], `approving ${id}`);
    await looks(approver, 'requests', REQUESTS, done);
    await becomes(requester.personalChat(), asked, '✓ Blocked', PATIENCE_MS);
  }
  assert.ok(!goesOn(), 'too few mailboxes for so much time');
}

/** Looks at the list again and again, as long as it `goesOn`. */
export async function lookOn(person: Person, goesOn: () => boolean, done: Done): Promise<void> {
  while (goesOn()) {
    await looks(person, 'list', LIST, done);
    await pause(REST_MS);
  }
}

async function looks(person: Person, line: string, headline: RegExp, { typed }: Done): Promise<void> {
  let mine = typed.find((one) => one.person === person && one.headline === headline);
  if (mine === undefined) {
    mine = { person, headline, times: 0 };
    typed.push(mine);
  }
  const before = answersTo(person, headline).length;
  const { status } = await person.types(person.personalChat(), line);
  assert.ok(status >= 200 && status < 300, `${line}: ${status}`);
  mine.times += 1;
  const isOne = (): boolean => answersTo(person, headline).length > before;
  await person.personalChat().waitFor(isOne, PATIENCE_MS);
}

export function answersTo(person: Person, headline: RegExp): readonly ChatMessage[] {
  return person
    .personalChat()
    .messages()
    .filter(({ readable }) => headline.test(readable));
}
