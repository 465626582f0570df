// What has to happen in a tenant for each kind of alert, what its card says then, and what mends it.
import { SKU } from '../../sandbox/tenant/seed/mailbox-spec.js';
import type { FindingKind } from '../../src/alerts/finding.js';
import { type Cast, requestIdOn } from './cast.js';
import type { Office } from './office.js';
import { tellTenant } from './tell-tenant.js';

export interface KindsCast extends Cast {
  readonly office: Office;
}

export interface KindScene {
  readonly title: string;
  /** Of the mailbox; empty where it is about the bot's own check. */
  readonly address: string;
  readonly begin: (cast: KindsCast) => Promise<void>;
  /** What the card says while it is open. */
  readonly open: RegExp;
  readonly buttons: readonly string[];
  readonly fix: (cast: KindsCast) => Promise<void>;
  /** How it ended, as the closed card says it. */
  readonly closed: string;
}

const OF_A_MAILBOX = ['I take care of it', 'Details', 'Request block', 'Snooze'];
const OF_A_CHECK = ['I take care of it', 'Snooze', 'Scan now'];
const BLOCKED_OUTSIDE = 'Sign-in was blocked outside of the bot.';

const told =
  (...words: readonly string[]) =>
  ({ office }: KindsCast): Promise<void> =>
    tellTenant(office.tenant.controlUrl, ...words);

/** In this order: each begins with the tenant as the one before left it. */
export const KIND_SCENES: Readonly<Record<FindingKind, KindScene>> = {
  new: {
    title: 'A new mailbox can sign in',
    address: 'lost-and-found@lighthouse.example',
    begin: told('create', 'Lost and Found'),
    open: /Shared mailbox .+It was not there at the last complete scan\. .+Enabled by looking up who/u,
    buttons: OF_A_MAILBOX,
    fix: told('delete', 'Lost and Found'),
    closed: 'The account was deleted.',
  },
  're-enabled': {
    title: 'Sign-in was allowed again',
    address: 'press@lighthouse.example',
    begin: async (cast) => {
      await told('enable', 'Press', 'by', 'Oli', 'Outside')(cast);
      // Who it was is looked up after half a minute.
      await cast.approver.cardWith(/Sign-in was allowed again.*press@/su, 30_000);
      await cast.office.advance(1);
    },
    open: /It was blocked before\. .+Enabled by Oli Outside, /u,
    buttons: OF_A_MAILBOX,
    fix: told('disable', 'Press'),
    closed: BLOCKED_OUTSIDE,
  },
  converted: {
    title: 'A mailbox was converted and can sign in',
    address: 'oakley.operate@lighthouse.example',
    begin: told('convert', 'Oakley', 'Operate', 'to', 'SharedMailbox'),
    open: /▲ High risk · it was a person’s mailbox .*who knew its password then can still sign in\./u,
    buttons: OF_A_MAILBOX,
    fix: told('convert', 'Oakley', 'Operate', 'to', 'UserMailbox'),
    closed: 'It became a mailbox of another type, which is not watched.',
  },
  'never-blocked': {
    title: 'A mailbox can sign in',
    address: 'room-aurora@lighthouse.example',
    // What was there before the bot is no news: it stands in the list, and opens from there.
    begin: async ({ approver }) => {
      const list = await approver.say('alerts');
      await list.reads(/open alerts .+Room Aurora \(12\) room-aurora@.+never blocked/u);
      await list.press('Open Room Aurora (12)');
    },
    open: /Room mailbox .+Whoever knows or resets its password can sign in as this mailbox, and nothing shows who it was\./u,
    buttons: OF_A_MAILBOX,
    fix: async ({ office }) => {
      office.tenant.directory.changeUser('Room Aurora (12)', { licences: [SKU.teamsRoomsPro] });
    },
    closed: 'It has a Teams device licence now and has to sign in.',
  },
  'exemption-worsened': {
    title: 'An exempt mailbox is worse than agreed',
    address: 'reception@lighthouse.example',
    begin: async (cast) => {
      await exempt(cast, 'reception@lighthouse.example', 'for 2h the kiosk for visitors signs in with it');
      // Entra tells whole seconds: what happens in the same one may have come before.
      await cast.office.advance(1);
      await told('password', 'Reception')(cast);
    },
    open: /It may sign in for now, but what happened since was not agreed to\. Exempt until .+ · Robin Request: the kiosk for visitors signs in with it Since then a password was set, /u,
    buttons: OF_A_MAILBOX,
    fix: told('disable', 'Reception'),
    closed: BLOCKED_OUTSIDE,
  },
  'exemption-ended': {
    title: 'An exemption has ended, and sign-in is still allowed',
    address: 'projector-cart-3@lighthouse.example',
    begin: async (cast) => {
      await exempt(cast, '"Projector Cart 3"', 'for 40m a scanner signs in with it until it is replaced');
      await cast.office.advance(41);
    },
    open: /Equipment mailbox .+It was allowed to sign in for a time only, and that time is over\. Was exempt until .+ · Robin Request: a scanner signs in with it until it is replaced/u,
    buttons: OF_A_MAILBOX,
    fix: told('disable', 'Projector Cart 3'),
    closed: BLOCKED_OUTSIDE,
  },
  'direct-sign-in': {
    title: 'Someone signed in with a mailbox’s own password',
    address: 'events@lighthouse.example',
    begin: async (cast) => {
      await told('enable', 'Events')(cast);
      await cast.approver.cardWith(/Sign-in was allowed again.*events@/su, 30_000);
      await told('sign-in', 'Events', 'with', 'imap')(cast);
      // What was looked at already is looked at again after an hour.
      await cast.office.advance(61);
    },
    open: /▲▲ Highest risk · its own password was used .*so somebody knows this password\. Enabled by Hollis Helpdesk, .*Since then someone signed in with its own password, .*A block stops IMAP4: a printer, program or mail client signs in/u,
    buttons: OF_A_MAILBOX,
    fix: told('disable', 'Events'),
    closed: BLOCKED_OUTSIDE,
  },
  'check-failed': {
    title: 'The bot cannot check the tenant',
    address: '',
    begin: told('fault', '403', 'on', 'POST', '/adminapi/v2.0/{tenant}/Mailbox'),
    open: /As long as this lasts, that there is no alert does not mean that all is well\. What is wrong The mailboxes could not be read: Microsoft denied it; the bot needs Exchange\.ManageAsAppV2/u,
    buttons: OF_A_CHECK,
    fix: told('clear'),
    closed: 'The check is whole again.',
  },
  'check-partial': {
    title: 'The last check of the tenant was partial',
    address: '',
    begin: told('fault', '500', 'on', 'GET', '/roleManagement/directory/roleAssignments'),
    open: /What was not read may hold mailboxes that can sign in.+What is wrong Directory roles could not be read: Microsoft is not able to answer \(500\)\./u,
    buttons: OF_A_CHECK,
    fix: told('clear'),
    closed: 'The check is whole again.',
  },
};

async function exempt({ requester, approver }: KindsCast, mailbox: string, rest: string): Promise<void> {
  const asked = await requester.ask(`exempt ${mailbox} ${rest}`);
  const card = await approver.cardWith(`Request ${await requestIdOn(asked)}`);
  await card.press('Approve');
  await asked.reads(/✓ Exempted/u, 30_000);
}
