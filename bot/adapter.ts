// botbuilder's CloudAdapter, wired to the bot's own identity and told whom to believe.
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { BotConfig } from '../src/config.js';
import { BotCredentials, type TokenSource } from './credentials.js';
import type { Log } from './log.js';
import { connectorOnly, type TrustRules } from './trust.js';

/** Azure's HTTP pipeline reads `retryOptions`; botbuilder passes it on though its type does not name it. */
const WITHOUT_RETRY: object = { retryOptions: { maxRetries: 0 } };

/**
 * The adapter always authenticates: app id and type are set, and no configuration turns that off.
 * The connector client's own retry is off: it would repeat a POST whose outcome is unknown, which shows as a second card.
 */
export function createAdapter(bot: BotConfig, rules: TrustRules, tokens: TokenSource, log: Log): CloudAdapter {
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      ...bot.botFramework,
      MicrosoftAppId: bot.appId,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: rules.tenantId,
    },
    new BotCredentials(bot.appId, tokens, rules.serviceHosts),
    connectorOnly(rules),
    undefined,
    WITHOUT_RETRY,
  );
  const adapter = new CloudAdapter(authentication);
  adapter.onTurnError = async (_context, error) => {
    log.error({ err: error }, 'turn failed');
  };
  return adapter;
}
