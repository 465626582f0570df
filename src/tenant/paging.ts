// Follows @odata.nextLink from page to page: to the same origin only, never in circles, never without end.
import type { UpstreamTrace } from '../failure.js';
import { listAt, recordOf } from './json.js';
import { type Answer, unexpected } from './upstream.js';

/** A million objects; nothing we list comes near it. */
const MOST_PAGES = 1000;

/** A page: its list, and the whole of its answer. */
export interface Page {
  readonly items: readonly unknown[];
  readonly answer: Answer;
}

/** The lists of all pages, one by one; as `followAnswers`. */
export async function* followPages(
  ...way: Parameters<typeof followAnswers>
): AsyncGenerator<readonly unknown[], void, undefined> {
  for await (const { items } of followAnswers(...way)) yield items;
}

/**
 * All pages, one by one.
 * @param first address of the first page, as `read` takes it
 * @param read reads one page; any answer that is not one makes it throw, so that a lost page is never the end of a list
 * @throws Refused upstream-unexpected for an answer without a list, a link to another origin, a circle, or too many pages
 */
export async function* followAnswers(
  first: string,
  origin: string,
  service: UpstreamTrace['service'],
  read: (address: string) => Promise<Answer>,
): AsyncGenerator<Page, void, undefined> {
  const seen = new Set<string>();
  let address: string | null = first;
  while (address !== null) {
    const answer = await read(address);
    const page = recordOf(answer.body);
    const items = listAt(page, 'value');
    if (items === null) throw unexpected(answer, service, 'A page came without its list.');
    yield { items, answer };
    address = nextAddress(answer, page?.['@odata.nextLink'], origin, service);
    if (address === null) return;
    if (seen.has(address)) throw unexpected(answer, service, 'The pages of a list lead in a circle.');
    seen.add(address);
    if (seen.size >= MOST_PAGES) throw unexpected(answer, service, `A list has more than ${MOST_PAGES} pages.`);
  }
}

function nextAddress(answer: Answer, link: unknown, origin: string, service: UpstreamTrace['service']): string | null {
  if (link === undefined || link === null || link === '') return null;
  if (typeof link !== 'string' || !URL.canParse(link) || new URL(link).origin !== origin) {
    throw unexpected(answer, service, 'The next page of a list lies at another address; our token does not go there.');
  }
  return link;
}
