// What is known of the settings before anything is found out.
import type { Options } from '../options.js';

/** The names that `extraSettings` may give, for where they are not wanted any more. */
export const EXTRA_OFF: Readonly<Record<string, null>> = { REVOKE_SESSIONS: null };

/** Settings that go along with optional permissions, and are not given by infra/azure.bicep. */
export function extraSettings({ optional }: Options): Readonly<Record<string, string>> {
  const revokes = optional.some(({ name }) => name === 'User.RevokeSessions.All');
  return revokes ? { REVOKE_SESSIONS: 'on' } : {};
}

/** Settings that follow from the flags alone; null: the setting does not stand there. */
export function chosenSettings(options: Options): Readonly<Record<string, string | null>> {
  const { cloud, identity, writes, exchangeApi } = options;
  return {
    CLOUD: cloud,
    EXCHANGE_API: exchangeApi,
    MODE: writes === 'none' ? 'watch' : 'enforce',
    BOT_APP_TYPE: identity === 'managed-identity' ? 'UserAssignedMSI' : 'SingleTenant',
    ...EXTRA_OFF,
    ...extraSettings(options),
  };
}

/** What a flag gave; nothing said leaves what stands in the file. */
export function givenSettings({ endpoint, pages }: Options): Readonly<Record<string, string>> {
  const given = {
    PUBLIC_URL: endpoint,
    APP_WEBSITE_URL: pages.website,
    APP_PRIVACY_URL: pages.privacy,
    APP_TERMS_URL: pages.terms,
  };
  return Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** Lines of the settings file; what the scripts find out is added below them. */
export function knownSettings(options: Options, teamsAppId: string): string {
  const pages = { APP_WEBSITE_URL: '', APP_PRIVACY_URL: '', APP_TERMS_URL: '' };
  const known = { ...chosenSettings(options), TEAMS_APP_ID: teamsAppId, ...pages, ...givenSettings(options) };
  const lines = Object.entries(known).flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
  const head = '# Settings of Mailbox Guard. Steps 1 to 3 add what they find out; the bot and npm run package read it.';
  return `${[head, ...lines].join('\n')}\n`;
}
