// Before any test runs: makes the embedded store's files once, for all test processes to copy.
import { createTemplate, TEMPLATE } from './store.js';

/** Runs in mocha's own process; the workers that it starts inherit the variable. */
export async function mochaGlobalSetup(): Promise<void> {
  process.env[TEMPLATE] = await createTemplate();
}
