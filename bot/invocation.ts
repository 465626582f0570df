// Three doors, one shape: typed text, Action.Execute and its Action.Submit fallback become the same Invocation.
import type { Activity } from 'botframework-schema';
import { Refused } from '../src/failure.js';
import type { CardValues, Invocation } from './command.js';
import { plainWords, splitCommand, TEXT_LIMIT } from './wording.js';

/** Verbs are command names: short and plain. */
const VERB = /^[a-z][a-z-]{0,30}$/u;

/** The invocation in a message: typed words, or the values of a pressed Action.Submit. @throws Refused nothing-said, too-long, bad-argument */
export function fromMessage(activity: Activity): Invocation {
  const said = typeof activity.text === 'string' ? activity.text : '';
  if (said.trim() === '' && isRecord(activity.value)) return fromValues(activity.value['verb'], activity.value);
  if (said.length > TEXT_LIMIT) throw new Refused({ kind: 'too-long', what: 'Your message', limit: TEXT_LIMIT });
  const words = plainWords(said, mentionsOf(activity));
  if (words === '') throw new Refused({ kind: 'nothing-said' });
  const { name, rest } = splitCommand(words);
  return { name, args: { via: 'text', text: rest } };
}

/** The invocation in an `adaptiveCard/action`. @throws Refused bad-argument */
export function fromExecute(activity: Activity): Invocation {
  const action = isRecord(activity.value) ? activity.value['action'] : undefined;
  if (!isRecord(action))
    throw new Refused({ kind: 'bad-argument', said: 'This button', expected: 'a button of a card of mine' });
  const invocation = fromValues(action['verb'], isRecord(action['data']) ? action['data'] : {});
  if (isAutomatic(activity.value) && !READING.has(invocation.name)) {
    throw new Refused({ kind: 'bad-argument', said: 'A refresh', expected: 'a press of the button by a person' });
  }
  return invocation;
}

/** Verbs that change nothing; a card that refreshes itself may send no others, and none of ours does. */
const READING = new Set(['help', 'list', 'status', 'requests', 'request', 'review']);

function isAutomatic(value: { readonly [name: string]: unknown }): boolean {
  return value['trigger'] === 'automatic';
}

function fromValues(verb: unknown, values: CardValues): Invocation {
  if (typeof verb !== 'string' || !VERB.test(verb)) {
    throw new Refused({ kind: 'bad-argument', said: 'This button', expected: 'a button of a card of mine' });
  }
  return { name: verb, args: { via: 'card', values } };
}

function mentionsOf(activity: Activity): readonly string[] {
  const bot = activity.recipient?.id;
  return (activity.entities ?? [])
    .filter((entity: unknown) => isRecord(entity))
    .filter(
      (entity) => entity['type'] === 'mention' && isRecord(entity['mentioned']) && entity['mentioned']['id'] === bot,
    )
    .map((entity) => (typeof entity['text'] === 'string' ? entity['text'] : ''));
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
