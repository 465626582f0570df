// Obtains tokens: for Graph and Exchange with the tenant's credential, for Teams with the bot's own.
import { readFile } from 'node:fs/promises';
import {
  AuthenticationError,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import type { Assertion, Authority, Credential } from '../config/identity.js';
import { Refused, type UpstreamTrace } from '../failure.js';
import { keepingTokens } from './kept-tokens.js';

/** Gives a token for a scope such as `https://graph.microsoft.com/.default`. @throws Refused upstream-* */
export type TokenSource = (scope: string) => Promise<string>;

/** Milliseconds; @azure/identity has no limit of its own for a server that never answers. */
const TOKEN_MS = 30_000;

/**
 * One source for the life of the process: @azure/identity keeps its tokens per credential object, and fetches a new one
 * when less than five minutes of the old one are left. Asking again for each request costs nothing.
 * @param identity `config.tenant` for Graph and Exchange, `config.bot` for Teams
 */
export function createTokenSource(identity: {
  readonly credential: Credential;
  readonly authority: Authority;
}): TokenSource {
  const credential = createCredential(identity.credential, identity.authority);
  return async (scope) => {
    try {
      const token = await inTime(credential.getToken(scope));
      if (token === null) throw new Error('@azure/identity gave no token.');
      return token.token;
    } catch (error) {
      throw refusalForToken(error);
    }
  };
}

function createCredential(credential: Credential, authority: Authority): TokenCredential {
  const options = { authorityHost: authority.host, disableInstanceDiscovery: !authority.instanceDiscovery };
  switch (credential.kind) {
    case 'managed-identity':
      return credential.clientId === null
        ? new ManagedIdentityCredential(options)
        : new ManagedIdentityCredential({ ...options, clientId: credential.clientId });
    case 'federated': {
      const { tenantId, clientId, assertion } = credential;
      const exchanging = new ClientAssertionCredential(tenantId, clientId, assertionSource(assertion), options);
      return keepingTokens(exchanging, Date.now);
    }
    case 'secret':
      return new ClientSecretCredential(credential.tenantId, credential.clientId, credential.secret, options);
    case 'certificate': {
      const { tenantId, clientId, certificatePath, certificatePassword, sendChain } = credential;
      const file = certificatePassword === null ? { certificatePath } : { certificatePath, certificatePassword };
      return new ClientCertificateCredential(tenantId, clientId, file, { ...options, sendCertificateChain: sendChain });
    }
  }
}

/** Asked for each token that is not kept: the platform renews the file, and the managed identity its token. */
function assertionSource(assertion: Assertion): () => Promise<string> {
  if (assertion.from === 'file') return () => readAssertion(assertion.path);
  const identity = new ManagedIdentityCredential({ clientId: assertion.clientId });
  return async () => (await identity.getToken(`${assertion.audience}/.default`)).token;
}

async function readAssertion(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(({ code, message }: NodeJS.ErrnoException) => {
    throw new Error(`The federated token file ${path} cannot be read (${code ?? message}).`);
  });
  if (text.trim() === '') throw new Error(`The federated token file ${path} is empty.`);
  return text.trim();
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(TOKEN_MS);
  return Promise.race([
    promise,
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    }),
  ]);
}

/** Told apart: an identity service that cannot be reached (later may do), and one that refuses (a person must act). */
function refusalForToken(error: unknown): Refused {
  const chain = causes(error);
  const text = chain.map(({ message }) => message).join(' ');
  const status = chain.map(statusOf).find((found) => found !== null) ?? null;
  const unreached = UNREACHED.exec(text)?.[0] ?? (chain.some(({ name }) => name === 'TimeoutError') ? 'Timeout' : null);
  const code = /\bAADSTS\d+\b/u.exec(text)?.[0] ?? unreached;
  const requestId = /Trace ID: ([0-9a-f-]{36})/iu.exec(text)?.[1] ?? null;
  const trace: UpstreamTrace = { service: 'identity', status, code, requestId };
  const isBusy = status !== null && (status === 408 || status === 429 || status >= 500);
  if (isBusy || unreached !== null) return new Refused({ kind: 'upstream-unavailable', trace }, { cause: error });
  return new Refused({ kind: 'upstream-unexpected', trace, detail: detailOf(text) }, { cause: error });
}

/** What MSAL and Node call an identity service that gives no answer. */
const UNREACHED = /\b(?:endpoints_resolution_error|network_error|ECONN[A-Z]+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT)\b/u;

/** Entra's own sentence where there is one; MSAL wraps it in much that helps nobody. */
function detailOf(text: string): string {
  const sentence = /AADSTS\d+: .*?(?= Trace ID:| - Correlation ID:|[\r\n]|$)/u.exec(text)?.[0];
  return (sentence ?? text.split(/\r?\n/u)[0] ?? '').slice(0, 300);
}

function causes(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let one = error; one instanceof Error && chain.length < 8; one = one.cause) chain.push(one);
  return chain;
}

function statusOf(error: Error): number | null {
  if (error instanceof AuthenticationError) return error.statusCode;
  const { statusCode } = error as { readonly statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : null;
}
