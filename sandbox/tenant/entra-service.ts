// Entra's sign-in host on localhost: the tenant's OpenID metadata, and tokens by the client credentials grant.
// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow

import { proofIn } from './client-proof.js';
import { graphTime } from './clock.js';
import { EntraError, entraErrorAnswer } from './entra-error.js';
import { type Answer, type Incoming, matchPath, type Outcome, segmentsOf } from './message.js';
import { misbehave } from './misbehave.js';
import { resourceNamed } from './tokens.js';
import type { World } from './world.js';

export const ENTRA_ROUTES = {
  metadata: 'GET /{tenant}/v2.0/.well-known/openid-configuration',
  token: 'POST /{tenant}/oauth2/v2.0/token',
} as const;

type Route = keyof typeof ENTRA_ROUTES;

/** The handler of the sign-in port. `origin` is https://localhost:port once the port is known. */
export function createEntra(world: World, origin: () => string): (incoming: Incoming) => Promise<Outcome> {
  return async (incoming) => {
    const { method, path, target, headers } = incoming;
    const route = routeOf(incoming);
    const name = route === undefined ? 'unknown' : ENTRA_ROUTES[route];
    const requestId = world.newId();
    const correlationId = headers['client-request-id'] ?? world.newId();
    const asAnswer = (error: EntraError): Answer => entraErrorAnswer(error, requestId, correlationId, Date.now());
    const act = async (): Promise<Answer> => {
      try {
        return await answerTo(world, route, incoming, origin());
      } catch (error) {
        if (error instanceof EntraError) return asAnswer(error);
        throw error;
      }
    };
    const taken = world.faults.take({ service: 'entra', method, route: name, path: target, inBatch: false });
    const { outcome, fault } = await misbehave(taken, act, ({ status, message }) =>
      asAnswer(new EntraError(status, 'temporarily_unavailable', 90033, message ?? 'A transient error has occurred.')),
    );
    world.requests.add({
      at: graphTime(world.clock.now()),
      service: 'entra',
      method,
      path,
      route: name,
      status: outcome.kind === 'reset' ? 'reset' : outcome.answer.status,
      permission: null,
      inBatch: false,
      units: 0,
      fault,
      requestId,
      clientRequestId: headers['client-request-id'] ?? null,
    });
    return outcome;
  };
}

function routeOf({ method, path }: Incoming): Route | undefined {
  const segments = segmentsOf(path);
  return (Object.keys(ENTRA_ROUTES) as Route[]).find((route) => {
    const [verb, pattern = ''] = ENTRA_ROUTES[route].split(' /');
    return verb === method && matchPath(pattern, segments) !== undefined;
  });
}

async function answerTo(world: World, route: Route | undefined, incoming: Incoming, origin: string): Promise<Answer> {
  const [tenant = ''] = segmentsOf(incoming.path);
  if (route === undefined) throw new EntraError(404, 'invalid_request', 90013, 'Invalid input received from the user.');
  if (tenant.toLowerCase() !== world.tenantId) {
    throw new EntraError(400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`);
  }
  return route === 'metadata' ? metadata(`${origin}/${world.tenantId}`) : tokenFor(world, incoming, origin);
}

function metadata(root: string): Answer {
  return {
    status: 200,
    body: {
      issuer: `${root}/v2.0`,
      authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
      token_endpoint: `${root}/oauth2/v2.0/token`,
      jwks_uri: `${root}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
    },
  };
}

/** Tokens by client credentials live between 60 and 90 minutes; this one the shortest. */
const LIFETIME_S = 3599;

async function tokenFor(world: World, { headers, body }: Incoming, origin: string): Promise<Answer> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) throw missing('grant_type');
  const form = new URLSearchParams(body.toString('utf8'));
  const [clientId, scope] = [form.get('client_id')?.toLowerCase() ?? '', form.get('scope') ?? ''];
  if (form.get('grant_type') === null) throw missing('grant_type');
  if (form.get('grant_type') !== 'client_credentials') {
    throw new EntraError(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
  }
  if (clientId === '') throw missing('client_id');
  const identity = world.identities.find((one) => one.clientId === clientId);
  const proofs = world.registrations.of(clientId);
  if (identity === undefined || proofs === undefined) {
    const text = `Application with identifier '${clientId}' was not found in the directory '${world.tenantId}'.`;
    throw new EntraError(400, 'unauthorized_client', 700016, text);
  }
  const proof = await proofIn(form, clientId, proofs, `${origin}/${world.tenantId}/oauth2/v2.0/token`);
  if (!scope.endsWith('/.default')) {
    const text = `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`;
    throw new EntraError(400, 'invalid_scope', 1002012, text);
  }
  const audience = scope.slice(0, -'/.default'.length);
  const resource = resourceNamed(audience);
  if (resource === undefined) {
    const text = `The resource principal named ${audience} was not found in the tenant named ${world.tenantId}.`;
    throw new EntraError(400, 'invalid_resource', 500011, text);
  }
  const { token } = await world.tokens.issue(identity, resource, audience, proof);
  const lives = { expires_in: LIFETIME_S, ext_expires_in: LIFETIME_S };
  return { status: 200, body: { token_type: 'Bearer', ...lives, access_token: token } };
}

function missing(parameter: string): EntraError {
  const text = `The request body must contain the following parameter: '${parameter}'.`;
  return new EntraError(400, 'invalid_request', 900144, text);
}
