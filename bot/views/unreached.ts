// Tells the requester that too few of those who may decide have heard of a request, and what to do; edited when that changes.
import { canBeDecided, reachLeft } from '../../src/approvals/reach.js';
import type { Request } from '../../src/approvals/request.js';
import { noticeView } from './notice.js';
import { isBegun, toldOf } from './reach-words.js';
import { titleOf } from './request.js';
import { headlineOfRequest } from './request-state.js';
import type { Reader, View } from './view.js';
import { moment } from './when.js';

/** While it is pending and unheard, the next step; then how it stands. */
export function unreachedView(request: Request, reader: Reader): View<'notice'> {
  const steps = [{ title: 'Open request', verb: 'request', values: { requestId: request.id } }] as const;
  const { mark, text } = headlineOfRequest(request);
  if (request.state !== 'pending') return noticeView({ title: `${mark} ${text}`, text: `${titleOf(request)}.`, steps });
  if (canBeDecided(request)) {
    const title = '✓ Approvers have been told';
    return noticeView({ title, tone: 'good', text: `${titleOf(request)}. ${toldOf(request)}`, steps });
  }
  const expires = `Without an answer it expires on ${moment(request.expiresAt, reader)}.`;
  return noticeView({
    title: reachLeft(request)?.told ? '⚠ Too few approvers could be told' : nobodyTold(request),
    tone: 'attention',
    text: `${titleOf(request)}. ${toldOf(request)} ${expires}`,
    steps,
  });
}

function nobodyTold(request: Request): string {
  return isBegun(request) ? '⚠ Nobody else could be told' : '⚠ Nobody could be told';
}
