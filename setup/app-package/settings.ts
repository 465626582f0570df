// The settings of the Teams app package: read from the environment like the bot's, every problem named at once.
import { createEnvReader, type Env, type EnvReader, type Variable } from '../../src/config/env-reader.js';

/** What stands in the manifest as `${{NAME}}`. */
const PLACEHOLDERS = {
  TEAMS_APP_ID: 'the id of the Teams app, a new GUID that stays the same for ever: an update is known by it',
  BOT_APP_ID: 'the app id of the bot registration, as the bot has it',
  APP_WEBSITE_URL: 'the page about the app that Teams shows people, such as one of your intranet',
  APP_PRIVACY_URL: 'the page that says how the app treats data',
  APP_TERMS_URL: 'the page with the terms of use',
} as const;

const READER = {
  name: 'AZURE_CLIENT_ID',
  purpose: 'the application that reads the tenant, as the bot has it: only the one that the app names may install it',
};

export type Placeholder = keyof typeof PLACEHOLDERS;
export type PackageSettings = Readonly<Record<Placeholder, string>> & {
  /** The application that reads the tenant, where that is another one than the bot. */
  readonly AZURE_CLIENT_ID?: string;
};

/** @throws Refused bad-config, naming every missing or bad variable and what it is for */
export function loadPackageSettings(variables: Env): PackageSettings {
  const env = createEnvReader(variables);
  const variable = <N extends Placeholder>(name: N): Variable => ({ name, purpose: PLACEHOLDERS[name] });
  const settings = {
    TEAMS_APP_ID: env.guid(variable('TEAMS_APP_ID')),
    BOT_APP_ID: env.guid(variable('BOT_APP_ID')),
    APP_WEBSITE_URL: readPage(env, variable('APP_WEBSITE_URL')),
    APP_PRIVACY_URL: readPage(env, variable('APP_PRIVACY_URL')),
    APP_TERMS_URL: readPage(env, variable('APP_TERMS_URL')),
  };
  const reader = env.optionalGuid(READER);
  env.finish();
  return { ...settings, ...(reader !== null && reader !== settings.BOT_APP_ID && { AZURE_CLIENT_ID: reader }) };
}

/** Longest address that Microsoft's schema takes. */
const LONGEST = 2048;

/** Teams takes pages over https only. */
function readPage(env: EnvReader, variable: Variable): string {
  const value = env.required(variable);
  if (value === '') return value;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol === 'https:' && url.username === '' && url.password === '' && url.href.length <= LONGEST) {
    return url.href;
  }
  env.bad(variable, 'an https address without user and password in it');
  return value;
}
