// `alerts`: what is open and who is told; `alerts here [filter]` and `alerts off`: whether this conversation is.
import type { SubscriptionFilter } from '../../src/alerts/subscription.js';
import { Refused } from '../../src/failure.js';
import { showAlerts, stopHere, tellHere } from '../alerts-reply.js';
import { countOf, textOf } from '../card-values.js';
import { command } from '../command.js';
import { readSubscriptionFilter } from '../filter-words.js';

type AlertsInput =
  /** First is 0. */
  | { readonly wanted: 'list'; readonly page: number }
  | { readonly wanted: 'here'; readonly filter: SubscriptionFilter }
  | { readonly wanted: 'off' };

export const alerts = command<AlertsInput>({
  name: 'alerts',
  aliases: ['findings'],
  usage: '[here [type…] [high] | off]',
  summary: 'Show open alerts and who is told, or have them come to this chat or channel.',
  role: 'reader',
  discloses: false,
  // It tells nothing, and whoever may not read any more should be able to end what still comes.
  roleFor: ({ args }, { kind }) => {
    const said = args.via === 'text' ? args.text : textOf(args.values, 'text', 200);
    return kind === 'personal' && said.trim().toLowerCase() === 'off' ? 'anyone' : 'reader';
  },
  fromText: (text) => read(text, 0),
  fromCard: (values) => read(textOf(values, 'text', 200), countOf(values, 'page')),
  run(input, turn, services) {
    switch (input.wanted) {
      case 'list':
        return showAlerts(input.page, turn, services);
      case 'here':
        return tellHere(input.filter, turn, services);
      case 'off':
        return stopHere(turn, services);
    }
  },
});

function read(said: string, page: number): AlertsInput {
  const [, first = '', rest = ''] = /^(\S*)\s*(.*)$/su.exec(said.trim()) ?? [];
  const paged = /^page (\d{1,6})$/iu.exec(said.trim());
  if (paged !== null) return { wanted: 'list', page: Math.max(0, Number(paged[1]) - 1) };
  switch (first.toLowerCase()) {
    case '':
      return { wanted: 'list', page };
    case 'here':
    case 'on':
      return { wanted: 'here', filter: readSubscriptionFilter(rest) };
    case 'off':
      return { wanted: 'off' };
    default:
      throw new Refused({ kind: 'bad-argument', said, expected: '"alerts", "alerts here" or "alerts off"' });
  }
}
