// What the bot is told in the sandbox: the same settings an administrator would give it, with the sandbox's addresses.
import type { OpenIdServer } from './channel/openid.js';
import type { Tenant } from './tenant/index.js';

/** The environment of a bot that trusts this tenant and this channel, and sends messages to this one host. */
export function botSettings(
  tenant: Tenant,
  openId: OpenIdServer,
  serviceHost: string,
): Readonly<Record<string, string>> {
  return {
    ...openId.settings,
    TENANT_ID: tenant.tenantId,
    BOT_APP_TYPE: 'UserAssignedMSI',
    BOT_APP_ID: tenant.identities.bot.clientId,
    AZURE_CLIENT_ID: tenant.identities.app.clientId,
    IDENTITY_ENDPOINT: tenant.identityEndpoint,
    IDENTITY_HEADER: tenant.identityHeader,
    GRAPH_ENDPOINT: tenant.graphUrl,
    EXCHANGE_ENDPOINT: tenant.exchangeUrl,
    ALLOWED_SERVICE_HOSTS: serviceHost,
    OPERATORS_GROUP_ID: tenant.groups.operatorsId,
    APPROVERS_GROUP_ID: tenant.groups.approversId,
    HOST: '127.0.0.1',
    PORT: '0',
  };
}

/** Says whether a call of the bot carries a token that the sandbox gave to the bot's own identity. */
export function botTokenCheck(tenant: Tenant): (authorization: string | undefined) => Promise<string> {
  return async (authorization) => {
    const bearer = await tenant.tokens.check(authorization, 'botframework');
    if (typeof bearer === 'string') return bearer;
    return bearer.appId === tenant.identities.bot.clientId ? 'valid' : 'a token of another application';
  };
}
