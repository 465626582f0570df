// The token endpoint of a managed identity as App Service offers it to the code that runs there.
// https://learn.microsoft.com/azure/app-service/overview-managed-identity#connect-to-azure-services-in-app-code
import { timingSafeEqual } from 'node:crypto';
import { graphTime } from './clock.js';
import type { Answer, Incoming, Outcome } from './message.js';
import { misbehave } from './misbehave.js';
import { type Identity, resourceNamed, TOKEN_EXCHANGE } from './tokens.js';
import type { World } from './world.js';

export const IDENTITY_PATH = '/msi/token';
export const IDENTITY_ROUTE = 'GET /msi/token';
const API_VERSION = '2019-08-01';

/** The handler of the identity endpoint's port. `secret` is the value of IDENTITY_HEADER. */
export function createIdentityEndpoint(world: World, secret: string): (incoming: Incoming) => Promise<Outcome> {
  return async (incoming) => {
    const { method, target } = incoming;
    const known = method === 'GET' && incoming.path.replace(/\/$/, '').toLowerCase() === IDENTITY_PATH;
    const route = known ? IDENTITY_ROUTE : 'unknown';
    const requestId = world.newId();
    const refuse = (status: number, message: string): Answer => refusal(status, message, requestId);
    const act = async (): Promise<Answer> =>
      known ? tokenFor(world, secret, incoming, refuse) : refuse(404, `There is nothing at ${method} ${target}.`);
    const taken = world.faults.take({ service: 'identity', method, route, path: target, inBatch: false });
    const { outcome, fault } = await misbehave(taken, act, ({ status, message }) =>
      refuse(status, message ?? 'The sandbox was asked to fail.'),
    );
    world.requests.add({
      at: graphTime(world.clock.now()),
      service: 'identity',
      method,
      path: target,
      route,
      status: outcome.kind === 'reset' ? 'reset' : outcome.answer.status,
      permission: null,
      inBatch: false,
      units: 0,
      fault,
      requestId,
      clientRequestId: null,
    });
    return outcome;
  };
}

async function tokenFor(
  world: World,
  secret: string,
  { query, headers }: Incoming,
  refuse: (status: number, message: string) => Answer,
): Promise<Answer> {
  if (!sameSecret(headers['x-identity-header'], secret)) {
    return refuse(401, 'The X-IDENTITY-HEADER header is missing or wrong.');
  }
  const allowed = ['resource', 'api-version', 'client_id', 'principal_id', 'object_id', 'mi_res_id'];
  const strange = [...query.keys()].find((name) => !allowed.includes(name));
  if (strange !== undefined) return refuse(400, `Unknown query parameter '${strange}'.`);
  if (query.get('api-version') !== API_VERSION) return refuse(400, `The api-version must be ${API_VERSION}.`);
  const audience = query.get('resource');
  if (audience === null || audience === '') return refuse(400, 'The resource parameter is required.');
  const identity = identityNamed(world.machineIdentities, query);
  if (identity === undefined) {
    return refuse(
      400,
      'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
    );
  }
  const issued = await issuedFor(world, identity, audience);
  if (issued === undefined) {
    return refuse(
      400,
      `AADSTS500011: The resource principal named ${audience} was not found in the tenant named ${world.tenantId}.`,
    );
  }
  const { token, expiresOn, notBefore } = issued;
  return {
    status: 200,
    body: {
      access_token: token,
      client_id: identity.clientId,
      expires_on: String(expiresOn),
      not_before: String(notBefore),
      resource: audience,
      token_type: 'Bearer',
    },
  };
}

async function issuedFor(world: World, identity: Identity, audience: string) {
  if (audience === TOKEN_EXCHANGE) return world.tokens.issueForExchange(identity);
  const resource = resourceNamed(audience);
  return resource === undefined ? undefined : world.tokens.issue(identity, resource, audience);
}

/** The identity that the query names; the first one stands for a system-assigned identity, which has no name. */
function identityNamed(identities: readonly Identity[], query: URLSearchParams): Identity | undefined {
  const clientId = query.get('client_id');
  const objectId = query.get('principal_id') ?? query.get('object_id');
  if (clientId === null && objectId === null) return query.has('mi_res_id') ? undefined : identities[0];
  return identities.find((identity) =>
    clientId === null ? identity.objectId === objectId : identity.clientId === clientId.toLowerCase(),
  );
}

function sameSecret(given: string | undefined, secret: string): boolean {
  const [left, right] = [Buffer.from(given ?? ''), Buffer.from(secret)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refusal(status: number, message: string, correlationId: string): Answer {
  return { status, body: { statusCode: status, message, correlationId } };
}
