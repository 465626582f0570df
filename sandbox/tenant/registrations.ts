// What applications of the tenant prove themselves with: client secrets, certificates, and issuers that they trust.
import { randomBytes, type X509Certificate } from 'node:crypto';
import type { CryptoKey } from 'jose';

/** A federated identity credential: whose word is taken for the application's own. */
export interface Trust {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  /** What the issuer publishes at its jwks_uri. */
  readonly publicKey: CryptoKey;
}

export interface Proofs {
  readonly secrets: ReadonlySet<string>;
  readonly certificates: readonly X509Certificate[];
  readonly trusts: readonly Trust[];
}

export interface Registrations {
  /** Undefined when the tenant has no such application. */
  of(clientId: string): Proofs | undefined;
  /** Makes a new client secret and returns its value, which is shown once. */
  addSecret(clientId: string): string;
  /** The secrets of the application end. */
  removeSecrets(clientId: string): void;
  addCertificate(clientId: string, certificate: X509Certificate): void;
  trust(clientId: string, trust: Trust): void;
}

/** Of the applications with these ids; everything else throws an Error. */
export function createRegistrations(clientIds: readonly string[]): Registrations {
  const applications = new Map(
    clientIds.map((id) => [
      id.toLowerCase(),
      { secrets: new Set<string>(), certificates: [] as X509Certificate[], trusts: [] as Trust[] },
    ]),
  );
  const known = (clientId: string) => {
    const found = applications.get(clientId.toLowerCase());
    if (found === undefined) throw new Error(`The sandbox has no application ${clientId}.`);
    return found;
  };
  return {
    of: (clientId) => applications.get(clientId.toLowerCase()),
    addSecret: (clientId) => {
      const value = `sandbox~${randomBytes(24).toString('base64url')}`;
      known(clientId).secrets.add(value);
      return value;
    },
    removeSecrets: (clientId) => known(clientId).secrets.clear(),
    addCertificate: (clientId, certificate) => void known(clientId).certificates.push(certificate),
    trust: (clientId, trust) => void known(clientId).trusts.push(trust),
  };
}
