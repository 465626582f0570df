// Runs one program and takes it down with itself: on a signal, and when the process that started it is gone.
import { spawn } from 'node:child_process';

/** Between asking the program to stop and making it. */
const GRACE_MS = 2000;

const [program, ...programArguments] = process.argv.slice(2);
if (program === undefined || process.send === undefined) {
  process.stderr.write('guard: start me with an IPC channel and the program to run\n');
  process.exit(2);
}

const child = spawn(process.execPath, [program, ...programArguments], { stdio: ['ignore', 'inherit', 'inherit'] });

function takeDown(): void {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
}

child.once('error', () => process.exit(1));
child.once('exit', (code) => process.exit(code ?? 0));
// The channel closes when the parent stops us, and also when the parent was killed.
process.once('disconnect', takeDown);
process.once('SIGTERM', takeDown);
process.once('SIGINT', takeDown);
