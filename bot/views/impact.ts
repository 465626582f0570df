// What a change means for one mailbox: from which state to which, what its account was used for, who keeps access.
import type { RequestAction } from '../../src/approvals/request.js';
import type { MailboxAccess } from '../../src/mailboxes/access.js';
import type { Impact } from '../../src/mailboxes/impact.js';
import type { SignInHistory, Verdict } from '../../src/mailboxes/mailbox.js';
import { isTeamsDeviceApp } from '../../src/mailboxes/teams-device-apps.js';
import { accessWords, whyAccessNotKnown } from './access.js';
import { onCard } from './plain.js';
import type { Reader } from './view.js';
import { counted, moment, number } from './when.js';
import { EVIDENCE_WORD, type Tone } from './words.js';

const AFTER: Readonly<Record<RequestAction, string>> = { block: 'blocked', unblock: 'allowed', exempt: 'exempt' };

/** "exposed → blocked". */
export function beforeAndAfter(action: RequestAction, verdict: Verdict): string {
  return `${verdict} → ${AFTER[action]}`;
}

/** One thing that is known of a mailbox: its label, and outside text for a TextRun. */
export interface UseLine {
  readonly label: string;
  readonly text: string;
  readonly tone: Extract<Tone, 'default' | 'attention'>;
}

/** What the tenant or an API does not tell, and why: as a sentence about all mailboxes, and as a line of one of them. */
export interface NotKnown {
  readonly sentence: string;
  readonly line: UseLine;
}

export interface Use {
  readonly lines: readonly UseLine[];
  readonly notKnown: readonly NotKnown[];
}

export interface UseFacts {
  readonly action: RequestAction;
  readonly verdict: Verdict;
  /** Why it has this verdict; empty where that is not known here. */
  readonly why: string;
  /** Undefined while it was not read. */
  readonly impact: Impact | undefined;
  readonly reader: Reader;
  /** Names in one list; the others are counted. */
  readonly most: number;
}

/** The use of one account, as far as it was read; what is not known is said once for all mailboxes that are shown. */
export function useOf({ action, verdict, why, impact, reader, most }: UseFacts): Use {
  if (impact === undefined) {
    const lines = why === '' ? [] : [line(capital(verdict), why)];
    return { lines, notKnown: [UNREAD] };
  }
  const { history, access } = impact;
  const keeps = access === null ? null : accessWords(access, most);
  const isKnown = history.availability === 'known';
  return {
    lines: [
      line(capital(verdict), [withSignIn(why, history, reader), licencesOf(impact)].filter(said).join(' · ')),
      ...(isKnown ? [stops(action, history, most)] : []),
      ...(keeps === null ? [] : [line(accessLabel(action), keeps)]),
    ],
    notKnown: [historyNotKnown(history), accessUnknown(action, access)].filter((unknown) => unknown !== null),
  };
}

function line(label: string, text: string, tone: UseLine['tone'] = 'default'): UseLine {
  return { label, text, tone };
}

const said = (text: string): boolean => text !== '';

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Delegates sign in as themselves, so a success of the account itself means that its password is in use. */
function withSignIn(why: string, { availability, lastSuccessAt }: SignInHistory, reader: Reader): string {
  if (lastSuccessAt !== null) return `its own password was used, last ${moment(lastSuccessAt, reader)}`;
  if (availability !== 'known') return why;
  const isSaid = why === '' || why === EVIDENCE_WORD['never-used'] || why === EVIDENCE_WORD['not-known'];
  return isSaid ? EVIDENCE_WORD['never-used'] : `${why}; ${EVIDENCE_WORD['never-used']}`;
}

function licencesOf({ licences }: Impact): string {
  if (licences === null) return 'licences not known';
  return licences === 0 ? 'no licence' : counted(licences, 'licence');
}

const PROTOCOLS = /smtp|imap|pop|activesync|mapi|exchange web services|autodiscover|other clients/iu;

/** What a block would stop, or what signs in with the account where nothing is stopped. */
function stops(action: RequestAction, { clients, apps, devices }: SignInHistory, most: number): UseLine {
  const device = apps.some(isTeamsDeviceApp);
  const isBlock = action === 'block';
  const label = isBlock ? 'Stops' : 'Used by';
  const ways = [listed(clients, most, 'way'), listed(apps, most, 'app'), listed(devices, most, 'device')];
  const text = ways.filter(said).join(' · ');
  if (text === '') return line(label, 'nothing that was seen in 30 days');
  if (device) return line(`⚠ ${isBlock ? 'Stops a Teams device' : 'Used by a Teams device'}`, text, 'attention');
  return line(
    label,
    `${text}${clients.some((client) => PROTOCOLS.test(client)) ? ' (a printer, program or mail client)' : ''}`,
  );
}

function listed(names: readonly string[], most: number, word: string): string {
  const shown = [...new Set(names)];
  const more = shown.length - most;
  const words = shown.slice(0, most).map((name) => onCard(name, NAME_LIMIT));
  return `${words.join(', ')}${more > 0 ? ` and ${number(more)} more ${more === 1 ? word : `${word}s`}` : ''}`;
}

/** Just past what is broken into pieces, so that a long name fits a phone. */
const NAME_LIMIT = 44;

const UNREAD: NotKnown = {
  sentence: 'What uses these accounts and who has access was not read yet.',
  line: line('Use and access', 'not read yet'),
};

const WHY_NO_HISTORY: Readonly<Record<Exclude<SignInHistory['availability'], 'known'>, string>> = {
  'not-premium': 'this tenant has no Entra ID P1',
  'no-permission': 'the bot lacks AuditLog.Read.All',
  unavailable: 'Microsoft did not answer',
};

function historyNotKnown({ availability }: SignInHistory): NotKnown | null {
  if (availability === 'known') return null;
  const why = WHY_NO_HISTORY[availability];
  return {
    sentence: `Own sign-ins and what uses the accounts are not known: ${why}.`,
    line: line('Own sign-in and use', `not known: ${why}`),
  };
}

function accessUnknown(action: RequestAction, access: MailboxAccess | null): NotKnown | null {
  if (access === null) {
    return { sentence: 'Who has access was not read yet.', line: line(accessLabel(action), 'not read yet') };
  }
  const why = whyAccessNotKnown(access);
  if (why === null) return null;
  return {
    sentence: `${access.availability === 'not-told' ? 'Who has full access or send as' : 'Who has access'} is not known: ${why}.`,
    line: line(accessLabel(action), `not known: ${why}`),
  };
}

function accessLabel(action: RequestAction): string {
  return action === 'block' ? 'Keep access' : 'Have access';
}

/** What is not known of every mailbox shown, said once; what is not known of some only is said with each. */
export function shared(uses: readonly Use[]): {
  readonly notes: readonly string[];
  readonly lines: readonly (readonly UseLine[])[];
} {
  const told = uses.filter((use) => use.lines.length + use.notKnown.length > 0);
  const isShared = ({ sentence }: NotKnown): boolean =>
    told.every(({ notKnown }) => notKnown.some((other) => other.sentence === sentence));
  const lines = uses.map((use) => [
    ...use.lines,
    ...use.notKnown.filter((unknown) => !isShared(unknown)).map((unknown) => unknown.line),
  ]);
  return { notes: (told[0]?.notKnown ?? []).filter(isShared).map(({ sentence }) => sentence), lines };
}
