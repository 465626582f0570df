// `list`: every target mailbox with its sign-in state and verdict, narrowed and paged.
import { Refused } from '../../src/failure.js';
import { MAILBOX_TYPES, VERDICTS } from '../../src/mailboxes/mailbox.js';
import type { MailboxFilter, MailboxPage, Scans } from '../../src/mailboxes/scan.js';
import { countOf, oneOf, textOf } from '../card-values.js';
import { type CardValues, command } from '../command.js';
import { typeMeant } from '../type-words.js';
import { searchKey } from '../views/choice.js';
import { listView } from '../views/list.js';

/** Rows on one page. */
export const PAGE_SIZE = 10;
/** Most characters of the text that names are narrowed by. */
const TEXT_LIMIT = 256;
/** Longest address there is. */
const KEY_LIMIT = 320;

interface ListInput extends MailboxFilter {
  /** First is 0. */
  readonly page: number;
  /** The one that was chosen by name; the rest of the filter does not count then. */
  readonly chosen: string | null;
}

export const list = command<ListInput>({
  name: 'list',
  aliases: ['ls', 'show', 'mailboxes'],
  usage: '[verdict] [type] [text]',
  summary: 'List mailboxes with their sign-in status, for example "list exposed rooms".',
  role: 'reader',
  discloses: true,
  changesNothing: true,
  prompt: 'list exposed',
  fromText: readFilter,
  fromCard: (values: CardValues) => ({
    verdict: oneOf(values, 'verdict', VERDICTS),
    type: oneOf(values, 'type', MAILBOX_TYPES),
    text: textOf(values, 'text', TEXT_LIMIT) || null,
    page: countOf(values, 'page'),
    chosen: chosenIn(values),
  }),
  async run({ page, chosen, ...said }, { reader }, { scanner, settings, store }) {
    const scan = await scanner.latest();
    const filter = chosen === null ? said : ALL;
    const found =
      chosen === null ? await store.scans.page(filter, page, PAGE_SIZE) : await onlyChosen(chosen, store.scans);
    const { mode } = settings;
    return { kind: 'card', view: listView({ scan, page: found, filter, isChosen: chosen !== null, reader, mode }) };
  },
});

function chosenIn(values: CardValues): string | null {
  const key = textOf(values, 'chosen', KEY_LIMIT);
  return key === '' || key === 'all' ? null : key;
}

const ALL: MailboxFilter = { verdict: null, type: null, text: null };

/** Somebody may have given a mailbox another one's address for a name: the key decides, not what it resembles. */
async function onlyChosen(chosen: string, scans: Scans): Promise<MailboxPage> {
  const rows = (await scans.matching(chosen)).filter((one) => searchKey(one) === chosen.toLowerCase());
  return { rows, total: rows.length, page: 0, pageSize: PAGE_SIZE };
}

const NOISE = new Set(['all', 'mailboxes', 'the']);

/** Words that name a verdict, a type or a page are taken out; what is left is looked for in names and addresses. */
function readFilter(said: string): ListInput {
  const paged = /(?:^|\s)page (\d{1,6})(?=$|\s)/iu.exec(said);
  const words = said
    .replace(paged?.[0] ?? '', ' ')
    .split(/[\s,]+/u)
    .filter((word) => word !== '');
  const verdict = VERDICTS.find((one) => words.some((word) => word.toLowerCase() === one)) ?? null;
  const typeWord = words.find((word) => typeMeant(word) !== null);
  const type = typeWord === undefined ? null : typeMeant(typeWord);
  const others = words.filter(
    (word) => word.toLowerCase() !== verdict && word !== typeWord && !NOISE.has(word.toLowerCase()),
  );
  const text = others.join(' ').replace(/^"(.*)"$/u, '$1');
  if (text.length > TEXT_LIMIT)
    throw new Refused({ kind: 'too-long', what: 'The text to look for', limit: TEXT_LIMIT });
  return {
    verdict,
    type,
    text: text === '' ? null : text,
    page: Math.max(0, Number(paged?.[1] ?? 1) - 1),
    chosen: null,
  };
}
