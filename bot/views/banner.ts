// What every card says besides what it shows.

/** A person must not take a card of a bot that only watches for one of a bot that acts. Empty where it acts. */
export function bannerFor(mode: 'enforce' | 'watch'): string {
  return mode === 'watch' ? 'Watch mode: Mailbox Guard reads and tells, and writes nothing.' : '';
}
