// The flags of `npm run setup`: each checked so strictly that nothing in it can mean something to a shell.
import { parseArgs } from 'node:util';
import { CLOUDS, type Cloud } from '../src/config/clouds.js';
import { createEnvReader, type EnvReader, splitList, type Variable } from '../src/config/env-reader.js';
import { PERMISSIONS, type Permission } from '../src/permissions.js';
import { FLAGS, type Flag } from './flags.js';

export const IDENTITIES = ['managed-identity', 'certificate', 'secret', 'federated'] as const;
export type Identity = (typeof IDENTITIES)[number];

/** How far the bot may write: every account of the tenant, those of one administrative unit, none. */
export const WRITES = ['tenant', 'unit', 'none'] as const;

export interface Options {
  readonly cloud: Cloud;
  readonly identity: Identity;
  readonly writes: (typeof WRITES)[number];
  readonly exchangeApi: 'v2' | 'beta';
  /** Optional permissions to grant. */
  readonly optional: readonly Permission[];
  /** Resource group, and the beginning of every resource's name. */
  readonly name: string;
  readonly location: string;
  /** Null: a new group is made. */
  readonly groups: { readonly operators: string | null; readonly approvers: string | null };
  /** Origin of the bot's public address; null where App Service gives one. */
  readonly endpoint: string | null;
  /** Whose tokens stand in for a secret; null unless the identity is federated. */
  readonly federation: { readonly issuer: string; readonly subject: string } | null;
  readonly pages: { readonly website: string | null; readonly privacy: string | null; readonly terms: string | null };
  readonly shell: 'bash' | 'powershell';
  /** Where the files are written; null: they are printed. */
  readonly folder: string | null;
}

/**
 * @param platform decides which shell is meant when none is named
 * @throws Refused bad-config, naming every bad flag; an Error with code ERR_PARSE_ARGS_* for one that does not exist
 */
export function readOptions(argv: readonly string[], platform: NodeJS.Platform): Options {
  const { values } = parseArgs({ args: [...argv], options: parseOptions(), strict: true });
  const given = Object.entries(values).map(([name, value]) => [`--${name}`, String(value)]);
  const env = createEnvReader(Object.fromEntries(given));
  const cloud = env.oneOf(flag('cloud'), CLOUDS, 'public');
  const identity = env.oneOf(flag('identity'), IDENTITIES, 'managed-identity');
  const options: Options = {
    cloud,
    identity,
    writes: env.oneOf(flag('writes'), WRITES, 'tenant'),
    exchangeApi: env.oneOf(flag('exchange-api'), ['v2', 'beta'], 'v2'),
    optional: readOptional(env),
    name: readText(env, 'name', /^[a-z][a-z0-9-]{2,18}[a-z0-9]$/u, 'mailbox-guard', '4 to 20 of a-z, 0-9 and -'),
    location: readText(env, 'location', /^[a-z0-9]{4,40}$/u, LOCATIONS[cloud], 'an Azure region such as westeurope'),
    groups: {
      operators: env.optionalGuid(flag('operators-group')),
      approvers: env.optionalGuid(flag('approvers-group')),
    },
    endpoint: readEndpoint(env, identity),
    federation: readFederation(env, identity),
    pages: {
      website: readAddress(env, 'website'),
      privacy: readAddress(env, 'privacy'),
      terms: readAddress(env, 'terms'),
    },
    shell: env.oneOf(flag('shell'), ['bash', 'powershell'], platform === 'win32' ? 'powershell' : 'bash'),
    folder: readFolder(env),
  };
  env.finish();
  return options;
}

/** Where the resources go unless a region is named. */
const LOCATIONS: Readonly<Record<Cloud, string>> = {
  public: 'westeurope',
  usgov: 'usgovvirginia',
  usgovdod: 'usdodcentral',
  china: 'chinanorth3',
};

function parseOptions(): Record<string, { readonly type: 'string' }> {
  return Object.fromEntries(FLAGS.map(({ name }) => [name, { type: 'string' as const }]));
}

function flag(name: Flag): Variable {
  return { name: `--${name}`, purpose: FLAGS.find((one) => one.name === name)?.purpose ?? '' };
}

function readText(env: EnvReader, name: Flag, pattern: RegExp, fallback: string, expected: string): string {
  const value = env.optional(`--${name}`);
  if (value === null || pattern.test(value)) return value ?? fallback;
  env.bad(flag(name), expected);
  return fallback;
}

function readOptional(env: EnvReader): readonly Permission[] {
  const choices = PERMISSIONS.filter(({ need }) => need === 'optional');
  const names = splitList(env.optional('--optional') ?? DEFAULT_OPTIONAL);
  if (names.length === 1 && names[0] === 'none') return [];
  const isKnown = names.every((name) => choices.some((choice) => choice.name.toLowerCase() === name));
  const list = choices.map(({ name }) => name).join(', ');
  if (!isKnown) env.bad(flag('optional'), `none, or a comma-separated list of ${list}`);
  return choices.filter(({ name }) => names.includes(name.toLowerCase()));
}

/** Both only read, and say what a person who decides wants to know. */
const DEFAULT_OPTIONAL = 'AuditLog.Read.All,RoleManagement.Read.Directory';

function readEndpoint(env: EnvReader, identity: Identity): string | null {
  const value = env.optional('--endpoint');
  if (identity === 'managed-identity') {
    if (value !== null) env.bad(flag('endpoint'), 'nothing, because App Service gives the address');
    return null;
  }
  if (value === null) {
    env.missing(flag('endpoint'));
    return null;
  }
  const host = /^https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?)\/?$/iu.exec(value)?.[1];
  if (host === undefined) env.bad(flag('endpoint'), 'https and a host without a path, such as https://bot.contoso.com');
  return host === undefined ? null : `https://${host.toLowerCase()}`;
}

function readFederation(env: EnvReader, identity: Identity): Options['federation'] {
  const issuer = readAddress(env, 'issuer');
  const subject = env.optional('--subject');
  if (identity !== 'federated') {
    for (const name of ['issuer', 'subject'] as const) {
      if (env.optional(`--${name}`) !== null) env.bad(flag(name), 'nothing, unless --identity is federated');
    }
    return null;
  }
  if (env.optional('--issuer') === null) env.missing(flag('issuer'));
  if (subject === null) env.missing(flag('subject'));
  else if (!/^[\w:./@-]{1,600}$/u.test(subject)) env.bad(flag('subject'), 'letters, digits and :._/@- only');
  return { issuer: issuer ?? '', subject: subject ?? '' };
}

/** Only characters that no shell and no settings file gives a meaning to. */
const ADDRESS = /^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?(?:\/[\w.~:/@+,=-]*)?$/iu;

function readAddress(env: EnvReader, name: Flag): string | null {
  const value = env.optional(`--${name}`);
  if (value === null || (value.length <= 2048 && ADDRESS.test(value))) return value;
  env.bad(flag(name), 'an https address of plain characters, without ? and #');
  return null;
}

/** A folder below the one the program runs in, or an absolute one; its name goes into scripts. */
function readFolder(env: EnvReader): string | null {
  const value = env.optional('--write');
  if (value === null || /^(?:[A-Za-z]:)?[\w./\\ -]{1,200}$/u.test(value)) {
    if (value === null || !value.startsWith('-')) return value;
  }
  env.bad(flag('write'), 'a folder whose name has letters, digits, spaces and ./\\_- only');
  return null;
}
