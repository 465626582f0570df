// What can happen in a life on a store, at random.
import fc from 'fast-check';
import { FAULTS, type Turn } from './fake-tenant.js';
import type { Said } from './people.js';

export const PEOPLE = ['person-a', 'person-b', 'person-c', 'person-d'] as const;
export const MAILBOXES = ['m1', 'm2', 'm3', 'm4'] as const;
const TURNS: readonly Turn[] = [
  { isEnabled: true },
  { isEnabled: false },
  { isSynced: true },
  { isSynced: false },
  { type: 'RoomMailbox' },
  { type: 'SharedMailbox' },
  { isListed: false },
  { isListed: true },
];

const who = fc.constantFrom(...PEOPLE);
const some = fc.subarray([...MAILBOXES], { minLength: 1, maxLength: 4 });
const turn = fc.record({
  what: fc.constant('turn' as const),
  item: fc.constantFrom(...MAILBOXES),
  to: fc.constantFrom(...TURNS),
});
const time = fc.record({
  what: fc.constant('time' as const),
  minutes: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 70 })),
});

const mode = fc.record({
  what: fc.constant('restart' as const),
  mode: fc.constantFrom('enforce' as const, 'watch' as const),
});

const say = fc.record({
  what: fc.constant('say' as const),
  deed: fc.constantFrom<Said['what']>(
    'approve',
    'approve',
    'approve',
    'strike',
    'strike',
    'deny',
    'withdraw',
    'resume',
    'review',
  ),
  who,
  /** Which of the requests, from the newest. */
  which: fc.nat(2),
  items: some,
  words: fc.constantFrom('so be it', ' '),
  seen: fc.constantFrom('now', 'now', 'typed', 'earlier'),
});

/** What was asked for is made shorter while it waits; then somebody approves the list as it was, or asks for what was struck off. */
const shorten = fc.record({
  what: fc.constant('shorten' as const),
  which: fc.nat(2),
  by: who,
  next: fc.record({ by: who, what: fc.constantFrom('approve' as const, 'ask' as const) }),
});

export const STEP = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('ask' as const),
      who,
      items: some,
      action: fc.constantFrom('block' as const, 'block' as const, 'unblock' as const, 'exempt' as const),
      isUrgent: fc.boolean(),
      /** Asks only for what can be asked for, and chooses what to ask accordingly. */
      isCareful: fc.constantFrom(true, true, true, false),
      minutes: fc.integer({ min: 3, max: 300 }),
      inBetween: fc.option(fc.oneof(turn, time, mode), { freq: 6 }),
    }),
  },
  /** Whatever brings a request nearer to its end: without it few would get that far. */
  { weight: 16, arbitrary: fc.record({ what: fc.constant('onward' as const), which: fc.nat(2) }) },
  { weight: 8, arbitrary: say },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('both' as const), one: say, other: say }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('work' as const), jobs: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 3, arbitrary: time },
  { weight: 2, arbitrary: turn },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('fault' as const), fault: fc.constantFrom(...FAULTS, 'commit') }),
  },
  { weight: 1, arbitrary: fc.constant({ what: 'again' as const }) },
  { weight: 3, arbitrary: shorten },
  /** The mode a restart finds in its settings; most keep what there is. */
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('restart' as const),
      mode: fc.constantFrom(null, 'enforce' as const, 'watch' as const),
    }),
  },
  /** A worker that was thought dead says what it did. */
  { weight: 2, arbitrary: fc.record({ what: fc.constant('late' as const), which: fc.nat(2), isFailed: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('tamper' as const),
      which: fc.nat(1),
      item: fc.constantFrom(...MAILBOXES),
    }),
  },
);
export type Step = typeof STEP extends fc.Arbitrary<infer Value> ? Value : never;
export type StepOf<What extends Step['what']> = Extract<Step, { readonly what: What }>;
