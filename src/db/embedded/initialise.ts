// Run as a process of its own: creates the files of an empty database in the directory named by its first argument.
// On its own because it needs some 900 MB for a moment, which a process never gives back.
import { PGlite } from '@electric-sql/pglite';
import { DurableNodeFS } from './durable-fs.js';
import { START_PARAMETERS } from './start-parameters.js';

const [, , directory] = process.argv;
if (directory === undefined) throw new Error('Which directory?');
const pglite = await PGlite.create({ fs: new DurableNodeFS(directory), startParams: [...START_PARAMETERS] });
await pglite.close();
