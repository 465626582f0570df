// What is left of a request's card when a reminder stands below it: one line, so that only the newest offers its buttons.
import type { Request } from '../../src/approvals/request.js';
import type { Audience } from '../../src/delivery/ports.js';
import { noticeView } from './notice.js';
import { titleOf } from './request.js';
import { headlineOfRequest } from './request-state.js';
import type { View } from './view.js';

/** The state stays true, and the button leads on should the newer card not be found. */
export function supersededView(request: Request, audience: Audience): View<'notice'> {
  const { mark, text } = headlineOfRequest(request);
  const step = audience === 'place' && request.state === 'pending' ? REVIEW : OPEN;
  return noticeView({
    title: `${mark} ${text}`,
    text: `${titleOf(request)}. A newer card of it stands further down.`,
    steps: [{ ...step, values: { requestId: request.id } }],
  });
}

const REVIEW = { title: 'Review', verb: 'review' } as const;
const OPEN = { title: 'Open request', verb: 'request' } as const;
