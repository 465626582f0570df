// Makes and keeps the throwaway certificate with which the sandbox serves HTTPS on this machine.
import { X509Certificate } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';

/** Where the certificate lives, and both halves of it as PEM. */
export interface Certificate {
  readonly path: string;
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const LIFETIME_MS = 30 * DAY_MS;
const RENEW_BEFORE_END_MS = 2 * DAY_MS;

/** The folder that holds package.json: compiled files may lie in dist or in any other output folder below it. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The project root (the folder with package.json) was not found.');
    folder = parent;
  }
  return folder;
}

/** The git-ignored folder for what a running sandbox leaves behind. Made when missing. */
export function sandboxFolder(): string {
  const folder = join(projectRoot(), '.sandbox');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * The certificate for localhost, 127.0.0.1 and [::1]; made when missing, about to expire or not valid yet.
 * It is its own trust root: name `path` in NODE_EXTRA_CA_CERTS (with-certificate.ts does) and Node trusts it.
 */
export async function ensureCertificate(folder = sandboxFolder(), now = new Date()): Promise<Certificate> {
  const path = join(folder, 'localhost.pem');
  const kept = readCertificate(path, now);
  if (kept !== undefined) return kept;
  rmSync(path, { force: true });
  placeOnce(folder, path, await makePem(now));
  const made = readCertificate(path, now);
  if (made === undefined) throw new Error(`The sandbox certificate could not be read back from ${path}.`);
  return made;
}

function readCertificate(path: string, now: Date): Certificate | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const pem = readFileSync(path, 'utf8');
    const cert = pemBlock(pem, 'CERTIFICATE');
    const key = pemBlock(pem, 'PRIVATE KEY');
    const { validFrom, validTo } = new X509Certificate(cert);
    // One that begins later was made while the machine's clock was wrong.
    const isGood = Date.parse(validFrom) <= now.getTime() && Date.parse(validTo) - now.getTime() > RENEW_BEFORE_END_MS;
    return isGood ? { path, cert, key } : undefined;
  } catch {
    return undefined; // a damaged file is as good as none: it is made again
  }
}

function pemBlock(pem: string, label: string): string {
  const block = new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----\\r?\\n?`).exec(pem)?.[0];
  if (block === undefined) throw new Error(`No ${label} in the PEM file.`);
  return block;
}

// One file for both halves, put in place by a hard link that fails if another process was first: two sandboxes that
// start at once end with the same pair.
function placeOnce(folder: string, path: string, pem: string): void {
  const draft = join(folder, `localhost.${process.pid}.pem`);
  writeFileSync(draft, pem, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

async function makePem(now: Date): Promise<string> {
  const pair = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - DAY_MS),
    notAfterDate: new Date(now.getTime() + LIFETIME_MS),
    extensions: [
      // Not an authority: whoever finds this key can play localhost and nothing else.
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return `${pair.cert.trim()}\n${pair.private.trim()}\n`;
}
