// What the time line says of an exemption's beginning, warning and end, and of the sessions that a block ended.
import type { Sessions } from '../../src/approvals/request.js';
import type { RecordEntry } from '../../src/audit/entry.js';
import { onCard } from './plain.js';
import type { Reader } from './view.js';
import { counted, moment } from './when.js';

const WHY: Readonly<Record<string, string>> = {
  over: 'its time was over',
  blocked: 'sign-in was blocked',
  'not-unblocked': 'sign-in was not allowed after all',
};

/** In a few words; what an older entry does not tell is left out. */
export function exemptionDetail({ detail }: Pick<RecordEntry, 'detail'>, reader: Reader): string {
  const { until, why, next, replaces, told } = detail;
  const parts = [
    typeof why === 'string' ? (Object.hasOwn(WHY, why) ? (WHY[why] ?? '') : onCard(why, 60)) : '',
    typeof until === 'string' ? `until ${moment(until, reader)}` : '',
    typeof replaces === 'string' ? `instead of that of request ${onCard(replaces, 16)}` : '',
    typeof next === 'string' ? `blocked again by request ${onCard(next, 16)}` : '',
    typeof told === 'number' ? `told in ${counted(told, 'chat')}` : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

const SESSIONS: Readonly<Record<Sessions, string>> = {
  ended: 'open sessions were ended',
  'no-permission': 'open sessions were not ended: no permission',
  'not-ended': 'open sessions were not ended: Microsoft did not answer',
};

/** Empty where nobody asked to end them. */
export function sessionsDetail({ detail }: Pick<RecordEntry, 'detail'>): string {
  const said = detail['sessions'];
  return typeof said === 'string' && Object.hasOwn(SESSIONS, said) ? SESSIONS[said as Sessions] : '';
}
