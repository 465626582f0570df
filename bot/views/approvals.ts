// Who can be told of requests, by name, and where requests are posted.
import type { CardData } from '../../cards/index.js';
import { type Approver, type Unable, whyUnable } from '../../src/approvals/approver.js';
import type { Install, InstallOutcome } from '../../src/delivery/installs.js';
import type { StoredPlace } from '../../src/delivery/ports.js';
import { buttons, type Step } from './button.js';
import { pageOfItems } from './item-page.js';
import { placeName } from './place-words.js';
import { nameOnCard, onCard, plain } from './plain.js';
import type { Reader, View } from './view.js';
import { counted, moment } from './when.js';
import { inText, type Sign, type Tone } from './words.js';

const PEOPLE_A_PAGE = 10;
const MOST_PLACES = 10;

export interface ApprovalsFacts {
  readonly members: readonly Approver[];
  /** Object ids, lower case, of those who have a chat with the bot. */
  readonly withChat: ReadonlySet<string>;
  readonly installs: readonly Install[];
  /** Whether the bot installs itself for approvers. */
  readonly installsItself: boolean;
  /** Where requests are posted, and where they were until the place was gone. */
  readonly places: readonly StoredPlace[];
  readonly lost: readonly StoredPlace[];
  readonly quorum: number;
  /** What can be changed from here; null in a personal chat. */
  readonly here: 'on' | 'off' | null;
  /** First is 0. */
  readonly page: number;
  readonly reader: Reader;
}

/** The card of `approvals`. Those who cannot be told come first. */
export function approvalsView(facts: ApprovalsFacts): View<'approvals'> {
  const { members, places, lost, reader } = facts;
  const rows = members.map((one) => ({ one, state: stateOf(one, facts) })).sort(byNeed);
  const { shown, paging } = pageOfItems(rows, facts.page, PEOPLE_A_PAGE);
  const { headline, tone, text } = summaryOf(facts);
  return {
    card: 'approvals',
    summary: headline,
    data: {
      tone,
      headline,
      text,
      note: noteOf(facts),
      peopleHeading: headingOf(shown.length, members.length, paging.next - 1),
      people: shown.map(({ one, state }) => personRow(one, state)),
      placesHeading: places.length + lost.length === 0 ? 'Requests are posted in no chat or channel' : 'Posted in',
      places: [...byName(places).map(standing), ...byName(lost).map(goneRow)].slice(0, MOST_PLACES),
      readAt: `As of ${moment(reader.now, reader)}.`,
      paging,
      buttons: buttons(stepsOf(facts)),
    },
  };
}

function headingOf(shown: number, total: number, page: number): string {
  if (total === 0) return 'No member in the approvers group';
  const first = page * PEOPLE_A_PAGE + 1;
  return shown === total ? 'Approvers' : `Approvers ${first} to ${first + shown - 1} of ${total}`;
}

type State = Sign & { readonly word: string; readonly order: number };

function stateOf(one: Approver, facts: ApprovalsFacts): State {
  const unable = whyUnable(one);
  if (unable !== null) return { mark: '–', tone: 'default', word: UNABLE[unable], order: 1 };
  if (facts.withChat.has(one.objectId.toLowerCase())) {
    return { mark: '✓', tone: 'good', word: 'can be told', order: 2 };
  }
  const install = facts.installs.find(({ personId }) => personId === one.objectId.toLowerCase());
  return { mark: '✕', tone: 'attention', word: noChat(install, facts.reader), order: 0 };
}

const UNABLE: Readonly<Record<Unable, string>> = {
  guest: 'a guest: may not decide',
  blocked: 'sign-in of the account is blocked: may not decide',
  'state-not-known': 'Entra does not say whether the account is enabled: may not decide',
};

function noChat(install: Install | undefined, reader: Reader): string {
  const none = 'no chat with me';
  if (install === undefined) return none;
  const when = moment(install.askedAt, reader);
  return `${none}; ${install.outcome === null ? `being installed since ${when}` : tried(install.outcome, when)}`;
}

/** Holds Microsoft's words: outside text. */
function tried(outcome: InstallOutcome, when: string): string {
  switch (outcome.kind) {
    case 'installed':
      return `installed for them on ${when}, and Teams has not told me of the chat yet`;
    case 'already':
      return 'they have the app, so a “hello” to me is enough';
    case 'no-permission':
      return 'I lack the permission to install myself for them';
    case 'not-in-catalogue':
      return 'TEAMS_CATALOG_APP_ID names no app of the tenant’s catalogue';
    case 'refused':
      return `Teams refused to install me for them on ${when}: ${plain(outcome.why, 160)}`;
  }
}

interface Row {
  readonly one: Approver;
  readonly state: State;
}

function byNeed(one: Row, other: Row): number {
  return one.state.order - other.state.order || one.one.name.localeCompare(other.one.name, 'en', { numeric: true });
}

function personRow({ name, objectId }: Approver, state: State): CardData['approvals']['people'][number] {
  return { ...inText(state), name: nameOnCard(name), state: onCard(state.word, 320), id: plain(objectId, 64) };
}

function byName(places: readonly StoredPlace[]): readonly StoredPlace[] {
  return [...places].sort((one, other) => placeName(one).localeCompare(placeName(other), 'en', { numeric: true }));
}

function standing(place: StoredPlace): CardData['approvals']['places'][number] {
  const by = place.approvalsBy === null ? '' : `chosen by ${nameOnCard(place.approvalsBy.name)}`;
  return { mark: '✓', tone: 'good', name: onCard(placeName(place)), about: by };
}

function goneRow(place: StoredPlace): CardData['approvals']['places'][number] {
  const why = onCard(place.goneBecause ?? '', 60);
  return { mark: '✕', tone: 'attention', name: onCard(placeName(place)), about: `gone: ${why}` };
}

interface Summary {
  readonly headline: string;
  readonly tone: Tone;
  readonly text: string;
}

/** Counts only; our own words. */
function summaryOf({ members, withChat, quorum, places }: ApprovalsFacts): Summary {
  const able = members.filter((one) => whyUnable(one) === null);
  const told = able.filter(({ objectId }) => withChat.has(objectId.toLowerCase())).length;
  const needs = `A request needs ${counted(quorum, 'approval')}`;
  if (able.length < quorum) {
    const headline = able.length === 0 ? '⚠ Nobody may decide requests' : '⚠ Too few approvers';
    const text = `${needs}, and ${able.length === 0 ? 'no member' : counted(able.length, 'member')} of the approvers group may give one. Add enabled members who are no guests.`;
    return { headline, tone: 'attention', text };
  }
  const headline = `${told} of ${counted(able.length, 'approver')} can be told`;
  if (told < quorum) {
    const where =
      places.length === 0
        ? ''
        : ` Requests are posted in ${counted(places.length, 'place')}, where approvers may see them.`;
    const text = `${needs}, and ${told === 0 ? 'no approver' : `only ${counted(told, 'approver')}`} can be told in a chat of their own. The others have to open a chat with me in Teams and write “hello”.${where}`;
    return { headline: `⚠ ${headline}`, tone: 'attention', text };
  }
  const spare =
    told === quorum ? ' What one of them asks for finds one too few: nobody decides their own request.' : '';
  const tone = told === able.length ? 'good' : 'accent';
  return { headline: `${tone === 'good' ? '✓' : '●'} ${headline}`, tone, text: `${needs}.${spare}` };
}

/** Long for a phone; this note is a TextBlock, which breaks it where it has to, so that it is copied as it is. */
const INSTALLING = 'TeamsAppInstallation.ReadWriteSelfForUser.All';

function noteOf({ members, withChat, installs, installsItself }: ApprovalsFacts): string {
  const silent = members
    .filter((one) => whyUnable(one) === null)
    .map(({ objectId }) => objectId.toLowerCase())
    .filter((id) => !withChat.has(id));
  if (silent.length === 0) return '';
  if (!installsItself) return `I could install myself for them: set TEAMS_CATALOG_APP_ID and grant ${INSTALLING}.`;
  const isRefused = installs.some(
    ({ personId, outcome }) => outcome?.kind === 'no-permission' && silent.includes(personId),
  );
  const missing = isRefused ? ` Grant ${INSTALLING}, which I lack.` : '';
  return `I install myself for approvers who have no chat with me, at most once a day each.${missing}`;
}

function stepsOf({ here }: ApprovalsFacts): readonly Step[] {
  const refresh: Step = { title: 'Refresh', verb: 'approvals' };
  if (here === null) return [refresh];
  return here === 'on'
    ? [refresh, { title: 'Stop posting here', verb: 'approvals', values: { text: 'off' } }]
    : [refresh, { title: 'Post requests here', verb: 'approvals', values: { text: 'here' } }];
}
