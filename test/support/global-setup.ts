// Before any test runs: makes the embedded store's files once, for all test processes to copy.
import { createTemplate, TEMPLATE } from './store.js';

/** Runs in mocha's own process; the workers that it starts inherit the variable. */
export async function mochaGlobalSetup(): Promise<void> {
  process.env[TEMPLATE] = await createTemplate();
}

// Mocha ends its workers a second after it asked them to go, and writing the coverage of all that one has loaded takes
// longer on a busy machine: cut short, everything that worker tested would count as untested. With a listener the
// signal waits until it is written.
if (process.connected) process.once('SIGTERM', () => process.exit());
