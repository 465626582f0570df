// A healthy bot to make ill: a sandbox tenant, a store in which the approvers are known, and the address it is reached at.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { botSettings } from '../../../sandbox/bot-settings.js';
import { type OpenIdServer, startOpenId } from '../../../sandbox/channel/openid.js';
import { createChannelKeys } from '../../../sandbox/channel/signing.js';
import { type Tenant as Sandbox, startTenant, type TenantOptions } from '../../../sandbox/tenant/index.js';
import { type Config, loadConfig } from '../../../src/config.js';
import type { DoctorDoors } from '../../../src/doctor/doors.js';
import { examine } from '../../../src/doctor/examine.js';
import type { Finding } from '../../../src/doctor/finding.js';
import { examinedStore, openDoors } from '../../../src/doctor/open-doors.js';
import { createTokenSource, type TokenSource } from '../../../src/tenant/credential.js';
import { connectTenant } from '../../../src/tenant/index.js';
import { openTestStore, type TestStore } from '../../support/store.js';
import { quickDoors, WORK } from '../tenant/connect.js';

/** A bot of the clinic, and what a test may do to it before it is examined. */
export interface Patient {
  readonly sandbox: Sandbox;
  /** Its settings as environment variables; changed ones count. */
  env: Record<string, string>;
  /** Whether tokens come from the identities that are set; else straight from the sandbox, always fresh. */
  ownTokens: boolean;
  /** Over the doors as they are. */
  doors: Partial<DoctorDoors>;
  /** What the address of the bot answers. */
  readonly site: { health: readonly [status: number, body: string]; door: number };
  examined(): Promise<readonly Finding[]>;
}

export interface Clinic {
  /** A healthy one in a tenant of its own. */
  newPatient(options?: TenantOptions): Promise<Patient>;
  close(): Promise<void>;
}

export async function openClinic(): Promise<Clinic> {
  const store = await openTestStore();
  const openId = await startOpenId(await createChannelKeys());
  const opened: { stop(): Promise<void> }[] = [openId];
  return {
    async newPatient(options = {}) {
      const sandbox = await startTenant({ users: 60, mailboxes: 10, ...options });
      sandbox.permissions.grant('graph', 'User.RevokeSessions.All');
      await meetApprovers(store, sandbox);
      const site: Patient['site'] = { health: [200, '{"status":"alive"}'], door: 401 };
      const server = await startSite(site);
      opened.push(sandbox, server);
      return patientIn(sandbox, { store, openId }, site, server.url);
    },
    async close() {
      await Promise.all(opened.map((one) => one.stop()));
      await store.close();
    },
  };
}

interface Ward {
  readonly store: TestStore;
  readonly openId: OpenIdServer;
}

function patientIn(sandbox: Sandbox, { store, openId }: Ward, site: Patient['site'], publicUrl: string): Patient {
  const patient: Patient = {
    sandbox,
    env: {
      ...botSettings(sandbox, openId, 'localhost:1'),
      AUDIT_SIGNING_KEY_PATH: '/keys/audit.pem',
      REVOKE_SESSIONS: 'on',
      PUBLIC_URL: publicUrl,
    },
    ownTokens: false,
    doors: {},
    site,
    examined() {
      const config = loadConfig(patient.env);
      const doors = doorsFor(config, patient, store);
      return examine({ ...doors, ...patient.doors }, WORK);
    },
  };
  return patient;
}

function doorsFor(config: Config, { sandbox, ownTokens }: Patient, store: TestStore): DoctorDoors {
  const { app, bot } = sandbox.identities;
  const fresh =
    (identity: typeof app): TokenSource =>
    async (scope) => {
      const resource = scope.startsWith('https://graph')
        ? 'graph'
        : scope.includes('outlook')
          ? 'exchange'
          : 'botframework';
      return (await sandbox.tokens.issue(identity, resource, scope.replace(/\/\.default$/u, ''))).token;
    };
  return openDoors({
    config,
    tenant: connectTenant(
      config.tenant,
      quickDoors(sandbox),
      ownTokens ? createTokenSource(config.tenant) : fresh(app),
    ),
    botTokens: ownTokens ? createTokenSource(config.bot) : fresh(bot),
    store: examinedStore(store),
  });
}

/** All approvers have a chat with the bot, as after its installation. */
async function meetApprovers({ places }: TestStore, sandbox: Sandbox): Promise<void> {
  const { approver, secondApprover, nestedApprover, both } = sandbox.people;
  for (const { objectId, displayName } of [approver, secondApprover, nestedApprover, both]) {
    await places.remember(
      {
        conversationId: `chat of ${objectId}`,
        kind: 'personal',
        tenantId: sandbox.tenantId,
        serviceUrl: 'https://smba.trafficmanager.net/teams/',
        reference: '{}',
        personId: objectId,
        name: displayName,
      },
      '2026-11-24T10:00:00.000Z',
    );
  }
}

async function startSite(site: Patient['site']): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const [status, body] = request.url === '/healthz' ? site.health : [site.door, '{}'];
    response.statusCode = request.method === 'POST' ? site.door : status;
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
