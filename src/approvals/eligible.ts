// Which mailboxes an action can be asked for, and why the others are left out, in one sentence each.
import type { AssessedMailbox, Cause } from '../mailboxes/mailbox.js';
import type { OutcomeCause, RequestAction } from './request.js';

/** Why this mailbox cannot be part of a request for this action; null when it can. */
export function whyNot(action: RequestAction, mailbox: AssessedMailbox): string | null {
  const name = mailbox.mailbox.displayName;
  const state = stateOf(mailbox);
  if (state !== null) return `${name}: ${state}`;
  switch (action) {
    case 'block':
      return whyNoBlock(name, mailbox);
    case 'unblock':
      return whyNoUnblock(name, mailbox);
    case 'exempt':
      return mailbox.verdict === 'blocked'
        ? `${name}: sign-in is blocked, so there is nothing to exempt. "unblock" allows it until a date.`
        : null;
  }
}

function stateOf({ verdict, cause }: AssessedMailbox): string | null {
  if (verdict !== 'unknown') return null;
  return cause === 'state-not-returned'
    ? 'its sign-in state could not be read. Check that the bot has User.Read.All.'
    : 'no Entra account of it was found, so its sign-in state could not be read.';
}

function whyNoBlock(name: string, { verdict, obstacle }: AssessedMailbox): string | null {
  if (verdict === 'blocked') return `${name}: sign-in is blocked already.`;
  return obstacle === null ? null : inTheWay(name, 'block', obstacle);
}

function whyNoUnblock(name: string, { verdict, obstacle }: AssessedMailbox): string | null {
  if (verdict !== 'blocked' && verdict !== 'exempt') {
    return `${name}: sign-in is not blocked. "exempt" leaves it so until a date.`;
  }
  return obstacle === null ? null : inTheWay(name, 'unblock', obstacle);
}

interface Obstacle {
  /** What the account is, after its name. */
  readonly is: string;
  /** What a person does about it, by what was asked for. */
  readonly block: string;
  readonly unblock: string;
}

const both = (todo: string): Omit<Obstacle, 'is'> => ({ block: todo, unblock: todo });
const OTHER: Obstacle = { is: 'cannot be changed by the bot', ...both('see its status') };

const OBSTACLES: Readonly<Record<Cause, Obstacle>> = {
  'directory-synced': {
    is: 'is synced from on-premises Active Directory',
    block: 'disable the account there (see its status for the command)',
    unblock: 'enable the account there',
  },
  'teams-rooms-licence': {
    is: 'has a Teams Rooms or shared device licence',
    block: 'a block would sign the device out, so remove the licence first',
    unblock: 'enable it in the Microsoft 365 admin center',
  },
  'directory-role': {
    is: 'holds a directory role',
    ...both('Microsoft lets only a privileged administrator change such an account, so have the role taken away first'),
  },
  'management-restricted': {
    is: 'is under restricted management',
    block: 'an administrator of its administrative unit has to block it',
    unblock: 'an administrator of its administrative unit has to unblock it',
  },
  guest: {
    is: 'is a guest account',
    block: 'block or remove the guest in the Entra admin center',
    unblock: 'its home organisation decides about it',
  },
  'sign-in-blocked': OTHER,
  'no-object-id': OTHER,
  'no-account': OTHER,
  'state-not-returned': OTHER,
  exempt: OTHER,
  'sign-in-allowed': OTHER,
};

function inTheWay(name: string, action: 'block' | 'unblock', obstacle: Cause): string {
  const { is, [action]: todo } = OBSTACLES[obstacle];
  return `${name} ${is}; ${todo}.`;
}

/** What a person does about an obstacle, as a sentence of its own. */
export function aboutObstacle(action: RequestAction, obstacle: Cause): string {
  const todo = OBSTACLES[obstacle][action === 'block' ? 'block' : 'unblock'];
  return `${todo.charAt(0).toUpperCase()}${todo.slice(1)}.`;
}

/** Why a mailbox was left alone. */
export interface Changed {
  readonly cause: OutcomeCause;
  readonly why: string;
}

/** A mailbox that is none any more, or a person's. */
export const NOT_LISTED: Changed = {
  cause: 'not-listed',
  why: 'Exchange no longer lists it as a shared, room, equipment or scheduling mailbox.',
};

/** What keeps an approved change from being made: whatever differs from what the approver saw. Null when nothing does. */
export function whatChanged(
  action: RequestAction,
  seen: { readonly objectId: string; readonly type: string; readonly verdict: string },
  now: AssessedMailbox,
): Changed | null {
  if (now.account?.id.toLowerCase() !== seen.objectId.toLowerCase()) {
    return { cause: 'other-account', why: 'The mailbox belongs to another account now.' };
  }
  if (now.mailbox.type !== seen.type) {
    return { cause: 'type-changed', why: `It is a ${now.mailbox.type} now, no longer a ${seen.type}.` };
  }
  if (isFulfilledBy(action, now)) return null;
  // An exemption that somebody was granted meanwhile is not ended by a request that did not know of it.
  if (action === 'block' && now.verdict === 'exempt' && seen.verdict !== 'exempt') {
    return { cause: 'exempt', why: 'It was exempted since it was shown.' };
  }
  return whyNot(action, now) === null ? null : changedState(now);
}

function changedState({ verdict, cause, obstacle }: AssessedMailbox): Changed {
  if (verdict === 'unknown') return { cause, why: 'Its sign-in state could not be read this time.' };
  if (obstacle !== null) return { cause: obstacle, why: `It ${OBSTACLES[obstacle].is} now.` };
  return { cause, why: `It is ${verdict} now.` };
}

/** Whether the mailbox is as the action wants it, so that nothing has to be written to Entra. */
export function isFulfilledBy(action: RequestAction, { signIn }: Pick<AssessedMailbox, 'signIn'>): boolean {
  return action === 'block' ? signIn === 'blocked' : signIn === 'allowed';
}
