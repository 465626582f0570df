// What can be asked of the control address, as a table.
import { graphTime } from './clock.js';
import { enabledAt } from './directory.js';
import type { DirectoryDesk } from './directory-desk.js';
import { RECIPIENT_TYPES } from './exchange/mailbox-properties.js';
import type { Fault } from './faults.js';
import { resourceOf } from './permissions.js';
import type { Mailbox, RecipientType, User } from './records.js';
import { CLIENT_NAMES, clientNamed } from './seed/mailbox-spec.js';
import { setSwitch, switchNamed } from './switches.js';
import type { World } from './world.js';

type Body = Readonly<Record<string, unknown>>;
type Run = (world: World, desk: DirectoryDesk, body: Body) => unknown;

interface ControlRequest {
  readonly about: string;
  readonly run: Run;
}

const REQUESTS: Readonly<Record<string, ControlRequest>> = {
  'GET /': { about: 'this list', run: () => listing() },
  'GET /status': { about: 'clock, counts, permissions, switches, faults', run: status },
  'GET /find': { about: 'accounts whose name contains ?name=', run: find },
  'POST /accounts': { about: '{name, enabled, by?}: enable or disable an account', run: setAccount },
  'POST /sign-ins': { about: '{name, client?, success?}: the account signs in', run: signIn },
  'POST /passwords': {
    about: '{name}: a new password is set',
    run: setPassword,
  },
  'POST /mailboxes': { about: '{name, type}: convert a mailbox', run: convert },
  'POST /mailboxes/new': { about: '{name, type?}: a new mailbox whose account may sign in', run: create },
  'DELETE /accounts': { about: '{name}: delete an account', run: remove },
  'POST /permissions': { about: '{permission, granted}: take a permission away or give it', run: setPermission },
  'POST /switches': { about: '{name: value, …}', run: setSwitches },
  'POST /premium': { about: '{premium}: whether the tenant has Entra ID P1', run: setPremium },
  'POST /tokens/revoke': { about: 'end every token issued so far', run: revokeTokens },
  'POST /delta-tokens/expire': { about: 'end every delta token handed out so far', run: expireDeltaTokens },
  'POST /clock': { about: '{advanceMs}: move the sandbox clock forward', run: advance },
  'GET /faults': { about: 'faults in force', run: ({ faults }) => faults.list() },
  'POST /faults': { about: '{effect, route?, method?, count?, …}: add a fault', run: addFault },
  'DELETE /faults': { about: '{id?}: remove one fault, or all', run: clearFaults },
  'GET /log': { about: 'the last ?limit= requests', run: log },
  'GET /counts': { about: 'requests by route', run: ({ requests }) => requests.counts() },
  'DELETE /log': { about: 'forget the requests so far', run: clearLog },
};

/** Runs a request of the control address; undefined when there is none of this name. Throws an Error for a mistake. */
export function runControlCommand(world: World, desk: DirectoryDesk, name: string, body: Body): unknown {
  return Object.hasOwn(REQUESTS, name) ? REQUESTS[name]?.run(world, desk, body) : undefined;
}

function listing(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(REQUESTS).map(([name, { about }]) => [name, about]));
}

function status(world: World): unknown {
  return {
    tenantId: world.tenantId,
    clock: graphTime(world.clock.now()),
    users: world.directory.users.length,
    mailboxes: world.directory.mailboxes.length,
    requests: world.requests.count(),
    premium: world.premium,
    permissions: { graph: world.permissions.list('graph'), exchange: world.permissions.list('exchange') },
    switches: world.switches,
    faults: world.faults.list(),
  };
}

function find(world: World, _desk: DirectoryDesk, body: Body): unknown {
  const part = text(body, 'name').toLowerCase();
  const fits = (user: User): boolean =>
    user.deletedAt === null &&
    (user.displayName.toLowerCase().includes(part) || user.userPrincipalName.toLowerCase().includes(part));
  return world.directory.users
    .filter(fits)
    .slice(0, 50)
    .map((user) => show(user, world.clock.now()));
}

function setAccount(world: World, desk: DirectoryDesk, body: Body): unknown {
  const by = body['by'] === undefined ? undefined : text(body, 'by');
  return show(desk.setAccountEnabled(text(body, 'name'), flag(body, 'enabled'), by), world.clock.now());
}

function signIn(_world: World, desk: DirectoryDesk, body: Body): unknown {
  const name = body['client'] === undefined ? 'browser' : text(body, 'client');
  const client = clientNamed(name);
  if (client === undefined) throw new Error(`There is no client "${name}". There are: ${CLIENT_NAMES.join(', ')}.`);
  const success = body['success'] === undefined ? true : flag(body, 'success');
  const record = desk.signIn(text(body, 'name'), { ...client, success });
  return { user: record.user.displayName, clientAppUsed: record.clientAppUsed, errorCode: record.errorCode };
}

function setPassword(world: World, desk: DirectoryDesk, body: Body): unknown {
  return show(desk.setPassword(text(body, 'name')), world.clock.now());
}

function convert(_world: World, desk: DirectoryDesk, body: Body): unknown {
  const mailbox: Mailbox = desk.convertMailbox(text(body, 'name'), typeNamed(text(body, 'type')));
  return { name: mailbox.displayName, type: mailbox.type };
}

function typeNamed(name: string): RecipientType {
  const type = RECIPIENT_TYPES.find((known) => known.toLowerCase() === name.toLowerCase());
  if (type === undefined) throw new Error(`The types are: ${RECIPIENT_TYPES.join(', ')}.`);
  return type;
}

function create(_world: World, desk: DirectoryDesk, body: Body): unknown {
  const name = text(body, 'name');
  const alias = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (alias === '') throw new Error('Name it with letters or digits, for its address.');
  const type = body['type'] === undefined ? 'SharedMailbox' : typeNamed(text(body, 'type'));
  const { address } = desk.addMailbox({ name, alias, type, signIn: 'allowed' });
  return { name, type, address };
}

function remove(world: World, desk: DirectoryDesk, body: Body): unknown {
  return show(desk.deleteUser(text(body, 'name')), world.clock.now());
}

function expireDeltaTokens(world: World): unknown {
  world.deltaTokens.expireIssued();
  return { expired: true };
}

function setPermission(world: World, _desk: DirectoryDesk, body: Body): unknown {
  const permission = text(body, 'permission');
  const resource = resourceOf(permission);
  if (resource === undefined) throw new Error(`The sandbox knows no application permission "${permission}".`);
  if (flag(body, 'granted')) world.permissions.grant(resource, permission);
  else world.permissions.revoke(resource, permission);
  return { resource, permissions: world.permissions.list(resource) };
}

function setSwitches(world: World, _desk: DirectoryDesk, body: Body): unknown {
  for (const [name, value] of Object.entries(body)) {
    const known = switchNamed(name);
    const problem = known === undefined ? `There is no switch "${name}".` : setSwitch(world.switches, known, value);
    if (problem !== null) throw new Error(problem);
  }
  return world.switches;
}

function setPremium(world: World, _desk: DirectoryDesk, body: Body): unknown {
  world.premium = flag(body, 'premium');
  return { premium: world.premium };
}

function revokeTokens(world: World): unknown {
  world.tokens.revokeIssued();
  return { revoked: true };
}

function advance(world: World, _desk: DirectoryDesk, body: Body): unknown {
  const ms = body['advanceMs'];
  if (typeof ms !== 'number') throw new Error('advanceMs must be a number of milliseconds.');
  world.clock.advance(ms);
  return { clock: graphTime(world.clock.now()) };
}

function addFault(world: World, _desk: DirectoryDesk, body: Body): unknown {
  if (typeof body['effect'] !== 'object' || body['effect'] === null) throw new Error('A fault needs an effect.');
  return { id: world.faults.add(body as unknown as Fault) };
}

function clearFaults(world: World, _desk: DirectoryDesk, body: Body): unknown {
  world.faults.clear(body['id'] === undefined ? undefined : text(body, 'id'));
  return world.faults.list();
}

function log(world: World, _desk: DirectoryDesk, body: Body): unknown {
  const limit = Number(body['limit'] ?? 50);
  if (!Number.isInteger(limit) || limit < 1) throw new Error('limit must be a whole number above 0.');
  return world.requests.entries.slice(-limit);
}

function clearLog(world: World): unknown {
  world.requests.clear();
  return { cleared: true };
}

function show(user: User, now: number): unknown {
  const { id, displayName, userPrincipalName } = user;
  return { id, displayName, userPrincipalName, accountEnabled: enabledAt(user, now, 0) };
}

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value.trim() === '') throw new Error(`${name} is missing.`);
  return value;
}

function flag(body: Body, name: string): boolean {
  const value = body[name];
  if (typeof value !== 'boolean') throw new Error(`${name} must be true or false.`);
  return value;
}
