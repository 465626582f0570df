// Turns every refusal into one sentence that says what to do next.
import type { Failure, MailboxChoice, UpstreamTrace } from '../src/failure.js';
import { lasting } from './views/when.js';

/** The sentence for a person. Outside text in it is quoted as it came; cards show it without Markdown. */
export function sentenceFor(failure: Failure): string {
  switch (failure.kind) {
    case 'nothing-said':
      return 'Type a command, for example "list exposed" or "help".';
    case 'unknown-command':
      return unknownCommand(failure.said, failure.nearest);
    case 'too-long':
      return `${failure.what} is too long. Keep it under ${failure.limit} characters.`;
    case 'bad-argument':
      return `"${clip(failure.said)}" does not fit here. Expected ${failure.expected}.`;
    case 'mailbox-missing':
      return 'Say which mailbox: its name in quotes, its address or its object id. "list exposed" shows the ones that can sign in.';
    case 'mailbox-not-found':
      return mailboxNotFound(failure);
    case 'mailbox-ambiguous':
      return `More than one mailbox fits "${clip(failure.said)}". Choose one.`;
    case 'filter-missing':
    case 'filter-not-for':
    case 'none-fit':
    case 'none-chosen':
      return aboutChoice(failure);
    case 'reason-missing':
      return 'Say why, after the mailbox: the reason is kept with the request.';
    case 'reason-pattern':
      return `The reason does not have the form your organisation asks for: ${failure.pattern}`;
    case 'deny-reason-missing':
      return `Say why you deny it: deny ${failure.requestId} <reason>.`;
    case 'too-many-mailboxes':
      return `${failure.asked} mailboxes are more than one request may hold (${failure.limit}). Name fewer at a time, or choose by type: "block all exposed rooms".`;
    case 'daily-cap':
      return `Only ${failure.left} of the ${failure.limit} mailboxes a day are left; you asked for ${failure.asked}. Ask for fewer, or again tomorrow.`;
    case 'nothing-to-ask':
      return `There is nothing to ${failure.action}. ${failure.reasons.join(' ')}`;
    case 'draft-gone':
      return 'This preview is over: it was discarded, sent by somebody else, or is older than an hour. Ask again to see how things are now.';
    case 'until-missing':
      return `Say until when, such as "for 2h", "for 30 days" or "until 2027-01-31": an ${failure.action === 'unblock' ? 'unblock' : 'exemption'} always ends.`;
    case 'until-unreadable':
      return `"${clip(failure.said)}" is no time I can read. Say "for 2h", "for 3 days" or "until 2027-01-31".`;
    case 'until-past':
      return `That end is over or less than ${lasting(failure.leastMs)} away. Say a later one.`;
    case 'until-too-far':
      return `That is longer than an exemption may last here (${lasting(failure.longestMs)}). Say an earlier end; it can be prolonged later.`;
    case 'owner-unfit':
      return `${OWNER_UNFIT[failure.why](clip(failure.said))} Name a person of your organisation by address, or nobody: then you answer for it.`;
    case 'request-not-found':
      return `There is no request "${clip(failure.said)}". "requests" lists the ones there are.`;
    case 'request-closed':
      return `Request ${failure.requestId} is ${failure.state}${failure.by === null ? '' : ` (${failure.by})`}; it can no longer be decided. "request ${failure.requestId}" shows what came of it.`;
    case 'request-changed':
      return `Request ${failure.requestId} is not what it was when it was made, so it cannot be approved. Make a new one.`;
    case 'not-requester':
      return `Only the person who made request ${failure.requestId} can withdraw it. An approver can deny it.`;
    case 'own-request':
      return `You made request ${failure.requestId}; another approver has to decide it.`;
    case 'list-changed':
      return `Mailboxes were struck off request ${failure.requestId} since this card was shown. Look at the list as it is now, then decide.`;
    case 'strike-unknown':
      return `Choose the mailboxes to strike off from the list of request ${failure.requestId}; one of these is not on it any more.`;
    case 'not-on-list':
      return notOnList(failure);
    case 'strike-all':
      return `That would leave nothing of request ${failure.requestId}. Deny it instead, saying why.`;
    case 'not-resumable':
      return `Request ${failure.requestId} cannot run again: nothing of it failed, or the time to carry it out is over. Ask anew for what is left.`;
    case 'nothing-to-review':
      return `Request ${failure.requestId} waits for no review: only an urgent one that ran does, until somebody has looked at it.`;
    case 'own-review':
      return `You took part in request ${failure.requestId}; an approver who did not has to look at it.`;
    case 'finding-not-found':
      return `There is no alert "${clip(failure.said)}". "alerts" lists the ones there are.`;
    case 'finding-closed':
      return 'This alert is closed already: what it told of is as it should be again, or gone.';
    case 'not-snoozed':
      return `Alert ${failure.findingId} is not snoozed; it speaks up as it is.`;
    case 'no-alert':
      return `There is no open alert about "${clip(failure.said)}". "status" shows how it stands, "alerts" what is open.`;
    case 'already-acknowledged':
      return `${clip(failure.by)} takes care of this alert already.`;
    case 'snooze-past':
      return 'That end is over or less than five minutes away. Say a later one, such as "for 2 days".';
    case 'snooze-too-far':
      return `An alert may be snoozed for ${failure.limitDays} days at most. For longer, ask for an exemption: it has an owner and a second person's approval.`;
    case 'already-decided':
      return `You have decided request ${failure.requestId} already; another approver's decision is needed.`;
    default:
      return sentenceForAccess(failure);
  }
}

const OWNER_UNFIT: Readonly<Record<Extract<Failure, { kind: 'owner-unfit' }>['why'], (said: string) => string>> = {
  'not-found': (said) => `Entra knows nobody who signs in as "${said}", so nobody could answer for the exemption.`,
  guest: (said) => `"${said}" is a guest, and guests cannot answer for an exemption.`,
  disabled: (said) => `"${said}" may not sign in, so nobody could answer for the exemption.`,
  mailbox: (said) => `"${said}" is a mailbox that nobody should sign in to, so nobody could answer for the exemption.`,
};

type Rest = Extract<
  Failure,
  {
    kind:
      | 'not-operator'
      | 'not-approver'
      | 'no-identity'
      | 'guest'
      | 'foreign-tenant'
      | 'personal-chat-only'
      | 'place-refused'
      | AboutFile['kind']
      | 'watch-mode'
      | 'busy'
      | 'restarting'
      | 'rate-limited'
      | 'upstream-denied'
      | 'upstream-unavailable'
      | 'upstream-unexpected'
      | 'bad-config';
  }
>;

function sentenceForAccess(failure: Rest): string {
  switch (failure.kind) {
    case 'not-operator':
      return 'This needs membership in the operators group of Mailbox Guard. Ask the person who runs it to add you.';
    case 'not-approver':
      return 'This needs membership in the approvers group of Mailbox Guard. Ask the person who runs it, or an approver.';
    case 'no-identity':
      return 'Teams did not say who you are in Entra, so nothing can be done for you here. Write to the bot from your own account in its home organisation.';
    case 'guest':
      return 'Guests cannot use Mailbox Guard.';
    case 'foreign-tenant':
      return 'Mailbox Guard works only for people of its home organisation.';
    case 'personal-chat-only':
      return 'Details of your tenant are not shown here. Ask me in a personal chat, or let an approver type "admit here" to allow this place.';
    case 'place-refused':
      return 'Mailbox Guard does not answer in channels shared with other organisations. Ask me in a personal chat.';
    case 'offer-gone':
    case 'files-unsupported':
    case 'file-too-large':
    case 'upload-refused':
    case 'upload-failed':
      return aboutFile(failure);
    case 'watch-mode':
      return 'Mailbox Guard runs in watch mode: it reads and tells, and writes nothing. Until that changes, sign-in is blocked and allowed in the Microsoft 365 admin center.';
    case 'busy':
      return 'Several people changed this at once. Try again.';
    case 'restarting':
      return failure.mayBeDone
        ? 'Mailbox Guard is being restarted, and it is not certain what became of this: it may have been done. In a minute, look before you try again: "requests" and "alerts" show how things stand.'
        : 'Mailbox Guard is being restarted. Nothing was changed; please send this again in a minute.';
    case 'rate-limited':
      return `That is a lot at once. Try again in ${failure.retryAfterSeconds} seconds.`;
    case 'upstream-denied':
      return `${serviceName(failure.trace)} refused to answer. The bot probably lacks the permission ${failure.permission}; an administrator has to grant it.${traceOf(failure.trace)}`;
    case 'upstream-unavailable':
      return `${serviceName(failure.trace)} does not answer at the moment. Nothing was changed; try again in a few minutes.${traceOf(failure.trace)}`;
    case 'upstream-unexpected':
      return `${serviceName(failure.trace)} answered something unexpected: ${clip(failure.detail)}.${traceOf(failure.trace)}`;
    case 'bad-config':
      return `The settings are not complete: ${failure.problems.join(' ')}`;
  }
}

type AboutFile = Extract<
  Failure,
  { kind: 'offer-gone' | 'files-unsupported' | 'file-too-large' | 'upload-refused' | 'upload-failed' }
>;

function aboutFile(failure: AboutFile): string {
  switch (failure.kind) {
    case 'offer-gone':
      return 'This offer of a file is over: it was answered already, is older than a day, or was not made to you here. Ask for a new one.';
    case 'files-unsupported':
      return 'Teams takes no files from bots in this cloud. "report" shows what matters; "mailbox-guard report" on the command line has all of it.';
    case 'file-too-large':
      return `The file would have more than ${failure.megabytes} MB, which Teams does not take at once. "mailbox-guard report" on the command line has all of it.`;
    case 'upload-refused':
      return 'Nothing was sent: the place named for the file is not one where Microsoft keeps your files. If you pressed Allow on a card of mine, tell the person who runs me.';
    case 'upload-failed':
      return `Nothing was sent: your OneDrive did not ${failure.status === null ? 'answer in time' : `take the file (status ${failure.status})`}. Ask for it again.`;
  }
}

type AboutChoice = Extract<Failure, { kind: 'filter-missing' | 'filter-not-for' | 'none-fit' | 'none-chosen' }>;

function aboutChoice(failure: AboutChoice): string {
  switch (failure.kind) {
    case 'filter-missing':
      return failure.action === 'unblock'
        ? 'Sign-in is allowed again by name ("unblock reception@contoso.com for 2h why"), or for what a request blocked: "undo <its id>".'
        : `Say which: "${failure.action} all exposed", "${failure.action} all exposed shared", "${failure.action} all exposed rooms", with a part of the name in quotes if you like.`;
    case 'filter-not-for':
      return failure.action === 'block'
        ? `Only exposed mailboxes can be blocked in bulk. "list ${failure.verdict}" shows the ${failure.verdict} ones, and the status of each says what to do.`
        : `Only mailboxes that can sign in can be exempted. "list ${failure.verdict}" shows the ${failure.verdict} ones.`;
    case 'none-fit':
      return `${noneFit(failure)}${failure.scanWasPartial ? ' The latest scan was partial, so there may be some all the same; type "scan".' : ''}`;
    case 'none-chosen':
      return 'Choose at least one mailbox first.';
  }
}

function noneFit({ what, leftOut }: Extract<Failure, { kind: 'none-fit' }>): string {
  return leftOut.length === 0
    ? `The latest scan has no ${what}.`
    : `Nothing is left to ask for of all ${what}. ${leftOut.join(' ')}`;
}

function notOnList({ requestId, said, fits }: Extract<Failure, { kind: 'not-on-list' }>): string {
  const which = fits === 0 ? 'fits no mailbox' : `fits ${fits} mailboxes`;
  return `"${clip(said)}" ${which} of request ${requestId}. Say it by its address, or open the card: request ${requestId}.`;
}

function unknownCommand(said: string, near: string | null): string {
  const start = `"${clip(said)}" is not a command.`;
  return near === null ? `${start} "help" lists them.` : `${start} Did you mean "${near}"?`;
}

function mailboxNotFound(failure: Extract<Failure, { kind: 'mailbox-not-found' }>): string {
  const { said, nearest: near, scanWasPartial } = failure;
  const found = scanWasPartial ? 'was found that is called' : 'is called';
  const next = scanWasPartial
    ? 'The last scan was partial, so it may exist all the same; type "scan".'
    : 'A mailbox made in the last hour appears after "scan".';
  return `No shared, room, equipment or scheduling mailbox ${found} "${clip(said)}".${nearest(near)} ${next}`;
}

function nearest(choices: readonly MailboxChoice[]): string {
  if (choices.length === 0) return '';
  return ` Near it: ${choices.map((one) => `${clip(one.displayName)} (${one.address})`).join(', ')}.`;
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

const NAMES = {
  graph: 'Microsoft Graph',
  exchange: 'Exchange Online',
  identity: 'Microsoft Entra',
  teams: 'Teams',
} as const;

function serviceName(trace: UpstreamTrace): string {
  return NAMES[trace.service];
}

function traceOf({ status, requestId }: UpstreamTrace): string {
  const parts = [status === null ? null : `status ${status}`, requestId === null ? null : `request id ${requestId}`];
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}
