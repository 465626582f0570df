// The sandbox tenant: Microsoft's side of the wire on this machine, started with one call.
import { randomUUID } from 'node:crypto';
import { ensureCertificate } from '../certificate.js';
import { createChanges } from './changes.js';
import { createClock, type SandboxClock } from './clock.js';
import { createControl } from './control.js';
import { createDeeds } from './deeds.js';
import { createDirectory } from './directory.js';
import { createDirectoryDesk, type DirectoryDesk } from './directory-desk.js';
import { createEntra, ENTRA_ROUTES } from './entra-service.js';
import { createExchange, EXCHANGE_ROUTES } from './exchange/exchange-service.js';
import { createFaults, type Faults } from './faults.js';
import { createDeltaTokens } from './graph/delta-tokens.js';
import { createGraph } from './graph/graph-service.js';
import { routeName } from './graph/route.js';
import { GRAPH_ROUTES } from './graph/routes.js';
import { createIdentityEndpoint, IDENTITY_PATH, IDENTITY_ROUTE } from './identity-service.js';
import { createPermissions, type Permissions, type Resource } from './permissions.js';
import { createRandom } from './random.js';
import { createRegistrations, type Registrations } from './registrations.js';
import { createRequestLog, type RequestLog } from './request-log.js';
import { GROUPS, PEOPLE, type Person, type PersonaName, TENANT_ID } from './seed/people.js';
import { seedTenant } from './seed/seed.js';
import { DEFAULT_SWITCHES, type Switches } from './switches.js';
import { createTeamsApps, TEAMS_APP_ID, type TeamsApps } from './teams-apps.js';
import { appIdentity, BOT_IDENTITY, createTokens, type Identity, type Tokens } from './tokens.js';
import { serve, type WebServer } from './web-server.js';
import type { World } from './world.js';

export interface TenantOptions {
  /** Accounts in all, those of mailboxes and personas among them. Default 200. */
  readonly users?: number;
  /** Shared, room, equipment and scheduling mailboxes. Default 60. */
  readonly mailboxes?: number;
  /** The same seed gives the same tenant. Default 1. */
  readonly seed?: number;
  readonly switches?: Partial<Switches>;
  /** Whether the tenant has Entra ID P1. Default true. */
  readonly premium?: boolean;
  /** Application permissions granted, instead of those the bot's documentation asks for. */
  readonly permissions?: Partial<Readonly<Record<Resource, readonly string[]>>>;
  /** Client id of the identity that reads the tenant; another one for each tenant when left out. */
  readonly appClientId?: string;
  /** 0, the default, is any free port. */
  readonly ports?: {
    readonly graph?: number;
    readonly exchange?: number;
    readonly identity?: number;
    readonly entra?: number;
    readonly control?: number;
  };
  /** The real clock, milliseconds since 1970. */
  readonly realNow?: () => number;
}

export interface Tenant {
  readonly tenantId: string;
  /** https://localhost:port, no version suffix: GRAPH_ENDPOINT. */
  readonly graphUrl: string;
  /** https://localhost:port, no version suffix: EXCHANGE_ENDPOINT. */
  readonly exchangeUrl: string;
  /** IDENTITY_ENDPOINT. */
  readonly identityEndpoint: string;
  /** IDENTITY_HEADER. */
  readonly identityHeader: string;
  /** https://localhost:port: AZURE_AUTHORITY_HOST. */
  readonly authorityUrl: string;
  /** http://127.0.0.1:port of the control address. */
  readonly controlUrl: string;
  /** The identity that reads the tenant (AZURE_CLIENT_ID) and the bot's own (BOT_APP_ID). */
  readonly identities: { readonly app: Identity; readonly bot: Identity };
  /** Which of them are managed identities of the machine that the bot runs on; both, unless taken away. */
  readonly machineIdentities: Identity[];
  /** What they may prove themselves with at the authority; nothing, unless added. */
  readonly registrations: Registrations;
  readonly people: Readonly<Record<PersonaName, Person>>;
  readonly groups: typeof GROUPS;
  readonly directory: DirectoryDesk;
  readonly permissions: Permissions;
  readonly tokens: Tokens;
  readonly requests: RequestLog;
  readonly faults: Faults;
  readonly clock: SandboxClock;
  readonly switches: Switches;
  /** Whether the tenant has Entra ID P1; may be changed. */
  premium: boolean;
  /** Ends every delta token handed out so far. */
  expireDeltaTokens(): void;
  /** The id of the bot's app in the organisation's catalogue. */
  readonly teamsAppId: string;
  /** Calls when an app is installed for somebody: where there is a Teams, it tells the bot. */
  onAppInstalled: TeamsApps['onInstalled'];
  stop(): Promise<void>;
}

/** Names of every route, for the log and for faults. */
const ROUTE_NAMES: readonly string[] = [
  ...GRAPH_ROUTES.map(routeName),
  ...EXCHANGE_ROUTES.map((route) => route.name),
  IDENTITY_ROUTE,
  ...Object.values(ENTRA_ROUTES),
  'unknown',
];

/**
 * Starts a tenant on 127.0.0.1. Its HTTPS is trusted by processes started through with-certificate.
 * Rejects with EADDRINUSE when a port asked for is taken; nothing is left running then.
 */
export async function startTenant(options: TenantOptions = {}): Promise<Tenant> {
  const app = appIdentity(options.appClientId ?? randomUUID());
  const world = await createWorld(options, app);
  const identityHeader = randomUUID();
  const servers: WebServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  };
  const ports = options.ports ?? {};
  const urls = { graph: '', exchange: '', authority: '' };
  try {
    const certificate = await ensureCertificate();
    const listen = async (...args: Parameters<typeof serve>): Promise<number> => {
      const server = await serve(...args);
      servers.push(server);
      return server.port;
    };
    urls.graph = `https://localhost:${await listen(
      createGraph(world, () => urls.graph),
      ports.graph ?? 0,
      certificate,
    )}`;
    const exchange = createExchange(world, () => urls.exchange);
    urls.exchange = `https://localhost:${await listen(exchange, ports.exchange ?? 0, certificate)}`;
    const entra = createEntra(world, () => urls.authority);
    urls.authority = `https://localhost:${await listen(entra, ports.entra ?? 0, certificate)}`;
    const identityPort = await listen(createIdentityEndpoint(world, identityHeader), ports.identity ?? 0);
    const desk = createDirectoryDesk(world.directory, world.deeds, world.clock.now);
    const controlPort = await listen(createControl(world, desk), ports.control ?? 0);
    return {
      tenantId: world.tenantId,
      graphUrl: urls.graph,
      exchangeUrl: urls.exchange,
      identityEndpoint: `http://127.0.0.1:${identityPort}${IDENTITY_PATH}`,
      identityHeader,
      authorityUrl: urls.authority,
      controlUrl: `http://127.0.0.1:${controlPort}`,
      identities: { app, bot: BOT_IDENTITY },
      machineIdentities: world.machineIdentities,
      registrations: world.registrations,
      people: PEOPLE,
      groups: GROUPS,
      directory: desk,
      permissions: world.permissions,
      tokens: world.tokens,
      requests: world.requests,
      faults: world.faults,
      clock: world.clock,
      switches: world.switches,
      get premium() {
        return world.premium;
      },
      set premium(premium) {
        world.premium = premium;
      },
      expireDeltaTokens: world.deltaTokens.expireIssued,
      teamsAppId: TEAMS_APP_ID,
      onAppInstalled: world.teamsApps.onInstalled,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createWorld(options: TenantOptions, app: Identity): Promise<World> {
  const seed = options.seed ?? 1;
  const clock = createClock(options.realNow ?? Date.now);
  const switches: Switches = { ...DEFAULT_SWITCHES, ...options.switches };
  const directory = createDirectory();
  const random = createRandom(seed);
  const changes = createChanges(clock);
  const deeds = createDeeds({ directory, changes, clock, switches, random });
  const size = { users: options.users ?? 200, mailboxes: options.mailboxes ?? 60 };
  seedTenant(directory, deeds, random, size, clock.now());
  const permissions = createPermissions(options.permissions);
  const newId = (): string => randomUUID();
  return {
    tenantId: TENANT_ID,
    premium: options.premium ?? true,
    clock,
    random,
    switches,
    directory,
    changes,
    deltaTokens: createDeltaTokens(clock),
    deeds,
    teamsApps: createTeamsApps(app),
    permissions,
    tokens: await createTokens(TENANT_ID, permissions, newId),
    identities: [app, BOT_IDENTITY],
    machineIdentities: [app, BOT_IDENTITY],
    registrations: createRegistrations([app.clientId, BOT_IDENTITY.clientId]),
    faults: createFaults(() => ROUTE_NAMES, createRandom(seed + 1)),
    requests: createRequestLog(),
    newId,
  };
}
