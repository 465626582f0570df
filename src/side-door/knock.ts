// The other half of the side door: asks the bot that holds the embedded store of a folder, where one is running.
import { type IncomingMessage, request } from 'node:http';
import type { CallName, SideDoorCalls } from './calls.js';
import { findPlace } from './place.js';

/** A running bot, as a program beside it sees it. */
export type RunningBot = SideDoorCalls;

/** Null when no bot answers at this folder. @throws Error with a sentence when one is there and may not be asked */
export async function knock(dataDir: string): Promise<RunningBot | null> {
  const path = await findPlace(dataDir);
  const bot = talkTo(path);
  try {
    await bot.storeId();
    return bot;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') return null;
    if (code === 'EACCES' || code === 'EPERM') {
      throw new Error(`The bot of ${dataDir} runs as another user. Run this as that user.`, { cause: error });
    }
    throw error;
  }
}

function talkTo(path: string): RunningBot {
  const ask = async <Name extends CallName>(
    name: Name,
    ...args: Parameters<SideDoorCalls[Name]>
  ): Promise<Awaited<ReturnType<SideDoorCalls[Name]>>> => {
    const response = await post(path, name, args);
    const { result, problem } = JSON.parse(await textOf(response)) as { result?: unknown; problem?: string };
    if (response.statusCode !== 200) throw new Error(problem ?? `The bot answered ${response.statusCode}.`);
    return result as Awaited<ReturnType<SideDoorCalls[Name]>>;
  };
  return {
    examine: () => ask('examine'),
    exemptionsOf: (objectIds) => ask('exemptionsOf', objectIds),
    lastSignInsOf: (objectIds) => ask('lastSignInsOf', objectIds),
    trend: (days) => ask('trend', days),
    backUp: (file) => ask('backUp', file),
    storeId: () => ask('storeId'),
    head: () => ask('head'),
    rows: (after, limit) => ask('rows', after, limit),
    checkpoints: (size, upTo, limit) => ask('checkpoints', size, upTo, limit),
  };
}

function post(socketPath: string, name: string, args: readonly unknown[]): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const asked = request({ socketPath, method: 'POST', path: `/${name}`, headers, agent: false }, resolve);
    asked.on('error', reject);
    asked.end(JSON.stringify(args));
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of response.setEncoding('utf8') as AsyncIterable<string>) text += part;
  return text;
}
