// Runs a command with the sandbox's throwaway certificate trusted: node with-certificate.js <command> [arguments].
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { type Certificate, ensureCertificate, projectRoot, sandboxFolder } from './certificate.js';

const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The file for NODE_EXTRA_CA_CERTS. Node reads only one, so a file that the environment already names (a company's
 * proxy, for example) is joined with ours instead of being forgotten.
 */
function trustFile(certificate: Certificate, alreadyNamed: string | undefined): string {
  if (alreadyNamed === undefined || alreadyNamed === '' || !existsSync(alreadyNamed)) return certificate.path;
  const already = readFileSync(alreadyNamed, 'utf8');
  if (already.includes(certificate.cert.trim())) return alreadyNamed;
  const content = `${already.trimEnd()}\n${certificate.cert}`;
  // Named by its content: a file that a running process was told to trust is never changed under it.
  const name = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const joined = join(sandboxFolder(), `trust-${name}.pem`);
  if (existsSync(joined)) return joined;
  writeFileSync(`${joined}.${process.pid}`, content);
  renameSync(`${joined}.${process.pid}`, joined);
  return joined;
}

/** The script behind an npm package's command, so that it runs under this very Node: no shell, no .cmd file. */
function packageScript(name: string): string | undefined {
  try {
    const manifestPath = createRequire(join(projectRoot(), 'package.json')).resolve(`${name}/package.json`);
    const bin: unknown = (JSON.parse(readFileSync(manifestPath, 'utf8')) as { readonly bin?: unknown }).bin;
    const script = typeof bin === 'string' ? bin : (bin as Readonly<Record<string, string>> | undefined)?.[name];
    return script === undefined ? undefined : resolve(dirname(manifestPath), script);
  } catch {
    return undefined;
  }
}

function start(command: string, args: readonly string[]): ChildProcess {
  const options = { stdio: 'inherit' } as const;
  if (command === 'node') return spawn(process.execPath, args, options);
  const script = packageScript(command);
  if (script !== undefined) return spawn(process.execPath, [script, ...args], options);
  return spawn(command, args, options);
}

/** Passes signals on to the child and, when it ends, ends in the same way. */
function follow(child: ChildProcess, command: string): void {
  for (const signal of FORWARDED_SIGNALS) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the whole group; sending it again would look like a second, impatient Ctrl-C.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  child.on('error', (error) => {
    process.stderr.write(`Could not start ${command}: ${error.message}\n`);
    process.exitCode = 127;
  });
  child.on('exit', (code, signal) => {
    for (const forwarded of FORWARDED_SIGNALS) process.removeAllListeners(forwarded);
    if (signal !== null) process.kill(process.pid, signal);
    else process.exitCode = code ?? 1;
  });
}

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  process.stderr.write('Usage: node with-certificate.js <command> [arguments]\n');
  process.exitCode = 2;
} else {
  const bins = join(projectRoot(), 'node_modules', '.bin');
  // Written into this process's own environment, where names are told apart as the system does it (Path on Windows).
  process.env['NODE_EXTRA_CA_CERTS'] = trustFile(await ensureCertificate(), process.env['NODE_EXTRA_CA_CERTS']);
  process.env['PATH'] = `${bins}${delimiter}${process.env['PATH'] ?? ''}`;
  follow(start(command, args), command);
}
