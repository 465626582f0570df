#!/usr/bin/env node
// What npx runs: the compiled command line, or a word to whoever has not compiled it yet.
import { existsSync } from 'node:fs';
import process from 'node:process';

const compiled = new URL('../dist/cli/index.js', import.meta.url);
if (existsSync(compiled)) await import(compiled.href);
else {
  process.stderr.write('Run "npm run build" first.\n');
  process.exitCode = 2;
}
