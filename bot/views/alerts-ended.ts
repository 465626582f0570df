// Tells a person who may not read the tenant any more that alerts end in their chat. Nothing of the tenant stands on it.
import type { AlertsEndedNotice } from '../../src/delivery/notice.js';
import { noticeView } from './notice.js';
import type { Reader, View } from './view.js';
import { moment } from './when.js';

export function alertsEndedView({ at }: AlertsEndedNotice, reader: Reader): View<'notice'> {
  return noticeView({
    title: 'Alerts do not come here any more',
    text: 'Entra says that you are not in the operators or approvers group of Mailbox Guard any more, or that your account is blocked. Ask the person who runs it to add you, then type “alerts here”.',
    facts: [{ label: 'Since', value: moment(at, reader) }],
  });
}
