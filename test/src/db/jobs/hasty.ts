// How jobs are run in tests that cannot wait.
import type { JobTuning } from '../../../../src/db/jobs/queues.js';

/** Failures come back at once, and the dead are looked for every second. */
export const HASTY: JobTuning = {
  retryAtOnce: true,
  retryLimit: 1,
  expireInSeconds: 1,
  superviseSeconds: 1,
  pollingSeconds: 0.5,
};
