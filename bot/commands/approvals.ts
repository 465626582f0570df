// `approvals`: who can be told of requests; `approvals here` and `approvals off`: whether they are posted in this place.
import { Refused } from '../../src/failure.js';
import { keepPosting, showApprovals } from '../approvals-reply.js';
import { countOf, textOf } from '../card-values.js';
import { command } from '../command.js';

interface ApprovalsInput {
  readonly wanted: 'list' | 'here' | 'off';
  /** First is 0. */
  readonly page: number;
}

export const approvals = command<ApprovalsInput>({
  name: 'approvals',
  aliases: ['approvers'],
  usage: '[here | off]',
  summary: 'Show who can be told of requests, or have requests posted in this chat or channel.',
  role: 'approver',
  discloses: false,
  menu: [],
  fromText: (text) => ({ wanted: wantedIn(text), page: 0 }),
  fromCard: (values) => ({ wanted: wantedIn(textOf(values, 'text', 8)), page: countOf(values, 'page') }),
  run({ wanted, page }, turn, services) {
    if (wanted === 'list') return showApprovals(page, turn, services);
    return keepPosting(wanted === 'here', turn, services);
  },
});

function wantedIn(said: string): ApprovalsInput['wanted'] {
  const word = said.toLowerCase();
  if (word === '') return 'list';
  if (word === 'here' || word === 'off') return word;
  throw new Refused({ kind: 'bad-argument', said, expected: '"approvals", "approvals here" or "approvals off"' });
}
