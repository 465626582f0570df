// Rules of the use cases, each broken once.
import type { Mutation } from './mutation.js';

const rule = (name: string, file: string, find: string, put: string): Mutation => ({
  ...{ name, find, put },
  file: `src/approvals/${file}.js`,
});

export const STORE_MUTANTS: readonly Mutation[] = [
  rule(
    'the list on the card is not compared',
    'decide-request',
    'content === null || content === request.contentHash',
    'true',
  ),
  rule('an altered list is approved', 'decide-request', 'if (!isUnaltered(request))', 'if (false)'),
  rule('an altered list is shortened', 'strike-items', 'if (!isUnaltered(request))', 'if (false)'),
  rule('an altered list is carried out', 'act', 'if (!isUnaltered(request))', 'if (false)'),
  rule('an approval runs after its deadline', 'act', 'if (isLate(request, at))', 'if (false)'),
  rule(
    'what changed is written all the same',
    'act',
    'const changed = whatChanged(request.action, item, mailbox);',
    'const changed = null;',
  ),
  rule('watch mode writes', 'act', "mode === 'watch' && request.action !== 'exempt'", 'false'),
  rule('watch mode asks', 'create-request', "settings.mode === 'watch' && draft.action !== 'exempt'", 'false'),
  rule(
    'what was struck off is written',
    'apply-request',
    'one.outcome === null',
    "one.outcome === null || one.outcome.kind === 'struck'",
  ),
  rule('the cap of a day is ignored', 'create-request', 'if (items.length <= left)', 'if (true)'),
  rule('a mailbox is in two open requests', 'create-request', '!taken.has(idOf(mailbox))', 'true'),
  rule('what was struck off stays taken', 'create-request', 'request.items.filter(isStanding)', 'request.items'),
  rule(
    'what changed since the preview is asked for',
    'create-request',
    'sinceShown(shown.get(idOf(mailbox)), mailbox)',
    'null',
  ),
  rule('changes go unrecorded', 'change-request', 'await work.record.append(entry);', ''),
  rule(
    'an outcome is written over',
    'record-outcome',
    "before.kind !== 'written' || outcome.kind === 'written'",
    'false',
  ),
  rule('a block leaves the exemption', 'record-outcome', 'if (isBlocked || isVain)', 'if (isVain)'),
  rule('what came to nothing stays exempt', 'record-outcome', 'if (isBlocked || isVain)', 'if (isBlocked)'),
  rule(
    'what may be unblocked loses its end',
    'record-outcome',
    '!wasWritten && outcome.isUnconfirmed !== true',
    'true',
  ),
  rule('an unblock has no end', 'exemption-term', 'await exemptions.put(exemption);', ''),
  rule('an end comes too early', 'end-exemption', 'if (waitMs > 0)', 'if (false)'),
  rule('an end blocks nothing', 'end-exemption', "exemption.kind !== 'unblock' ||", 'true ||'),
  rule('an end is forgotten', 'end-exemption', 'await work.exemptions.end(objectId, now);', ''),
  rule('nothing expires by itself', 'expire-request', 'const next = expire(request, now);', 'const next = null;'),
  rule('a reminder comes twice', 'remind-request', 'request === null || request.reminders >= nth', 'request === null'),
  rule(
    'what lost its job is forgotten',
    'resume-requests',
    'if (next === undefined || (await isAny([next, ...others], jobs)))',
    'if (true)',
  ),
  rule('a decided request is run by nobody', 'decide-request', "if (next.state === 'approved')", 'if (false)'),
];
