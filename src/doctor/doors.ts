// What doctor is handed: everything it looks at, so that it can be pointed at any bot, running or not.
import type { Config } from '../config.js';
import type { TenantProbes } from '../tenant/probes.js';
import type { GroupMember } from '../tenant/read-group-members.js';
import type { TokenClaims } from '../tenant/token-claims.js';

/** The store, as far as doctor looks at it. */
export interface ExaminedStore {
  readonly engine: 'embedded' | 'postgres';
  /** Whether it answers. Never throws. */
  healthy(): Promise<boolean>;
  /** How many migrations the tables have seen, and how many this version of the bot knows. */
  migrations(): Promise<{ readonly applied: number; readonly known: number }>;
  /** Those of these people who have a chat with the bot. */
  reachable(objectIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** An answer of an address that the bot should be reached at; null where there was none. */
export interface AddressAnswer {
  readonly status: number;
  readonly body: string;
}

export interface DoctorDoors {
  readonly config: Config;
  readonly probes: TenantProbes;
  /** @throws Refused upstream-* */
  groupMembers(groupId: string, correlationId: string): Promise<readonly GroupMember[]>;
  /** What the token says that the bot sends to Teams. @throws Refused upstream-* */
  botToken(): Promise<TokenClaims>;
  /** The store, or why it cannot be looked at; `isNew` where there is none yet, which is nothing broken. */
  readonly store: ExaminedStore | { readonly why: string; readonly mend: string; readonly isNew: boolean };
  /** Asks an address once, without following redirects. @throws Error with why there was no answer */
  ask(method: 'GET' | 'POST', address: string): Promise<AddressAnswer>;
  /** The versions of the app's manifest and of this program; null where the file is not there. */
  versions(): Promise<{ readonly manifest: string | null; readonly program: string | null }>;
  /** A file's text. @throws the system's error */
  readText(path: string): Promise<string>;
  /** Milliseconds since 1970. */
  now(): number;
}
