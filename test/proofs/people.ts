// What people do to requests in a life on a store: each deed with what it has to come to by the rulebook.
import type { Approver } from '../../src/approvals/approver.js';
import { decideRequest } from '../../src/approvals/decide-request.js';
import type { Person } from '../../src/approvals/request.js';
import { resumeRequest } from '../../src/approvals/resume-request.js';
import { reviewRequest } from '../../src/approvals/review-request.js';
import { strikeItems } from '../../src/approvals/strike-items.js';
import { withdrawRequest } from '../../src/approvals/withdraw-request.js';
import { Refused } from '../../src/failure.js';
import type { Chapter } from './chronicle.js';
import { type Deed, judge } from './rulebook.js';
import type { SmallWorld } from './small-world.js';

/** A person's deed on a request, pressed on a card that showed a list, or typed (null). */
export type Said = Exclude<Deed, { readonly what: 'settle' | 'expire' | 'remind' | 'begin' | 'finish' }> & {
  readonly by: string;
  readonly content: string | null;
};

export type Came = 'done' | 'refused' | 'lost';

export function personOf(id: string): Person {
  return { objectId: id, name: id };
}

/** What a deed on this request must come to. */
export function expectedOf(said: Said, { book, request, isTampered }: Chapter): Came {
  const isAboutTheList = said.what === 'approve' || said.what === 'strike';
  if (isTampered && (isAboutTheList || said.what === 'deny')) return 'refused';
  if (isAboutTheList && said.content !== null && said.content !== request.contentHash) return 'refused';
  return judge(book, said) === null ? 'refused' : 'done';
}

/** @throws whatever is neither a refusal nor a lost transaction */
export async function doDeed(said: Said, requestId: string, { ledger, clock, store }: SmallWorld): Promise<Came> {
  const asking = { requestId, by: personOf(said.by), correlationId: 'c' };
  const doors = { ledger, clock };
  const { content } = said;
  return cameTo(async () => {
    switch (said.what) {
      case 'approve':
        return decideRequest({ ...asking, verdict: 'approve', reason: '', content }, doors);
      case 'deny':
        return decideRequest({ ...asking, verdict: 'deny', reason: said.words, content }, doors);
      case 'withdraw':
        return withdrawRequest(asking, doors);
      case 'strike':
        return strikeItems({ ...asking, objectIds: said.items, content }, doors);
      case 'resume':
        return resumeRequest(asking, doors);
      case 'review':
        return reviewRequest(
          { ...asking, note: said.words },
          { ...doors, requests: store().requests, approvers: everyone },
        );
    }
  });
}

/** There is always somebody who took no part: whoever did may not review. */
async function everyone(): Promise<readonly Approver[]> {
  const stranger = { objectId: 'stranger', name: 'Stranger', accountEnabled: true, isGuest: false };
  return [stranger];
}

/** @throws whatever is neither a refusal nor a lost transaction */
export async function cameTo(work: () => Promise<unknown>): Promise<Came> {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof Refused) return 'refused';
    if (error instanceof Error && error.message.includes('went away')) return 'lost';
    throw error;
  }
}
