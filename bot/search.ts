// Answers a field that searches while somebody types: mailboxes of the newest scan, and nothing asked of Microsoft for them.
import type { Person } from '../src/approvals/request.js';
import type { StoredPlace } from '../src/delivery/ports.js';
import { Refused } from '../src/failure.js';
import { type Authoriser, mustBeAdmitted } from './authorise.js';
import { countOf, textOf } from './card-values.js';
import type { CardValues } from './command.js';
import { errorAnswer, type InvokeAnswer, searchAnswer } from './invoke-answer.js';
import type { Log } from './log.js';
import type { RateLimit } from './rate-limit.js';
import { sentenceFor } from './refusal.js';
import type { Services } from './services.js';
import { rootOf } from './thread.js';
import { foundChoice } from './views/choice.js';

/** As Teams sends it for `choices.data`: the field's dataset, what was typed, and which part of the results is wanted. */
export interface Search {
  readonly value: unknown;
  readonly actor: Person;
  readonly place: Pick<StoredPlace, 'kind' | 'conversationId'>;
  readonly correlationId: string;
}

export interface SearchDoors {
  readonly store: Pick<Services['store'], 'scans' | 'places'>;
  /** Whether the person may read, as known a moment ago. */
  readonly mayRead: Authoriser['allow'];
  readonly limit: RateLimit;
  readonly log: Log;
  pause(ms: number): Promise<void>;
  /** How long the person waits for results, in milliseconds. */
  readonly patienceMs: number;
}

/** The dataset that the cards name. */
const DATASET = 'mailboxes';
/** Teams shows this many. */
const MOST_RESULTS = 15;
const TEXT_LIMIT = 256;

/** Never throws, and in time: a field without an answer looks as if there were no such mailbox. */
export async function answerSearch(search: Search, doors: SearchDoors): Promise<InvokeAnswer> {
  const late = doors
    .pause(doors.patienceMs)
    .then(() => errorAnswer(500, 'TimedOut', 'That takes too long at the moment. Type on to try again.'));
  return Promise.race([attempt(search, doors), late]);
}

async function attempt(search: Search, doors: SearchDoors): Promise<InvokeAnswer> {
  const { actor, place, correlationId } = search;
  try {
    doors.limit.take(actor.objectId);
    await mustBeAdmittedThere(place, doors);
    await doors.mayRead('reader', actor.objectId, correlationId);
    const { text, skip, top } = wanted(search.value);
    const found = (await doors.store.scans.offering(text, skip, top)).map(foundChoice);
    // A mailbox that Exchange listed twice is one choice.
    return searchAnswer([...new Map(found.map((one) => [one.value, one])).values()]);
  } catch (error) {
    if (error instanceof Refused) {
      doors.log.info({ actor: actor.objectId, outcome: error.failure.kind, correlationId }, 'search refused');
      return errorAnswer(400, error.failure.kind, sentenceFor(error.failure));
    }
    doors.log.error({ err: error, correlationId }, 'bug in a search');
    return errorAnswer(500, 'InternalError', `Something went wrong on my side. Reference: ${correlationId}.`);
  }
}

async function mustBeAdmittedThere({ kind, conversationId }: Search['place'], doors: SearchDoors): Promise<void> {
  const known = kind === 'personal' ? null : await doors.store.places.find(rootOf(conversationId));
  mustBeAdmitted({ kind, admittedBy: known?.admittedBy ?? null });
}

/** @throws Refused bad-argument, too-long */
function wanted(value: unknown): { readonly text: string; readonly skip: number; readonly top: number } {
  const values = recordOf(value, 'This search');
  if (values['dataset'] !== DATASET) {
    throw new Refused({ kind: 'bad-argument', said: 'This search', expected: 'a field of a card of mine' });
  }
  const text = textOf(values, 'queryText');
  if (text.length > TEXT_LIMIT)
    throw new Refused({ kind: 'too-long', what: 'The text to look for', limit: TEXT_LIMIT });
  const options = recordOf(values['queryOptions'] ?? {}, 'This search');
  return { text, skip: countOf(options, 'skip'), top: Math.min(countOf(options, 'top') || MOST_RESULTS, MOST_RESULTS) };
}

function recordOf(value: unknown, said: string): CardValues {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Refused({ kind: 'bad-argument', said, expected: 'a field of a card of mine' });
}
