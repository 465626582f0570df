// Follows every request through what was committed, version by version, and holds it and its record against the rulebook.
import assert from 'node:assert/strict';
import type { Request } from '../../src/approvals/request.js';
import type { RecordEntry } from '../../src/audit/entry.js';
import { bookOf } from './book-of.js';
import { deedBetween, eventsFor, followed, isReachAlone } from './explain.js';
import type { Book } from './rulebook.js';
import type { Commit } from './witness.js';

/** A request as it stands, with its book. */
export interface Chapter {
  readonly request: Request;
  readonly book: Book;
  /** Content hash of the list that was shown at first. */
  readonly firstContent: string;
  /** Somebody changed it in the store, past every rule: from then on nothing may be decided or written. */
  readonly isTampered: boolean;
}

export interface Chronicle {
  readonly chapters: ReadonlyMap<string, Chapter>;
  /** Everything that was recorded, in order. */
  readonly entries: readonly RecordEntry[];
  saw(commit: Commit): void;
  /** Somebody changed the store by hand. */
  tampered(request: Request): void;
}

/** @param checkBirth asserts that a request may be made so */
export function createChronicle(checkBirth: (request: Request, chronicle: Chronicle) => void): Chronicle {
  const chapters = new Map<string, Chapter>();
  const entries: RecordEntry[] = [];
  const chronicle: Chronicle = {
    chapters,
    entries,
    saw(commit) {
      entries.push(...commit.entries);
      for (const request of commit.versions) {
        const said = commit.entries.filter((entry) => isAbout(entry, request));
        const before = chapters.get(request.id);
        if (before === undefined) checkFirst(request, said, () => checkBirth(request, chronicle));
        chapters.set(request.id, before === undefined ? begun(request) : next(before, request, said));
      }
      for (const entry of commit.entries) checkHasVersion(entry, commit.versions);
    },
    tampered(request) {
      const { firstContent = '' } = chapters.get(request.id) ?? {};
      chapters.set(request.id, { request, book: bookOf(request), firstContent, isTampered: true });
    },
  };
  return chronicle;
}

function begun(request: Request): Chapter {
  return { request, book: bookOf(request), firstContent: request.contentHash, isTampered: false };
}

function isAbout({ requestId, detail }: RecordEntry, { id, version }: Request): boolean {
  return requestId === id && detail['version'] === version;
}

function checkFirst(request: Request, said: readonly RecordEntry[], checkBirth: () => void): void {
  assert.equal(request.version, 1);
  assert.deepEqual(
    said.map(({ event }) => event),
    ['request.created'],
  );
  checkBirth();
}

function next(before: Chapter, after: Request, said: readonly RecordEntry[]): Chapter {
  assert.equal(after.version, before.request.version + 1, `a version of ${after.id} is missing`);
  if (isReachAlone(before.request, after)) {
    assert.deepEqual(said, [], 'an entry though nothing happened');
    return { ...before, request: after };
  }
  const actor = said[0]?.actor ?? { kind: 'bot' };
  const deed = deedBetween(before.request, after, actor.kind === 'person' ? actor.objectId : null);
  const book = followed(before.book, deed, after);
  const expected = eventsFor(deed, after);
  assert.equal(
    said.length,
    deed.what === 'strike' ? new Set(deed.items).size : 1,
    `entries of ${JSON.stringify(deed)}`,
  );
  for (const entry of said) {
    assert.ok(expected.includes(entry.event), `${entry.event} for ${JSON.stringify(deed)}`);
    const { state, content } = entry.detail;
    assert.deepEqual([state, content, entry.at], [after.state, after.contentHash, after.changedAt]);
    assert.equal(
      entry.actor.kind === 'person' ? entry.actor.objectId : null,
      'by' in deed ? deed.by : deedlessActor(entry),
    );
  }
  return { ...before, request: after, book };
}

/** A resumption is somebody's, though the rules do not ask whose. */
function deedlessActor({ event, actor }: RecordEntry): string | null {
  return event === 'request.resumed' && actor.kind === 'person' ? actor.objectId : null;
}

/** An entry that names a state must stand beside the version that is in that state. */
function checkHasVersion(entry: RecordEntry, versions: readonly Request[]): void {
  if (entry.detail['state'] === undefined) return;
  assert.ok(
    versions.some((request) => isAbout(entry, request)),
    `${entry.event} is recorded, and no such change was made`,
  );
}
