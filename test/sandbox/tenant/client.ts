// A plain client for the sandbox tenant's tests: it sends exactly what a test says, and nothing it did not say.
import { startTenant, type Tenant, type TenantOptions } from '../../../sandbox/tenant/index.js';
import type { Resource } from '../../../sandbox/tenant/permissions.js';

const RESOURCES: Readonly<Record<Resource, string>> = {
  graph: 'https://graph.microsoft.com',
  exchange: 'https://outlook.office365.com',
  botframework: 'https://api.botframework.com',
};

type Row = Readonly<Record<string, unknown>>;

/** A body with the parts that tests look for. A part that did not come is missed by the test that looks for it. */
export interface Body {
  readonly value: readonly Row[];
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly innerError: Readonly<Record<string, string>>;
  };
  readonly responses: readonly ItemReply[];
  readonly '@odata.nextLink': string | undefined;
  readonly '@adminapi.warnings': readonly string[];
  readonly [name: string]: unknown;
}

/** One answer within a $batch. */
export interface ItemReply {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** An answer as it came, its body read as JSON. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Request {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another token than a fresh one; null sends none. */
  readonly token?: string | null;
}

export interface Client {
  readonly tenant: Tenant;
  token(resource: Resource): Promise<string>;
  /** A path below v1.0, or a whole address. */
  graph(path: string, request?: Request): Promise<Reply>;
  /** A path below the host with {tenant} filled in, or a whole address; X-AnchorMailbox is sent. */
  exchange(path: string, request?: Request): Promise<Reply>;
  /** InvokeCommand of the beta backend. */
  invoke(cmdlet: string, parameters: unknown, request?: Request): Promise<Reply>;
  /** Get-Mailbox of the Admin API v2.0. */
  v2(parameters: unknown, request?: Request & { readonly address?: string }): Promise<Reply>;
  control(path: string, request?: Request): Promise<Reply>;
}

/** Starts a tenant and a client for it. */
export async function startClient(options?: TenantOptions): Promise<Client> {
  return clientOf(await startTenant(options));
}

function clientOf(tenant: Tenant): Client {
  const token = async (resource: Resource): Promise<string> => {
    const query = `resource=${encodeURIComponent(RESOURCES[resource])}&api-version=2019-08-01`;
    const url = `${tenant.identityEndpoint}?${query}&client_id=${tenant.identities.app.clientId}`;
    const response = await fetch(url, { headers: { 'X-IDENTITY-HEADER': tenant.identityHeader } });
    return ((await response.json()) as { readonly access_token: string }).access_token;
  };
  const call = async (resource: Resource, url: string, request: Request): Promise<Reply> => {
    const bearer = request.token === undefined ? await token(resource) : request.token;
    return send(url, request, bearer === null ? {} : { authorization: `Bearer ${bearer}` });
  };
  const exchange: Client['exchange'] = async (path, request = {}) => {
    const url = path.startsWith('https:') ? path : `${tenant.exchangeUrl}${path.replace('{tenant}', tenant.tenantId)}`;
    const anchor = `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${tenant.tenantId}`;
    return call('exchange', url, { ...request, headers: { 'X-AnchorMailbox': anchor, ...request.headers } });
  };
  const cmdlet = (name: string, parameters: unknown) => ({
    CmdletInput: { CmdletName: name, Parameters: parameters },
  });
  return {
    tenant,
    token,
    exchange,
    graph: (path, request = {}) =>
      call('graph', path.startsWith('https:') ? path : `${tenant.graphUrl}/v1.0${path}`, request),
    invoke: (name, parameters, request = {}) =>
      exchange('/adminapi/beta/{tenant}/InvokeCommand', { method: 'POST', body: cmdlet(name, parameters), ...request }),
    v2: (parameters, { address = '/adminapi/v2.0/{tenant}/Mailbox', ...request } = {}) =>
      exchange(address, { method: 'POST', body: cmdlet('Get-Mailbox', parameters), ...request }),
    control: (path, request = {}) => send(`${tenant.controlUrl}${path}`, request, {}),
  };
}

async function send(url: string, request: Request, authorization: Readonly<Record<string, string>>): Promise<Reply> {
  const { method = 'GET', body } = request;
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(url, {
    method,
    headers: { ...type, ...authorization, ...request.headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: unknown = JSON.parse(text === '' ? '{}' : text);
  return { status: response.status, headers: response.headers, body: json as Body };
}

/** The error code of a Graph or Exchange answer, with its status: "403 Authorization_RequestDenied". */
export function failure(reply: Pick<Reply, 'status' | 'body'>): string {
  const error = reply.body['error'] as Partial<Body['error']> | undefined;
  return `${reply.status} ${error?.code ?? ''}`.trim();
}

/** Follows @odata.nextLink with GET to the end; returns the pages. */
export async function allPages(client: Client, path: string, request?: Request): Promise<readonly Reply[]> {
  const pages: Reply[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const page: Reply = await client.graph(next, request);
    pages.push(page);
    next = page.body['@odata.nextLink'];
  }
  return pages;
}

/** One property of every row. */
export function column(reply: Reply, name: string): readonly unknown[] {
  return reply.body.value.map((row) => row[name]);
}
