// What dispatching writes into the log: the command's own name and never a word that somebody typed.
import assert from 'node:assert/strict';
import type { Command, Turn } from '../../bot/command.js';
import { createCutShort } from '../../bot/cut-short.js';
import { dispatch, type Outcome } from '../../bot/dispatch.js';
import type { Log } from '../../bot/log.js';
import type { Services } from '../../bot/services.js';

const lines: unknown[] = [];
const write = (...line: readonly unknown[]): void => {
  lines.push(line);
};
const log = { info: write, warn: write, error: write, debug: write } as unknown as Log;

const known: Command = {
  name: 'help',
  aliases: ['hilfe'],
  usage: '',
  summary: '',
  role: 'anyone',
  discloses: false,
  changesNothing: true,
  hidden: false,
  menu: [],
  roleFor: () => 'anyone',
  async handle() {
    throw new Error('a bug');
  },
};
const turn = { actor: { objectId: 'p', name: 'P' }, place: { kind: 'personal' }, correlationId: 'c' } as Turn;
const services = { authoriser: { allow: async () => undefined } } as unknown as Services;

async function logged(name: string): Promise<string> {
  lines.length = 0;
  await dispatch({ name, args: { via: 'text', text: '' } }, turn, {
    commands: [known],
    services,
    log,
    cutShort: createCutShort(),
    elapsed: () => 0,
  });
  assert(lines.length > 0);
  return JSON.stringify(lines);
}

describe('the log of a turn', () => {
  it('holds no word that is not a command: it may be a password', async () => {
    const written = await logged('hunter2-secret');
    assert.doesNotMatch(written, /hunter2/u);
    assert.match(written, /"command":"\(unknown\)"/u);
  });

  it('names the command, whichever of its names was typed', async () => {
    const written = await logged('hilfe');
    assert.doesNotMatch(written, /hilfe/u);
    assert.equal(written.match(/"command":"help"/gu)?.length, 2, 'for the turn and for the bug in it');
  });
});

describe('a turn that a stopping bot cannot wait for', () => {
  const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
  const hangs = (changesNothing: boolean): Command => ({ ...known, changesNothing, handle: () => never() });

  /** Given up a moment after it began. */
  async function cutShort(command: Command, allow: () => Promise<void>): Promise<Outcome> {
    const end = createCutShort();
    const slow = { authoriser: { allow } } as unknown as Services;
    const invocation = { name: 'help', args: { via: 'text', text: '' } } as const;
    const doors = { commands: [command], services: slow, log, cutShort: end, elapsed: () => 0 };
    const outcome = dispatch(invocation, turn, doors);
    setImmediate(end.now);
    return outcome;
  }
  const may = async (): Promise<void> => undefined;
  const failureOf = (outcome: Outcome) => (outcome.kind === 'refused' ? outcome.failure : outcome);

  it('says that nothing was changed where that is so: it only read, or had not yet been allowed', async () => {
    const untouched = { kind: 'restarting', mayBeDone: false };
    assert.deepEqual(failureOf(await cutShort(hangs(true), may)), untouched);
    assert.deepEqual(failureOf(await cutShort(hangs(false), never)), untouched);
  });

  it('says that it may be done where it had begun with what changes something', async () => {
    assert.deepEqual(failureOf(await cutShort(hangs(false), may)), { kind: 'restarting', mayBeDone: true });
  });

  it('is given up at once when it comes after that', async () => {
    const end = createCutShort();
    end.now();
    assert.equal(await end.unless(never(), () => 'over'), 'over');
  });
});
