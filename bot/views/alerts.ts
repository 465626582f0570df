// The card of `alerts`: what is open, how fresh that is, and who is told of it with what came of that.
import type { CardData } from '../../cards/index.js';
import type { FindingPage, Tally } from '../../src/alerts/ports.js';
import type { Subscription, SubscriptionFilter } from '../../src/alerts/subscription.js';
import type { WatchState } from '../../src/alerts/watch-state.js';
import type { LastDelivery, StoredPlace } from '../../src/delivery/ports.js';
import { buttons, STEP } from './button.js';
import { breakdown, findingRow, KIND_WORD, pagingOf, rowsHeading } from './finding-rows.js';
import { RISK_SIGN } from './finding-words.js';
import { placeName } from './place-words.js';
import { onCard, plainName } from './plain.js';
import type { Reader, View } from './view.js';
import { age, counted, moment, momentAndAge, number } from './when.js';
import { typeWord } from './words.js';

/** One conversation that is told. */
export interface ToldPlace {
  readonly subscription: Subscription;
  /** Null for one that the bot never saw. */
  readonly place: StoredPlace | null;
  readonly last: LastDelivery | null;
}

export interface AlertsFacts {
  readonly tally: Tally;
  readonly page: FindingPage;
  readonly watch: WatchState;
  readonly told: readonly ToldPlace[];
  /** Whether this conversation is told. */
  readonly isHere: boolean;
  readonly reader: Reader;
}

const MOST_PLACES = 6;

export function alertsView({ tally, page, watch, told, isHere, reader }: AlertsFacts): View<'findings'> {
  const { open } = tally;
  const isKnown = watch.lastCompleteScan !== null;
  const isCalm = open === 0 && isKnown;
  const headline =
    open > 0 ? `⚠ ${counted(open, 'open alert')}` : isCalm ? '✓ No open alert' : '? Nothing is known yet';
  return {
    card: 'findings',
    summary: headline,
    data: {
      tone: open > 0 ? 'attention' : isCalm ? 'good' : 'warning',
      headline,
      text: freshness(watch, reader),
      hasCounts: false,
      counts: [],
      breakdown: breakdown(tally),
      rowsHeading: rowsHeading(page),
      rows: page.rows.map(findingRow),
      placesHeading: told.length === 0 ? NOBODY : 'Who is told',
      places: placesOf(told, reader),
      readAt: `As of ${moment(reader.now, reader)}.`,
      paging: pagingOf(page, 'alerts', ''),
      buttons: buttons(isHere ? [STEP.listExposed] : [STEP.alertsHere]),
    },
  };
}

const NOBODY = 'Nobody has asked to be told: alerts go to the approvers who have a chat with me';

/** Our own words. */
export function freshness({ lastCompleteScan, answeredAt }: WatchState, reader: Reader): string {
  if (lastCompleteScan === null) return 'The tenant was not read in full yet, so that there is no alert means nothing.';
  const changes =
    answeredAt === null ? 'changes were not asked for yet' : `changes seen up to ${age(answeredAt, reader)}`;
  return `All mailboxes read ${age(lastCompleteScan.endedAt, reader)}, ${changes}.`;
}

function placesOf(told: readonly ToldPlace[], reader: Reader): CardData['findings']['places'] {
  const all = told.map((one) => placeRow(one, reader));
  // Where something has to be mended comes first: with many places the others are only counted.
  const isBad = ({ mark }: { readonly mark: string }): boolean => mark === BAD.mark;
  const rows = [...all.filter(isBad), ...all.filter((row) => !isBad(row))].slice(0, MOST_PLACES);
  const more = told.length - rows.length;
  const rest = { mark: '', tone: 'default', name: `and ${number(more)} more`, about: '' };
  return more > 0 ? [...rows, rest] : rows;
}

/** Outside text: for TextRuns only. */
function placeRow({ subscription, place, last }: ToldPlace, reader: Reader): CardData['findings']['places'][number] {
  const by = plainName(subscription.by.name);
  const name = place === null || place.kind === 'personal' ? `Chat with ${by}` : placeName(place);
  const how = deliveryWords(place, last, reader);
  return { ...how.sign, name: onCard(name), about: `${filterWords(subscription)} · ${how.text}` };
}

const FINE = { mark: '✓', tone: 'good' } as const;
const LATE = { mark: '●', tone: 'default' } as const;
const BAD = { mark: '✕', tone: 'attention' } as const;

interface How {
  readonly sign: typeof FINE | typeof LATE | typeof BAD;
  readonly text: string;
}

function deliveryWords(place: StoredPlace | null, last: LastDelivery | null, reader: Reader): How {
  const arrived = last?.toldAt ? `last told ${momentAndAge(last.toldAt, reader)}` : 'nothing told yet';
  if (place === null || place.goneBecause !== null) {
    return { sign: BAD, text: `cannot be reached: ${onCard(place?.goneBecause ?? 'never seen', 60)}; ${arrived}` };
  }
  if (place.kind !== 'personal' && place.admittedBy === null) {
    return { sign: BAD, text: `not admitted any more: “alerts here” there admits it; ${arrived}` };
  }
  if (last === null || (last.state === 'sent' && last.error === null)) return { sign: FINE, text: arrived };
  const { sign, text } = lastWords(last);
  return { sign, text: `${text}; ${arrived}` };
}

/** How the newest message stands, and what happens next. */
function lastWords({ state, error, posts }: LastDelivery): How {
  const why = error === null ? '' : ` (${onCard(error, 60)})`;
  if (state === 'dead') return { sign: BAD, text: `the last message did not arrive${why} and is not sent again` };
  if (error === null) return { sign: LATE, text: 'the last message is on its way' };
  if (state === 'sent') {
    return { sign: LATE, text: `the last message is out of date${why}; it is brought up to date within the hour` };
  }
  if (posts > 0) return { sign: BAD, text: NOT_KNOWN };
  return { sign: LATE, text: `the last message was not taken yet${why}; it is sent again within the hour` };
}

const NOT_KNOWN =
  'Teams did not say whether the last message arrived; it is sent again within the hour, marked as a copy';

/** What a conversation hears of: our own words. */
export function filterWords({ kinds, types, minRisk }: SubscriptionFilter): string {
  const parts = [
    types === null ? '' : types.map((type) => typeWord(type).toLowerCase()).join(', '),
    kinds === null ? '' : kinds.map((kind) => KIND_WORD[kind]).join(', '),
    minRisk === null ? '' : `${RISK_SIGN[minRisk].word.toLowerCase()} and worse`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'everything' : parts.join('; ');
}
