// Opaque tokens: where a listing goes on, sealed so that nobody can make one up.
import { createHmac, randomBytes } from 'node:crypto';

/** What a token holds. */
export interface PagePlace {
  /** What is listed; a token of one listing does not open another. */
  readonly listing: string;
  readonly position: number;
  /** How many items earlier pages held, where the client set an upper limit. */
  readonly taken?: number;
  /** When it was given out, milliseconds of sandbox time. */
  readonly at: number;
}

export interface PageTokens {
  seal(place: PagePlace): string;
  /** Undefined for a token that is not ours or belongs to another listing. */
  open(token: string, listing: string): PagePlace | undefined;
}

export function createPageTokens(): PageTokens {
  const seal = createSeal();
  return {
    seal: seal.close,
    open: (token, listing) => {
      const place = seal.open(token) as PagePlace | undefined;
      return place?.listing === listing ? place : undefined;
    },
  };
}

export interface Seal {
  /** A token of what can be said in JSON. */
  close(content: object): string;
  /** What the token holds; undefined when it is not ours. */
  open(token: string): unknown;
}

/** A seal of its own key: what another seal closed it does not open. */
export function createSeal(): Seal {
  const key = randomBytes(32);
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);
  return {
    close: (content) => {
      const text = Buffer.from(JSON.stringify(content)).toString('base64url');
      return `${text}${sign(text)}`;
    },
    open: (token) => {
      const text = token.slice(0, -22);
      if (sign(text) !== token.slice(-22)) return undefined;
      return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    },
  };
}

/** The link to the next page: the same address and options with another token. */
export function nextLink(address: string, query: URLSearchParams, token: string): string {
  const kept = [...query].filter(([name]) => name.toLowerCase() !== '$skiptoken');
  const options = [...kept, ['$skiptoken', token] as const].map(
    ([name, value]) => `${encodeURIComponent(name).replace('%24', '$')}=${encodeURIComponent(value)}`,
  );
  return `${address}?${options.join('&')}`;
}

/** One page of the items that pass, from `start` on in `items`; `next` is where the following one begins. */
export function pageOf<T>(
  items: readonly T[],
  passes: (item: T) => boolean,
  start: number,
  size: number,
): { readonly page: readonly T[]; readonly next: number | undefined } {
  const page: T[] = [];
  for (let index = start; index < items.length; index += 1) {
    const item = items[index];
    if (item === undefined || !passes(item)) continue;
    if (page.length === size) return { page, next: index };
    page.push(item);
  }
  return { page, next: undefined };
}
