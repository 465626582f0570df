// The command line as a person or a pipeline runs it: a process of its own against a sandbox tenant, with settings only.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTenant, type Tenant, type TenantOptions } from '../../sandbox/tenant/index.js';
import { type Ran, runProgram } from '../support/run-program.js';

const CLI = fileURLToPath(new URL('../../cli/index.js', import.meta.url));

export interface Stand {
  readonly tenant: Tenant;
  readonly folder: string;
  /** What reading the tenant takes, and a DATA_DIR that is not there. */
  readonly settings: Readonly<Record<string, string>>;
  run(args: readonly string[], more?: Readonly<Record<string, string>>): Promise<Ran>;
  close(): Promise<void>;
}

export async function openStand(options: TenantOptions = {}): Promise<Stand> {
  const tenant = await startTenant(options);
  const folder = mkdtempSync(join(tmpdir(), 'mailbox-guard-cli-'));
  const settings = {
    TENANT_ID: tenant.tenantId,
    AZURE_CLIENT_ID: tenant.identities.app.clientId,
    IDENTITY_ENDPOINT: tenant.identityEndpoint,
    IDENTITY_HEADER: tenant.identityHeader,
    GRAPH_ENDPOINT: tenant.graphUrl,
    EXCHANGE_ENDPOINT: tenant.exchangeUrl,
    DATA_DIR: join(folder, 'data'),
  };
  return {
    tenant,
    folder,
    settings,
    run: (args, more = {}) => runCli(args, { ...settings, ...more }),
    async close() {
      await tenant.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** With the sandbox's certificate trusted. */
export function runCli(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  const { NODE_EXTRA_CA_CERTS = '' } = process.env;
  return runProgram(CLI, args, { ...env, NODE_EXTRA_CA_CERTS });
}
