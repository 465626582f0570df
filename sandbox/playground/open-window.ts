// One window of the sandbox: somebody of the tenant, in an Agents Playground of their own, joined with the relay.
import type { Relay } from '../channel/relay.js';
import type { Tenant } from '../tenant/index.js';
import type { Person, PersonaName } from '../tenant/seed/people.js';
import type { Colleagues, PlaygroundPerson } from './configuration.js';
import { type Playground, startPlayground } from './playground.js';

const BOT_NAME = 'Mailbox Guard';

export interface WindowOptions {
  /** A word such as `requester`, which is this window's own. */
  readonly key: string;
  readonly who: PersonaName;
  /** The wanted port, and those promised to others that do not listen yet. */
  readonly port: number;
  readonly taken?: readonly number[];
}

export interface Surroundings {
  readonly tenant: Pick<Tenant, 'people' | 'tenantId' | 'identities'>;
  readonly relay: Relay;
  /** Folder for configuration and log. */
  readonly root: string;
}

/**
 * Opens it; the bot's answers reach it from then on.
 * @throws Error with what its log gives as the reason, when it does not come up
 */
export async function openWindow(
  { key, who, port, taken = [] }: WindowOptions,
  { tenant, relay, root }: Surroundings,
): Promise<Playground> {
  const { people, tenantId, identities } = tenant;
  const bot = { appId: identities.bot.clientId, name: BOT_NAME };
  const others = Object.values(people).filter((person) => person !== people[who]);
  const [a, b, c, d, e] = others.map(inPlayground);
  const colleagues = [a, b, c, d, e] as Colleagues;
  const seed = { key, tenantId, bot, currentUser: inPlayground(people[who]), colleagues };
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { messagesUrl } = relay.addPlayground(key, { timeZone });
  const window = await startPlayground({ seed, messagesUrl, port, taken, root });
  relay.connect(key, window.connectorUrl);
  return window;
}

function inPlayground({ objectId, displayName, upn }: Person): PlaygroundPerson {
  return { objectId, name: displayName, userPrincipalName: upn };
}
