// A token for each resource: whether the identity gives one, and whether it is the one that was meant.
import type { Credential } from '../config/identity.js';
import { Refused } from '../failure.js';
import type { TokenClaims } from '../tenant/token-claims.js';
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';
import { saidBy } from './said.js';

export interface TokensSeen {
  readonly findings: readonly Finding[];
  /** Null where there is no token. */
  readonly graph: TokenClaims | null;
  readonly exchange: TokenClaims | null;
}

/** How an identity proves itself, in words. */
const PROOF: Readonly<Record<Credential['kind'], string>> = {
  'managed-identity': 'the managed identity',
  federated: 'the federated credential',
  certificate: 'the certificate',
  secret: 'the client secret',
};

/** Asks for all three; none of the answers leaves this file but for its claims. */
export async function checkTokens({ config, probes, botToken }: DoctorDoors): Promise<TokensSeen> {
  const { tenant, bot } = config;
  const reader = { credential: tenant.credential, tenantId: tenant.tenantId };
  const [graph, exchange, teams] = await Promise.all([
    checkToken('token.graph', 'Token for Microsoft Graph', reader, () => probes.token('graph')),
    checkToken('token.exchange', 'Token for Exchange', reader, () => probes.token('exchange')),
    checkToken('token.teams', 'Token for Teams', { ...reader, credential: bot.credential }, botToken),
  ]);
  return {
    findings: [graph, exchange, teams].map(({ finding }) => finding),
    graph: graph.claims,
    exchange: exchange.claims,
  };
}

interface Wanted {
  readonly credential: Credential;
  readonly tenantId: string;
}

async function checkToken(
  id: string,
  title: string,
  { credential, tenantId }: Wanted,
  ask: () => Promise<TokenClaims>,
): Promise<{ readonly finding: Finding; readonly claims: TokenClaims | null }> {
  const { ok, broken } = about(id, title);
  try {
    const claims = await ask();
    const isForeign = claims.tenantId !== null && claims.tenantId.toLowerCase() !== tenantId;
    if (isForeign) {
      const detail = `is of the tenant ${claims.tenantId}, and TENANT_ID says ${tenantId}`;
      return { finding: broken(detail, 'Set TENANT_ID to the tenant whose mailboxes are guarded'), claims: null };
    }
    return { finding: ok(`given to ${claims.appId ?? 'the identity'} by ${PROOF[credential.kind]}`), claims };
  } catch (error) {
    const finding = broken(`${PROOF[credential.kind]} gets none: ${saidBy(error)}`, mendFor(error, credential, id));
    return { finding, claims: null };
  }
}

function mendFor(error: unknown, credential: Credential, id: string): string {
  const { failure } = error instanceof Refused ? error : { failure: null };
  const isAway = failure?.kind === 'upstream-unavailable';
  if (isAway) return 'Let the bot reach its sign-in host: check the firewall, the proxy and AZURE_AUTHORITY_HOST';
  if (credential.kind === 'managed-identity') {
    const named =
      credential.clientId === null
        ? '[system]'
        : `$(az identity list --query "[?clientId=='${credential.clientId}'].id" -o tsv)`;
    return `az webapp identity assign --name (app) --resource-group (group) --identities ${named}`;
  }
  const code = failure !== null && 'trace' in failure ? failure.trace.code : null;
  const step = code === null ? undefined : STEPS[code];
  return step?.(credential.clientId) ?? defaultStep(credential, id);
}

/** Steps for the refusals of Entra that have one ("Microsoft Entra authentication and authorization error codes"). */
const STEPS: Readonly<Record<string, (clientId: string) => string>> = {
  AADSTS90002: () => 'Set TENANT_ID (and AZURE_TENANT_ID) to the id that `az account show --query tenantId` prints',
  AADSTS700016: (id) => `az ad app show --id ${id}: if it is not found in this tenant, the client id is wrong`,
  AADSTS7000215: (id) => `az ad app credential reset --id ${id} --append, and set the value that it prints, not its id`,
  AADSTS7000222: (id) => `az ad app credential reset --id ${id} --append: the secret has expired`,
  AADSTS700027: (id) =>
    `az ad app credential reset --id ${id} --cert "@(certificate).pem" --append: it is not registered`,
  AADSTS700211: federated,
  AADSTS700212: federated,
  AADSTS700213: federated,
  AADSTS70021: federated,
  AADSTS700024: () => 'Let the platform renew the token file, and set the clock of this machine',
};

function federated(clientId: string): string {
  return `az ad app federated-credential list --id ${clientId}: issuer, subject and audience must be those of the assertion`;
}

function defaultStep({ kind }: Credential, id: string): string {
  const names = id === 'token.teams' ? 'the BOT_* settings' : 'the AZURE_* settings';
  return kind === 'federated' ? `Check the token file and ${names}` : `Check ${names} against the app registration`;
}
