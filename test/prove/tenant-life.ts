// What people do in a tenant in a day, at random: allow and block sign-in, make, convert and delete mailboxes.
import type { DirectoryDesk } from '../../sandbox/tenant/directory-desk.js';
import type { Random } from '../../sandbox/tenant/random.js';
import type { User } from '../../sandbox/tenant/records.js';
import type { Db } from '../../src/db/db.js';
import type { LedgerOfDeeds } from './ledger-of-deeds.js';

export interface Life {
  /** One change, of an account whose last change is known to the bot already. */
  change(deeds: LedgerOfDeeds): Promise<void>;
}

/** Object ids of the accounts of shared mailboxes that are blocked, and that somebody could allow to sign in. */
export function blockedShared({ contents, isEnabled }: DirectoryDesk): string[] {
  return contents.mailboxes
    .filter(({ type, objectId }) => type === 'SharedMailbox' && objectId !== null)
    .map(({ objectId }) => contents.user(objectId ?? ''))
    .filter((user): user is User => user !== undefined && user.licences.length === 0 && !isEnabled(user.id))
    .map(({ id }) => id);
}

export function tenantLife(desk: DirectoryDesk, random: Random, db: Db): Life {
  const plain = desk.contents.mailboxes
    .filter(({ type, objectId }) => type !== 'UserMailbox' && type !== 'DiscoveryMailbox' && objectId !== null)
    .map(({ objectId }) => desk.contents.user(objectId ?? ''))
    .filter((user): user is User => user !== undefined && user.licences.length === 0 && user.userType !== 'Guest');
  const shut = plain.filter(({ id }) => !desk.isEnabled(id));
  const people = desk.contents.mailboxes.filter(({ type }) => type === 'UserMailbox').slice(-200);
  let made = 0;
  const take = <T>(list: T[]): T | undefined => list.splice(Math.floor(random.next() * list.length), 1)[0];
  /** Mailboxes that were opened in this life and are known to be. */
  const opened = async (): Promise<readonly string[]> =>
    (
      await db.query<{ subject: string }>(
        `SELECT f.subject FROM guard.findings f
          WHERE f.closed_at IS NULL AND f.type IS NOT NULL AND f.kind <> 'never-blocked' ORDER BY f.id`,
      )
    ).map(({ subject }) => subject);
  const enable = (deeds: LedgerOfDeeds): void => {
    const user = take(shut);
    if (user === undefined) return;
    desk.setAccountEnabled(user.id, true, random.next() < 0.3 ? 'Oli Outside' : undefined);
    deeds.done(user.id, true);
  };
  const mend = async (deeds: LedgerOfDeeds, how: 'disable' | 'delete'): Promise<void> => {
    const known = (await opened()).filter((id) => deeds.isKnown(id));
    const id = known[Math.floor(random.next() * known.length)];
    if (id === undefined) {
      enable(deeds);
      return;
    }
    if (how === 'disable') desk.setAccountEnabled(id, false);
    else desk.deleteUser(id);
    deeds.done(id, false);
  };
  const make = (deeds: LedgerOfDeeds): void => {
    made += 1;
    const name = `Made ${made}`;
    const mailbox = desk.addMailbox({ name, alias: `made-${made}`, type: 'SharedMailbox', signIn: 'allowed' });
    deeds.done(mailbox.objectId ?? '', true);
  };
  const convert = (deeds: LedgerOfDeeds): void => {
    const mailbox = take(people);
    const user = desk.contents.user(mailbox?.objectId ?? '');
    if (mailbox === undefined || user === undefined || !desk.isEnabled(user.id)) enable(deeds);
    else {
      desk.convertMailbox(user.userPrincipalName, 'SharedMailbox');
      deeds.done(user.id, true);
    }
  };
  return {
    async change(deeds) {
      const chance = random.next();
      if (chance < 0.55) enable(deeds);
      else if (chance < 0.86) await mend(deeds, 'disable');
      else if (chance < 0.9) await mend(deeds, 'delete');
      else if (chance < 0.95) make(deeds);
      else convert(deeds);
    },
  };
}
