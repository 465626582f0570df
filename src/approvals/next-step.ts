// What a person does about a mailbox that was left alone or failed: one exact step for each cause.
import type { Cause } from '../mailboxes/mailbox.js';
import { aboutObstacle } from './eligible.js';
import type { OutcomeCause, Request, RequestAction, RequestItem } from './request.js';

type Asked = Pick<Request, 'action' | 'items'>;

/** What the step is; empty where there is nothing to do, or nothing more is known than what the outcome says. */
export function nextStep(request: Asked, { outcome }: Pick<RequestItem, 'outcome'>): string {
  if (outcome?.kind !== 'skipped' && outcome?.kind !== 'failed') return '';
  const { cause } = outcome;
  if (cause === undefined) return '';
  if (cause === 'write-denied') return aboutDenial(request, outcome);
  return isObstacle(cause) ? aboutObstacle(request.action, cause) : STEPS[cause](VERB[request.action]);
}

const VERB: Readonly<Record<RequestAction, string>> = { block: 'block', unblock: 'unblock', exempt: 'exempt' };

type Obstacle = Extract<
  Cause,
  'directory-synced' | 'teams-rooms-licence' | 'directory-role' | 'management-restricted' | 'guest'
>;
const OBSTACLES: ReadonlySet<OutcomeCause> = new Set<Obstacle>([
  'directory-synced',
  'teams-rooms-licence',
  'directory-role',
  'management-restricted',
  'guest',
]);

function isObstacle(cause: OutcomeCause): cause is Obstacle {
  return OBSTACLES.has(cause);
}

const SCAN = 'Type “scan”, look at its status, then ask anew.';
const CHECK = 'Check the account in the Entra admin center, then ask anew.';

const STEPS: Readonly<Record<Exclude<OutcomeCause, Obstacle | 'write-denied'>, (verb: string) => string>> = {
  altered: () => 'Tell the people who run the bot: its store was changed by hand. Compare the record, then ask anew.',
  'watch-mode': (verb) =>
    `Have an administrator ${verb} it in the Microsoft 365 admin center, or end the watch mode and ask anew.`,
  late: () => 'Ask anew, and have it approved while Microsoft can be reached.',
  over: () => 'Ask anew with a later end.',
  'not-listed': () =>
    'If it was deleted or is a person’s mailbox now, nothing is left to do. Else type “scan” and ask anew.',
  'other-account': () => SCAN,
  'type-changed': () => 'Make sure that the new type is meant, type “scan”, then ask anew.',
  'read-denied': () => 'Have an administrator grant the permission, then run it again.',
  refused: () => 'Run it again. If it stays so, give Microsoft support the request id.',
  'switched-back': () => 'Look in the Entra audit log who or what enabled it again, stop that, then run it again.',
  unconfirmed: (verb) => `See its status; where it does not read as ${verb}ed, run it again.`,
  exempt: () => 'See its status for who answers for the exemption. To end it early, ask anew.',
  'sign-in-blocked': () => 'Nothing is left to do.',
  'sign-in-allowed': () => 'See its status, then ask for what is needed now.',
  'no-object-id': () => CHECK,
  'no-account': () => CHECK,
  'state-not-returned': () => 'Have an administrator grant the bot User.Read.All, then ask anew.',
};

/**
 * Microsoft answers a missing permission and a protected account alike. Mailboxes are changed one after the other, so a
 * write after this one that went through shows that the permission was there, and that it is the account.
 */
function aboutDenial({ action, items }: Asked, outcome: RequestItem['outcome']): string {
  const account = 'it holds an administrator role, is in a role-assignable group, or is under restricted management';
  const who = `Privileged Authentication Administrator has to ${VERB[action]} it or take that away; then run it again or ask anew.`;
  const after = items.slice(items.findIndex((item) => item.outcome === outcome) + 1);
  if (after.some(wasWritten)) return `The account is privileged: ${account}. A ${who}`;
  return `Either the bot lacks User.EnableDisableAccount.All: grant it and run it again. Or the account is privileged (${account}): a ${who}`;
}

function wasWritten({ outcome }: RequestItem): boolean {
  return outcome?.kind === 'written' || outcome?.kind === 'blocked' || outcome?.kind === 'unblocked';
}
