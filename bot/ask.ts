// The one path of block, unblock and exempt: find the mailboxes, ask for what was left unsaid, show a preview.
import { draftRequest } from '../src/approvals/draft-request.js';
import type { Person, RequestAction } from '../src/approvals/request.js';
import { Refused } from '../src/failure.js';
import { findLeading, findOne } from '../src/mailboxes/find.js';
import type { AssessedMailbox } from '../src/mailboxes/mailbox.js';
import type { Scans } from '../src/mailboxes/scan.js';
import type { AskInput } from './ask-input.js';
import type { Reply, Turn } from './command.js';
import { findOwner } from './owner.js';
import { takeOwner } from './owner-words.js';
import { showPreview } from './preview-reply.js';
import type { Services } from './services.js';
import { readTerm, takeTerm } from './term-words.js';
import { askView } from './views/ask.js';
import { choicesView } from './views/choices.js';

/** @throws Refused mailbox-*, until-*, owner-unfit, reason-*, watch-mode, too-many-mailboxes, nothing-to-ask, upstream-* */
export async function ask(action: RequestAction, input: AskInput, turn: Turn, services: Services): Promise<Reply> {
  await services.scanner.latest();
  try {
    const { mailboxes, rest } = await resolve(input, services.store.scans);
    const { until, reason, owner: ownerSaid } = saidOf(action, { ...input, rest }, turn);
    const owner = await ownerOf(ownerSaid, turn, services);
    const wanted = { action, mailboxes, reason, until, owner, isUrgent: input.isUrgent && action === 'block' };
    return isComplete(wanted)
      ? await preview(wanted, turn, services)
      : askForRest({ ...wanted, ownerSaid: ownerSaid ?? '' }, turn, services);
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
  /** Null for a block, and where nobody was named: then it is who asks. */
  readonly owner: Person | null;
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

interface Said {
  readonly until: string | null;
  /** As it was said. */
  readonly owner: string | null;
  readonly reason: string;
}

/** A block has neither an end nor an owner, so words like "for 2 hours" stay in its reason. */
function saidOf(action: RequestAction, { term, owner: field, rest }: AskInput, { reader }: Turn): Said {
  if (action === 'block') return { until: null, owner: null, reason: rest };
  const { owner, rest: words } = field === null ? takeOwner(rest) : { owner: field, rest };
  const fromField = term === null ? null : readTerm(term, reader);
  if (fromField !== null) return { until: fromField, owner, reason: words };
  const { until, rest: reason } = takeTerm(words, reader);
  return { until, owner, reason };
}

async function ownerOf(
  said: string | null,
  { correlationId }: Turn,
  { fresh, store }: Services,
): Promise<Person | null> {
  return said === null ? null : findOwner(said, correlationId, { ...fresh, scans: store.scans });
}

function isComplete({ action, reason, until }: Wanted): boolean {
  return reason.trim() !== '' && (action === 'block' || until !== null);
}

function askForRest(
  { action, mailboxes, reason, until, ownerSaid }: Wanted & { readonly ownerSaid: string },
  { reader }: Turn,
  { settings }: Services,
): Reply {
  if (settings.mode === 'watch' && action !== 'exempt') throw new Refused({ kind: 'watch-mode' });
  return {
    kind: 'message',
    view: askView({
      ...{ action, reason, until, reader },
      owner: ownerSaid,
      mailboxes: mailboxes.map(({ mailbox, account }) => ({ ...mailbox, objectId: account?.id ?? mailbox.objectId })),
      pattern: settings.reasonPattern?.source ?? null,
    }),
  };
}

async function preview(wanted: Wanted, turn: Turn, services: Services): Promise<Reply> {
  const { place, actor: by, correlationId } = turn;
  const audience = place.kind === 'personal' ? 'requester' : 'place';
  const asked = { ...wanted, by, audience, conversationId: place.conversationId, correlationId } as const;
  const draft = await draftRequest(asked, services.settings, services.create);
  return { kind: 'message', view: await showPreview(draft, 0, turn, services) };
}
