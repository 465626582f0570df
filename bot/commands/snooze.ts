// `snooze`: an alert is quiet until a date; it wakes by itself if it still is so, and at once if it gets worse.
import { snoozeFinding } from '../../src/alerts/act-on-finding.js';
import { REASON_LIMIT } from '../../src/approvals/reason.js';
import { Refused } from '../../src/failure.js';
import { textOf } from '../card-values.js';
import { command } from '../command.js';
import {
  doneWith,
  type FindingSaid,
  findFinding,
  findingFromCard,
  findingFromText,
  orChoose,
} from '../finding-reply.js';
import { readTerm, takeTerm } from '../term-words.js';
import { moment } from '../views/when.js';

interface SnoozeInput extends FindingSaid {
  /** The field for the end, where a card has one; null for words, which hold it themselves. */
  readonly term: string | null;
}

export const snooze = command<SnoozeInput>({
  name: 'snooze',
  aliases: [],
  usage: '<id | mailbox> for 3 days <reason>',
  summary: 'Keep an alert quiet until a date; it wakes at once if it gets worse.',
  role: 'reader',
  discloses: true,
  menu: [],
  fromText: (text) => ({ ...findingFromText(text), term: null }),
  fromCard: (values) => ({ ...findingFromCard(values), term: textOf(values, 'until', 100) || null }),
  run: (said, turn, services) =>
    orChoose('snooze', said, async () => {
      const { finding, rest } = await findFinding(said, services);
      const field = said.term === null ? null : readTerm(said.term, turn.reader);
      const { until, rest: words } = field === null ? takeTerm(rest, turn.reader) : { until: field, rest };
      if (until === null) throw new Refused({ kind: 'bad-argument', said: rest || 'No end', expected: EXPECTED });
      const reason = words.trim();
      if (reason === '') throw new Refused({ kind: 'reason-missing' });
      if (reason.length > REASON_LIMIT)
        throw new Refused({ kind: 'too-long', what: 'The reason', limit: REASON_LIMIT });
      const done = await snoozeFinding(finding.id, { until, by: turn.actor, reason }, services.alerts);
      return doneWith(done, `Quiet until ${moment(until, turn.reader)}.`, turn, services);
    }),
});

const EXPECTED = 'until when and why, such as "snooze Payroll for 3 days its owner is asked"';
