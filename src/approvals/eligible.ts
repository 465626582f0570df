// Which mailboxes an action can be asked for, and why the others are left out, in one sentence each.
import type { AssessedMailbox, Cause } from '../mailboxes/mailbox.js';
import type { RequestAction } from './request.js';

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
  return obstacle === null ? null : `${name} ${OBSTACLES[obstacle].block}`;
}

function whyNoUnblock(name: string, { verdict, obstacle }: AssessedMailbox): string | null {
  if (verdict !== 'blocked' && verdict !== 'exempt') {
    return `${name}: sign-in is not blocked. "exempt" leaves it so until a date.`;
  }
  return obstacle === null ? null : `${name} ${OBSTACLES[obstacle].unblock}`;
}

type Obstacle = { readonly block: string; readonly unblock: string };

const both = (sentence: string): Obstacle => ({ block: sentence, unblock: sentence });
const OTHER = both('cannot be changed by the bot; see its status.');

const OBSTACLES: Readonly<Record<Cause, Obstacle>> = {
  'directory-synced': {
    block: 'is synced from on-premises Active Directory; disable the account there (see its status for the command).',
    unblock: 'is synced from on-premises Active Directory; enable the account there.',
  },
  'teams-rooms-licence': {
    block:
      'has a Teams Rooms or shared device licence, and a block would sign the device out; remove the licence first.',
    unblock: 'has a Teams Rooms or shared device licence; enable it in the Microsoft 365 admin center.',
  },
  'directory-role': both(
    'holds a directory role, and Microsoft lets only a privileged administrator change such an account; have the role taken away first.',
  ),
  'management-restricted': {
    block: 'is under restricted management; an administrator of its administrative unit has to block it.',
    unblock: 'is under restricted management; an administrator of its administrative unit has to unblock it.',
  },
  guest: {
    block: 'is a guest account; block or remove the guest in the Entra admin center.',
    unblock: 'is a guest account; its home organisation decides about it.',
  },
  'sign-in-blocked': OTHER,
  'no-object-id': OTHER,
  'no-account': OTHER,
  'state-not-returned': OTHER,
  exempt: OTHER,
  'sign-in-allowed': OTHER,
};

/**
 * What keeps an approved change from being made: whatever differs from what the approver saw, in one sentence. Null when
 * nothing does.
 */
export function whatChanged(
  action: RequestAction,
  seen: { readonly objectId: string; readonly type: string; readonly verdict: string },
  now: AssessedMailbox | null,
): string | null {
  if (now === null) return 'Exchange no longer lists it as a shared, room, equipment or scheduling mailbox.';
  if (now.account?.id.toLowerCase() !== seen.objectId.toLowerCase())
    return 'The mailbox belongs to another account now.';
  if (now.mailbox.type !== seen.type) return `It is a ${now.mailbox.type} now, no longer a ${seen.type}.`;
  if (isFulfilledBy(action, now)) return null;
  const reason = whyNot(action, now);
  if (reason !== null) return `Its state changed: ${reason}`;
  // An exemption that somebody was granted meanwhile is not ended by a request that did not know of it.
  if (action === 'block' && now.verdict === 'exempt' && seen.verdict !== 'exempt') {
    return 'It was exempted since it was shown; see its status.';
  }
  return null;
}

/** Whether the mailbox is as the action wants it, so that nothing has to be written to Entra. */
export function isFulfilledBy(action: RequestAction, { signIn }: Pick<AssessedMailbox, 'signIn'>): boolean {
  return action === 'block' ? signIn === 'blocked' : signIn === 'allowed';
}
