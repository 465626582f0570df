// What a person may type to change the running sandbox, and the request that it stands for.
import { readDuration } from './duration.js';
import type { Effect } from './faults.js';

/** A request to the control address, and how its answer is said. */
export interface WordedRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly say: (answer: unknown) => string;
}

export const USAGE = `Usage: npm run tenant -- <command>
  enable <name> [by <person>]     someone allows sign-in again (the helpdesk, unless you say who)
  disable <name> [by <person>]    someone blocks sign-in
  find <text>                     accounts whose name contains the text
  sign-in <name> [with <client>]  the account itself signs in: browser, outlook, smtp, imap
  password <name>                 a new password is set
  convert <name> to <type>        a mailbox changes its type, such as SharedMailbox
  create <name> [as <type>]       a new mailbox whose account may sign in; a shared one, unless you say
  delete <name>                   an account is deleted
  take <permission>               take an application permission away; new tokens lack it
  give <permission>               give it back
  fault <429|500|…|reset|delay|truncate> [n times] [on <route>]
  clear                           remove all faults
  clock <2h|30m|3 days>           move the sandbox clock forward
  expire                          the delta tokens handed out so far expire
  switch <name> <value>           change a switch
  premium <on|off>                with or without Entra ID P1
  status | log | counts           look`;

const asJson = (answer: unknown): string => JSON.stringify(answer, null, 2);

type Word = (rest: string) => WordedRequest | string;

const WORDS: Readonly<Record<string, Word>> = {
  enable: (rest) => account(rest, true),
  disable: (rest) => account(rest, false),
  find: (rest) =>
    rest === ''
      ? 'Say what to look for.'
      : { method: 'GET', path: `/find?name=${encodeURIComponent(rest)}`, say: (answer) => accountLines(answer) },
  'sign-in': (rest) => {
    const [name, client] = split(rest, 'with');
    const body = { name, ...(client === undefined ? {} : { client }) };
    return name === '' ? 'Say whose account signs in.' : { method: 'POST', path: '/sign-ins', body, say: asJson };
  },
  password: (name) =>
    name === ''
      ? 'Say whose password is set.'
      : { method: 'POST', path: '/passwords', body: { name }, say: () => `A new password for ${name}.` },
  convert: (rest) => {
    const [name, type] = split(rest, 'to');
    if (name === '' || type === undefined)
      return 'Say which mailbox and to which type: convert Reception to RoomMailbox';
    return { method: 'POST', path: '/mailboxes', body: { name, type }, say: () => `${name} is a ${type} now.` };
  },
  create: (rest) => {
    const [name, type] = split(rest, 'as');
    if (name === '') return 'Say what to call it: create Lost and Found as SharedMailbox';
    const body = { name, ...(type === undefined ? {} : { type }) };
    return { method: 'POST', path: '/mailboxes/new', body, say: asJson };
  },
  delete: (name) =>
    name === ''
      ? 'Say whose account is deleted.'
      : { method: 'DELETE', path: '/accounts', body: { name }, say: () => `The account of ${name} is deleted.` },
  expire: () => ({
    method: 'POST',
    path: '/delta-tokens/expire',
    say: () => 'Delta tokens handed out so far are void.',
  }),
  take: (permission) => permissionChange(permission, false),
  give: (permission) => permissionChange(permission, true),
  fault,
  clear: () => ({ method: 'DELETE', path: '/faults', say: () => 'No faults are in force.' }),
  clock: (rest) => {
    const advanceMs = readDuration(rest);
    if (advanceMs === undefined) return 'Say how far: clock 2h, clock 30m, clock 3 days';
    const say = (answer: unknown) => `The sandbox clock says ${(answer as { readonly clock: string }).clock}.`;
    return { method: 'POST', path: '/clock', body: { advanceMs }, say };
  },
  switch: (rest) => {
    const [name = '', value] = rest.split(/\s+/, 2);
    if (value === undefined) return 'Say which switch and its value.';
    return { method: 'POST', path: '/switches', body: { [name]: readValue(value) }, say: () => `${name} is ${value}.` };
  },
  premium: (rest) => {
    if (rest !== 'on' && rest !== 'off') return 'Say on or off.';
    const say = () => `The tenant has ${rest === 'on' ? 'Entra ID P1' : 'no Entra ID P1'}.`;
    return { method: 'POST', path: '/premium', body: { premium: rest === 'on' }, say };
  },
  status: () => ({ method: 'GET', path: '/status', say: asJson }),
  log: () => ({ method: 'GET', path: '/log?limit=30', say: logLines }),
  counts: () => ({ method: 'GET', path: '/counts', say: asJson }),
};

/** The request that the words stand for, or what is wrong with them. */
export function asRequest(words: readonly string[]): WordedRequest | string {
  const [first, ...rest] = words;
  if (first === undefined) return 'Say what should happen in the sandbox tenant.';
  const word = Object.hasOwn(WORDS, first.toLowerCase()) ? WORDS[first.toLowerCase()] : undefined;
  return word?.(rest.join(' ').trim()) ?? `There is no command "${first}".`;
}

/** "Reception by Oli Outside" is Reception and Oli Outside; names may contain the word themselves: the last one counts. */
function split(text: string, word: string): readonly [before: string, after: string | undefined] {
  const parts = new RegExp(`^(.+)\\s${word}\\s(.+)$`, 'is').exec(text);
  return parts === null ? [text, undefined] : [(parts[1] ?? '').trim(), parts[2]?.trim()];
}

function account(rest: string, enabled: boolean): WordedRequest | string {
  const [name, by] = split(rest, 'by');
  if (name === '') return `Say whose account: ${enabled ? 'enable' : 'disable'} Reception`;
  const body = { name, enabled, ...(by === undefined ? {} : { by }) };
  return { method: 'POST', path: '/accounts', body, say: (answer) => accountLines([answer]) };
}

function permissionChange(permission: string, granted: boolean): WordedRequest | string {
  if (permission === '') return 'Say which permission, such as User.Read.All.';
  const say = () => `${permission} is ${granted ? 'granted' : 'taken away'}; tokens issued before keep what they had.`;
  return { method: 'POST', path: '/permissions', body: { permission, granted }, say };
}

function fault(rest: string): WordedRequest | string {
  const parts = /^(\w+)(?:\s+(\d+)\s+times?)?(?:\s+on\s+(.+))?$/i.exec(rest);
  const effect = parts === null ? undefined : effectNamed(parts[1] ?? '');
  if (parts === null || effect === undefined)
    return 'Say which fault: fault 429, fault reset 2 times on GET /users/{id}';
  const count = parts[2] === undefined ? {} : { count: Number(parts[2]) };
  const route = parts[3] === undefined ? {} : { route: parts[3] };
  return { method: 'POST', path: '/faults', body: { effect, ...count, ...route }, say: () => `In force: ${rest}.` };
}

function effectNamed(name: string): Effect | undefined {
  if (/^[45]\d\d$/.test(name)) {
    return { kind: 'status', status: Number(name), ...(name === '429' || name === '503' ? { retryAfter: 5 } : {}) };
  }
  if (name === 'reset') return { kind: 'reset', when: 'before' };
  if (name === 'delay') return { kind: 'delay', ms: 3_000 };
  return name === 'truncate' ? { kind: 'truncate' } : undefined;
}

function readValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return /^\d+$/.test(text) ? Number(text) : text;
}

interface ShownAccount {
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly accountEnabled: boolean;
}

function accountLines(answer: unknown): string {
  const accounts = answer as readonly ShownAccount[];
  if (accounts.length === 0) return 'No account has that in its name.';
  return accounts
    .map(
      (one) => `${one.displayName} <${one.userPrincipalName}>: sign-in ${one.accountEnabled ? 'allowed' : 'blocked'}`,
    )
    .join('\n');
}

interface ShownRequest {
  readonly at: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly status: number | string;
}

function logLines(answer: unknown): string {
  const requests = answer as readonly ShownRequest[];
  return requests.map((one) => `${one.at} ${one.service} ${one.status} ${one.method} ${one.path}`).join('\n');
}
