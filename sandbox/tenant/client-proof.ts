// Whether an application proved itself in a token request: by its secret, by its certificate, or by an issuer that it trusts.
// https://learn.microsoft.com/entra/identity-platform/certificate-credentials and .../workload-id/workload-identity-federation
import { createHash, type X509Certificate } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { EntraError } from './entra-error.js';
import type { Proofs, Trust } from './registrations.js';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Entra takes assertions that live this long at most, and clocks that differ by this much. */
const LONGEST_S = 24 * 3600;
const TOLERANCE_S = 300;

/** How the application proved itself. Throws an EntraError that says what is wrong. */
export async function proofIn(
  form: URLSearchParams,
  clientId: string,
  proofs: Proofs,
  tokenEndpoint: string,
): Promise<'secret' | 'certificate'> {
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  if (assertion === null) {
    if (secret === null) throw missingProof();
    if (proofs.secrets.has(secret)) return 'secret';
    throw new EntraError(
      401,
      'invalid_client',
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    );
  }
  if (form.get('client_assertion_type') !== JWT_BEARER) {
    throw new EntraError(400, 'invalid_request', 900144, "The request body must contain 'client_assertion_type'.");
  }
  const claims = claimsIn(assertion);
  if (claims.iss === clientId) await checkCertificate(assertion, clientId, proofs.certificates, tokenEndpoint);
  else await checkTrust(assertion, claims, proofs.trusts);
  return 'certificate';
}

function missingProof(): EntraError {
  const text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
  return new EntraError(401, 'invalid_client', 7000216, text);
}

function claimsIn(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch {
    throw new EntraError(400, 'invalid_request', 50027, 'JWT token is invalid or malformed.');
  }
}

/** Signed by the application itself: issuer and subject are its id, the audience is this very endpoint. */
async function checkCertificate(
  assertion: string,
  clientId: string,
  certificates: readonly X509Certificate[],
  audience: string,
): Promise<void> {
  const header = decodeProtectedHeader(assertion);
  const certificate = certificates.find(({ raw }) => {
    const sha256 = createHash('sha256').update(raw).digest('base64url');
    const sha1 = createHash('sha1').update(raw).digest('base64url');
    return header['x5t#S256'] === sha256 || header.x5t === sha1;
  });
  if (certificate === undefined) {
    throw new EntraError(
      401,
      'invalid_client',
      700027,
      'The certificate with identifier used to sign the client assertion is not registered on application.',
    );
  }
  const rules = { audience, issuer: clientId, subject: clientId, algorithms: ['PS256', 'RS256'] };
  await check(assertion, certificate.publicKey, { ...rules, requiredClaims: ['jti', 'exp', 'nbf'] });
}

async function checkTrust(assertion: string, claims: JWTPayload, trusts: readonly Trust[]): Promise<void> {
  const byIssuer = trusts.filter(({ issuer }) => issuer === claims.iss);
  if (byIssuer.length === 0) throw noMatch(700211, `issuer '${String(claims.iss)}'`);
  const bySubject = byIssuer.filter(({ subject }) => subject === claims.sub);
  if (bySubject.length === 0) throw noMatch(700213, `subject '${String(claims.sub)}'`);
  const trust = bySubject.find(({ audience }) => [claims.aud].flat().includes(audience));
  if (trust === undefined) throw noMatch(700212, `audience '${String(claims.aud)}'`);
  const { issuer, subject, audience } = trust;
  await check(assertion, trust.publicKey, { audience, issuer, subject, requiredClaims: ['exp'] });
}

function noMatch(code: number, what: string): EntraError {
  const text = `No matching federated identity record found for presented assertion ${what}. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`;
  return new EntraError(401, 'invalid_client', code, text);
}

async function check(
  assertion: string,
  key: Parameters<typeof jwtVerify>[1],
  rules: Parameters<typeof jwtVerify>[2],
): Promise<void> {
  try {
    const { payload } = await jwtVerify(assertion, key, { ...rules, clockTolerance: TOLERANCE_S });
    const { exp = 0, nbf = payload.iat ?? exp } = payload;
    if (exp - nbf > LONGEST_S) throw outOfTime();
  } catch (error) {
    if (error instanceof EntraError) throw error;
    const isTime =
      error instanceof errors.JWTExpired || (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf');
    if (isTime) throw outOfTime();
    const text = `Client assertion failed validation: ${error instanceof errors.JWTClaimValidationFailed ? `the claim ${error.claim}` : 'the signature'} is not valid.`;
    throw new EntraError(401, 'invalid_client', 7000272, text);
  }
}

function outOfTime(): EntraError {
  return new EntraError(401, 'invalid_client', 700024, 'Client assertion is not within its valid time range.');
}
