// The organisation's catalogue of Teams apps, and for whom they are installed.
import { stableUuid } from './random.js';
import type { User } from './records.js';
import { BOT_IDENTITY, type Identity } from './tokens.js';

/** The bot's app. Its manifest names, in webApplicationInfo, the application that reads the tenant. */
export const TEAMS_APP_ID = stableUuid('teams app');
/** Another app, of another application. */
export const OTHER_TEAMS_APP_ID = stableUuid('teams app of others');

export interface TeamsApp {
  readonly id: string;
  readonly displayName: string;
  /** webApplicationInfo.id of its manifest: who installs itself must be it. */
  readonly entraAppId: string;
}

type Listener = (user: User, app: TeamsApp) => void;

export interface TeamsApps {
  /** By the id that the catalogue gave. */
  find(id: string): TeamsApp | undefined;
  /** False when it is installed already. */
  install(app: TeamsApp, user: User): boolean;
  onInstalled(listener: Listener): void;
}

export function createTeamsApps(reader: Identity): TeamsApps {
  const apps: readonly TeamsApp[] = [
    { id: TEAMS_APP_ID, displayName: 'Mailbox Guard', entraAppId: reader.clientId },
    { id: OTHER_TEAMS_APP_ID, displayName: 'Lunch Menu', entraAppId: BOT_IDENTITY.clientId },
  ];
  const installed = new Set<string>();
  const listeners: Listener[] = [];
  return {
    find: (id) => apps.find((app) => app.id === id.toLowerCase()),
    install: (app, user) => {
      const key = `${app.id} ${user.id}`;
      if (installed.has(key)) return false;
      installed.add(key);
      for (const listener of listeners) listener(user, app);
      return true;
    },
    onInstalled: (listener) => void listeners.push(listener),
  };
}
