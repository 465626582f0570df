// Opaque page tokens: where a listing goes on, sealed so that nobody can make one up.
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
  const key = randomBytes(32);
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);
  return {
    seal: (place) => {
      const text = Buffer.from(JSON.stringify(place)).toString('base64url');
      return `${text}${sign(text)}`;
    },
    open: (token, listing) => {
      const text = token.slice(0, -22);
      if (sign(text) !== token.slice(-22)) return undefined;
      const place = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as PagePlace;
      return place.listing === listing ? place : undefined;
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
