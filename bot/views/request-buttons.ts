// Which buttons a request's card has for whom, and which of them stand behind "…" so that no more than four meet the eye.
import type { CardData } from '../../cards/index.js';
import { canAskAnew, undoable } from '../../src/approvals/left-over.js';
import type { Request } from '../../src/approvals/request.js';
import { canResume, isStanding } from '../../src/approvals/transitions.js';
import type { Audience } from '../../src/delivery/ports.js';

export interface ButtonFacts {
  readonly request: Request;
  readonly audience: Audience;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly isRequester: boolean;
  /** Whether this person's say is not wanted, or was had already. */
  readonly isSpent: boolean;
  /** Whether this person's look at an urgent request is waited for. */
  readonly mayLookAfter: boolean;
  readonly paging: { readonly hasPrevious: boolean; readonly hasNext: boolean };
}

type Buttons = Pick<
  CardData['request'],
  | 'canDecide'
  | 'canStrike'
  | 'canReview'
  | 'canWithdraw'
  | 'canResume'
  | 'canAskAnew'
  | 'canUndo'
  | 'canLookAfter'
  | 'modes'
>;

/** The server decides at the press in every case. */
export function buttonsOf(facts: ButtonFacts): Buttons {
  const { request, audience, now, isRequester, isSpent, mayLookAfter } = facts;
  const isPending = request.state === 'pending';
  const canStrikeOff =
    isPending && audience === 'approver' && !isRequester && request.items.filter(isStanding).length > 1;
  const can = {
    canDecide: isPending && audience === 'approver' && !isSpent,
    canStrike: canStrikeOff,
    canReview: isPending && audience === 'place',
    canWithdraw: isPending && audience === 'requester' && isRequester,
    canResume: canResume(request, now),
    // A request that ended without a run has a card without buttons; typed, it can be asked anew all the same.
    canAskAnew: request.state === 'failed' && canAskAnew(request, now),
    canUndo: undoable(request).length > 0,
    canLookAfter: audience !== 'place' && mayLookAfter,
  };
  return { ...can, modes: modesOf(can, facts.paging) };
}

/** Buttons of a request that has run which stand side by side on a phone. */
const SIDE_BY_SIDE = 2;

/** What gives way first is what is wanted least often; the longest two titles are too long together. */
function modesOf(can: Omit<Buttons, 'modes'>, paging: ButtonFacts['paging']): Buttons['modes'] {
  const [resume, askAnew, lookAfter] = [can.canResume, can.canAskAnew, can.canLookAfter].map(Number);
  const others = (resume ?? 0) + (askAnew ?? 0) + (lookAfter ?? 0);
  const mode = (isBehind: boolean): 'primary' | 'secondary' => (isBehind ? 'secondary' : 'primary');
  const deciding = can.canDecide && can.canStrike;
  return {
    undo: mode(others >= SIDE_BY_SIDE || can.canLookAfter),
    askAnew: mode(can.canAskAnew && others > SIDE_BY_SIDE),
    // Approve, Deny, Strike off and the way on are four already.
    previous: mode(deciding && paging.hasPrevious && paging.hasNext),
  };
}
