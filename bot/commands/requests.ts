// `requests`: the open requests first, then the ones that ended.
import { countOf } from '../card-values.js';
import { command } from '../command.js';
import { requestsView } from '../views/requests.js';

/** Rows on one page. */
const PAGE_SIZE = 8;

export const requests = command<number>({
  name: 'requests',
  aliases: ['pending', 'queue'],
  usage: '',
  summary: 'List requests, the open ones first.',
  role: 'reader',
  discloses: true,
  changesNothing: true,
  fromText: (text) => Math.max(0, (Number.parseInt(text.replace(/^page /iu, ''), 10) || 1) - 1),
  fromCard: (values) => countOf(values, 'page'),
  async run(page, { reader }, { store }) {
    const found = await store.requests.page(page, PAGE_SIZE);
    return { kind: 'card', view: requestsView({ ...found, page, pageSize: PAGE_SIZE, reader }) };
  },
});
