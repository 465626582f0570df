// A Microsoft Teams on loopback for tests: people, chats and the Bot Connector, around a bot that cannot tell the difference.
import type { CardRuleOptions } from './card-rules.js';
import { type ConnectorFaults, createConnectorFaults } from './connector-faults.js';
import { type BotTokenCheck, type ConnectorCall, startConnectorServer } from './connector-server.js';
import type { Chat, ConversationSeed, Standing } from './conversation.js';
import type { BotProfile } from './inbound.js';
import type { JsonObject } from './json.js';
import { createDrive, type Drive, type OneDrive } from './one-drive.js';
import { createPerson, type Person } from './person.js';
import type { PersonDoors } from './person-acts.js';
import type { PersonProfile } from './roster.js';
import type { ChannelKeys } from './signing.js';
import { createWorld, type PersonSeed, type TeamsWorld } from './teams-world.js';
import { type BotDoor, type Delivery, deliver, type Forge, postToBot } from './to-bot.js';
import { createViolations, type Violation, type Violations } from './violations.js';

export interface FakeTeamsOptions {
  readonly bot: BotProfile;
  /** The home tenant: of people and chats unless they say otherwise. */
  readonly tenantId: string;
  readonly keys: ChannelKeys;
  /** Decides on the bearer token of each call of the bot. */
  readonly checkBotToken: BotTokenCheck;
  /** Enforce Teams' limits per conversation; off unless asked for. */
  readonly rateLimited?: boolean;
  readonly cardRules?: CardRuleOptions;
  readonly now?: () => Date;
  /** 0, or left out, takes a free one. */
  readonly port?: number;
}

interface ChatSeed {
  readonly id: string;
  readonly people: readonly PersonProfile[];
  readonly name?: string;
  /** Another tenant's than the home tenant, for a foreign chat. */
  readonly tenantId?: string;
  readonly standing?: Standing;
}

interface ChannelSeed extends ChatSeed {
  readonly team?: { readonly id: string; readonly name: string; readonly aadGroupId: string };
  readonly channelType?: 'standard' | 'private' | 'shared';
}

export interface FakeTeams {
  /** With a slash at the end, as Teams has it. */
  readonly serviceUrl: string;
  readonly faults: ConnectorFaults;
  /** Where the files go that people allow. */
  readonly oneDrive: OneDrive;
  /** Everything the bot asked of the connector, in order. */
  readonly calls: readonly ConnectorCall[];
  /** What the bot sent that Teams would not show as meant, and that no test has taken yet. */
  readonly violations: readonly Violation[];
  /** Returns the violations and forgets them: for tests that provoke some. */
  takeViolations(): readonly Violation[];
  /** @throws Error listing the violations, if there are any */
  mustBeClean(): void;
  /** Where the bot takes activities; to be called before anyone acts. */
  connectBot(endpoint: string): void;
  person(seed: PersonSeed): Person;
  groupChat(seed: ChatSeed): Chat;
  channel(seed: ChannelSeed): Chat;
  /** Posts a body as it is, signed as usual unless the forge says otherwise. */
  post(activity: JsonObject, forge?: Forge): Promise<Delivery>;
  /** @throws Error if there are violations that no test has taken */
  stop(): Promise<void>;
}

const TEAM = { id: '19:team@thread.tacv2', name: 'Team', aadGroupId: '00000000-0000-4000-8000-00000000007e' };

function channelSeed(
  home: string,
  { people, team = TEAM, channelType = 'standard', ...seed }: ChannelSeed,
): ConversationSeed {
  const place = { teamId: team.id, teamName: team.name, teamAadGroupId: team.aadGroupId, channelType };
  return { tenantId: home, ...seed, type: 'channel', members: people, place };
}

function personDoors(
  options: FakeTeamsOptions,
  world: TeamsWorld,
  violations: Violations,
  door: BotDoor,
  { makeRoom }: Drive,
): PersonDoors {
  const now = options.now ?? (() => new Date());
  return {
    bot: options.bot,
    serviceUrl: door.serviceUrl,
    now,
    nextId: world.nextId,
    chatOf: ({ conversationId }) => world.mustFind(conversationId),
    personalChatOf: (person) => world.personalChat(person),
    viewOf: ({ conversationId, id }, mri) => world.mustFind(conversationId).find(id).viewOf(mri),
    setView: ({ conversationId, id }, mri, card) => world.mustFind(conversationId).find(id).setView(mri, card),
    deliver: (activity, forge) => deliver(door, activity, forge),
    post: (activity) => postToBot(door, activity),
    judge: (chat, result) => violations.judgeInvoke(chat.id, result),
    makeRoom,
    judgeSearch: (chat, result) => violations.judgeSearch(chat.id, result),
  };
}

function createBotDoor(options: FakeTeamsOptions, serviceUrl: string) {
  let endpoint: string | undefined;
  const door: BotDoor = {
    keys: options.keys,
    appId: options.bot.appId,
    serviceUrl,
    endpoint() {
      if (endpoint === undefined) throw new Error('No bot is connected yet: call connectBot first.');
      return endpoint;
    },
  };
  const connect = (address: string): void => {
    endpoint = address;
  };
  return { door, connect };
}

/** Starts the connector on 127.0.0.1; nobody acts, and no time passes, unless a test says so. */
export async function startFakeTeams(options: FakeTeamsOptions): Promise<FakeTeams> {
  const now = options.now ?? (() => new Date());
  const calls: ConnectorCall[] = [];
  const violations = createViolations(options.cardRules ?? {});
  const world = createWorld({
    tenantId: options.tenantId,
    now,
    mustBeClean: violations.mustBeNone,
    judge: (conversation, messageId) => violations.judgeMessage(conversation.find(messageId)),
  });
  const faults = createConnectorFaults();
  const drive = createDrive();
  const { checkBotToken, rateLimited = false, port = 0 } = options;
  const doors = {
    world,
    faults,
    checkBotToken,
    rateLimited,
    now,
    record: (call: ConnectorCall) => void calls.push(call),
    serve: drive.serve,
  };
  const prefix = `/amer/${options.tenantId}`;
  const server = await startConnectorServer(doors, prefix, port);
  const serviceUrl = `${server.url}${prefix}/`;
  drive.standsAt(server.url);
  const { door, connect } = createBotDoor(options, serviceUrl);
  const forPeople = personDoors(options, world, violations, door, drive);

  return {
    serviceUrl,
    faults,
    oneDrive: drive,
    calls,
    get violations() {
      return violations.all;
    },
    takeViolations: violations.take,
    mustBeClean: violations.mustBeNone,
    connectBot: connect,
    person: (seed) => createPerson(world.addPerson(seed), forPeople),
    groupChat: ({ people, ...seed }) =>
      world.addConversation({ tenantId: options.tenantId, ...seed, type: 'groupChat', members: people }),
    channel: (seed) => world.addConversation(channelSeed(options.tenantId, seed)),
    post: (activity, forge) => postToBot(door, activity, forge),
    async stop() {
      await server.stop();
      violations.mustBeNone();
    },
  };
}
