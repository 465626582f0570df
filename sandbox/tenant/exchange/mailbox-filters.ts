// Which mailboxes an Exchange request means: by type, by filter, by identity.
import { parseFilter, parseOpath, SyntaxFault } from '../odata/expression.js';
import { compileFilter, type FilterFields, UnsupportedFilter } from '../odata/filter.js';
import type { Mailbox } from '../records.js';
import type { World } from '../world.js';
import { badRequest, objectNotFound } from './exchange-error.js';
import { recipientTypeNamed } from './mailbox-properties.js';

export type Passes = (mailbox: Mailbox) => boolean;

const everything: Passes = () => true;

/** Mailboxes of these types: an array, or names between commas. Throws an ExchangeError for a type that does not exist. */
export function byTypes(value: unknown): Passes {
  const names = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(names) || names.length === 0) throw badRequest("The parameter 'RecipientTypeDetails' is empty.");
  const types = new Set(
    names.map((name) => {
      const type = typeof name === 'string' ? recipientTypeNamed(name) : undefined;
      if (type !== undefined) return type;
      throw badRequest(
        `Cannot process argument transformation on parameter 'RecipientTypeDetails'. Cannot convert value "${String(name)}" to type "RecipientTypeDetails".`,
      );
    }),
  );
  return (mailbox) => types.has(mailbox.type);
}

const OPERATORS = { operators: ['eq', 'ne'] } as const;

const FIELDS: FilterFields<Mailbox> = {
  not: true,
  fields: {
    RecipientTypeDetails: { ...OPERATORS, get: (mailbox) => mailbox.type },
    DisplayName: { ...OPERATORS, get: (mailbox) => mailbox.displayName },
    Alias: { ...OPERATORS, get: (mailbox) => mailbox.alias },
    Name: { ...OPERATORS, get: (mailbox) => mailbox.alias },
    UserPrincipalName: { ...OPERATORS, get: (mailbox) => mailbox.userPrincipalName },
    PrimarySmtpAddress: { ...OPERATORS, get: (mailbox) => mailbox.address },
    ExternalDirectoryObjectId: { ...OPERATORS, get: (mailbox) => mailbox.objectId },
  },
};

/** Mailboxes that pass a filter in the cmdlets' language or in OData's. Throws an ExchangeError. */
export function byFilter(text: unknown, language: 'opath' | 'odata'): Passes {
  if (typeof text !== 'string') throw badRequest('The filter must be text.');
  try {
    return compileFilter(language === 'opath' ? parseOpath(text) : parseFilter(text), FIELDS).test;
  } catch (error) {
    if (!(error instanceof SyntaxFault || error instanceof UnsupportedFilter)) throw error;
    throw badRequest(`Cannot bind parameter 'Filter' to the target. Invalid filter syntax. ${error.message}`);
  }
}

/**
 * The mailbox with this identity. The documented hazard: an Identity that is null or empty is no Identity, and everything
 * is returned; one that matches nothing is not found, or everything too, as the switch says. Throws an ExchangeError.
 */
export function byIdentity(world: World, identity: unknown): Passes {
  if (identity === null || identity === '') return everything;
  if (typeof identity !== 'string') throw badRequest("The parameter 'Identity' must be text.");
  const mailbox = world.directory.mailboxByIdentity(identity);
  if (mailbox !== undefined) return (other) => other === mailbox;
  if (world.switches.unknownIdentity === 'everything') return everything;
  throw objectNotFound(identity);
}

/** Mailboxes that pass all of these. */
export function allOf(tests: readonly Passes[]): Passes {
  return (mailbox) => tests.every((test) => test(mailbox));
}
