// Who may use which command, written down a second time: a command that is new or changes hands must be changed here too.
import type { Role } from '../../bot/command.js';
import type { Part } from './recruits.js';

/** The role of every command; every button sends the name of one. */
export const ROLE_OF: Readonly<Record<string, Role>> = {
  help: 'anyone',
  list: 'reader',
  status: 'reader',
  scan: 'reader',
  audit: 'reader',
  requests: 'reader',
  request: 'reader',
  alerts: 'reader',
  alert: 'reader',
  digest: 'reader',
  snooze: 'reader',
  unsnooze: 'reader',
  acknowledge: 'reader',
  withdraw: 'reader',
  retry: 'reader',
  block: 'operator',
  unblock: 'operator',
  exempt: 'operator',
  preview: 'operator',
  submit: 'operator',
  discard: 'operator',
  anew: 'operator',
  undo: 'operator',
  approve: 'approver',
  deny: 'approver',
  strike: 'approver',
  review: 'approver',
  reviewed: 'approver',
  admit: 'approver',
  approvals: 'approver',
};

/** The roles that each part has. */
const HAS: Readonly<Record<Part, readonly Role[]>> = {
  outsider: ['anyone'],
  guest: ['anyone'],
  disabled: ['anyone'],
  operator: ['anyone', 'reader', 'operator'],
  approver: ['anyone', 'reader', 'approver'],
  both: ['anyone', 'reader', 'operator', 'approver'],
};

/** Why the person is refused; null when the command goes on to look at what was asked. */
export function refusalOf(part: Part, role: Role): 'guest' | 'not-operator' | 'not-approver' | null {
  if (HAS[part].includes(role)) return null;
  if (part === 'guest') return 'guest';
  return role === 'approver' ? 'not-approver' : 'not-operator';
}
