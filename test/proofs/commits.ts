// What must hold of a single transaction: who changes a request sees to what has to happen next.
import assert from 'node:assert/strict';
import type { RequestSettings } from '../../src/approvals/create-request.js';
import type { Job } from '../../src/approvals/ports.js';
import type { Request } from '../../src/approvals/request.js';
import type { RecordEntry } from '../../src/audit/entry.js';
import type { Chronicle } from './chronicle.js';
import type { FakeTenant } from './fake-tenant.js';
import type { Commit } from './witness.js';

type Mode = RequestSettings['mode'];

/** Asserted of each commit before the chronicle goes on to it: no scan has to find what lies around. */
export function checkCommit(
  commit: Commit,
  chronicle: Chronicle,
  { mode, writes }: Pick<RequestSettings, 'mode'> & Pick<FakeTenant, 'writes'>,
): void {
  for (const request of commit.versions) {
    checkGoesOn(request, commit, chronicle);
    checkOwnership(request, chronicle, writes);
  }
  for (const entry of commit.entries) checkEnd(entry, chronicle, mode);
}

function checkGoesOn({ id, state }: Request, { planned }: Commit, { chapters }: Chronicle): void {
  const before = chapters.get(id)?.book.state ?? null;
  if (before === state) return;
  const next = jobAfter(state, before);
  if (next === null) return;
  const isPlanned = planned.some(({ job }) => job.name === next && 'requestId' in job && job.requestId === id);
  assert.ok(isPlanned, `${id} is ${state}, and nobody plans ${next}`);
}

/** What the bot wrote itself is never recorded as found that way, whatever became of the answer. */
function checkOwnership({ id, items }: Request, { chapters, entries }: Chronicle, writes: FakeTenant['writes']): void {
  const before = new Map(chapters.get(id)?.request.items.map(({ objectId, outcome }) => [objectId, outcome?.kind]));
  for (const { objectId, outcome } of items) {
    if (outcome?.kind !== 'already-blocked' || before.get(objectId) === outcome.kind) continue;
    const isOwn = writes.some((write) => write.requestId === id && write.objectId === objectId);
    const isTold = entries.some(({ event, requestId, mailbox }) => {
      return event === 'mailbox.block-written' && requestId === id && mailbox === objectId;
    });
    assert.ok(!isOwn || isTold, `${objectId} was blocked under ${id}, and the record does not know by whom`);
  }
}

function jobAfter(state: Request['state'], before: Request['state'] | null): Job['name'] | null {
  if (state === 'pending') return 'expire-request';
  if (state === 'approved') return 'apply-request';
  return state === 'applying' && before === 'failed' ? 'apply-request' : null;
}

/** What was unblocked for a time is blocked at its end, unless nothing is to be written. */
function checkEnd({ event, requestId, detail }: RecordEntry, { chapters }: Chronicle, mode: Mode): void {
  if (event !== 'exemption.ended' || detail['why'] !== 'over') return;
  const isUnblock = chapters.get(requestId ?? '')?.request.action === 'unblock';
  const isFollowed = typeof detail['next'] === 'string';
  assert.equal(isFollowed, isUnblock && mode === 'enforce', `the end of ${requestId} in mode ${mode}`);
}
