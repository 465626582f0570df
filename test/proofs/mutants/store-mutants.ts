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
    'const changed = obstacle ?? whatChanged(request.action, item, mailbox);',
    'const changed = obstacle;',
  ),
  rule('watch mode writes', 'act', "mode === 'watch' && request.action !== 'exempt'", 'false'),
  rule('watch mode asks', 'create-request', "settings.mode === 'watch' && draft.action !== 'exempt'", 'false'),
  rule(
    'what was struck off is written',
    'apply-request',
    'outcome === null && !passed',
    "(outcome === null || outcome.kind === 'struck') && !passed",
  ),
  rule('a block is begun without a note', 'act', 'work.writes.begin(request.id, item.objectId)', 'undefined'),
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
  rule(
    'a block leaves the exemption',
    'record-outcome',
    "await cutExemption(objectId, changedAt, 'blocked', work);",
    '',
  ),
  rule('what came to nothing stays exempt', 'record-outcome', '&& isInVain(before, objectId, outcome)', '&& false'),
  rule(
    'what may be unblocked loses its end',
    'record-outcome',
    'return isCertain && !wasWritten;',
    "return outcome.kind === 'failed';",
  ),
  rule('an unblock has no end', 'exemption-term', 'await work.exemptions.put(exemption);', ''),
  rule('an end comes too early', 'end-exemption', 'if (afterMs <= 0)', 'if (true)'),
  rule('an end blocks nothing', 'end-exemption', 'blocks ? followUp(request, due, now, doors.ids) : null', 'null'),
  rule('an end is forgotten', 'end-exemption', 'await work.exemptions.end(one.objectId, now);', ''),
  rule('nothing expires by itself', 'expire-request', 'const next = expire(request, now);', 'const next = null;'),
  rule('what lost its job is forgotten', 'resume-requests', 'if (await isAny([job, ...orElse], jobs))', 'if (true)'),
  rule('a decided request is run by nobody', 'decide-request', "if (next.state === 'approved')", 'if (false)'),
];
