// Run as a process of its own: takes the lock of a directory, says so, and keeps it until it is killed.
import { lockDirectory } from '../../../../src/db/embedded/directory-lock.js';

const [, , directory] = process.argv;
if (directory === undefined) throw new Error('Which directory?');
await lockDirectory(directory);
process.stdout.write('locked\n');
setInterval(() => undefined, 1_000);
