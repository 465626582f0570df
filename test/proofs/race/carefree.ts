// The compare-and-set of requests without its comparison.
import type { Mutation } from '../mutants/mutation.js';

export const CAREFREE: Mutation = {
  name: 'a change is written over whatever version',
  file: 'src/db/requests.js',
  find: 'WHERE id = $1 AND version = $2 - 1',
  put: 'WHERE id = $1',
};
