// Ways in which the two identities of a sandbox tenant prove themselves, as settings and files for a bot.
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeyPair, SignJWT } from 'jose';
import { generate } from 'selfsigned';
import type { Tenant } from '../../sandbox/tenant/index.js';
import { TOKEN_EXCHANGE } from '../../sandbox/tenant/tokens.js';

export const PROOFS = ['managed identity', 'certificate', 'secret', 'token file', 'trusted identity'] as const;
export type Proof = (typeof PROOFS)[number];

type Settings = Readonly<Record<string, string>>;

/** The settings for both identities; what they name is registered with the tenant and lies in the folder. */
export async function identitySettings(tenant: Tenant, proof: Proof, folder: string): Promise<Settings> {
  const { app, bot } = tenant.identities;
  if (proof === 'managed identity') return {};
  const registered = {
    AZURE_AUTHORITY_HOST: tenant.authorityUrl,
    AZURE_TENANT_ID: tenant.tenantId,
    BOT_APP_TYPE: 'SingleTenant',
  };
  switch (proof) {
    case 'secret':
      return {
        ...registered,
        ...WITHOUT_MACHINE,
        AZURE_CLIENT_SECRET: tenant.registrations.addSecret(app.clientId),
        BOT_APP_PASSWORD: tenant.registrations.addSecret(bot.clientId),
      };
    case 'certificate':
      return {
        ...registered,
        ...WITHOUT_MACHINE,
        AZURE_CLIENT_CERTIFICATE_PATH: await certificateFile(tenant, app.clientId, join(folder, 'reader.pem')),
        BOT_APP_CERTIFICATE_PATH: await certificateFile(tenant, bot.clientId, join(folder, 'bot.pem')),
      };
    case 'token file': {
      const cluster = await createCluster();
      const fileFor = async (clientId: string): Promise<string> => {
        const subject = `system:serviceaccount:guard:${clientId}`;
        tenant.registrations.trust(clientId, cluster.trusting(subject));
        const path = join(folder, `${clientId}.token`);
        writeFileSync(path, `${await cluster.token(subject)}\n`);
        return path;
      };
      return {
        ...registered,
        ...WITHOUT_MACHINE,
        AZURE_FEDERATED_TOKEN_FILE: await fileFor(app.clientId),
        BOT_APP_FEDERATED_TOKEN_FILE: await fileFor(bot.clientId),
      };
    }
    case 'trusted identity': {
      // The reader is the machine's own identity; the bot is an app registration that trusts it.
      const { AZURE_TENANT_ID: _, ...rest } = registered;
      const { issuer, publicKey } = tenant.tokens.exchange;
      tenant.registrations.trust(bot.clientId, {
        issuer,
        publicKey,
        subject: app.objectId,
        audience: TOKEN_EXCHANGE,
      });
      return { ...rest, BOT_APP_FEDERATED_IDENTITY_ID: app.clientId };
    }
  }
}

/** So that a credential that quietly fell back to a managed identity would fail. */
const WITHOUT_MACHINE = { IDENTITY_ENDPOINT: '', IDENTITY_HEADER: '' };

/** A certificate with its key in a PEM file, registered for the application. */
export async function certificateFile(tenant: Tenant, clientId: string, path: string): Promise<string> {
  const pair = await generate([{ name: 'commonName', value: 'mailbox-guard' }], { keySize: 2048, algorithm: 'sha256' });
  writeFileSync(path, `${pair.private}\n${pair.cert}`, { mode: 0o600 });
  tenant.registrations.addCertificate(clientId, new X509Certificate(pair.cert));
  return path;
}

/** An issuer of service account tokens, as a Kubernetes cluster is. */
export async function createCluster() {
  const issuer = 'https://cluster.example/oidc';
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return {
    trusting: (subject: string) => ({ issuer, subject, audience: TOKEN_EXCHANGE, publicKey }),
    token: (subject: string, lifetimeSeconds = 3600) =>
      new SignJWT({ 'kubernetes.io': { namespace: 'guard' } })
        .setProtectedHeader({ alg: 'RS256', kid: 'cluster' })
        .setIssuer(issuer)
        .setSubject(subject)
        .setAudience(TOKEN_EXCHANGE)
        .setIssuedAt(Math.floor(Date.now() / 1000) - (lifetimeSeconds < 0 ? 7200 : 0))
        .setExpirationTime(Math.floor(Date.now() / 1000) + lifetimeSeconds)
        .sign(privateKey),
  };
}
