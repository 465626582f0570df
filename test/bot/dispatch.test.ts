// What dispatching writes into the log: the command's own name and never a word that somebody typed.
import assert from 'node:assert/strict';
import type { Command, Turn } from '../../bot/command.js';
import { dispatch } from '../../bot/dispatch.js';
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
  hidden: false,
  menu: [],
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
