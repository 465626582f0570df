// Rules of the pure state machine, each broken once.
import type { Mutation } from './mutation.js';

const inMachine = (name: string, find: string, put: string): Mutation => ({
  ...{ name, find, put },
  file: 'src/approvals/transitions.js',
});

export const MACHINE_MUTANTS: readonly Mutation[] = [
  inMachine(
    'the requester decides',
    `if (isSamePerson(by, request.requester))
        throw new Refused({ kind: 'own-request', requestId: request.id });
    const { contentHash: content } = request;`,
    'const { contentHash: content } = request;',
  ),
  inMachine(
    'the requester shortens the list',
    `if (isSamePerson(by, request.requester))
        throw new Refused({ kind: 'own-request', requestId: request.id });
    const wanted`,
    'const wanted',
  ),
  inMachine(
    'a person counts twice',
    'request.decisions.some((decision) => decision.content === content && isSamePerson(decision.by, by))',
    'false',
  ),
  inMachine(
    'an id in capitals is another person',
    'one.objectId.toLowerCase() === other.objectId.toLowerCase()',
    'one.objectId === other.objectId',
  ),
  inMachine('the quorum is one short', '.length < request.rules.quorum)', '.length + 1 < request.rules.quorum)'),
  inMachine('the quorum is one too many', '.length < request.rules.quorum)', '.length <= request.rules.quorum)'),
  inMachine(
    'a strike keeps approvals',
    "decision.verdict === 'approve' && decision.content === content",
    "decision.verdict === 'approve'",
  ),
  inMachine(
    'a strike keeps the hash',
    'contentHash: contentHash({ ...request, items })',
    'contentHash: request.contentHash',
  ),
  inMachine('all mailboxes are struck off', 'if (struck.length === standing.length)', 'if (false)'),
  inMachine('what is not on the list is struck off', 'struck.length === 0 || struck.length < wanted.size', 'false'),
  inMachine(
    'a denial counts as an approval',
    "{ decisions, state: 'denied' }",
    "{ decisions, state: 'approved', runBy: now }",
  ),
  inMachine('a denial denies nothing', "{ decisions, state: 'denied' }", '{ decisions }'),
  inMachine('a denial needs no reason', "if (reason.trim() === '')", 'if (false)'),
  inMachine('the end of the time to decide is ignored', 'if (isOverdue(request, now)) { throw', 'if (false) { throw'),
  inMachine(
    'a decision comes a millisecond late',
    'Date.parse(now) >= Date.parse(request.expiresAt)',
    'Date.parse(now) > Date.parse(request.expiresAt)',
  ),
  inMachine('a closed request is decided', "if (request.state !== 'pending') {", "if (request.state === 'applying') {"),
  inMachine(
    'anybody takes a request back',
    'if (!isSamePerson(by, request.requester))',
    'if (isSamePerson(by, request.requester) && false)',
  ),
  inMachine('silence is no refusal', "request.state === 'pending' && isOverdue(request, now) ?", 'false ?'),
  inMachine(
    'what nobody approved begins',
    "return request.state === 'approved' ?",
    "return request.state === 'pending' ?",
  ),
  inMachine('a run ends before it is read back', "|| item.outcome.kind === 'written'", ''),
  inMachine('a failure is done', "state: all ? 'done' : 'failed'", "state: 'done'"),
  inMachine(
    'what was struck off failed',
    'request.items.filter(isStanding).every(isFulfilled)',
    'request.items.every(isFulfilled)',
  ),
  inMachine('a run is resumed after its deadline', 'request.runBy !== null && !isLate(request, now)', 'true'),
  inMachine('what changed is run again', "item.outcome?.kind === 'failed' ? {", "item.outcome?.kind !== 'struck' ? {"),
  inMachine('a review outlives another run', "state: 'applying', review: null", "state: 'applying'"),
  inMachine('a requester reviews', 'isSamePerson(request.requester, by) || (hadASay', '(hadASay'),
  inMachine('an approver reviews', '...decisions.map(({ by }) => by), ...strikers', '...strikers'),
  inMachine(
    'who shortened the list reviews',
    '...decisions.map(({ by }) => by), ...strikers',
    '...decisions.map(({ by }) => by)',
  ),
  inMachine('nobody reviews where all had a say', '(hadASay(request, by) && !isNobodyElse)', 'hadASay(request, by)'),
  inMachine('a reminder of what is decided', "request.state !== 'pending' || isOverdue(request, now) ||", ''),
  inMachine('a reminder comes twice', '|| request.reminders >= nth', ''),
  {
    name: 'the hash is of the list that was',
    file: 'src/approvals/content-hash.js',
    find: ".filter(({ outcome }) => outcome?.kind !== 'struck')",
    put: '',
  },
];
