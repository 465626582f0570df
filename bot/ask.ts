// The one path of block, unblock and exempt: find the mailboxes, ask for what was left unsaid, show a preview.
import { draftRequest } from '../src/approvals/draft-request.js';
import type { RequestAction } from '../src/approvals/request.js';
import { Refused } from '../src/failure.js';
import { findLeading, findOne } from '../src/mailboxes/find.js';
import type { AssessedMailbox } from '../src/mailboxes/mailbox.js';
import type { Scans } from '../src/mailboxes/scan.js';
import type { AskInput } from './ask-input.js';
import type { Reply, Turn } from './command.js';
import { showPreview } from './preview-reply.js';
import type { Services } from './services.js';
import { readTerm, takeTerm } from './term-words.js';
import { askView } from './views/ask.js';
import { choicesView } from './views/choices.js';

/** @throws Refused mailbox-*, until-*, reason-*, watch-mode, too-many-mailboxes, nothing-to-ask, upstream-* */
export async function ask(action: RequestAction, input: AskInput, turn: Turn, services: Services): Promise<Reply> {
  await services.scanner.latest();
  try {
    const { mailboxes, rest } = await resolve(input, services.store.scans);
    const { until, reason } = saidOf(action, { ...input, rest }, turn);
    const wanted = { action, mailboxes, reason, until, isUrgent: input.isUrgent && action === 'block' };
    return isComplete(wanted) ? await preview(wanted, turn, services) : askForRest(wanted, services);
  } catch (error) {
    if (!(error instanceof Refused) || error.failure.kind !== 'mailbox-ambiguous') throw error;
    if (input.named.length > 1) throw error;
    const rest = input.named.length === 0 ? input.rest.split(' ').slice(1).join(' ') : input.rest;
    const reason = `${input.isUrgent ? 'urgent ' : ''}${rest}`;
    return { kind: 'message', view: choicesView({ ...error.failure, verb: action, reason }) };
  }
}

interface Wanted {
  readonly action: RequestAction;
  readonly mailboxes: readonly AssessedMailbox[];
  readonly reason: string;
  readonly until: string | null;
  readonly isUrgent: boolean;
}

async function resolve(
  { named, rest }: AskInput,
  scans: Scans,
): Promise<{ readonly mailboxes: readonly AssessedMailbox[]; readonly rest: string }> {
  if (named.length === 0) {
    const { mailbox, rest: others } = await findLeading(rest, scans);
    return { mailboxes: [mailbox], rest: others };
  }
  const mailboxes: AssessedMailbox[] = [];
  for (const said of named) mailboxes.push(await findOne(said, scans));
  return { mailboxes, rest };
}

/** A block has no end, so words like "for 2 hours" stay in its reason. */
function saidOf(
  action: RequestAction,
  { term, rest }: AskInput,
  { reader }: Turn,
): { readonly until: string | null; readonly reason: string } {
  if (action === 'block') return { until: null, reason: rest };
  const fromField = term === null ? null : readTerm(term, reader);
  if (fromField !== null) return { until: fromField, reason: rest };
  const { until, rest: reason } = takeTerm(rest, reader);
  return { until, reason };
}

function isComplete({ action, reason, until }: Wanted): boolean {
  return reason.trim() !== '' && (action === 'block' || until !== null);
}

function askForRest({ action, mailboxes, reason, until }: Wanted, { settings }: Services): Reply {
  if (settings.mode === 'watch' && action !== 'exempt') throw new Refused({ kind: 'watch-mode' });
  return {
    kind: 'message',
    view: askView({
      ...{ action, reason, until },
      mailboxes: mailboxes.map(({ mailbox, account }) => ({ ...mailbox, objectId: account?.id ?? mailbox.objectId })),
      pattern: settings.reasonPattern?.source ?? null,
    }),
  };
}

async function preview(wanted: Wanted, turn: Turn, services: Services): Promise<Reply> {
  const { place, actor: by, correlationId } = turn;
  const audience = place.kind === 'personal' ? 'requester' : 'place';
  const asked = { ...wanted, by, owner: null, audience, conversationId: place.conversationId, correlationId } as const;
  const draft = await draftRequest(asked, services.settings, services.create);
  return { kind: 'message', view: await showPreview(draft, 0, turn, services) };
}
