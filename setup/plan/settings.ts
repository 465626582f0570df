// What is known of the settings before anything is found out.
import type { Options } from '../options.js';

/** Settings that go along with optional permissions, and are not given by infra/azure.bicep. */
export function extraSettings({ optional }: Options): Readonly<Record<string, string>> {
  const revokes = optional.some(({ name }) => name === 'User.RevokeSessions.All');
  return revokes ? { REVOKE_SESSIONS: 'on' } : {};
}

/** Lines of the settings file; what the scripts find out is added below them. */
export function knownSettings(options: Options, teamsAppId: string): string {
  const { cloud, identity, writes, exchangeApi, pages } = options;
  const lines = [
    '# Settings of Mailbox Guard. Steps 1 to 3 add what they find out; the bot and npm run package read it.',
    `CLOUD=${cloud}`,
    `EXCHANGE_API=${exchangeApi}`,
    `MODE=${writes === 'none' ? 'watch' : 'enforce'}`,
    `BOT_APP_TYPE=${identity === 'managed-identity' ? 'UserAssignedMSI' : 'SingleTenant'}`,
    ...Object.entries(extraSettings(options)).map(([name, value]) => `${name}=${value}`),
    `TEAMS_APP_ID=${teamsAppId}`,
    `APP_WEBSITE_URL=${pages.website ?? ''}`,
    `APP_PRIVACY_URL=${pages.privacy ?? ''}`,
    `APP_TERMS_URL=${pages.terms ?? ''}`,
  ];
  return `${lines.join('\n')}\n`;
}
