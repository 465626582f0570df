// A stand-in for the Azure CLI: a small Entra and resource manager, strict about every command and flag. A few lines of
// bash, named `az`, hand their words to it over loopback; starting a process of Node for each call would take minutes.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** The program `az`: sends how many words there are and each of them, gets an exit code and what to print. */
export const AZ_PROGRAM = `exec 3<>"/dev/tcp/127.0.0.1/$FAKE_AZ_PORT"
printf '%s\\0' "$#" "$@" >&3
IFS= read -r code <&3
if [ "$code" = 0 ]; then cat <&3; else cat <&3 >&2; fi
exit "$code"`;

export interface Entity {
  readonly id: string;
  readonly [property: string]: unknown;
}

export interface World {
  tenantId: string;
  cloud: string;
  readonly groups: Entity[];
  readonly apps: Entity[];
  readonly principals: Entity[];
  readonly assignments: Entity[];
  readonly federations: Entity[];
  readonly units: Entity[];
  readonly roleAssignments: Entity[];
  readonly deployments: Entity[];
  /** Every word that was said. */
  readonly words: string[];
  /** Where Graph was asked. */
  readonly hosts: Set<string>;
  /** How often a command fails before it works, by its words; `rest` with its method. */
  readonly faults: Record<string, number>;
}

export interface FakeAz {
  readonly port: number;
  readonly world: World;
  close(): void;
}

/** @param root the folder that files are named from */
export async function startFakeAz(world: World, root: string): Promise<FakeAz> {
  const server = createServer((socket) => serve(socket, world, root));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, world, close: () => void server.close() };
}

function serve(socket: Socket, world: World, root: string): void {
  let said = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    said += chunk;
    const [count, ...words] = said.split('\u0000');
    if (count !== undefined && words.length > Number(count)) socket.end(answerTo(words.slice(0, -1), world, root));
  });
}

function answerTo(words: readonly string[], world: World, root: string): string {
  try {
    return `0\n${run(words, world, root)}`;
  } catch (error) {
    return `1\nERROR: ${error instanceof Error ? error.message : String(error)}\n`;
  }
}

type Flags = ReadonlyMap<string, readonly string[]>;
/** `read` gives the text of a file. */
type Handler = (flags: Flags, world: World, read: (file: string) => string) => unknown;

/** Each command with the flags it takes, besides --query and --output; "!" marks the ones it cannot do without. */
const COMMANDS: Readonly<Record<string, readonly [flags: string, handler: Handler]>> = {
  'cloud set': ['name!', (flags, world) => void Object.assign(world, { cloud: one(flags, 'name') })],
  'cloud update': ['name! cloud-config!', (flags, _, read) => void parsed(one(flags, 'cloud-config'), read)],
  'account show': ['', (_, { tenantId }) => ({ tenantId })],
  'ad group list': ['filter!', (flags, { groups }) => filtered(groups, flags)],
  'ad group create': ['display-name! mail-nickname! description force!', createGroup],
  'ad app list': ['filter!', (flags, { apps }) => filtered(apps, flags)],
  'ad app create': ['display-name! sign-in-audience', createApp],
  'ad app credential reset': ['id! append years create-cert display-name', resetCredential],
  'ad app federated-credential list': ['id!', (_, { federations }) => federations],
  'ad app federated-credential create': ['id! parameters!', createFederation],
  'ad sp list': ['filter!', (flags, { principals }) => filtered(principals, flags)],
  'ad sp show': ['id!', (flags, { principals }) => found(principals, one(flags, 'id'))],
  'ad sp create': ['id!', (flags, world) => add(world.principals, { appId: one(flags, 'id') })],
  'identity show': ['resource-group! name!', (_, { apps }) => ({ clientId: apps[0]?.['appId'] })],
  'provider register': ['namespace! wait', () => undefined],
  'group create': ['name! location!', () => undefined],
  'deployment group create': ['resource-group! name! template-file! parameters!', deploy],
  'webapp list': ['resource-group!', () => [{ name: 'mailbox-guard-abc' }]],
  'webapp show': ['resource-group! name!', () => ({ defaultHostName: 'mailbox-guard-abc.azurewebsites.example' })],
  'webapp deploy': ['resource-group! name! src-path! type!', (flags, _, read) => void read(one(flags, 'src-path'))],
  rest: ['method! url! uri-parameters body', rest],
};

function createGroup(flags: Flags, world: World): Entity {
  return add(world.groups, { displayName: one(flags, 'display-name'), mailNickname: one(flags, 'mail-nickname') });
}

function createApp(flags: Flags, world: World): Entity {
  const displayName = one(flags, 'display-name');
  return add(world.apps, { displayName, appId: idFor(`app ${displayName} ${world.apps.length}`) });
}

function resetCredential(flags: Flags): unknown {
  return flags.has('create-cert')
    ? { fileWithCertAndPrivateKey: '/home/admin/tmpabc.pem' }
    : { password: 'hush~8Q.secret' };
}

function createFederation(flags: Flags, world: World, read: (file: string) => string): Entity {
  return add(world.federations, parsed(one(flags, 'parameters'), read));
}

function deploy(flags: Flags, world: World, read: (file: string) => string): void {
  read(one(flags, 'template-file'));
  const parameters = Object.fromEntries((flags.get('parameters') ?? []).map((pair) => pair.split(/=(.*)/su, 2)));
  const { extraSettings } = parameters;
  const extra = extraSettings === undefined ? undefined : parsed(extraSettings, read);
  add(world.deployments, { file: one(flags, 'template-file'), parameters, extra });
  if (parameters['resourceBaseName'] === undefined) fail('resourceBaseName is missing');
  if (parameters['appId'] !== undefined || world.apps.length > 0) return;
  const appId = idFor('managed identity');
  add(world.apps, { displayName: 'identity', appId });
  add(world.principals, { appId });
}

/** The five collections of Microsoft Graph that the scripts know. */
function rest(flags: Flags, world: World, read: (file: string) => string): unknown {
  const { pathname: whole, hostname } = new URL(one(flags, 'url'));
  const method = one(flags, 'method');
  // One of them is named by its id only to be taken away.
  const [, pathname = whole, id = null] = method === 'delete' ? (/^(.*)\/([^/]+)$/u.exec(whole) ?? []) : [];
  const [, assigned] = /^\/v1\.0\/servicePrincipals\/([0-9a-f-]{36})\/appRoleAssignments$/u.exec(pathname) ?? [];
  world.hosts.add(hostname);
  const collections: Readonly<Record<string, Entity[]>> = {
    '/v1.0/directory/administrativeUnits': world.units,
    '/v1.0/roleManagement/directory/roleAssignments': world.roleAssignments,
    '/v1.0/roleManagement/directory/roleDefinitions': [
      { id: idFor('User Administrator'), displayName: 'User Administrator', isBuiltIn: true },
      { id: idFor('imitation'), displayName: 'User Administrator', isBuiltIn: false },
    ],
  };
  const collection = assigned === undefined ? collections[pathname] : world.assignments;
  if (collection === undefined) return fail(`not a path of Graph: ${pathname}`);
  if (id !== null) return remove(collection, id);
  if (method === 'get') return { value: filteredByUri(collection, flags) };
  return add(collection, parsed(one(flags, 'body'), read));
}

function filteredByUri(entities: readonly Entity[], flags: Flags): readonly Entity[] {
  const filter = flags.get('uri-parameters')?.[0];
  return filter === undefined ? entities : byFilter(entities, filter.replace(/^\$filter=/u, ''));
}

function filtered(entities: readonly Entity[], flags: Flags): readonly Entity[] {
  return byFilter(entities, one(flags, 'filter'));
}

function byFilter(entities: readonly Entity[], filter: string): readonly Entity[] {
  const [, property, value] = /^(\w+) eq '([^']*)'$/u.exec(filter) ?? fail(`not a filter: ${filter}`);
  return entities.filter((entity) => entity[property ?? ''] === value);
}

function found(entities: readonly Entity[], id: string): Entity {
  return entities.find((entity) => entity.id === id) ?? fail(`Resource '${id}' does not exist.`);
}

function add(entities: Entity[], properties: object): Entity {
  const entity = { ...properties, id: idFor(`${JSON.stringify(properties)} ${entities.length}`) };
  entities.push(entity);
  return entity;
}

function remove(entities: Entity[], id: string): void {
  const index = entities.findIndex((entity) => entity.id === id);
  if (index < 0) fail(`Resource '${id}' does not exist.`);
  entities.splice(index, 1);
}

function idFor(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** `@file`, as the Azure CLI reads it. */
function parsed(text: string, read: (file: string) => string): object {
  if (!text.startsWith('@')) return fail(`expected @file: ${text}`);
  return JSON.parse(read(text.slice(1))) as object;
}

function one(flags: Flags, name: string): string {
  const values = flags.get(name) ?? [];
  return values.length === 1 && values[0] !== undefined ? values[0] : fail(`--${name} takes one value`);
}

function fail(why: string): never {
  throw new Error(why);
}

/** The few forms of JMESPath that the scripts use. */
function queried(value: unknown, query: string): readonly unknown[] {
  const [, path = '', condition = '', property = ''] =
    /^(\w*)(?:\[(.*?)\]\.(\w+))?$/u.exec(query) ?? fail(`not a query: ${query}`);
  if (property === '')
    return [query.split('.').reduce<unknown>((at, name) => (at as Entity | undefined)?.[name], value)];
  const list = (path === '' ? value : (value as Entity)[path]) as readonly Entity[];
  return list.filter((entity) => matches(entity, condition)).map((entity) => entity[property]);
}

function matches(entity: Entity, condition: string): boolean {
  if (condition === '') return true;
  const [, property = '', value] =
    /^\?(\w+)(?:=='([^']*)')?$/u.exec(condition) ?? fail(`not a condition: ${condition}`);
  return value === undefined ? entity[property] === true : entity[property] === value;
}

function readFlags(words: readonly string[], allowed: string): Flags {
  const flags = new Map<string, string[]>();
  let values: string[] | undefined;
  for (const word of words) {
    if (word.startsWith('--')) {
      values = [];
      flags.set(word.slice(2), values);
    } else if (values === undefined) fail(`unrecognized arguments: ${word}`);
    else values.push(word);
  }
  const known = new Map(
    [...allowed.split(' '), 'query', 'output'].map((name) => [name.replace('!', ''), name.endsWith('!')]),
  );
  for (const name of flags.keys()) if (!known.has(name)) fail(`unrecognized arguments: --${name}`);
  for (const [name, needed] of known)
    if (needed && !flags.has(name)) fail(`the following arguments are required: --${name}`);
  return flags;
}

function run(words: readonly string[], world: World, root: string): string {
  world.words.push(...words);
  const start = words.findIndex((word) => word.startsWith('--'));
  const name = words.slice(0, start < 0 ? words.length : start).join(' ');
  const [allowed, handle] = COMMANDS[name] ?? fail(`'${name}' is not in the az command group.`);
  const flags = readFlags(words.slice(name.split(' ').length), allowed);
  const fault = [name, ...(flags.get('method') ?? [])].join(' ');
  const left = world.faults[fault] ?? 0;
  world.faults[fault] = Math.max(0, left - 1);
  if (left > 0) fail('not known everywhere yet');
  const answer = handle(flags, world, (file) => readFileSync(join(root, file), 'utf8'));
  if (flags.get('output')?.[0] !== 'tsv') return '';
  const values = queried(answer, one(flags, 'query')).filter((value) => value !== undefined);
  return values.map((value) => `${String(value)}\r\n`).join('');
}
