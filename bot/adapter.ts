// botbuilder's CloudAdapter, wired to the bot's own identity and told whom to believe.
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { ClaimsIdentity } from 'botframework-connector';
import type { BotConfig } from '../src/config.js';
import { BotCredentials, type TokenSource } from './credentials.js';
import type { Log } from './log.js';
import { connectorOnly, type TrustRules } from './trust.js';

type Factory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
type Connector = Awaited<ReturnType<Factory['create']>>;

/** botbuilder's authentication, whose connectors send each message once. */
class OnceOnly extends ConfigurationBotFrameworkAuthentication {
  override createConnectorFactory(identity: ClaimsIdentity): Factory {
    const factory = super.createConnectorFactory(identity);
    return { create: async (serviceUrl, audience) => withoutRetry(await factory.create(serviceUrl, audience)) };
  }
}

/** Azure's pipeline repeats a POST after 5xx and resets, and botbuilder passes no option through that could tell it not to. */
function withoutRetry(connector: Connector): Connector {
  const { client } = connector as unknown as { readonly client: { readonly pipeline: Pipeline } };
  client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  return connector;
}

interface Pipeline {
  removePolicy(policy: { readonly name: string }): unknown;
}

/**
 * The adapter always authenticates: app id and type are set, and no configuration turns that off.
 * The connector client's own retry is off: a repeated POST whose outcome is unknown shows as a second card.
 */
export function createAdapter(bot: BotConfig, rules: TrustRules, tokens: TokenSource, log: Log): CloudAdapter {
  const authentication = new OnceOnly(
    {
      ...bot.botFramework,
      MicrosoftAppId: bot.appId,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: rules.tenantId,
    },
    new BotCredentials(bot.appId, tokens, rules.serviceHosts),
    connectorOnly(rules),
  );
  const adapter = new CloudAdapter(authentication);
  adapter.onTurnError = async (_context, error) => {
    log.error({ err: error }, 'turn failed');
  };
  return adapter;
}
