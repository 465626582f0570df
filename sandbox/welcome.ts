// What the sandbox prints when it is ready: that it is one, where its two windows are, and what to type first.
import type { BotProcess } from './bot-process.js';
import type { Playground } from './playground/playground.js';
import type { Tenant } from './tenant/index.js';

export interface Ready {
  readonly tenant: Tenant;
  readonly bot: BotProcess;
  readonly botMoved: boolean;
  readonly requester: Playground;
  readonly approver: Playground;
  readonly seconds: number;
}

/** Printed once. */
export function banner({ tenant, bot, botMoved, requester, approver, seconds }: Ready): string {
  const { people, directory } = tenant;
  const mailboxes = directory.contents.mailboxes.filter(({ type }) => TARGETS.has(type)).length;
  const moved = (yes: boolean): string => (yes ? '  (its usual port is taken)' : '');
  return `
  SANDBOX. No account, no credentials; nothing here reaches Microsoft.
  A tenant with ${mailboxes} mailboxes, the bot on http://127.0.0.1:${bot.port}${moved(botMoved)}, ready after ${seconds.toFixed(1)} s.

  ${people.both.displayName}, who asks      ${requester.url}${moved(requester.moved)}
  ${people.approver.displayName}, who decides   ${approver.url}${moved(approver.moved)}

  Open both windows. Then type, as ${people.both.displayName}:

      list exposed
      status Reception
      block Reception nobody signs in here

  and approve on the card, as ${people.approver.displayName}. To have somebody switch it on again, in another terminal:

      npm run tenant -- enable Reception

  Agents Playground listens on all interfaces of this machine; everything else on loopback alone.
  The bot's log is in ${bot.logFile}. Ctrl-C stops everything.

`;
}

const TARGETS: ReadonlySet<string> = new Set(['SharedMailbox', 'RoomMailbox', 'EquipmentMailbox', 'SchedulingMailbox']);
