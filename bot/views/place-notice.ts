// Tells who chose a conversation for requests or alerts that it is gone.
import type { PlaceNotice } from '../../src/delivery/notice.js';
import { noticeView } from './notice.js';
import { placeName } from './place-words.js';
import type { Reader, View } from './view.js';
import { moment } from './when.js';

const WORDS = {
  requests: {
    title: '⚠ Requests are not posted there any more',
    text: 'I was taken out of a place where requests are posted, or may not write there any more. Approvers still hear of requests in their own chats. To have them posted there again, add me and type “approvals here”.',
    step: { title: 'Approvals', verb: 'approvals' },
  },
  alerts: {
    title: '⚠ Alerts do not arrive there any more',
    text: 'I was taken out of a place where alerts are told, or may not write there any more. What is open there and told nowhere else goes to the approvers’ own chats. To have alerts come there again, add me and type “alerts here”.',
    step: { title: 'Alerts', verb: 'alerts' },
  },
} as const;

/** The card of a place that is gone. */
export function placeNoticeView(
  { place, because, at, lost = 'requests' }: PlaceNotice,
  reader: Reader,
): View<'notice'> {
  const { title, text, step } = WORDS[lost];
  return noticeView({
    ...{ title, text, tone: 'warning' },
    facts: [
      { label: 'Place', value: placeName(place) },
      { label: 'Since', value: moment(at, reader) },
      { label: 'Teams said', value: because },
    ],
    steps: [step],
  });
}
