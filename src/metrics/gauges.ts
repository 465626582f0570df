// How the store stands now: requests, cards, jobs, findings, the record, and how old what is known of the tenant is.
import type { Figures } from '../db/store.js';
import type { Metric, Sample } from './text.js';

/** What is left to tell while the store does not answer. */
export function storeUp(answers: boolean): Metric {
  return gauge('store_up', '1 while the store answers, else 0; then the gauges below are missing.', [
    { value: answers ? 1 : 0 },
  ]);
}

/** From the store's own figures; the same on every instance that shares it. */
export function gauges(figures: Figures): readonly Metric[] {
  const { requests, deliveries, jobs, findings, mailboxes, recordEntries, completeScanMs, answeredMs } = figures;
  return [
    gauge('requests', 'Requests by state.', by('state', requests)),
    gauge(
      'deliveries',
      'Cards in the outbox by state; waiting and sending ones are still to come.',
      by('state', deliveries),
    ),
    gauge(
      'jobs',
      'Jobs by queue and state.',
      jobs.map(({ queue, state, count }) => ({ labels: { queue, state }, value: count })),
    ),
    gauge('mailboxes', 'Mailboxes of the latest scan by verdict.', by('verdict', mailboxes)),
    gauge('open_findings', 'Open findings by kind.', by('kind', findings)),
    gauge('record_entries', 'Entries of the record.', [{ value: recordEntries }]),
    gauge('last_complete_scan_age_seconds', 'Age of the last complete scan.', seconds(completeScanMs)),
    gauge('last_poll_age_seconds', 'Age of the last answer about changes of accounts.', seconds(answeredMs)),
  ];
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, type: 'gauge', samples };
}

function by(label: string, counts: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(counts).map(([name, value]) => ({ labels: { [label]: name }, value }));
}

/** Nothing where it never happened: an age of nought would look fresh. */
function seconds(ms: number | null): readonly Sample[] {
  return ms === null ? [] : [{ value: Math.max(0, Math.round(ms / 1000)) }];
}
