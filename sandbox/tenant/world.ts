// Everything that the routes of one sandbox tenant share.
import type { Changes } from './changes.js';
import type { SandboxClock } from './clock.js';
import type { Deeds } from './deeds.js';
import type { Directory } from './directory.js';
import type { Faults } from './faults.js';
import type { DeltaTokens } from './graph/delta-tokens.js';
import type { Permissions } from './permissions.js';
import type { Random } from './random.js';
import type { Registrations } from './registrations.js';
import type { RequestLog } from './request-log.js';
import type { Switches } from './switches.js';
import type { TeamsApps } from './teams-apps.js';
import type { Identity, Tokens } from './tokens.js';

export interface World {
  readonly tenantId: string;
  /** Whether the tenant has Entra ID P1. */
  premium: boolean;
  readonly clock: SandboxClock;
  readonly random: Random;
  readonly switches: Switches;
  readonly directory: Directory;
  readonly changes: Changes;
  readonly deltaTokens: DeltaTokens;
  readonly deeds: Deeds;
  readonly teamsApps: TeamsApps;
  readonly permissions: Permissions;
  readonly tokens: Tokens;
  readonly identities: readonly Identity[];
  /** Those that are managed identities of the machine the bot runs on; changed as by an administrator. */
  readonly machineIdentities: Identity[];
  readonly registrations: Registrations;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** New ids for requests; not repeatable, as at Microsoft. */
  newId(): string;
}
