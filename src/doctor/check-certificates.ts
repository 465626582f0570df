// Certificates among the identities: whether they can be read, and how long they last.
import { X509Certificate } from 'node:crypto';
import type { Credential } from '../config/identity.js';
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';

const DAY_MS = 86_400_000;
/** Time enough to renew one without hurry. */
const SOON_DAYS = 30;

/** Nothing where no identity proves itself by certificate. */
export async function checkCertificates(doors: DoctorDoors): Promise<readonly Finding[]> {
  const { tenant, bot } = doors.config;
  const found = await Promise.all([
    checkOne('certificate.reader', 'Certificate for Graph and Exchange', tenant.credential, doors),
    checkOne('certificate.bot', 'Certificate of the bot', bot.credential, doors),
  ]);
  return found.filter((finding) => finding !== null);
}

async function checkOne(
  id: string,
  title: string,
  credential: Credential,
  { readText, now }: DoctorDoors,
): Promise<Finding | null> {
  if (credential.kind !== 'certificate') return null;
  const { ok, degraded, broken } = about(id, title);
  const { certificatePath: path, clientId } = credential;
  const renew = `az ad app credential reset --id ${clientId} --cert "@(new certificate).pem" --append`;
  const certificate = await readText(path).then(
    certificateIn,
    ({ code }: NodeJS.ErrnoException) => code ?? 'unreadable',
  );
  if (typeof certificate === 'string') {
    return broken(`${path} cannot be read (${certificate})`, `Put the PEM file with certificate and key at ${path}`);
  }
  const days = Math.floor((Date.parse(certificate.validTo) - now()) / DAY_MS);
  const until = new Date(certificate.validTo).toISOString().slice(0, 10);
  if (days < 0) return broken(`expired on ${until}`, renew);
  if (days < SOON_DAYS) return degraded(`expires on ${until}, in ${days} days; the bot stops then`, renew);
  return ok(`valid until ${until}`);
}

function certificateIn(pem: string): X509Certificate | string {
  const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/u.exec(pem)?.[0];
  try {
    return block === undefined ? 'no certificate in it' : new X509Certificate(block);
  } catch {
    return 'its certificate is damaged';
  }
}
