// What commands are handed: every door they may use, nothing else.
import type { ActDoors } from '../src/alerts/act-on-finding.js';
import type { SeeDoors } from '../src/alerts/see-again.js';
import type { SubscribeDoors } from '../src/alerts/subscribe.js';
import type { RequestSettings } from '../src/approvals/create-request.js';
import type { DecideDoors } from '../src/approvals/decide-request.js';
import type { DraftDoors } from '../src/approvals/draft-request.js';
import type { Clock } from '../src/approvals/ports.js';
import type { Config } from '../src/config.js';
import type { Store } from '../src/db/store.js';
import type { Examine } from '../src/doctor/examine.js';
import type { SignInChangesRead } from '../src/mailboxes/enabling.js';
import type { FreshDoors } from '../src/mailboxes/fresh.js';
import type { ImpactDoors } from '../src/mailboxes/impact.js';
import type { Scanner } from '../src/mailboxes/scanner.js';
import type { Approvers } from './approvers.js';
import type { Authoriser } from './authorise.js';

/** The doors of a running bot. */
export interface Services {
  readonly alerts: ActDoors & SubscribeDoors;
  readonly approvers: Approvers;
  readonly authoriser: Authoriser;
  readonly clock: Clock;
  readonly create: DraftDoors;
  readonly decide: DecideDoors;
  readonly examine: Examine;
  /** Whether Teams takes files from bots in this cloud. */
  readonly files: boolean;
  readonly fresh: FreshDoors;
  readonly impact: ImpactDoors;
  /** Whether the bot installs itself for approvers who have no chat with it. */
  readonly installsItself: boolean;
  /** Waits without keeping the process alive. */
  pause(ms: number): Promise<void>;
  readonly scanner: Scanner;
  /** What scans are told to look at. */
  readonly scope: Pick<Config['watch'], 'types' | 'licensed'>;
  /** For mailboxes that are read while somebody asks. */
  readonly see: SeeDoors;
  readonly settings: RequestSettings;
  /** Who allowed and who blocked sign-in of an account, as Entra tells. Never throws for what it does not. */
  signInChanges(objectId: string, correlationId: string): Promise<SignInChangesRead>;
  /** The tenant all of this is about. */
  readonly tenantId: string;
  readonly store: Pick<
    Store,
    | 'scans'
    | 'requests'
    | 'record'
    | 'deliveries'
    | 'places'
    | 'ledger'
    | 'drafts'
    | 'fileOffers'
    | 'impacts'
    | 'exemptions'
    | 'installs'
    | 'findings'
    | 'subscriptions'
    | 'watch'
    | 'notices'
  >;
}
