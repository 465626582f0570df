// Which mailboxes an approver takes off a pending request's list: one page of those that stand, to be ticked.
import type { Request } from '../../src/approvals/request.js';
import { approvalsOf, isStanding } from '../../src/approvals/transitions.js';
import { choiceOf } from './choice.js';
import { pageOfItems } from './item-page.js';
import { onCard } from './plain.js';
import { titleOf } from './request.js';
import type { View } from './view.js';
import { counted } from './when.js';

/** For the approver's eyes only; the pages are those of the request's card. */
export function strikeView(request: Request, wanted: number): View<'strike'> {
  const { shown, heading, paging, page } = pageOfItems(request.items.filter(isStanding), wanted);
  return {
    card: 'strike',
    summary: `Strike mailboxes off request ${request.id}`,
    data: {
      title: onCard(titleOf(request)),
      next: nextOf(request),
      itemsHeading: heading,
      choices: shown.map(choiceOf),
      paging,
      page,
      requestId: request.id,
      content: request.contentHash,
    },
  };
}

function nextOf(request: Request): string {
  const given = approvalsOf(request).length;
  const then =
    given === 0
      ? ''
      : ` ${counted(given, 'approval')} given so far ${given === 1 ? 'was' : 'were'} for the longer list and will not count any more.`;
  return `What you choose comes off the list; nothing happens to it. You still have to approve or deny the others.${then}`;
}
