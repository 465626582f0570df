// Tells an approver that a chat or channel which they chose for requests is gone.
import type { PlaceNotice } from '../../src/delivery/notice.js';
import { noticeView } from './notice.js';
import { placeName } from './place-words.js';
import type { Reader, View } from './view.js';
import { moment } from './when.js';

/** The card of a place that is gone. */
export function placeNoticeView({ place, because, at }: PlaceNotice, reader: Reader): View<'notice'> {
  return noticeView({
    title: '⚠ Requests are not posted there any more',
    tone: 'warning',
    text: 'I was taken out of a place where requests are posted, or may not write there any more. Approvers still hear of requests in their own chats. To have them posted there again, add me and type “approvals here”.',
    facts: [
      { label: 'Place', value: placeName(place) },
      { label: 'Since', value: moment(at, reader) },
      { label: 'Teams said', value: because },
    ],
    steps: [{ title: 'Approvals', verb: 'approvals' }],
  });
}
